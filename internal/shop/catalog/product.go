package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/written"
)

// Product is something the shop sells as lists show it, with its brand and the
// kind of goods it is at hand. The rest of it is its Detail; those columns are
// empty here.
type Product struct {
	*db.Product
	brand    *db.Brand
	category *Category
	extras   extras
	// written is what it is written as in lists, nil where it is read for one
	// request alone.
	written *written.Forms
}

// Written are the forms that are kept of it.
func (p *Product) Written() *written.Forms {
	if p == nil {
		return nil
	}
	return p.written
}

// Brand is who makes it, nil when it has no brand.
func (p *Product) Brand() *db.Brand { return p.brand }

// Category is the kind of goods it is. One that is not shown any more, or lies
// below one that is not, is a fault: the product has no place.
func (p *Product) Category() (*Category, error) {
	if p.category == nil {
		return nil, fault.Missing("category")
	}
	return p.category, nil
}

// Availability says whether it can be bought.
func (p *Product) Availability() Availability { return availability(p.StockCount, p.LowStockThreshold) }

// place puts a row where it stands.
func (d *directory) place(row *db.Product) *Product {
	p := &Product{Product: row, category: d.tree.ByID(row.CategoryID)}
	if row.BrandID != nil {
		p.brand = d.brands[*row.BrandID]
	}
	return p
}

// Products are the active products with these ids; what is missing is not
// there. Their rows are shared: nobody may change them.
func (s *Service) Products(ctx context.Context, ids []int) (map[int]*Product, error) {
	s.shown.products.Saw(ctx, ids...)
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.products.GetMany(ctx, ids, s.readProducts)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*Product, len(rows))
	for id, row := range rows {
		if s.products.Disabled() {
			found[id] = d.place(row.Product)
		} else {
			found[id] = row.in(d, s.written)
		}
	}
	return found, nil
}

// ProductBySlug is the active product with this slug, nil when there is none.
// Where nothing is cached, what is wanted with it is read together with it;
// otherwise each part has a cache of its own, which may know it already.
func (s *Service) ProductBySlug(ctx context.Context, slug string, wanted Together) (*Product, error) {
	if !isSlug(slug) {
		return nil, nil
	}
	found, err := s.productBySlug(ctx, slug, wanted)
	if found == nil {
		cache.Saw(ctx, s.shown.lists) // One may be made next.
	} else {
		s.shown.products.Saw(ctx, found.ID)
	}
	return found, err
}

func (s *Service) productBySlug(ctx context.Context, slug string, wanted Together) (*Product, error) {
	// The id of a slug can be remembered; the product itself is read under its
	// id, is dropped there, and says whether the slug is still its own. A slug without
	// a product is remembered for moments only: one may be made next.
	if s.products.Disabled() {
		return s.readTogether(ctx, slug, wanted)
	}
	id, known, err := s.slugs.Find(ctx, slug, func(ctx context.Context, _ []string) (map[string]int, error) {
		var id int
		err := s.pool.Pgx().QueryRow(ctx, "SELECT id FROM products WHERE active AND slug = $1", slug).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("looking a slug up: %w", err)
		}
		return map[string]int{slug: id}, nil
	})
	if err != nil || !known {
		return nil, err
	}
	found, err := s.Products(ctx, []int{id})
	if product := found[id]; err != nil || product == nil || product.Slug == slug {
		return product, err
	}
	// Staff gave the product another slug since; whose this one is now, the
	// database knows.
	if err := s.slugs.Drop(ctx, slug); err != nil {
		return nil, err
	}
	return s.readTogether(ctx, slug, wanted)
}

func (s *Service) readProducts(ctx context.Context, ids []int) (map[int]*card, error) {
	rows, err := s.queryProducts(ctx, "SELECT "+cardColumns+" FROM products WHERE active AND id = ANY($1)", ids)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*card, len(rows))
	for _, row := range rows {
		found[row.ID] = &card{Product: row}
	}
	return found, nil
}

// cardColumns are what lists show of a product. They are written out because
// this is the shop's most frequent statement: scanning by ent and parsing the
// long columns that few lists show was most of an uncached list's time in Go.
// The cast has a name of its own, or ORDER BY rating_average would mean it.
const cardColumns = `id, created_at, updated_at, sku, slug, name, short_description, category_id, gender, brand_id, image_url, featured,
	new_arrival, price_ngn, sale_price_ngn, current_price_ngn, stock_count, low_stock_threshold, in_stock, on_sale, discount_percent,
	rating_average::float8 AS rating, rating_count`

func (s *Service) queryProducts(ctx context.Context, sql string, args ...any) ([]*db.Product, error) {
	rows, err := s.pool.Pgx().Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("reading products: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*db.Product, error) {
		p := &db.Product{}
		if err := row.Scan(cardTargets(p)...); err != nil {
			return nil, err
		}
		s.finish(p)
		return p, nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading products: %w", err)
	}
	return found, nil
}

// cardTargets are where cardColumns go, behind other targets of the same row.
func cardTargets(p *db.Product, first ...any) []any {
	return append(first, &p.ID, &p.CreatedAt, &p.UpdatedAt, &p.Sku, &p.Slug, &p.Name, &p.ShortDescription, &p.CategoryID, (*string)(&p.Gender),
		&p.BrandID, &p.ImageURL, &p.Featured, &p.NewArrival, (*int64)(&p.PriceNgn), &p.SalePriceNgn, (*int64)(&p.CurrentPriceNgn),
		&p.StockCount, &p.LowStockThreshold, &p.InStock, &p.OnSale, &p.DiscountPercent, &p.RatingAverage, &p.RatingCount)
}

// finish makes of a row what clients see.
func (s *Service) finish(p *db.Product) {
	p.Active = true
	p.ImageURL = s.absolute(p.ImageURL)
}
