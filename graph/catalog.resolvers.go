package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/catalog"
)

// Shop describes the shop.
func (q query) Shop(context.Context) (*catalog.Shop, error) {
	shop := q.Catalog.Shop()
	return &shop, nil
}

// exactlyOne checks a field that is asked by id or by slug.
func exactlyOne(id *globalid.ID, slug *string) error {
	if (id == nil) == (slug == nil) {
		return fault.Invalid("id", "give either id or slug")
	}
	return nil
}

// Product is one product by id or slug.
func (q query) Product(ctx context.Context, id *globalid.ID, slug *string) (*catalog.Product, error) {
	if err := exactlyOne(id, slug); err != nil {
		return nil, err
	}
	if slug != nil {
		return q.Catalog.ProductBySlug(ctx, *slug, shownTogether(ctx))
	}
	key, err := id.Int("Product", "id")
	if err != nil {
		return nil, err
	}
	return loader.From(ctx).Product.Get(ctx, key)
}

// Products is one page of the shop's products.
func (q query) Products(ctx context.Context, filter *catalog.FilterInput, sort catalog.Sort, first *int32, after *string, last *int32, before *string) (*catalog.ProductConnection, error) {
	tree, err := q.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := catalog.NewListing(tree, catalog.ListingInput{Filter: filter, Sort: sort, Args: page.Args{First: first, After: after, Last: last, Before: before}})
	if err != nil {
		return nil, err
	}
	return loader.From(ctx).Listings(rootFields(ctx, "products")).Get(ctx, asked)
}

// rootFields is how often an operation asks for one of the root fields.
func rootFields(ctx context.Context, name string) int {
	operation, n := graphql.GetOperationContext(ctx), 0
	for _, field := range graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"}) {
		if field.Name == name {
			n++
		}
	}
	return max(n, 1)
}

// Search is one page of what words find.
func (q query) Search(ctx context.Context, words *string, filter *catalog.FilterInput, sort catalog.Sort, first *int32, after *string, last *int32, before *string) (*catalog.SearchConnection, error) {
	tree, err := q.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	args := page.Args{First: first, After: after, Last: last, Before: before}
	asked, err := catalog.NewListing(tree, catalog.ListingInput{Filter: filter, Query: words, Sort: sort, Args: args})
	if err != nil {
		return nil, err
	}
	found, err := q.Catalog.Search(ctx, asked)
	if err != nil || words == nil || after != nil || before != nil {
		return found, err
	}
	total, err := found.TotalCount()
	if err != nil {
		return nil, err
	}
	q.Analysis.Searched(ctx, analytics.Search{Query: *words, Corrected: found.Corrected, Found: total})
	return found, nil
}

// SearchSuggestions are what a shopper who is still typing may mean.
func (q query) SearchSuggestions(ctx context.Context, words string, first int32) ([]*catalog.Suggestion, error) {
	tree, err := q.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	suggestions, err := q.Catalog.Suggest(ctx, tree, words, int(first))
	return pointers(suggestions), err
}

// ProductRecommendations are products to show beside a product.
func (q query) ProductRecommendations(ctx context.Context, productID globalid.ID, intent catalog.Intent, first int32) ([]*catalog.Product, error) {
	key, err := productID.Int("Product", "productId")
	if err != nil {
		return nil, err
	}
	return loader.From(ctx).Recommendations.Get(ctx, loader.Recommended{Intent: intent, First: int(first), Product: key})
}

// Category is one category by id or slug.
func (q query) Category(ctx context.Context, id *globalid.ID, slug *string) (*catalog.Category, error) {
	if err := exactlyOne(id, slug); err != nil {
		return nil, err
	}
	tree, err := q.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if slug != nil {
		return tree.BySlug(*slug), nil
	}
	key, err := id.Int("Category", "id")
	return tree.ByID(key), err
}

// Categories is one page of the tree.
func (q query) Categories(ctx context.Context, parent *globalid.ID, level *int32, first *int32, after *string, last *int32, before *string) (*catalog.CategoryConnection, error) {
	input := catalog.CategoryInput{Args: page.Args{First: first, After: after, Last: last, Before: before}}
	if parent != nil {
		key, err := parent.Int("Category", "parent")
		if err != nil {
			return nil, err
		}
		input.Parent = key
	}
	if level != nil {
		number := int(*level)
		input.Level = &number
	}
	tree, err := q.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return tree.CategoryPage(input)
}

// Brand is one brand by id or slug.
func (q query) Brand(ctx context.Context, id *globalid.ID, slug *string) (*db.Brand, error) {
	if err := exactlyOne(id, slug); err != nil {
		return nil, err
	}
	if slug != nil {
		return q.Catalog.BrandBySlug(ctx, *slug)
	}
	key, err := id.Int("Brand", "id")
	if err != nil {
		return nil, err
	}
	found, err := q.Catalog.Brands(ctx, []int{key})
	return found[key], err
}

// Brands is one page of brands.
func (q query) Brands(ctx context.Context, first *int32, after *string, last *int32, before *string) (*catalog.BrandConnection, error) {
	return q.Catalog.BrandPage(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

// listing checks what was asked and reads it together with the request's other
// lists.
func (r *Resolver) listing(ctx context.Context, input catalog.ListingInput) (*catalog.ProductConnection, error) {
	tree, err := r.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := catalog.NewListing(tree, input)
	if err != nil {
		return nil, err
	}
	return loader.From(ctx).Listing.Get(ctx, asked)
}

type brandFields struct{ *Resolver }

// Products is one page of the brand's products.
func (q brandFields) Products(ctx context.Context, brand *db.Brand, filter *catalog.FilterInput, sort catalog.Sort, first *int32, after *string, last *int32, before *string) (*catalog.ProductConnection, error) {
	return q.listing(ctx, catalog.ListingInput{Filter: filter, Sort: sort, Brand: brand, Args: page.Args{First: first, After: after, Last: last, Before: before}})
}

type categoryFields struct{ *Resolver }

// Products is one page of the products in the category and below.
func (q categoryFields) Products(ctx context.Context, category *catalog.Category, filter *catalog.FilterInput, sort catalog.Sort, first *int32, after *string, last *int32, before *string) (*catalog.ProductConnection, error) {
	return q.listing(ctx, catalog.ListingInput{Filter: filter, Sort: sort, Category: category, Args: page.Args{First: first, After: after, Last: last, Before: before}})
}
