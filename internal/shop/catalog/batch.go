package catalog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
)

// Variant is one size and colour of a product, with the price that is asked
// for it now.
type Variant struct {
	db.ProductVariant
	Current naira
}

// Availability says whether the variant can be bought.
func (v *Variant) Availability() Availability { return availability(v.StockCount, lowVariantStock) }

// InStock says whether at least one can be bought.
func (v *Variant) InStock() bool { return v.StockCount > 0 }

// variantColumns are of v, a variant, and of p, its product.
const variantColumns = `v.id, v.product_id, v.size, v.color, v.sku, v.stock_count, v.image_url, COALESCE(v.price_ngn, p.current_price_ngn)`

const selectVariants = "SELECT " + variantColumns + " FROM product_variants AS v JOIN products AS p ON p.id = v.product_id AND p.active "

// targets are where variantColumns go, behind other targets of the same row.
func (v *Variant) targets(first ...any) []any {
	return append(first, &v.ID, &v.ProductID, &v.Size, &v.Color, &v.Sku, &v.StockCount, &v.ImageURL, &v.Current)
}

// finishVariant makes of a row what clients see.
func (s *Service) finishVariant(v *Variant) { v.ImageURL = s.absolutePointer(v.ImageURL) }

// VariantsOf are the variants of products, in the order of the products' sizes
// and colours.
func (s *Service) VariantsOf(ctx context.Context, products []int) (map[int][]*Variant, error) {
	s.shown.products.Saw(ctx, products...)
	return s.variants.GetMany(ctx, products, func(ctx context.Context, missing []int) (map[int][]*Variant, error) {
		where, wanted := `WHERE v.product_id = ANY($1) ORDER BY v.product_id, v.id`, any(missing)
		if len(missing) == 1 {
			// As with reviews: one that keeps its plan.
			where, wanted = `WHERE v.product_id = $1 ORDER BY v.id`, missing[0]
		}
		rows, err := s.readVariants(ctx, selectVariants+where, wanted)
		found := make(map[int][]*Variant, len(missing))
		for _, id := range missing {
			found[id] = nil // To have none is worth remembering.
		}
		for _, row := range rows {
			found[row.ProductID] = append(found[row.ProductID], row)
		}
		return found, err
	})
}

// Variants are the variants with these ids, of active products.
func (s *Service) Variants(ctx context.Context, ids []int) (map[int]*Variant, error) {
	cache.Saw(ctx, s.everything) // As with reviews by their ids.
	rows, err := s.readVariants(ctx, selectVariants+`WHERE v.id = ANY($1)`, ids)
	found := make(map[int]*Variant, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

func (s *Service) readVariants(ctx context.Context, query string, wanted any) ([]*Variant, error) {
	rows, err := s.pool.Pgx().Query(ctx, query, wanted)
	if err != nil {
		return nil, fmt.Errorf("reading variants: %w", err)
	}
	variants, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*Variant, error) {
		v := &Variant{}
		err := row.Scan(v.targets()...)
		s.finishVariant(v)
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading variants: %w", err)
	}
	return variants, nil
}
