package checkout

import (
	"context"
	"database/sql"
	"fmt"

	"zuka/internal/shop/cart"
	"zuka/internal/shop/coupon"
)

// reader reads rows: the pool, or the transaction that must not ask for a second
// connection while it holds one.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Worth is what a line costs now: nothing when it cannot be bought at all.
func Worth(line *cart.Line) naira {
	if !line.Now.Sold() || line.Now.Stock == 0 {
		return 0
	}
	return line.Now.Price * naira(line.Quantity)
}

// basket is the cart as coupons see it. Without a coupon nobody looks at lines.
func (q *Quote) basket(ctx context.Context, from reader) (coupon.Basket, error) {
	b := coupon.Basket{Subtotal: q.Subtotal, User: q.owner().User}
	if q.CouponCode == nil {
		return b, nil
	}
	var categories []int
	for _, line := range q.Lines {
		if amount := Worth(line); amount > 0 {
			categories = append(categories, line.Now.CategoryID)
			b.Lines = append(b.Lines, coupon.Line{Product: line.ProductID, Amount: amount})
		}
	}
	all, err := above(ctx, from, categories)
	for i := range b.Lines {
		b.Lines[i].Categories = all[categories[i]]
	}
	return b, err
}

// aboveAll ends in a circle too, should there be one.
const aboveAll = `WITH RECURSIVE way AS (
		SELECT id AS of, id, parent_id FROM categories WHERE id = ANY ($1::bigint[])
		UNION SELECT way.of, c.id, c.parent_id FROM way JOIN categories AS c ON c.id = way.parent_id)
	SELECT DISTINCT of, id FROM way`

// above are categories with every one above them, by the lowest.
func above(ctx context.Context, from reader, categories []int) (map[int][]int, error) {
	if len(categories) == 0 {
		return nil, nil
	}
	rows, err := from.QueryContext(ctx, aboveAll, categories)
	if err != nil {
		return nil, fmt.Errorf("reading the way up from categories: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err has told what there was.
	all := make(map[int][]int)
	for rows.Next() {
		var of, id int
		if err := rows.Scan(&of, &id); err != nil {
			return nil, fmt.Errorf("reading the way up from categories: %w", err)
		}
		all[of] = append(all[of], id)
	}
	return all, rows.Err()
}
