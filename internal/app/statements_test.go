package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/shop/catalog"
)

// The storefront's three pages. Whatever their length, they take a bounded
// number of statements.
const (
	listingPage = `query($n: Int) { category(slug: "womens-ankara-dresses") { products(first: $n) {
		nodes { name slug brand { name } category { name } currentPrice { amount } ratingAverage } } } }`
	productPage = `query { product(slug: "ankara-dress-1") { name description brand { name } category { name }
		variants { size color price { amount } } reviews(first: 10) { nodes { rating title author { displayName } } } } }`
	homePage = `query($n: Int) {
		featured: products(first: $n, filter: {featured: true}) { nodes { name brand { name } } }
		onSale: products(first: $n, filter: {onSale: true}, sort: BIGGEST_DISCOUNT) { nodes { name brand { name } } }
		newest: products(first: $n) { nodes { name brand { name } } }
		categories(first: 20) { nodes { name slug } } }`
	// fullPage asks for everything that a storefront's pages show.
	fullPage = `query { product(slug: "ankara-dress-3") { name related(first: 4) { name brand { name } }
			reviews(first: 10) { totalCount histogram { rating count } nodes { title } } }
		productRecommendations(productId: "UHJvZHVjdDoz", intent: COMPLEMENTARY) { name }
		brand(slug: "adunni") { name products(first: 4) { totalCount nodes { name } } }
		brands { nodes { name } }
		category(slug: "womens-dresses") { products(first: 4) { totalCount totalCountCapped nodes { related(first: 2) { name } } } }
		search(query: "ankra dress") { correctedQuery totalCount nodes { name } facets { label values { label count } } }
		searchSuggestions(query: "ank") { kind text } }`
)

func TestAPageTakesABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	v := browser(t, open(t, sample(t, true)))
	for name, page := range map[string]struct {
		query string
		most  int
	}{
		"listing": {listingPage, 4}, "product": {productPage, 6}, "home": {homePage, 6},
		"lists in a list": {`query($n: Int) { categories(first: 3) { nodes { products(first: $n) { totalCount nodes {
			variants { sku } related(first: 2) { name } reviews(first: 1) { totalCount histogram { count } nodes { title } } } } } } }`, 14}, // Nine kinds of statement; a tick may end within a level and cut some in two.
	} {
		for _, size := range []int{1, 6, 12, 24} {
			statements := fewest(t, v, page.query, size, page.most)
			require.LessOrEqual(t, len(statements), page.most, "%s of %d:\n%s", name, size, strings.Join(statements, "\n"))
			require.NotEmpty(t, statements)
		}
	}
}

func TestAWarmPageTakesNone(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	for name, page := range map[string]string{
		"listing": listingPage, "product": productPage, "home": homePage, "everything": fullPage,
	} {
		first, cold := ask(t, shop, page, nil)
		require.Empty(t, first.Errors, name)
		require.NotEmpty(t, cold, name)
		require.Equal(t, first, remembered(t, shop, page), name)
		// Another text is no kept answer: this is what the caches below hold.
		require.Equal(t, first, remembered(t, shop, page+" # again"), name)
	}
}

// remembered is the answer to a question that takes no statement.
func remembered(t *testing.T, shop *app.App, question string) reply {
	t.Helper()
	got, statements := ask(t, shop, question, nil)
	require.Empty(t, statements)
	return got
}

// What is remembered as not being there must be found once it is.
func TestAWarmPageOfNothingTakesNoneAndSeesAChange(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	const page = `{ brand(slug: "kola") { name } product(slug: "no-such") { name }
		products(filter: {tags: ["none"]}) { totalCount } search(query: "zzzzz") { correctedQuery totalCount } }`
	first, _ := ask(t, shop, page, nil)
	require.Equal(t, first, remembered(t, shop, page))
	require.Nil(t, first.Data["brand"])

	const related = `{ product(slug: "ankara-dress-49") { related(first: 1) { name } } products(filter: {tags: ["ankara"]}) { totalCount } }`
	best := func() (name string, count float64) {
		got, _ := ask(t, shop, related, nil)
		require.Empty(t, got.Errors)
		product := got.Data["product"].(map[string]any)
		return product["related"].([]any)[0].(map[string]any)["name"].(string), got.Data["products"].(map[string]any)["totalCount"].(float64)
	}
	name, count := best()
	require.Equal(t, "Ankara dress 48", name)
	require.EqualValues(t, 50, count)
	shop.Pool.Ent().Product.UpdateOneID(48).SetActive(false).ExecX(t.Context())
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Products: []int{48}, Lists: true}))
	name, count = best()
	require.Equal(t, "Ankara dress 47", name)
	require.EqualValues(t, 49, count)
}

func TestABrandIsFoundBySlugAsByID(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	const page = `{ brand(slug: "adunni") { id name } }`
	brand := func() any {
		got, _ := ask(t, shop, page, nil)
		require.Empty(t, got.Errors)
		return got.Data["brand"]
	}
	require.Equal(t, map[string]any{"id": "QnJhbmQ6MQ", "name": "Adunni"}, brand())
	shop.Pool.Ent().Brand.UpdateOneID(1).SetName("Renamed").ExecX(t.Context())
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Brands: []int{1}}))
	require.Equal(t, map[string]any{"id": "QnJhbmQ6MQ", "name": "Renamed"}, brand())
	shop.Pool.Ent().Brand.UpdateOneID(1).SetActive(false).ExecX(t.Context())
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Brands: []int{1}}))
	require.Nil(t, brand())
	config.CacheOff = true
	got, _ := ask(t, open(t, config), `{ brand(slug: "oja") { name } }`, nil)
	require.Equal(t, map[string]any{"name": "Ọjà"}, got.Data["brand"])
}

func TestReviewCountsFollowAChange(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	count := func() any {
		got, _ := ask(t, shop, `{ product(slug: "ankara-dress-1") { reviews { totalCount } } }`, nil)
		return got.Data["product"].(map[string]any)["reviews"].(map[string]any)["totalCount"]
	}
	require.EqualValues(t, 12, count())
	_, err := shop.Pool.Pgx().Exec(t.Context(), "DELETE FROM product_reviews WHERE id IN (SELECT id FROM product_reviews WHERE product_id = 1 LIMIT 3)")
	require.NoError(t, err)
	require.EqualValues(t, 12, count(), "the cache is used at all")
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Products: []int{1}}))
	require.EqualValues(t, 9, count())
}
