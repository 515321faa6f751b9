package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/ent/db/brand"
	"zuka/ent/db/product"
	"zuka/internal/platform/fault"
)

// anyOf is `column = ANY(values)`: one statement text for every number of
// values, where IN would make one for each, and a plan for each.
func anyOf[T any](column string, values []T) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(column)).WriteString(" = ANY(").Arg(values).WriteString(")")
		}))
	}
}

// Products are the active products with these ids; what is missing is not
// there. They are shared: nobody may change them.
func (s *Service) Products(ctx context.Context, ids []int) (map[int]*db.Product, error) {
	return s.products.GetMany(ctx, ids, s.readProducts)
}

func (s *Service) readProducts(ctx context.Context, ids []int) (map[int]*db.Product, error) {
	rows, err := s.pool.Ent().Product.Query().Where(product.Active(true), anyOf(product.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading products: %w", err)
	}
	found := make(map[int]*db.Product, len(rows))
	for _, row := range rows {
		row.ImageURL = s.absolute(row.ImageURL)
		for i := range row.Images {
			row.Images[i].URL = s.absolute(row.Images[i].URL)
		}
		found[row.ID] = row
	}
	return found, nil
}

// ProductAvailability says whether a product can be bought.
func ProductAvailability(p *db.Product) Availability {
	return availability(p.StockCount, p.LowStockThreshold)
}

// CategoryOf is the category of a product. One that is not shown any more, or
// lies below one that is not, is a fault: the product has no place.
func (s *Service) CategoryOf(tree *Tree, p *db.Product) (*Category, error) {
	if c := tree.ByID(p.CategoryID); c != nil {
		return c, nil
	}
	return nil, fault.Missing("category")
}

// ProductBySlug is the active product with this slug, nil when there is none.
func (s *Service) ProductBySlug(ctx context.Context, slug string) (*db.Product, error) {
	if !isSlug(slug) {
		return nil, nil
	}
	// A slug never moves to another product, so its id can be remembered; the
	// product itself is read under its id and is dropped there. A slug without
	// a product is remembered for moments only: one may be made next.
	if s.products.Disabled() {
		return s.readProductBySlug(ctx, slug)
	}
	id, known, err := s.slugs.Find(ctx, slug, func(ctx context.Context, _ []string) (map[string]int, error) {
		row, err := s.readProductBySlug(ctx, slug)
		if row == nil {
			return nil, err
		}
		return map[string]int{slug: row.ID}, err
	})
	if err != nil || !known {
		return nil, err
	}
	found, err := s.Products(ctx, []int{id})
	return found[id], err
}

func (s *Service) readProductBySlug(ctx context.Context, slug string) (*db.Product, error) {
	row, err := s.pool.Ent().Product.Query().Where(product.Active(true), product.Slug(slug)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a product: %w", err)
	}
	row.ImageURL = s.absolute(row.ImageURL)
	for i := range row.Images {
		row.Images[i].URL = s.absolute(row.Images[i].URL)
	}
	return row, nil
}

// Brands are the active brands with these ids; what is missing is not there.
func (s *Service) Brands(ctx context.Context, ids []int) (map[int]*db.Brand, error) {
	return s.brands.GetMany(ctx, ids, func(ctx context.Context, missing []int) (map[int]*db.Brand, error) {
		rows, err := s.pool.Ent().Brand.Query().Where(brand.Active(true), anyOf(brand.FieldID, missing)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading brands: %w", err)
		}
		found := make(map[int]*db.Brand, len(rows))
		for _, row := range rows {
			row.LogoURL = s.absolutePointer(row.LogoURL)
			found[row.ID] = row
		}
		return found, nil
	})
}

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

const variantColumns = `SELECT v.id, v.product_id, v.size, v.color, v.sku, v.stock_count, v.image_url,
	COALESCE(v.price_ngn, p.current_price_ngn)
	FROM product_variants AS v JOIN products AS p ON p.id = v.product_id AND p.active `

// VariantsOf are the variants of products, in the order of the products' sizes
// and colours.
func (s *Service) VariantsOf(ctx context.Context, products []int) (map[int][]*Variant, error) {
	return s.variants.GetMany(ctx, products, func(ctx context.Context, missing []int) (map[int][]*Variant, error) {
		rows, err := s.readVariants(ctx, variantColumns+`WHERE v.product_id = ANY($1) ORDER BY v.product_id, v.id`, missing)
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
	rows, err := s.readVariants(ctx, variantColumns+`WHERE v.id = ANY($1)`, ids)
	found := make(map[int]*Variant, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

func (s *Service) readVariants(ctx context.Context, query string, ids []int) ([]*Variant, error) {
	rows, err := s.pool.Pgx().Query(ctx, query, ids)
	if err != nil {
		return nil, fmt.Errorf("reading variants: %w", err)
	}
	variants, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*Variant, error) {
		v := &Variant{}
		err := row.Scan(&v.ID, &v.ProductID, &v.Size, &v.Color, &v.Sku, &v.StockCount, &v.ImageURL, &v.Current)
		v.ImageURL = s.absolutePointer(v.ImageURL)
		return v, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading variants: %w", err)
	}
	return variants, nil
}
