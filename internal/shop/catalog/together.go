package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"zuka/ent/db"
)

// Together says what will be shown with a product, so that it can be read with
// it. Nothing of it changes what is found.
type Together struct {
	// Detail and Variants are wanted whole.
	Detail, Variants bool
	// Reviews is the page of reviews that is wanted; nil is none.
	Reviews *ReviewListing
}

// extras are what was read together with a product.
type extras struct {
	Together
	detail   *Detail
	variants []*Variant
	reviews  *ReviewConnection
}

// Detail is the rest of the product where it was read together with it,
// otherwise nil.
func (p *Product) Detail() *Detail { return p.extras.detail }

// Variants are what can be bought of the product; known is false where they
// were not read together with it.
func (p *Product) Variants() (variants []*Variant, known bool) {
	return p.extras.variants, p.extras.Together.Variants
}

// ReviewPage is a page of the product's reviews where just that page was read
// together with the product, otherwise nil.
func (p *Product) ReviewPage(listing *ReviewListing) *ReviewConnection {
	if read := p.extras.Together.Reviews; read == nil || !read.same(listing) {
		return nil
	}
	return p.extras.reviews
}

// readTogether reads a product by its slug and what is wanted with it by one
// statement, nil when there is none. Each wish has its own text, so that
// PostgreSQL keeps a plan for it.
func (s *Service) readTogether(ctx context.Context, slug string, wanted Together) (*Product, error) {
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	row, rest := &db.Product{}, detailRow{}
	variants := rowsOf[Variant]{targets: (*Variant).targets}
	reviews := rowsOf[reviewRow]{targets: (*reviewRow).targets}
	targets := cardTargets(row)
	var sql statement
	sql.add("SELECT " + cardColumns)
	if wanted.Detail {
		sql.add(", " + detailColumns)
		targets = rest.targets(targets...)
	}
	if wanted.Variants {
		sql.add(", ARRAY(SELECT ROW(" + variantColumns + ") FROM product_variants AS v WHERE v.product_id = p.id ORDER BY v.id)")
		targets = append(targets, &variants)
	}
	if wanted.Reviews != nil {
		sql.add(", ARRAY(SELECT ROW(" + reviewColumns + "r.key, users.name) FROM ")
		wanted.Reviews.write(&sql, "p.id")
		sql.add(")")
		targets = append(targets, &reviews)
	}
	sql.add(" FROM products AS p WHERE active AND slug = ?", slug)
	err = s.pool.Pgx().QueryRow(ctx, sql.String(), sql.args...).Scan(targets...)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a product: %w", err)
	}
	s.finish(row)
	found := d.place(row)
	found.extras.Together = wanted
	err = s.finishExtras(&found.extras, row.ID, &rest, variants.items, reviews.items)
	return found, err
}

// finishExtras makes of rows what clients see.
func (s *Service) finishExtras(e *extras, product int, rest *detailRow, variants []*Variant, rows []*reviewRow) (err error) {
	if e.Together.Detail {
		if e.detail, err = s.detail(rest); err != nil {
			return err
		}
	}
	for _, v := range variants {
		s.finishVariant(v)
	}
	e.variants = variants
	if listing := e.Together.Reviews; listing != nil {
		reviews := make([]*Review, len(rows))
		for i, row := range rows {
			if reviews[i], err = s.finishReview(row); err != nil {
				return err
			}
		}
		listing.arrange(reviews)
		e.reviews = listing.connect(product, reviews)
	}
	return nil
}

// rowsOf reads the rows of a subquery out of one column: ARRAY(SELECT ROW(…)).
type rowsOf[T any] struct {
	items []*T
	// targets are where the values of a row go, in their order.
	targets func(*T, ...any) []any
}

// SetDimensions makes room.
func (r *rowsOf[T]) SetDimensions(dimensions []pgtype.ArrayDimension) error {
	r.items = nil
	if len(dimensions) > 0 {
		r.items = make([]*T, dimensions[0].Length)
	}
	return nil
}

// ScanIndex is where row i goes.
func (r *rowsOf[T]) ScanIndex(i int) any {
	if r.items[i] == nil { // pgx asks for the first one several times.
		r.items[i] = new(T)
	}
	return record(r.targets(r.items[i]))
}

// ScanIndexType is what ScanIndex gives.
func (r *rowsOf[T]) ScanIndexType() any { return record(nil) }

// record is where the values of one row go.
type record []any

// ScanNull is for a row that is none; ROW(…) makes no such.
func (record) ScanNull() error { return errors.New("catalog: a row of a subquery is null") }

// ScanIndex is where value i goes.
func (r record) ScanIndex(i int) any { return r[i] }
