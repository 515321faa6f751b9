package app_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/persisted"
	"zuka/internal/shop/catalog"
)

// A GET that was answered is answered again without being read: and what is to be
// done for each request is done all the same.
func TestAGetIsAnsweredAgainOnlyByTheRules(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.DocumentMode, config.CostBudget = "trusted", 400
	shop := open(t, config)
	config.CostBudget = 0
	_, codes := administrator(t, shop, config).publishes(counter)
	require.Empty(t, codes)
	values := byDocument(counter, "ankara-dress-1")
	ours := func() *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+values.Encode(), nil)
		r.Header.Set("X-Client-Name", "storefront")
		r.RemoteAddr = "203.0.113.77:1"
		got := httptest.NewRecorder()
		shop.Handler.ServeHTTP(got, r)
		return got
	}
	first := ours()
	require.Equal(t, http.StatusOK, first.Code, first.Body)
	spent := 1
	for !strings.Contains(ours().Body.String(), "RATE_LIMITED") { // What it costs is counted each time.
		if spent++; spent > 500 {
			t.Fatal("the budget of one address never ends")
		}
	}
	require.Greater(t, spent, 5)
	require.Equal(t, http.StatusOK, fetch(t, shop, values).Code, "another address has its own")
	_, err := shop.Pool.Pgx().Exec(t.Context(), "DELETE FROM persisted_operations")
	require.NoError(t, err)
	_, codes = administratorAgain(t, shop, config).publishes(`query Another { shop { name } }`) // All servers forget what they knew.
	require.Empty(t, codes)
	require.Eventually(t, func() bool {
		return fetch(t, shop, values).Body.String() != first.Body.String()
	}, time.Minute, 5*time.Millisecond, "a document that was taken back is run no more")
}

// administratorAgain signs the chief in once more.
func administratorAgain(t *testing.T, shop *app.App, config app.Config) *visitor {
	t.Helper()
	config.DocumentMode = "open"
	v := browser(t, open(t, config))
	v.login("chief@example.ng")
	v.shop = shop
	return v
}

func TestAnAnswerAgainIsTheSame(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	_, codes := administrator(t, shop, config).publishes(counter, listed)
	require.Empty(t, codes)
	values := url.Values{"documentId": {persisted.Hash(listed)}}
	first, again := fetch(t, shop, values), fetch(t, shop, values)
	require.Equal(t, first.Body.String(), again.Body.String())
	require.Equal(t, first.Header(), withoutID(again.Header(), first.Header()))
	packed := fetch(t, shop, values, "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", packed.Header().Get("Content-Encoding"))
	unpacked, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	body, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.Equal(t, first.Body.String(), string(body))
	require.Equal(t, first.Header().Get("ETag"), packed.Header().Get("ETag"))
	require.Equal(t, http.StatusNotModified, fetch(t, shop, values, "If-None-Match", first.Header().Get("ETag"), "Accept-Encoding", "gzip").Code)
	own := fetch(t, shop, values, "Accept", "application/graphql-response+json")
	require.Contains(t, own.Header().Get("Content-Type"), "graphql-response")
	require.Equal(t, http.StatusNotAcceptable, fetch(t, shop, values, "Accept", "text/html").Code)
}

// withoutID is a header with the request's id of another.
func withoutID(header, other http.Header) http.Header {
	header = header.Clone()
	header["X-Request-Id"] = other["X-Request-Id"]
	return header
}

const (
	listed  = `query Listed { products(first: 24, sort: PRICE_LOW_TO_HIGH) { nodes { name slug currentPrice { amount } } } }`
	ordered = `query Ordered($s: String!) { product(slug: $s) { name inStock currentPrice { amount } description category { name } brand { name } variants { inStock } reviews(first: 3) { nodes { rating title } } } }`
	found   = `query Found($s: String!) { search(query: $s, first: 5) { totalCount nodes { name currentPrice { amount } } } }`
	shelved = `query Shelved { categories(first: 20) { nodes { name slug } } brands(first: 20) { nodes { name } } }`
)

// upheaval changes the catalogue at random, as staff do, and tells of it.
type upheaval struct {
	t      *testing.T
	config app.Config
	shop   *app.App
	rand   *rand.Rand
	// truth is a server without caches.
	truth *app.App
}

func upheave(t *testing.T, config app.Config, shop *app.App) *upheaval {
	t.Helper()
	config.CacheOff = true
	return &upheaval{t: t, config: config, shop: shop, rand: rand.New(rand.NewPCG(7, 21)), truth: open(t, config)}
}

func (u *upheaval) exec(sql string, args ...any) {
	u.t.Helper()
	_, err := u.shop.Pool.Pgx().Exec(u.t.Context(), sql, args...)
	require.NoError(u.t, err)
}

// change changes something of one of the first four products.
func (u *upheaval) change() {
	u.t.Helper()
	id, change := 1+u.rand.IntN(4), catalog.Change{}
	switch u.rand.IntN(7) {
	case 0:
		u.exec("UPDATE products SET name = $2 WHERE id = $1", id, fmt.Sprintf("Dress %d", u.rand.IntN(1000)))
		change = catalog.Change{Products: []int{id}, Lists: true}
	case 1:
		u.exec("UPDATE products SET price_ngn = $2, sale_price_ngn = NULL WHERE id = $1", id, 1000+u.rand.IntN(90_000))
		change = catalog.Change{Products: []int{id}, Lists: true}
	case 2:
		u.exec("UPDATE product_variants SET stock_count = $2 WHERE product_id = $1", id, u.rand.IntN(2))
		change = catalog.Change{Products: []int{id}}
	case 3:
		u.exec("UPDATE brands SET name = $1 WHERE id = 1", fmt.Sprint("Brand ", u.rand.IntN(1000)))
		change = catalog.Change{Brands: []int{1}}
	case 4:
		u.exec("UPDATE categories SET name = $1 WHERE id = (SELECT category_id FROM products WHERE id = 1)", fmt.Sprint("Category ", u.rand.IntN(1000)))
		change = catalog.Change{Tree: true}
	case 5:
		u.exec("UPDATE products SET description = $2 WHERE id = $1", id, fmt.Sprint("Words ", u.rand.IntN(1000)))
		change = catalog.Change{Products: []int{id}}
	default:
		u.exec("UPDATE product_reviews SET title = $2 WHERE product_id = $1", id, fmt.Sprint("Title ", u.rand.IntN(1000)))
		change = catalog.Change{Products: []int{id}}
	}
	require.NoError(u.t, u.shop.Catalog.Changed(u.t.Context(), change))
	if change.Tree || len(change.Brands) > 0 { // What has no cache at all is held in memory for some minutes there.
		u.truth.Close()
		u.truth = open(u.t, u.config)
	}
}

// question is one of those that show what changes.
func (u *upheaval) question() (query string, variables map[string]any) {
	switch u.rand.IntN(5) {
	case 0:
		return listed, nil
	case 1:
		return shelved, nil
	default:
		return ordered, map[string]any{"s": fmt.Sprintf("ankara-dress-%d", 1+u.rand.IntN(4))}
	}
}

// Whatever changes, an answer that is kept is what a server without caches says.
func TestKeptAnswersAreThoseOfAServerWithoutCaches(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	one, other := open(t, config), open(t, config)
	staff := upheave(t, config, one)
	for range 60 {
		staff.change()
		query, variables := staff.question()
		want, _ := ask(t, staff.truth, query, variables)
		require.Empty(t, want.Errors)
		text := asText(t, want.Data)
		mine, _ := ask(t, one, query, variables)
		require.Equal(t, text, asText(t, mine.Data), "this server answers rightly at once: %s %v", query, variables)
		require.Eventually(t, func() bool {
			theirs, _ := ask(t, other, query, variables)
			return asText(t, theirs.Data) == text
		}, time.Minute, time.Millisecond, "the other server too: %s %v", query, variables)
	}
}

func asText(t *testing.T, data map[string]any) string {
	t.Helper()
	text, err := json.Marshal(data)
	require.NoError(t, err)
	return string(text)
}

// A change drops what shows it and nothing else.
func TestAChangeLeavesOtherAnswersAlone(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, false))
	about := func(n int) []string {
		_, statements := ask(t, shop, ordered, map[string]any{"s": fmt.Sprintf("ankara-dress-%d", n)})
		return statements
	}
	require.NotEmpty(t, about(1))
	require.NotEmpty(t, about(2))
	require.Eventually(t, func() bool { // Until it hears of changes the process keeps nothing.
		before := kept(shop)
		about(1)
		about(2)
		return kept(shop) == before+2
	}, time.Minute, 5*time.Millisecond)
	_, statements := ask(t, shop, listed, nil)
	require.NotEmpty(t, statements)
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Products: []int{2}}))
	before := kept(shop)
	require.Empty(t, about(1))
	require.Equal(t, before+1, kept(shop), "the answer about another product was kept")
	about(2)
	require.Equal(t, before+1, kept(shop), "the answer about this one was made anew")
}

// kept is how many answers the process gave from memory.
func kept(shop *app.App) uint64 { return shop.Responses.Stats().LocalHits }
