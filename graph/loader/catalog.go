package loader

import (
	"context"
	"sync"

	"zuka/internal/shop/catalog"
)

// Loaders are the relations of one request, a line each.
type Loaders struct {
	Product         One[int, *catalog.Product]
	Detail          One[int, *catalog.Detail]
	Variant         One[int, *catalog.Variant]
	VariantsOf      One[int, []*catalog.Variant]
	Review          One[int, *catalog.Review]
	Histogram       One[int, []catalog.RatingCount]
	Listing         One[*catalog.Listing, *catalog.ProductConnection]
	Count           One[*catalog.Listing, int]
	ReviewPage      One[ReviewPage, *catalog.ReviewConnection]
	Recommendations One[Recommended, []*catalog.Product]

	shop     *catalog.Service
	roots    sync.Once
	listings One[*catalog.Listing, *catalog.ProductConnection]
}

// Listings loads the lists at the root of an operation, n of them.
func (l *Loaders) Listings(n int) One[*catalog.Listing, *catalog.ProductConnection] {
	l.roots.Do(func() { l.listings = together(n, inOrder(l.shop.Listings)) })
	return l.listings
}

// ReviewPage asks for a page of a product's reviews.
type ReviewPage struct {
	Listing *catalog.ReviewListing
	Product int
}

// Recommended asks for products to show beside a product.
type Recommended struct {
	Intent  catalog.Intent
	First   int
	Product int
}

// New makes the loaders of one request.
func New(shop *catalog.Service) *Loaders {
	return &Loaders{
		shop:            shop,
		Product:         one(shop.Products),
		Detail:          one(shop.Details),
		Variant:         one(shop.Variants),
		VariantsOf:      one(shop.VariantsOf),
		Review:          one(shop.Reviews),
		Histogram:       one(shop.Histograms),
		Listing:         one(inOrder(shop.Listings)),
		Count:           one(inOrder(shop.Counts)),
		ReviewPage:      one(reviewPages(shop)),
		Recommendations: one(recommendations(shop)),
	}
}

// reviewPages reads the pages that ask for the same part of the list together.
func reviewPages(shop *catalog.Service) func(context.Context, []ReviewPage) (map[ReviewPage]*catalog.ReviewConnection, error) {
	return func(ctx context.Context, keys []ReviewPage) (map[ReviewPage]*catalog.ReviewConnection, error) {
		found := make(map[ReviewPage]*catalog.ReviewConnection, len(keys))
		for _, group := range groups(keys, func(k ReviewPage) string { return k.Listing.Key() }) {
			products := make([]int, len(group))
			for i, key := range group {
				products[i] = key.Product
			}
			pages, err := shop.ReviewPages(ctx, group[0].Listing, products)
			if err != nil {
				return nil, err
			}
			for _, key := range group {
				found[key] = pages[key.Product]
			}
		}
		return found, nil
	}
}

// recommendations reads those of the same kind and number together.
func recommendations(shop *catalog.Service) func(context.Context, []Recommended) (map[Recommended][]*catalog.Product, error) {
	return func(ctx context.Context, keys []Recommended) (map[Recommended][]*catalog.Product, error) {
		found := make(map[Recommended][]*catalog.Product, len(keys))
		for _, group := range groups(keys, func(k Recommended) Recommended { k.Product = 0; return k }) {
			products := make([]int, len(group))
			for i, key := range group {
				products[i] = key.Product
			}
			lists, err := shop.Recommendations(ctx, group[0].Intent, group[0].First, products)
			if err != nil {
				return nil, err
			}
			for _, key := range group {
				found[key] = lists[key.Product]
			}
		}
		return found, nil
	}
}

// groups parts keys by what they have in common, in the order of appearance.
func groups[K any, G comparable](keys []K, of func(K) G) [][]K {
	var parted [][]K
	places := make(map[G]int)
	for _, key := range keys {
		group := of(key)
		place, known := places[group]
		if !known {
			place = len(parted)
			places[group] = place
			parted = append(parted, nil)
		}
		parted[place] = append(parted[place], key)
	}
	return parted
}
