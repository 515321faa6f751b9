package graph

import (
	"context"

	"zuka/graph/loader"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
)

type productFields struct{ *Resolver }

// Variants are what can be bought of the product.
func (productFields) Variants(ctx context.Context, product *catalog.Product) ([]*catalog.Variant, error) {
	if read, known := product.Variants(); known {
		return read, nil
	}
	return loader.From(ctx).VariantsOf.Get(ctx, product.ID)
}

// Reviews is one page of what people say about the product.
func (productFields) Reviews(ctx context.Context, product *catalog.Product, ratings []int32, sort catalog.ReviewSort, first *int32, after *string, last *int32, before *string) (*catalog.ReviewConnection, error) {
	input := catalog.ReviewInput{Sort: sort, Args: page.Args{First: first, After: after, Last: last, Before: before}}
	for _, rating := range ratings {
		input.Ratings = append(input.Ratings, int(rating))
	}
	asked, err := catalog.NewReviewListing(input)
	if err != nil {
		return nil, err
	}
	if read := product.ReviewPage(asked); read != nil {
		return read, nil
	}
	return loader.From(ctx).ReviewPage.Get(ctx, loader.ReviewPage{Listing: asked, Product: product.ID})
}

// Related are products that could be bought instead.
func (productFields) Related(ctx context.Context, product *catalog.Product, first int32) ([]*catalog.Product, error) {
	return loader.From(ctx).Recommendations.Get(ctx, loader.Recommended{Intent: catalog.Similar, First: int(first), Product: product.ID})
}

type productPage struct{ *Resolver }

// TotalCount counts the whole list, as far as lists are counted.
func (productPage) TotalCount(ctx context.Context, found *catalog.ProductConnection) (int32, error) {
	count, err := loader.From(ctx).Count.Get(ctx, found.Listing)
	return int32(min(count, page.CountCap)), err
}

// TotalCountCapped tells whether the list goes on past its count.
func (productPage) TotalCountCapped(ctx context.Context, found *catalog.ProductConnection) (bool, error) {
	count, err := loader.From(ctx).Count.Get(ctx, found.Listing)
	return count > page.CountCap, err
}

type searchPage struct{ *Resolver }

// TotalCount counts what was found, as far as lists are counted.
func (searchPage) TotalCount(_ context.Context, found *catalog.SearchConnection) (int32, error) {
	count, err := found.TotalCount()
	return int32(count), err
}

// TotalCountCapped tells whether more was found than the count says.
func (searchPage) TotalCountCapped(_ context.Context, found *catalog.SearchConnection) (bool, error) {
	return found.TotalCountCapped()
}

// Facets are what the result can be narrowed by.
func (p searchPage) Facets(ctx context.Context, found *catalog.SearchConnection) ([]*catalog.Facet, error) {
	tree, err := p.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	facets, err := p.Catalog.Facets(ctx, tree, found)
	return pointers(facets), err
}

type variantFields struct{ *Resolver }

// Product is the product that the variant is one of.
func (variantFields) Product(ctx context.Context, variant *catalog.Variant) (*catalog.Product, error) {
	return loader.Must(ctx, loader.From(ctx).Product, variant.ProductID, "product")
}

type reviewFields struct{ *Resolver }

// Product is what the review is about.
func (reviewFields) Product(ctx context.Context, review *catalog.Review) (*catalog.Product, error) {
	return loader.Must(ctx, loader.From(ctx).Product, review.ProductID, "product")
}

type reviewPage struct{ *Resolver }

// TotalCount counts the product's reviews with the ratings asked for.
func (reviewPage) TotalCount(ctx context.Context, found *catalog.ReviewConnection) (int32, error) {
	histogram, err := loader.From(ctx).Histogram.Get(ctx, found.Product)
	return int32(min(found.Count(histogram), page.CountCap)), err
}

// TotalCountCapped tells whether there are more reviews than the count says.
func (reviewPage) TotalCountCapped(ctx context.Context, found *catalog.ReviewConnection) (bool, error) {
	histogram, err := loader.From(ctx).Histogram.Get(ctx, found.Product)
	return found.Count(histogram) > page.CountCap, err
}

// Histogram counts the product's ratings.
func (reviewPage) Histogram(ctx context.Context, found *catalog.ReviewConnection) ([]*catalog.RatingCount, error) {
	histogram, err := loader.From(ctx).Histogram.Get(ctx, found.Product)
	return pointers(histogram), err
}
