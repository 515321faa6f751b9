package app_test

import (
	"encoding/json"
	"fmt"
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
	"zuka/internal/testenv"
)

// counter is a document that the storefront is published with.
const counter = `query Counter($slug: String!) { product(slug: $slug) { name currentPrice { amount } } }`

// administrator may publish.
func administrator(t *testing.T, shop *app.App, config app.Config) *visitor {
	t.Helper()
	config.DocumentMode = "open" // Another server of the same shop: nobody has signed in yet.
	open := open(t, config)
	registered(t, open, config, "chief@example.ng")
	_, err := shop.Pool.Pgx().Exec(t.Context(), "UPDATE users SET role = 'admin' WHERE email = 'chief@example.ng'")
	require.NoError(t, err)
	v := browser(t, open)
	v.login("chief@example.ng")
	v.shop = shop
	return v
}

// publishes registers documents by their SHA-256.
func (v *visitor) publishes(texts ...string) (payload map[string]any, codes []string) {
	v.t.Helper()
	manifest := map[string]string{}
	for _, text := range texts {
		manifest[persisted.Hash(text)] = text
	}
	raw, err := json.Marshal(manifest)
	require.NoError(v.t, err)
	return v.do("persistedOperationsPublish", `input: {client: "storefront", version: "1.0", manifest: $manifest}`, "added known",
		map[string]any{"manifest": string(raw)})
}

// fetch is a GET as a cache in between sends it.
func fetch(t *testing.T, shop *app.App, values url.Values, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?"+values.Encode(), nil)
	r.RemoteAddr = nextAddress() + ":1"
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got := httptest.NewRecorder()
	shop.Handler.ServeHTTP(got, r)
	return got
}

func byDocument(text, slug string) url.Values {
	return url.Values{"documentId": {persisted.Hash(text)}, "variables": {fmt.Sprintf(`{"slug": %q}`, slug)}}
}

// A persisted GET of what is public can be kept by browsers and by what stands
// between, and is asked for anew by its tag until it changes.
func TestAPersistedGetIsKeptUntilItChanges(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.DocumentMode = "trusted"
	shop := open(t, config)
	payload, codes := administrator(t, shop, config).publishes(counter)
	require.Empty(t, codes)
	require.Equal(t, map[string]any{"added": 1.0, "known": 0.0}, map[string]any{"added": payload["added"], "known": payload["known"]})
	first := fetch(t, shop, byDocument(counter, "ankara-dress-1"))
	require.Equal(t, http.StatusOK, first.Code, first.Body)
	require.Contains(t, first.Body.String(), "Ankara dress 1")
	require.Equal(t, "public, max-age=60, s-maxage=60, stale-while-revalidate=60", first.Header().Get("Cache-Control"))
	tag := first.Header().Get("ETag")
	require.True(t, strings.HasPrefix(tag, `W/"`), tag)
	again := fetch(t, shop, byDocument(counter, "ankara-dress-1"), "If-None-Match", tag)
	require.Equal(t, http.StatusNotModified, again.Code)
	require.Empty(t, again.Body.String())
	require.Equal(t, tag, again.Header().Get("ETag"))
	shop.Pool.Ent().Product.UpdateOneID(1).SetName("Renamed").ExecX(t.Context())
	require.NoError(t, shop.Catalog.Changed(t.Context(), catalog.Change{Products: []int{1}}))
	require.Eventually(t, func() bool {
		return fetch(t, shop, byDocument(counter, "ankara-dress-1"), "If-None-Match", tag).Code == http.StatusOK
	}, time.Minute, 5*time.Millisecond)
}

// What is private, failed, or not there is kept by nobody.
func TestNothingPrivateOrFailedIsKept(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	const mine, both, failing = `query Mine { cart { id } }`, `query Both { shop { name } cart { id } }`, `query Failing { products(first: 0) { nodes { name } } }`
	_, codes := administrator(t, shop, config).publishes(mine, both, failing, counter)
	require.Empty(t, codes)
	for name, values := range map[string]url.Values{
		"private": {"documentId": {persisted.Hash(mine)}}, "both": {"documentId": {persisted.Hash(both)}}, "failed": {"documentId": {persisted.Hash(failing)}},
		"a miss": {"documentId": {persisted.Hash("query Nobody { a }")}}, "bad variables": {"documentId": {persisted.Hash(counter)}, "variables": {"5"}},
	} {
		got := fetch(t, shop, values)
		require.NotContains(t, got.Header().Get("Cache-Control"), "public", name)
		require.Empty(t, got.Header().Get("ETag"), name)
	}
	require.Equal(t, "no-store", fetch(t, shop, url.Values{"documentId": {persisted.Hash("query Nobody { a }")}}).Header().Get("Cache-Control"))
}

// In the trusted mode only what was published runs, for everybody but staff.
func TestATrustedServerRunsWhatWasPublished(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.DocumentMode = "trusted"
	shop := open(t, config)
	chief := administrator(t, shop, config)
	_, codes := chief.publishes(counter, `query Broken { nothing }`)
	require.Equal(t, []string{"INVALID"}, codes, "all or none")
	_, codes = chief.publishes(counter)
	require.Empty(t, codes)
	guest := browser(t, shop)
	got, _ := guest.send(`{ shop { name } }`, nil)
	require.Equal(t, "PERSISTED_QUERY_REQUIRED", got.Errors[0].Extensions["code"])
	got, _ = guest.send(counter, map[string]any{"slug": "ankara-dress-1"})
	require.Empty(t, got.Errors, "its text is published")
	require.NotEmpty(t, chief.ask(`{ shop { name } }`, nil), "staff may run anything")
	list := chief.ask(`{ persistedOperations(client: "storefront") { totalCount nodes { name operation version documentId deprecatedFields broken } } }`, nil)["persistedOperations"].(map[string]any)
	require.Equal(t, 1.0, list["totalCount"])
	require.Equal(t, map[string]any{
		"name": "Counter", "operation": "query", "version": "1.0", "documentId": persisted.Hash(counter), "deprecatedFields": []any{}, "broken": nil,
	}, list["nodes"].([]any)[0])
}

// Apollo's clients send a hash first, then the text with it, then the hash; each
// server of the shop knows it then.
func TestAutomaticPersistedQueriesAreKnownToEveryServer(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	knowsAutomatic(t, config)
	config.RedisURL, config.RedisPrefix = testenv.RedisCluster(t)
	knowsAutomatic(t, config)
}

func knowsAutomatic(t *testing.T, config app.Config) {
	t.Helper()
	config.DocumentMode = "log"
	one, other := open(t, config), open(t, config)
	hash := fmt.Sprintf(`{"persistedQuery": {"version": 1, "sha256Hash": %q}}`, persisted.Hash(counter))
	values := url.Values{"extensions": {hash}, "variables": {`{"slug": "ankara-dress-1"}`}}
	require.Contains(t, fetch(t, one, values).Body.String(), `"message":"PersistedQueryNotFound"`)
	values.Set("query", counter)
	require.Contains(t, fetch(t, one, values).Body.String(), "Ankara dress 1")
	values.Del("query")
	require.Contains(t, fetch(t, one, values).Body.String(), "Ankara dress 1")
	require.Contains(t, fetch(t, other, values).Body.String(), "Ankara dress 1")
	values.Set("query", "{ shop { name } }")
	require.Contains(t, fetch(t, other, values).Body.String(), "BAD_USER_INPUT", "another text than that of the hash")
	const wrong = "query Wrong { shop { nothing } }"
	values = url.Values{"extensions": {fmt.Sprintf(`{"persistedQuery": {"version": 1, "sha256Hash": %q}}`, persisted.Hash(wrong))}, "query": {wrong}}
	require.Contains(t, fetch(t, one, values).Body.String(), "Cannot query field")
	values.Del("query")
	require.Contains(t, fetch(t, one, values).Body.String(), `"message":"PersistedQueryNotFound"`, "what may not run is not kept")
}
