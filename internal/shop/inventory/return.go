package inventory

import (
	"context"
	"fmt"

	"zuka/internal/platform/postgres"
)

// lockProducts keeps everybody else from the counts, in the order of ids.
const lockProducts = "SELECT id FROM products WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE"

// returnVariants gives to the variants that are still there.
const returnVariants = `WITH held AS MATERIALIZED (
		SELECT v.id, v.product_id, v.size, v.color, v.stock_count, v.price_ngn, w.n
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::integer[]) AS w (product, size, color, n)
		JOIN product_variants AS v ON v.product_id = w.product AND v.size = w.size AND v.color = w.color
		ORDER BY v.id FOR NO KEY UPDATE OF v),
	given AS (
		UPDATE product_variants AS v SET stock_count = v.stock_count + h.n FROM held AS h WHERE v.id = h.id)
	SELECT id, product_id, size, color, stock_count, price_ngn FROM held`

// returnProducts gives to products what their variants got, and what no variant
// got to those that have none. It is a statement of its own so that it sees the
// variants as they are once the products are locked.
const returnProducts = `UPDATE products AS p SET updated_at = $4,
		stock_count = p.stock_count + w.variants + CASE WHEN w.varied THEN 0 ELSE w.rest END
	FROM (SELECT u.*, EXISTS (SELECT FROM product_variants AS v WHERE v.product_id = u.id) AS varied
		FROM unnest($1::bigint[], $2::integer[], $3::integer[]) AS u (id, variants, rest)) AS w
	WHERE p.id = w.id
	RETURNING p.id, w.varied, p.low_stock_threshold, p.current_price_ngn, p.stock_count`

// Return gives back what an order took: exactly the pieces that Take was given,
// once; that it happens once is the order's business. Pieces of a variant that
// is gone come back to the product if it has no variants any more; otherwise
// nobody could buy them, and they are left out of the answer.
func (s *Service) Return(ctx context.Context, tx postgres.Tx, pieces []Piece) ([]Taken, error) {
	pieces, err := merge(pieces)
	if err != nil || len(pieces) == 0 {
		return nil, err
	}
	products, _ := sums(pieces)
	if _, err := tx.ExecContext(ctx, lockProducts, products); err != nil {
		return nil, fmt.Errorf("locking products: %w", err)
	}
	variants, err := changeVariants(ctx, tx, returnVariants, pieces)
	if err != nil {
		return nil, fmt.Errorf("giving back variants: %w", err)
	}
	rows, err := s.returnProducts(ctx, tx, pieces, variants)
	if err != nil {
		return nil, fmt.Errorf("giving back products: %w", err)
	}
	given := make([]Taken, 0, len(pieces))
	for _, piece := range pieces {
		row, variant := rows[piece.Product], variants[piece.option()]
		if row == nil || variant == nil && row.varied {
			s.Log.WarnContext(ctx, "pieces came back that cannot be sold any more", "product", piece.Product, "quantity", piece.Quantity)
			continue
		}
		given = append(given, row.give(piece, variant))
	}
	return given, nil
}

// returned is a product after it got pieces back; before is its count before.
type returned struct {
	id, before, stock, low int
	varied                 bool
	price                  naira
}

func (s *Service) returnProducts(ctx context.Context, tx postgres.Tx, pieces []Piece, variants map[option]*variantRow) (map[int]*returned, error) {
	ids, _ := sums(pieces)
	at := make(map[int]int, len(ids))
	for i, id := range ids {
		at[int(id)] = i
	}
	toVariants, rest := make([]int32, len(ids)), make([]int32, len(ids))
	for _, piece := range pieces {
		to := rest
		if variants[piece.option()] != nil {
			to = toVariants
		}
		to[at[piece.Product]] += int32(piece.Quantity)
	}
	found, err := read(ctx, tx, returnProducts, func(r *returned) []any {
		return []any{&r.id, &r.varied, &r.low, &r.price, &r.stock}
	}, ids, toVariants, rest, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	rows := make(map[int]*returned, len(found))
	for _, row := range found {
		i := at[row.id]
		row.before = row.stock - int(toVariants[i])
		if !row.varied {
			row.before -= int(rest[i])
		}
		rows[row.id] = row
	}
	return rows, nil
}

func (r *returned) give(piece Piece, variant *variantRow) Taken {
	given := Taken{Piece: piece, UnitPrice: r.price, Left: r.stock, product: change{r.before, r.stock, r.low}}
	if variant != nil {
		if variant.price != nil {
			given.UnitPrice = *variant.price
		}
		given.Left = variant.stock + piece.Quantity
		given.variant, given.variantID = change{variant.stock, given.Left, lowVariantStock}, variant.id
	}
	given.Crossed = given.product.crossed() || given.variant.crossed()
	return given
}
