package inventory

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// holdProducts locks products in the order of their ids: rows that were locked
// in any other order would block orders of each other. What decides is the
// locked row, which is newer than the statement's snapshot when the lock was
// waited for.
const holdProducts = `SELECT p.id, p.name, p.active, p.stock_count, p.low_stock_threshold, p.current_price_ngn,
		EXISTS (SELECT FROM product_variants AS v WHERE v.product_id = p.id) AS varied
	FROM products AS p WHERE p.id = ANY ($1) ORDER BY p.id FOR NO KEY UPDATE OF p`

// takeProducts takes from products that are locked. It is a statement of its own:
// one that locks and takes looks for the rows as they were before it waited, and
// the way from there to the new ones waits once more, behind who waits for us.
const takeProducts = `UPDATE products AS p SET stock_count = p.stock_count - w.n, updated_at = $3
	FROM unnest($1::bigint[], $2::integer[]) AS w (id, n) WHERE p.id = w.id AND p.stock_count >= w.n`

// takeVariants takes from variants, whose products are locked already and so
// themselves: nobody else changes them.
const takeVariants = `WITH held AS MATERIALIZED (
		SELECT v.id, v.product_id, v.size, v.color, v.stock_count, v.price_ngn, w.n
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::integer[]) AS w (product, size, color, n)
		JOIN product_variants AS v ON v.product_id = w.product AND v.size = w.size AND v.color = w.color
		ORDER BY v.id FOR NO KEY UPDATE OF v),
	taken AS (
		UPDATE product_variants AS v SET stock_count = v.stock_count - h.n
		FROM held AS h WHERE v.id = h.id AND h.stock_count >= h.n)
	SELECT id, product_id, size, color, stock_count, price_ngn FROM held`

// productRow is a product as it was when it was locked.
type productRow struct {
	id             int
	name           string
	active, varied bool
	stock, low     int
	price          naira
	// taken tells whether there was enough of it.
	taken bool
}

// variantRow is a variant as it was when it was locked. Price is nil where the
// product's holds.
type variantRow struct {
	id    int
	stock int
	price *naira
}

// Take takes pieces for an order, all or none. What there is too little of, and
// what is not sold any more, is told of all pieces at once; the transaction must
// be rolled back then. Pieces of the same thing are summed, so the answer may
// have fewer elements, in the same order.
func (s *Service) Take(ctx context.Context, tx postgres.Tx, pieces []Piece) ([]Taken, error) {
	pieces, err := merge(pieces)
	if err != nil || len(pieces) == 0 {
		return nil, err
	}
	products, counts := sums(pieces)
	found, err := read(ctx, tx, holdProducts, func(r *productRow) []any {
		return []any{&r.id, &r.name, &r.active, &r.stock, &r.low, &r.price, &r.varied}
	}, products)
	if err != nil {
		return nil, fmt.Errorf("locking products: %w", err)
	}
	rows := make(map[int]*productRow, len(found))
	for _, row := range found {
		rows[row.id] = row
	}
	enough := len(rows) == len(products)
	for i, id := range products {
		if row := rows[int(id)]; row != nil {
			row.taken = row.active && row.stock >= int(counts[i])
			enough = enough && row.taken
		}
	}
	if enough { // Or else the transaction ends here.
		if _, err := tx.ExecContext(ctx, takeProducts, products, counts, s.Clock.Now()); err != nil {
			return nil, fmt.Errorf("taking products: %w", err)
		}
	}
	var variants map[option]*variantRow
	if optioned(pieces, rows) {
		if variants, err = changeVariants(ctx, tx, takeVariants, pieces); err != nil {
			return nil, fmt.Errorf("taking variants: %w", err)
		}
	}
	return take(pieces, rows, variants)
}

// optioned tells whether variants have to be looked at.
func optioned(pieces []Piece, rows map[int]*productRow) bool {
	for _, piece := range pieces {
		if row := rows[piece.Product]; piece.named() || row != nil && row.varied {
			return true
		}
	}
	return false
}

// take reads what the statements did.
func take(pieces []Piece, rows map[int]*productRow, variants map[option]*variantRow) ([]Taken, error) {
	var faults fault.Faults
	taken := make([]Taken, 0, len(pieces))
	together := make(map[int]int, len(rows)) // Pieces of a product, over its variants.
	refused := make(map[int]bool)
	for _, piece := range pieces {
		one, problem := takeOne(piece, rows[piece.Product], variants[piece.option()])
		if problem != nil {
			faults, refused[piece.Product] = append(faults, problem), true
			continue
		}
		taken = append(taken, one)
		together[piece.Product] += piece.Quantity
	}
	for i := range taken {
		one := &taken[i]
		row := rows[one.Product]
		one.product = change{row.stock, row.stock - together[one.Product], row.low}
		one.Crossed = one.product.crossed() || one.variant.crossed()
		if !row.taken && !refused[one.Product] {
			// The sum of the variants is more than the product's count: never sell
			// on the greater of the two.
			faults, refused[one.Product] = append(faults, short(row.name, one.Piece, row.stock)), true
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return taken, nil
}

func takeOne(piece Piece, row *productRow, variant *variantRow) (Taken, *fault.Fault) {
	switch {
	case row == nil || !row.active:
		return Taken{}, fault.Refuse(fault.Gone, "lines", "%s is not sold any more", nameOf(row))
	case variant != nil && variant.stock < piece.Quantity:
		return Taken{}, short(row.name, piece, variant.stock)
	case variant != nil:
		price := row.price
		if variant.price != nil {
			price = *variant.price
		}
		after := variant.stock - piece.Quantity
		return Taken{
			Piece: piece, UnitPrice: price, Left: after,
			variant: change{variant.stock, after, lowVariantStock}, variantID: variant.id,
		}, nil
	case row.varied && !piece.named():
		return Taken{}, fault.Refuse(fault.Gone, "lines", "%s is sold by size and colour: choose one", row.name)
	case row.varied || piece.named():
		return Taken{}, fault.Refuse(fault.Gone, "lines", "%s is not sold any more", describe(row.name, piece))
	case row.stock < piece.Quantity:
		return Taken{}, short(row.name, piece, row.stock)
	}
	return Taken{Piece: piece, UnitPrice: row.price, Left: row.stock - piece.Quantity}, nil
}

func nameOf(row *productRow) string {
	if row == nil {
		return "something in the order"
	}
	return row.name
}

// describe is the thing as a shopper knows it: Ankara dress (M, red).
func describe(name string, piece Piece) string {
	switch {
	case piece.Size != "" && piece.Color != "":
		return fmt.Sprintf("%s (%s, %s)", name, piece.Size, piece.Color)
	case piece.named():
		return fmt.Sprintf("%s (%s)", name, piece.Size+piece.Color)
	}
	return name
}

func short(name string, piece Piece, stock int) *fault.Fault {
	text := describe(name, piece) + " is sold out"
	if stock > 0 {
		text = fmt.Sprintf("there are only %d left of %s", stock, describe(name, piece))
	}
	return fault.Refuse(fault.InsufficientStock, "lines", "%s", text).With(fault.StockDetail{Available: stock})
}

// changeVariants runs a statement over the variants that pieces name, and
// answers them as they were before it.
func changeVariants(ctx context.Context, tx postgres.Tx, statement string, pieces []Piece) (map[option]*variantRow, error) {
	products, counts := make([]int64, len(pieces)), make([]int32, len(pieces))
	sizes, colors := make([]string, len(pieces)), make([]string, len(pieces))
	for i, piece := range pieces {
		products[i], counts[i] = int64(piece.Product), int32(piece.Quantity)
		sizes[i], colors[i] = plain(piece.Size), plain(piece.Color)
	}
	type keyed struct {
		variantRow
		option
	}
	found, err := read(ctx, tx, statement, func(r *keyed) []any {
		return []any{&r.id, &r.product, &r.size, &r.color, &r.stock, &r.price}
	}, products, sizes, colors, counts)
	if err != nil {
		return nil, err
	}
	variants := make(map[option]*variantRow, len(found))
	for _, one := range found {
		variants[one.option] = &one.variantRow
	}
	return variants, nil
}

// plain is a text that PostgreSQL can compare: one that it cannot is no option.
func plain(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// read scans the rows of a statement.
func read[R any](ctx context.Context, tx postgres.Tx, statement string, targets func(*R) []any, args ...any) ([]*R, error) {
	rows, err := tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer closing(rows)
	var found []*R
	for rows.Next() {
		row := new(R)
		if err := rows.Scan(targets(row)...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}

// closing ends a result that was read to its end or given up.
func closing(rows *sql.Rows) { _ = rows.Close() } // The first error was told by Next or Scan.
