package graph

import (
	"context"

	"zuka/ent/shape"
	"zuka/graph/loader"
	"zuka/internal/shop/catalog"
)

// detail is what a product's own page shows. Fields of one product and of all
// products of a list are one batch.
func detail[V any](ctx context.Context, product *catalog.Product, of func(*catalog.Detail) V) (V, error) {
	if read := product.Detail(); read != nil {
		return of(read), nil
	}
	found, err := loader.Must(ctx, loader.From(ctx).Detail, product.ID, "product")
	if err != nil {
		var none V
		return none, err
	}
	return of(found), nil
}

// Description is all that is to say about the product.
func (productFields) Description(ctx context.Context, product *catalog.Product) (string, error) {
	return detail(ctx, product, func(d *catalog.Detail) string { return d.Description })
}

// Images are all its pictures, the main one first.
func (productFields) Images(ctx context.Context, product *catalog.Product) ([]*shape.Image, error) {
	return detail(ctx, product, func(d *catalog.Detail) []*shape.Image { return pointers(d.Images) })
}

// Sizes are those it is made in.
func (productFields) Sizes(ctx context.Context, product *catalog.Product) ([]string, error) {
	return detail(ctx, product, func(d *catalog.Detail) []string { return d.Sizes })
}

// Colors are those it is made in.
func (productFields) Colors(ctx context.Context, product *catalog.Product) ([]string, error) {
	return detail(ctx, product, func(d *catalog.Detail) []string { return d.Colors })
}

// Tags are words that describe it.
func (productFields) Tags(ctx context.Context, product *catalog.Product) ([]string, error) {
	return detail(ctx, product, func(d *catalog.Detail) []string { return d.Tags })
}

// Material is what it is made of.
func (productFields) Material(ctx context.Context, product *catalog.Product) (*string, error) {
	return detail(ctx, product, func(d *catalog.Detail) *string { return d.Material })
}

// CareInstructions are how to look after it.
func (productFields) CareInstructions(ctx context.Context, product *catalog.Product) (*string, error) {
	return detail(ctx, product, func(d *catalog.Detail) *string { return d.CareInstructions })
}

// WeightGrams is its weight with its packing.
func (productFields) WeightGrams(ctx context.Context, product *catalog.Product) (*int32, error) {
	return detail(ctx, product, func(d *catalog.Detail) *int32 {
		if d.WeightGrams == nil {
			return nil
		}
		grams := int32(*d.WeightGrams)
		return &grams
	})
}

// Dimensions are the size of its packing.
func (productFields) Dimensions(ctx context.Context, product *catalog.Product) (*shape.Dimensions, error) {
	return detail(ctx, product, func(d *catalog.Detail) *shape.Dimensions { return d.Dimensions })
}
