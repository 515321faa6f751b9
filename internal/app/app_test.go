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

func TestMain(m *testing.M) {
	playVictim()
	testenv.Main(m)
}

const (
	// redisPatience is how long a test lets Redis take over a question: a busy machine
	// may not be what decides whether something is kept. One that is not there refuses
	// at once.
	redisPatience = 20 * time.Second
	// patience is how long a test waits for what comes by itself. Jobs that failed
	// beside a dead Redis are tried again after a minute.
	patience = 3 * time.Minute
)

//go:embed testdata/shop.sql
var sampleShop string

// sample is a database with the sample shop and the settings to serve it.
func sample(t *testing.T, cacheOff bool) app.Config {
	t.Helper()
	return sampleAt(t, testenv.Postgres(t), cacheOff)
}

// sampleAt is sample in a database of one's own.
func sampleAt(t *testing.T, address string, cacheOff bool) app.Config {
	t.Helper()
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: address, MaxConns: 2})
	require.NoError(t, err)
	defer pool.Close()
	_, err = pool.Pgx().Exec(t.Context(), sampleShop)
	require.NoError(t, err)
	redisURL, prefix := testenv.Redis(t)
	return app.Config{
		DatabaseURL: address, RedisURL: redisURL, RedisPrefix: prefix, DatabaseMax: 8, RedisTimeout: redisPatience, OperationTimeout: time.Minute,
		PublicURL: "http://shop.test", CacheOff: cacheOff, Development: true,
		Storefront: "http://storefront.test", FilesURL: t.TempDir(), JobConns: 10, PayerDomain: "no-email.zuka.example", SecretKeys: []string{strings.Repeat("k", app.SecretBytes)},
	}
}

func open(t *testing.T, config app.Config) *app.App {
	t.Helper()
	shop, err := app.New(t.Context(), config, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	require.NoError(t, shop.Catalog.Warm(t.Context()))
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
	ctx, counter := postgres.WithCounter(context.Background())
	got := post(ctx, t, shop, query, variables)
	return got, counter.Statements()
}

// post sends a query under a context.
func post(ctx context.Context, t *testing.T, shop *app.App, query string, variables map[string]any) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	require.NoError(t, err)
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, request)
	require.Less(t, recorder.Code, 500, recorder.Body.String())
	var got reply
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &got), recorder.Body.String())
	return got
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
	require.Eventually(t, func() bool { return name(other) == "Renamed" }, time.Minute, 5*time.Millisecond)
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
	config := app.Config{
		DatabaseURL: "mysql://x", RedisURL: "", PublicURL: "nowhere", Origins: []string{"shop"}, Grace: -1, Memory: 1,
		Storefront: "elsewhere", SecretKeys: []string{"short"}, Proxies: []string{"proxy"}, CostBudget: -1,
	}
	err := config.Check()
	for _, name := range []string{"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "ORIGINS", "DATABASE_CONNECTIONS", "GRACE", "MEMORY_TARGET",
		"STOREFRONT_URL", "SECRET_KEYS", "TRUSTED_PROXIES", "COST_PER_MINUTE", "JOB_CONNECTIONS"} {
		require.ErrorContains(t, err, name)
	}
}

func TestEveryMatchIsOnOnePage(t *testing.T) {
	t.Parallel()
	config := sample(t, true)
	// They match by their description only; the name of one more does.
	_, err := open(t, config).Pool.Pgx().Exec(t.Context(), `INSERT INTO products (sku, slug, name, description, category_id, price_ngn, stock_count, purchase_count)
		SELECT 'X' || i, 'plain-' || i, 'Plain ' || i, 'goes with an agbada', 3, 1000, 1, i % 7 FROM generate_series(1, 500) AS i;
		INSERT INTO products (sku, slug, name, category_id, price_ngn) VALUES ('Y1', 'agbada', 'Agbada', 3, 1000)`)
	require.NoError(t, err)
	shop := open(t, config) // With a shelf that has them.
	seen, after := map[string]bool{}, any(nil)
	for range 6 {
		got, _ := ask(t, shop, `query($after: String) { search(query: "agbada", first: 100, after: $after) { totalCount nodes { slug } pageInfo { endCursor } } }`,
			map[string]any{"after": after})
		require.Empty(t, got.Errors)
		search := got.Data["search"].(map[string]any)
		require.EqualValues(t, 501, search["totalCount"])
		for i, node := range search["nodes"].([]any) {
			slug := node.(map[string]any)["slug"].(string)
			require.Equal(t, after == nil && i == 0, slug == "agbada", "the name weighs most")
			seen[slug] = true
		}
		after = search["pageInfo"].(map[string]any)["endCursor"]
	}
	require.Len(t, seen, 501)
}
