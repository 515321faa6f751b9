package app_test

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/catalog"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

//go:embed testdata/shop.sql
var sampleShop string

// sample is a database with the sample shop and the settings to serve it.
func sample(t *testing.T, cacheOff bool) app.Config {
	t.Helper()
	address := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: address, MaxConns: 2})
	require.NoError(t, err)
	defer pool.Close()
	_, err = pool.Pgx().Exec(t.Context(), sampleShop)
	require.NoError(t, err)
	redisURL, prefix := testenv.Redis(t)
	return app.Config{
		DatabaseURL: address, RedisURL: redisURL, RedisPrefix: prefix, DatabaseMax: 8,
		PublicURL: "http://shop.test", CacheOff: cacheOff, Development: true,
	}
}

func open(t *testing.T, config app.Config) *app.App {
	t.Helper()
	shop, err := app.New(t.Context(), config, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	return shop
}

type reply struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
}

// ask sends a query and counts the statements it took.
func ask(t *testing.T, shop *app.App, query string, variables map[string]any) (reply, []string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(t, err)
	ctx, counter := postgres.WithCounter(context.Background())
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, request)
	require.Less(t, recorder.Code, 500, recorder.Body.String())
	var got reply
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &got), recorder.Body.String())
	return got, counter.Statements()
}

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
)

func TestAPageTakesABoundedNumberOfStatements(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	for name, page := range map[string]struct {
		query string
		most  int
	}{
		"listing": {listingPage, 4}, "product": {productPage, 6}, "home": {homePage, 6},
		"lists in a list": {`query($n: Int) { categories(first: 3) { nodes { products(first: $n) { totalCount nodes {
			variants { sku } related(first: 2) { name } reviews(first: 1) { totalCount histogram { count } nodes { title } } } } } } }`, 14}, // Nine kinds of statement; a tick may end within a level and cut some in two.
	} {
		for _, size := range []int{1, 6, 12, 24} {
			got, statements := ask(t, shop, page.query, map[string]any{"n": size})
			require.Empty(t, got.Errors, name)
			require.LessOrEqual(t, len(statements), page.most, "%s of %d:\n%s", name, size, strings.Join(statements, "\n"))
			require.NotEmpty(t, statements)
		}
	}
}

func TestAWarmPageTakesNone(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	for _, page := range []string{listingPage, productPage, homePage} {
		first, _ := ask(t, shop, page, nil)
		second, statements := ask(t, shop, page, nil)
		require.Empty(t, statements)
		require.Equal(t, first, second)
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	cursor := func() string {
		got, _ := ask(t, shop, `{ products(first: 1, sort: TOP_RATED) { pageInfo { endCursor } } }`, nil)
		return got.Data["products"].(map[string]any)["pageInfo"].(map[string]any)["endCursor"].(string)
	}()
	const text = `query($s: String!) { search(query: $s) { nodes { id } } }`
	for name, c := range map[string]struct {
		query     string
		variables map[string]any
		want      string
	}{
		"first 0":         {`{ products(first: 0) { nodes { id } } }`, nil, "first must be between 1 and 100"},
		"first 101":       {`{ products(first: 101) { nodes { id } } }`, nil, "first must be between 1 and 100"},
		"first 2^40":      {`{ products(first: 1099511627776) { nodes { id } } }`, nil, "out of the range"},
		"first 2^40 sent": {`query($n: Int) { products(first: $n) { nodes { id } } }`, map[string]any{"n": 1 << 40}, "out of the range"},
		"both ends":       {`{ products(first: 1, last: 1) { nodes { id } } }`, nil, "last cannot be given together with first"},
		"foreign cursor":  {`query($c: String) { products(after: $c) { nodes { id } } }`, map[string]any{"c": cursor}, "after is a cursor of another list"},
		"broken cursor":   {`{ products(after: "%%%") { nodes { id } } }`, nil, "after is not a cursor"},
		"broken id":       {`{ node(id: "zzz") { id } }`, nil, "is not an id of this shop"},
		"another type":    {`{ product(id: "QnJhbmQ6MQ") { id } }`, nil, "id is the id of a Brand"},
		"no number":       {`{ product(id: "UHJvZHVjdDp4") { id } }`, nil, "id is not an id of this shop"},
		"long query":      {text, map[string]any{"s": strings.Repeat("a", 10_000)}, "query must have at most 200 characters"},
		"NUL":             {text, map[string]any{"s": "a\x00b"}, "NUL"},
		"prices reversed": {`{ products(filter: {price: {min: 2, max: 1}}) { nodes { id } } }`, nil, "filter.price min must not be above max"},
		"negative price":  {`{ products(filter: {price: {min: -2}}) { nodes { id } } }`, nil, "filter.price.min must not be negative"},
		"rating":          {`{ products(filter: {minRating: 6}) { nodes { id } } }`, nil, "filter.minRating must be between 0 and 5"},
		"two ways":        {`{ product(id: "UHJvZHVjdDox", slug: "x") { id } }`, nil, "id give either id or slug"},
		"level":           {`{ categories(level: 9) { nodes { id } } }`, nil, "level must be between 1 and 3"},
		"suggestions":     {`{ searchSuggestions(query: "a", first: 99) { text } }`, nil, "first must be between 1 and 20"},
		"ratings":         {`{ product(slug: "ankara-dress-1") { reviews(ratings: [7]) { nodes { id } } } }`, nil, "ratings.0 must be between 1 and 5"},
	} {
		got, _ := ask(t, shop, c.query, c.variables)
		require.NotEmpty(t, got.Errors, name)
		require.Contains(t, got.Errors[0].Message, c.want, name)
		require.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], name)
	}
	for _, query := range []string{`{ product(slug: "no-such") { id } }`, `{ product(slug: "No such!") { id } }`, `{ category(slug: "x") { id } }`, `{ brand(slug: "x") { id } }`, `{ node(id: "VXNlcjox") { id } }`} {
		got, _ := ask(t, shop, query, nil)
		require.Empty(t, got.Errors, query)
		for _, found := range got.Data {
			require.Nil(t, found, query)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	for words, want := range map[string]struct {
		corrected any
		found     bool
	}{
		"ankara": {nil, true}, "ANKARA DRESS": {nil, true}, "anka": {nil, true}, "ànkárà": {nil, true}, "ankara gown": {nil, true},
		"african print": {nil, true}, "ankra": {"ankara", true}, "ankara motorcycle": {nil, false}, "!!!": {nil, true},
	} {
		got, _ := ask(t, shop, `query($s: String) { search(query: $s, first: 1) { correctedQuery nodes { id } } }`, map[string]any{"s": words})
		require.Empty(t, got.Errors, words)
		search := got.Data["search"].(map[string]any)
		require.Equal(t, want.corrected, search["correctedQuery"], words)
		require.Equal(t, want.found, len(search["nodes"].([]any)) > 0, words)
	}
}

func TestAFacetIgnoresItsOwnSelection(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	got, _ := ask(t, shop, `{ search(filter: {brands: ["QnJhbmQ6MQ"], sizes: ["S"]}) { totalCount facets { kind values { label count selected } } } }`, nil)
	require.Empty(t, got.Errors)
	search := got.Data["search"].(map[string]any)
	require.EqualValues(t, 25, search["totalCount"])
	counts := make(map[string]float64)
	for _, facet := range search["facets"].([]any) {
		facet := facet.(map[string]any)
		for _, value := range facet["values"].([]any) {
			value := value.(map[string]any)
			counts[facet["kind"].(string)+" "+value["label"].(string)] = value["count"].(float64)
		}
	}
	require.EqualValues(t, 25, counts["BRAND Adunni"])
	require.EqualValues(t, 25, counts["BRAND Ọjà"], "the brand not selected is still counted")
	require.EqualValues(t, 25, counts["SIZE M"], "counted within the brand")
	require.EqualValues(t, 25, counts["COLOR Indigo"])
}

func TestAChangeReachesEveryServerAtOnce(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	one, other := open(t, config), open(t, config)
	const query = `{ product(slug: "ankara-dress-1") { name } }`
	name := func(shop *app.App) string {
		got, _ := ask(t, shop, query, nil)
		return got.Data["product"].(map[string]any)["name"].(string)
	}
	require.Equal(t, "Ankara dress 1", name(one))
	require.Equal(t, "Ankara dress 1", name(other))
	one.Pool.Ent().Product.UpdateOneID(1).SetName("Renamed").ExecX(t.Context())
	require.Equal(t, "Ankara dress 1", name(other), "the cache is used at all")
	require.NoError(t, one.Catalog.Changed(t.Context(), catalog.Change{Products: []int{1}, Lists: true}))
	require.Equal(t, "Renamed", name(one))
	require.Eventually(t, func() bool { return name(other) == "Renamed" }, 5*time.Second, 5*time.Millisecond)
}

func TestTheCatalogueGoesOnWithoutRedis(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.RedisURL = "redis://127.0.0.1:1"
	got, _ := ask(t, open(t, config), homePage, nil)
	require.Empty(t, got.Errors)
}

func TestEverySettingAtFaultIsTold(t *testing.T) {
	t.Parallel()
	config := app.Config{DatabaseURL: "mysql://x", RedisURL: "", PublicURL: "nowhere", Origins: []string{"shop"}, Grace: -1}
	err := config.Check()
	for _, name := range []string{"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "ORIGINS", "DATABASE_CONNECTIONS", "GRACE"} {
		require.ErrorContains(t, err, name)
	}
}
