package app_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
	"zuka/internal/testenv"
)

// mostRows is how many rows one step of a page's statement may read: far more
// than it shows, far less than a large table has.
const mostRows = 5_000

// storefront asks every root field of the catalogue in the ways that pages do.
var storefront = map[string]string{
	"listing":     `{ category(slug: "ankara-dresses") { products(first: 24) { totalCount nodes { name brand { name } category { name } } } } }`,
	"branch":      `{ category(slug: "women") { ancestors { name } children { name } products(first: 24) { nodes { name } } } }`,
	"newest":      `{ products(first: 24) { nodes { name } } }`,
	"price up":    `{ products(first: 24, sort: PRICE_LOW_TO_HIGH) { nodes { name } } }`,
	"price down":  `{ products(first: 24, sort: PRICE_HIGH_TO_LOW, filter: {price: {min: 10000, max: 90000}}) { nodes { name } } }`,
	"bestselling": `{ products(first: 24, sort: BEST_SELLING) { nodes { name } } }`,
	"top rated":   `{ products(first: 24, sort: TOP_RATED, filter: {minRating: 4.5}) { nodes { name } } }`,
	"discount":    `{ products(first: 24, sort: BIGGEST_DISCOUNT, filter: {onSale: true}) { nodes { name } } }`,
	"featured":    `{ products(first: 12, filter: {featured: true}) { nodes { name } } }`,
	"novelties":   `{ products(first: 12, filter: {newArrival: true}) { nodes { name } } }`,
	"in stock":    `{ category(slug: "gele") { products(first: 12, filter: {inStock: true}, sort: PRICE_LOW_TO_HIGH) { nodes { name } } } }`,
	"tags":        `{ products(first: 12, filter: {tags: ["bridal"]}) { nodes { name } } }`,
	"choices":     `{ products(first: 12, filter: {genders: [WOMEN], sizes: ["M"], colors: ["Wine"]}) { nodes { name } } }`,
	"end":         `{ products(last: 12, sort: BEST_SELLING) { nodes { name } } }`,
	"product": `{ product(slug: "SLUG") { name brand { name } category { name } variants { size color } related(first: 8) { name }
		reviews(first: 10) { totalCount histogram { rating count } nodes { title author { displayName } } } } }`,
	"helpful":  `{ product(slug: "SLUG") { reviews(first: 10, sort: MOST_HELPFUL) { nodes { title } } } }`,
	"ratings":  `{ product(slug: "SLUG") { reviews(first: 10, ratings: [1, 2], sort: LOWEST_RATING) { nodes { title } } } }`,
	"beside":   `{ productRecommendations(productId: "UHJvZHVjdDox", intent: COMPLEMENTARY) { name } }`,
	"by id":    `{ nodes(ids: ["UHJvZHVjdDox", "UHJvZHVjdFZhcmlhbnQ6MQ", "UHJvZHVjdFJldmlldzox", "QnJhbmQ6MQ"]) { id } }`,
	"brand":    `{ brand(slug: "BRAND") { name products(first: 12) { nodes { name } } } brands(first: 50) { nodes { name } } }`,
	"search":   `{ search(query: "agbada", first: 24) { totalCount nodes { name } facets { kind values { label count } } } }`,
	"unspelt":  `{ search(query: "agbda", first: 24) { correctedQuery nodes { name } } }`,
	"narrowed": `{ search(query: "fila", first: 24, filter: {genders: [MEN], price: {max: 20000}}, sort: NEWEST) { nodes { name } } }`,
	"typing":   `{ searchSuggestions(query: "anka") { text product { name } } }`,
}

// readsMany are pages that look at everything their words or tags match: no
// index gives those in the order of the page.
var readsMany = map[string]bool{"search": true, "unspelt": true, "narrowed": true, "typing": true, "tags": true, "choices": true}

func TestNoPageReadsALargeTableWhole(t *testing.T) {
	t.Parallel()
	address := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: address, MaxConns: 2, StatementTimeout: time.Minute})
	require.NoError(t, err)
	defer pool.Close()
	plan := seed.Plan{Products: 100_000, Users: 3_000, Orders: 6_000, Reviews: 30_000, Now: time.Now()}
	require.NoError(t, seed.Fill(t.Context(), pool, plan, slog.New(slog.DiscardHandler)))
	var slug, brand string
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), `SELECT p.slug, b.slug FROM products AS p JOIN brands AS b ON b.id = p.brand_id
		WHERE p.active ORDER BY p.rating_count DESC LIMIT 1`).Scan(&slug, &brand))
	redisURL, prefix := testenv.Redis(t)
	shop := open(t, app.Config{
		DatabaseURL: address, RedisURL: redisURL, RedisPrefix: prefix, DatabaseMax: 8, PublicURL: "http://shop.test", CacheOff: true, Development: true,
		Storefront: "http://storefront.test", FilesURL: t.TempDir(), JobConns: 5,
	})
	require.NoError(t, shop.Catalog.Warm(t.Context())) // The shelf is read whole, once.
	for name, query := range storefront {
		query = strings.NewReplacer("SLUG", slug, "BRAND", brand).Replace(query)
		runs := run(t, shop, query)
		require.NotEmpty(t, runs, name)
		for _, run := range runs {
			for _, step := range steps(t, pool, run) {
				require.False(t, step.Type == "Seq Scan" && step.read() > mostRows, "%s reads all of %s:\n%s", name, step.Relation, run.SQL)
				require.True(t, readsMany[name] || step.read() <= mostRows, "%s reads %.0f rows of %s:\n%s", name, step.read(), step.Relation, run.SQL)
			}
		}
	}
}

// run asks a query and returns the statements it took.
func run(t *testing.T, shop *app.App, query string) []postgres.Run {
	t.Helper()
	ctx, counter := postgres.WithCounter(context.Background())
	got := post(ctx, t, shop, query, nil)
	require.Empty(t, got.Errors, query)
	return counter.Runs()
}

// step is a step of a plan, as EXPLAIN writes it.
type step struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Filtered float64 `json:"Rows Removed by Filter"`
	Rechecks float64 `json:"Rows Removed by Index Recheck"`
	Loops    float64 `json:"Actual Loops"`
	Plans    []step  `json:"Plans"`
}

// read is how many rows of its table the step looked at.
func (s step) read() float64 { return (s.Rows + s.Filtered + s.Rechecks) * s.Loops }

// steps are the steps of a statement that read tables, as PostgreSQL took them.
func steps(t *testing.T, pool *postgres.Pool, run postgres.Run) []step {
	t.Helper()
	var text []byte
	err := pool.Pgx().QueryRow(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+run.SQL, run.Args...).Scan(&text)
	require.NoError(t, err, run.SQL)
	var plans []struct{ Plan step }
	require.NoError(t, json.Unmarshal(text, &plans))
	var found []step
	var walk func(step)
	walk = func(s step) {
		if s.Relation != "" {
			found = append(found, s)
		}
		for _, below := range s.Plans {
			walk(below)
		}
	}
	walk(plans[0].Plan)
	return found
}

func TestAReadOfEverythingIsSeen(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), "INSERT INTO categories (slug, name) SELECT 'c' || i, '' FROM generate_series(1, 6000) AS i; ANALYZE categories")
	require.NoError(t, err)
	whole := steps(t, pool, postgres.Run{SQL: "SELECT * FROM categories WHERE name LIKE $1", Args: []any{"%x"}})
	require.Len(t, whole, 1)
	require.Equal(t, "Seq Scan", whole[0].Type)
	require.EqualValues(t, 6_000, whole[0].read())
	one := steps(t, pool, postgres.Run{SQL: "SELECT * FROM categories WHERE id = $1", Args: []any{1}})
	require.EqualValues(t, 1, one[0].read())
}
