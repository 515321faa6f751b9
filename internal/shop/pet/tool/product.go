package tool

import (
	"context"
	"slices"

	"zuka/internal/shop/catalog"
	"zuka/internal/shop/pet/brain"
)

// Product is a product with what sizes and colours are in stock.
func (d *Desk) Product(ctx context.Context, id int) (brain.Product, error) {
	found, err := d.cards(ctx, []int{id})
	if err != nil {
		return brain.Product{}, err
	}
	if len(found) == 0 {
		return brain.Product{}, brain.ErrGone
	}
	return found[0], nil
}

// cards are products as a brain may know them, in this order; those not on sale
// are left out. What of them is asked for is cached: three statements at most.
func (d *Desk) cards(ctx context.Context, ids []int) ([]brain.Product, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	products, err := d.Catalog.Products(ctx, ids)
	if err != nil {
		return nil, err
	}
	details, err := d.Catalog.Details(ctx, ids)
	if err != nil {
		return nil, err
	}
	variants, err := d.Catalog.VariantsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var found []brain.Product
	for _, id := range ids {
		if product := products[id]; product != nil {
			found = append(found, card(product, details[id], variants[id]))
		}
	}
	return found, nil
}

func card(p *catalog.Product, detail *catalog.Detail, variants []*catalog.Variant) brain.Product {
	c := brain.Product{
		ID: p.ID, Name: p.Name, Price: p.CurrentPriceNgn.Amount(), Stock: p.StockCount, Rating: p.RatingAverage, Reviews: p.RatingCount,
	}
	if was := p.PriceNgn.Amount(); was > c.Price {
		c.Was = was
	}
	if brand := p.Brand(); brand != nil {
		c.Brand = brand.Name
	}
	if category, err := p.Category(); err == nil {
		c.Category = category.Slug
	}
	if len(variants) > 0 {
		choices(&c, variants)
		return c
	}
	if detail != nil {
		// Without variants size and colour are words about the product, of
		// which the cart takes none.
		c.Colors = detail.Colors
	}
	return c
}

// choices are the sizes and colours that can be had.
func choices(c *brain.Product, variants []*catalog.Variant) {
	c.Colors, c.Options = nil, []brain.Option{}
	for _, v := range variants {
		if v.StockCount < 1 {
			continue
		}
		c.Options = append(c.Options, brain.Option{Size: v.Size, Color: v.Color})
		if v.Size != "" && !slices.Contains(c.Sizes, v.Size) {
			c.Sizes = append(c.Sizes, v.Size)
		}
		if v.Color != "" && !slices.Contains(c.Colors, v.Color) {
			c.Colors = append(c.Colors, v.Color)
		}
	}
}
