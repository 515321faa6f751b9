package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
)

// Product is something the shop sells, with its brand and the kind of goods it
// is at hand.
type Product struct {
	*db.Product
	brand    *db.Brand
	category *Category
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
		found[id] = d.place(row)
	}
	return found, nil
}

// ProductBySlug is the active product with this slug, nil when there is none.
func (s *Service) ProductBySlug(ctx context.Context, slug string) (*Product, error) {
	if !isSlug(slug) {
		return nil, nil
	}
	// A slug never moves to another product, so its id can be remembered; the
	// product itself is read under its id and is dropped there. A slug without
	// a product is remembered for moments only: one may be made next.
	if s.products.Disabled() {
		return s.oneBySlug(ctx, slug)
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

func (s *Service) oneBySlug(ctx context.Context, slug string) (*Product, error) {
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	row, err := s.readProductBySlug(ctx, slug)
	if row == nil {
		return nil, err
	}
	return d.place(row), nil
}

func (s *Service) readProductBySlug(ctx context.Context, slug string) (*db.Product, error) {
	rows, err := s.queryProducts(ctx, productSQL+"slug = $1", slug)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func (s *Service) readProducts(ctx context.Context, ids []int) (map[int]*db.Product, error) {
	rows, err := s.queryProducts(ctx, productSQL+"id = ANY($1)", ids)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*db.Product, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}

// productSQL reads what db.Product holds. It is written out because this is
// the shop's most frequent statement: by ent it takes twice the time.
const productSQL = `SELECT id, created_at, updated_at, sku, slug, name, description, short_description, category_id, gender, brand_id, image_url,
	images::text, sizes::text, colors::text, tags::text, material, care_instructions, dimensions::text, featured, new_arrival, active,
	price_ngn, sale_price_ngn, cost_price_ngn, current_price_ngn, weight_grams, stock_count, low_stock_threshold, in_stock, on_sale,
	discount_percent, rating_average::float8, rating_count, view_count, purchase_count FROM products WHERE active AND `

func (s *Service) queryProducts(ctx context.Context, sql string, args ...any) ([]*db.Product, error) {
	rows, err := s.pool.Pgx().Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("reading products: %w", err)
	}
	found, err := pgx.CollectRows(rows, s.scanProduct)
	if err != nil {
		return nil, fmt.Errorf("reading products: %w", err)
	}
	return found, nil
}

func (s *Service) scanProduct(row pgx.CollectableRow) (*db.Product, error) {
	p := &db.Product{}
	var images, sizes, colors, tags string
	var dimensions *string
	var sale, cost *int64
	err := row.Scan(&p.ID, &p.CreatedAt, &p.UpdatedAt, &p.Sku, &p.Slug, &p.Name, &p.Description, &p.ShortDescription, &p.CategoryID,
		(*string)(&p.Gender), &p.BrandID, &p.ImageURL, &images, &sizes, &colors, &tags, &p.Material, &p.CareInstructions, &dimensions,
		&p.Featured, &p.NewArrival, &p.Active, (*int64)(&p.PriceNgn), &sale, &cost, (*int64)(&p.CurrentPriceNgn), &p.WeightGrams,
		&p.StockCount, &p.LowStockThreshold, &p.InStock, &p.OnSale, &p.DiscountPercent, &p.RatingAverage, &p.RatingCount, &p.ViewCount,
		&p.PurchaseCount)
	if err != nil {
		return nil, err
	}
	p.SalePriceNgn, p.CostPriceNgn = (*naira)(sale), (*naira)(cost)
	for _, column := range []struct {
		text string
		into *[]string
	}{{sizes, &p.Sizes}, {colors, &p.Colors}, {tags, &p.Tags}} {
		if *column.into, err = readWords(column.text); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal([]byte(images), &p.Images); err != nil {
		return nil, err
	}
	if dimensions != nil {
		if err := json.Unmarshal([]byte(*dimensions), &p.Dimensions); err != nil {
			return nil, err
		}
	}
	p.ImageURL = s.absolute(p.ImageURL)
	for i := range p.Images {
		p.Images[i].URL = s.absolute(p.Images[i].URL)
	}
	return p, nil
}

// readWords reads a JSON array of words. PostgreSQL writes one without escapes
// as ["S", "M"], which needs no parser.
func readWords(text string) ([]string, error) {
	inner, isList := strings.CutPrefix(text, `["`)
	inner, ends := strings.CutSuffix(inner, `"]`)
	if isList && ends && !strings.Contains(text, `\`) {
		return strings.Split(inner, `", "`), nil
	}
	words := []string{}
	err := json.Unmarshal([]byte(text), &words)
	return words, err
}
