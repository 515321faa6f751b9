package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/shape"
	"zuka/graph/loader"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
)

// productTypes are what fragments on a product may be on. They are those of
// the executor, which then finds the fields collected already.
var productTypes = []string{"Product", "Node"}

// detailFields are the fields of a product that are its Detail.
var detailFields = map[string]bool{
	"description": true, "images": true, "sizes": true, "colors": true, "tags": true, "material": true,
	"careInstructions": true, "weightGrams": true, "dimensions": true,
}

// shownTogether is what the operation shows of the product that the present
// field is about, so that it can be read at once. What is left out here is
// read by the field that shows it.
func shownTogether(ctx context.Context) catalog.Together {
	var wanted catalog.Together
	for _, field := range graphql.CollectFieldsCtx(ctx, productTypes) {
		switch {
		case detailFields[field.Name]:
			wanted.Detail = true
		case field.Name == "variants":
			wanted.Variants = true
		case field.Name == "reviews" && wanted.Reviews == nil:
			wanted.Reviews = firstReviews(ctx, field)
		}
	}
	return wanted
}

// firstReviews is the page that a field of reviews asks for, if it is the
// newest of all; nil for any other, and for one that is not allowed, which the
// field itself tells.
func firstReviews(ctx context.Context, field graphql.CollectedField) *catalog.ReviewListing {
	arguments := field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
	for name, value := range arguments {
		if name != "first" && name != "sort" && value != nil {
			return nil
		}
	}
	input := catalog.ReviewInput{Sort: catalog.NewestReviews}
	if sort := arguments["sort"]; sort != nil && sort != string(input.Sort) {
		return nil
	}
	if value := arguments["first"]; value != nil {
		first, err := graphql.UnmarshalInt32(value)
		if err != nil {
			return nil
		}
		input.Args = page.Args{First: &first}
	}
	asked, err := catalog.NewReviewListing(input)
	if err != nil {
		return nil
	}
	return asked
}

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
