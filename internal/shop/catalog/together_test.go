package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/catalog"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// goods are a branch of three categories with ninety products, some at the
// same moment and the same price, and others beside it. Every seventh has no
// variants, every fifth no reviews; some of either are not shown.
const goods = `
	INSERT INTO categories (id, slug, name, parent_id) VALUES (1, 'top', 'Top', NULL), (2, 'left', 'Left', 1), (3, 'right', 'Right', 1), (4, 'beside', 'Beside', NULL);
	INSERT INTO brands (id, slug, name) VALUES (1, 'adunni', 'Adunni');
	INSERT INTO products (sku, slug, name, description, category_id, brand_id, gender, price_ngn, sale_price_ngn, stock_count, sizes, images, image_url, active, created_at)
		SELECT 'S' || i, 'p-' || i, 'P ' || i, 'About ' || i, 1 + i % 4, CASE WHEN i % 3 = 0 THEN 1 END, 'women', 5000 + i % 10 * 100,
			CASE WHEN i % 4 = 0 THEN 4000 END, i % 3, '["S", "M"]', '[{"url": "/media/a.svg", "alt": "A"}]', '/media/a.svg', i % 11 <> 0,
			'2026-01-01'::timestamptz + i / 2 * interval '1 minute' FROM generate_series(1, 120) AS i;
	INSERT INTO product_variants (product_id, size, color, sku, stock_count, price_ngn, image_url)
		SELECT id, s, 'Wine', sku || s, 2, CASE WHEN s = 'M' THEN 20000 END, CASE WHEN s = 'S' THEN '/media/v.svg' END
		FROM products, unnest(ARRAY['S', 'M']) AS s WHERE id % 7 <> 0;
	INSERT INTO users (id, name, referral_code, email) SELECT gen_random_uuid(), 'Adaeze Okafor ' || i, 'R' || i, 'u' || i || '@example.com' FROM generate_series(1, 15) AS i;
	INSERT INTO product_reviews (product_id, user_id, rating, title, comment, helpful_count, status, created_at)
		SELECT p.id, u.id, 1 + row_number() OVER (PARTITION BY p.id) % 5, 'Nice', 'Good', row_number() OVER (PARTITION BY p.id) % 3,
			CASE WHEN p.id % 2 = 0 THEN 'published' ELSE 'hidden' END, '2026-02-01'::timestamptz + row_number() OVER (PARTITION BY p.id) / 2 * interval '1 minute'
		FROM products AS p CROSS JOIN users AS u WHERE p.id % 5 <> 0 AND p.id < 40;
	ANALYZE`

// shop is a catalogue of the goods without caches.
func shop(t *testing.T) (*catalog.Service, *postgres.Pool) {
	t.Helper()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), goods)
	require.NoError(t, err)
	bus, err := cache.NewBus(cache.Options{Disabled: true})
	require.NoError(t, err)
	service := catalog.New(catalog.Config{Pool: pool, Bus: bus, MediaURL: "http://shop.test"})
	_, err = service.Tree(t.Context()) // What is held in memory is read once.
	require.NoError(t, err)
	return service, pool
}

func number(n int32) *int32 { return &n }

func reviews(t *testing.T, in catalog.ReviewInput) *catalog.ReviewListing {
	t.Helper()
	listing, err := catalog.NewReviewListing(in)
	require.NoError(t, err)
	return listing
}

func TestAProductReadTogetherIsTheSameAsInParts(t *testing.T) {
	t.Parallel()
	service, _ := shop(t)
	pages := []*catalog.ReviewListing{
		nil,
		reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{First: number(10)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{Last: number(3)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.MostHelpful, Args: page.Args{First: number(100)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.LowestRating, Ratings: []int{2, 4}}),
	}
	for id := 1; id <= 45; id++ {
		for _, listing := range pages {
			wanted := catalog.Together{Detail: id%2 == 0, Variants: id%3 != 0, Reviews: listing}
			ctx, counter := postgres.WithCounter(t.Context())
			got, err := service.ProductBySlug(ctx, fmt.Sprintf("p-%d", id), wanted)
			require.NoError(t, err)
			require.Len(t, counter.Statements(), 1)
			alone, err := service.Products(t.Context(), []int{id})
			require.NoError(t, err)
			if id%11 == 0 {
				require.Nil(t, got, "it is not shown")
				continue
			}
			require.Equal(t, alone[id].Product, got.Product)
			require.Equal(t, alone[id].Brand(), got.Brand())
			sameParts(t, service, got, wanted)
		}
	}
	none, err := service.ProductBySlug(t.Context(), "no-such", catalog.Together{Detail: true, Variants: true, Reviews: pages[1]})
	require.NoError(t, err)
	require.Nil(t, none)
}

// sameParts compares what was read with a product with what is read after it.
func sameParts(t *testing.T, service *catalog.Service, got *catalog.Product, wanted catalog.Together) {
	t.Helper()
	variants, known := got.Variants()
	require.Equal(t, wanted.Variants, known)
	if known {
		want, err := service.VariantsOf(t.Context(), []int{got.ID})
		require.NoError(t, err)
		require.Equal(t, want[got.ID], variants)
	}
	require.Equal(t, wanted.Detail, got.Detail() != nil)
	if wanted.Detail {
		want, err := service.Details(t.Context(), []int{got.ID})
		require.NoError(t, err)
		require.Equal(t, want[got.ID], got.Detail())
	}
	if wanted.Reviews == nil || wanted.Reviews.Ratings != nil {
		return // With a choice of ratings it is not looked for.
	}
	want, err := service.ReviewPages(t.Context(), wanted.Reviews, []int{got.ID})
	require.NoError(t, err)
	read := got.ReviewPage(wanted.Reviews)
	require.Equal(t, want[got.ID].Nodes(), read.Nodes())
	require.Equal(t, want[got.ID].PageInfo, read.PageInfo)
	require.Equal(t, want[got.ID].Product, read.Product)
}

func TestOnlyThePageThatWasReadIsGiven(t *testing.T) {
	t.Parallel()
	service, _ := shop(t)
	newest := func(first int32) *catalog.ReviewListing {
		return reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{First: &first}})
	}
	got, err := service.ProductBySlug(t.Context(), "p-2", catalog.Together{Reviews: newest(10)})
	require.NoError(t, err)
	require.Len(t, got.ReviewPage(newest(10)).Nodes(), 10)
	cursor := got.ReviewPage(newest(10)).PageInfo.EndCursor
	for _, other := range []*catalog.ReviewListing{
		newest(9),
		reviews(t, catalog.ReviewInput{Sort: catalog.MostHelpful, Args: page.Args{First: number(10)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Ratings: []int{5}, Args: page.Args{First: number(10)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{Last: number(10)}}),
		reviews(t, catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{First: number(10), After: cursor}}),
	} {
		require.Nil(t, got.ReviewPage(other))
	}
	bare, err := service.ProductBySlug(t.Context(), "p-2", catalog.Together{})
	require.NoError(t, err)
	require.Nil(t, bare.ReviewPage(newest(10)))
}

// A branch is merged out of its categories; the pages must be those of one
// list, whichever way they are turned.
func TestPagesOfABranchAreThoseOfOneList(t *testing.T) {
	t.Parallel()
	service, pool := shop(t)
	tree, err := service.Tree(t.Context())
	require.NoError(t, err)
	stock := true
	for sort, order := range map[catalog.Sort]string{
		catalog.Newest:          "created_at DESC, id DESC",
		catalog.PriceLowToHigh:  "current_price_ngn, id",
		catalog.PriceHighToLow:  "current_price_ngn DESC, id DESC",
		catalog.BiggestDiscount: "discount_percent DESC, id DESC", // Not merged.
	} {
		for condition, filter := range map[string]*catalog.FilterInput{"true": nil, "in_stock": {InStock: &stock}} {
			want := ids(t, pool, "SELECT id FROM products WHERE active AND category_id IN (1, 2, 3) AND "+condition+" ORDER BY "+order)
			require.Greater(t, len(want), 50)
			input := catalog.ListingInput{Filter: filter, Sort: sort, Category: tree.BySlug("top")}
			require.Equal(t, want, turned(t, service, tree, input, false), "%s, %s", sort, condition)
			require.Equal(t, want, turned(t, service, tree, input, true), "%s, %s backwards", sort, condition)
		}
	}
}

func ids(t *testing.T, pool *postgres.Pool, sql string) []int {
	t.Helper()
	rows, err := pool.Pgx().Query(t.Context(), sql)
	require.NoError(t, err)
	defer rows.Close()
	var found []int
	for rows.Next() {
		var id int
		require.NoError(t, rows.Scan(&id))
		found = append(found, id)
	}
	require.NoError(t, rows.Err())
	return found
}

// turned are the products of all pages of seven, from either end.
func turned(t *testing.T, service *catalog.Service, tree *catalog.Tree, input catalog.ListingInput, backward bool) []int {
	t.Helper()
	var all []int
	for more, cursor := true, (*string)(nil); more; {
		input.Args = page.Args{First: number(7), After: cursor}
		if backward {
			input.Args = page.Args{Last: number(7), Before: cursor}
		}
		listing, err := catalog.NewListing(tree, input)
		require.NoError(t, err)
		found, err := service.Listings(context.Background(), []*catalog.Listing{listing})
		require.NoError(t, err)
		var part []int
		for _, product := range found[0].Nodes() {
			part = append(part, product.ID)
		}
		if more, cursor = found[0].PageInfo.HasNextPage, found[0].PageInfo.EndCursor; backward {
			more, cursor = found[0].PageInfo.HasPreviousPage, found[0].PageInfo.StartCursor
			all = slices.Concat(part, all)
		} else {
			all = append(all, part...)
		}
	}
	return all
}
