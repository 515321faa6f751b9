package app_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/postgres"
)

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

// publicKinds are the kinds that `node` answers for.
var publicKinds = []string{"Product", "Brand", "ProductVariant", "ProductReview", "Category", "Reward"}

// tables are the kinds of all tables, read off ent's client, so that a new one
// is tried as well.
func tables() []string {
	var kinds []string
	client := reflect.TypeFor[db.Client]()
	for i := range client.NumField() {
		field := client.Field(i)
		if field.IsExported() && strings.HasSuffix(field.Type.String(), "Client") {
			kinds = append(kinds, field.Name)
		}
	}
	return kinds
}

// A table is private until it is made public: an id of it, whoever made it up,
// answers as one that does not exist, and the database is not even asked.
func TestNodeAnswersForPublicKindsOnly(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	kinds := append(tables(), "Nonsense", "Query", "product")
	require.Subset(t, kinds, append([]string{"User", "Order", "Payment", "UserSession"}, publicKinds...))
	var private []string
	for _, kind := range kinds {
		if slices.Contains(publicKinds, kind) {
			got, _ := ask(t, shop, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": globalid.New(kind, 1).String()})
			require.NotNil(t, got.Data["node"], kind)
			continue
		}
		for _, key := range []any{1, "018f0000-0000-7000-8000-000000000001", "' OR 1=1 --"} {
			private = append(private, globalid.New(kind, key).String())
		}
	}
	require.Greater(t, len(private), 3*20)
	for ids := range slices.Chunk(private, 50) {
		got, statements := ask(t, shop, `query($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { id } node(id: $one) { id } }`,
			map[string]any{"ids": ids, "one": ids[0]})
		require.Empty(t, got.Errors)
		require.Empty(t, statements)
		require.Nil(t, got.Data["node"])
		require.Equal(t, make([]any, len(ids)), got.Data["nodes"])
	}
}

func TestBrokenIDsAreNamed(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	encode := base64.RawURLEncoding.EncodeToString
	for name, id := range map[string]string{
		"NUL": "a\x00b", "packed NUL": encode([]byte("Product:1\x00")), "NUL as a kind": encode([]byte("Prod\x00uct:1")),
		"private with NUL": encode([]byte("Order:\x00")), "half a letter": encode([]byte("Order:a\xc3")),
		"half a letter as a key": encode([]byte("Product:\xe1\xbb")), "long": strings.Repeat("a", 10_000),
		"long and packed": encode([]byte("Product:" + strings.Repeat("9", 10_000))), "empty": "", "padded": "UHJvZHVjdDox=",
		"2^64": encode([]byte("Product:18446744073709551616")), "negative": encode([]byte("Product:-1")),
	} {
		for _, query := range []string{`query($id: ID!) { node(id: $id) { id } }`, `query($id: ID!) { nodes(ids: ["UHJvZHVjdDox", $id]) { id } }`} {
			got, statements := ask(t, shop, query, map[string]any{"id": id})
			require.NotEmpty(t, got.Errors, name)
			require.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], name)
			require.Less(t, len(got.Errors[0].Message), 200, "%s: what was sent is not repeated", name)
			require.LessOrEqual(t, len(statements), 1, "%s: the good id at most", name)
		}
	}
}

// Bytes that are no text never reach PostgreSQL, wherever they stand.
func TestBytesThatAreNoTextAreRefused(t *testing.T) {
	t.Parallel()
	shop := open(t, sample(t, true))
	const search = `"query":"query Q($s: String!) { search(query: $s) { nodes { id } } }"`
	for name, body := range map[string]string{
		"half a letter in a variable": "{" + search + ",\"variables\":{\"s\":\"a\xc3\"}}",
		"half a letter at the end":    "{" + search + ",\"variables\":{\"s\":\"a\xe1\xbb",
		"half a surrogate in UTF-8":   "{" + search + ",\"variables\":{\"s\":\"\xed\xa0\x80\"}}",
		"an overlong slash":           "{" + search + ",\"variables\":{\"s\":\"\xc0\xaf\"}}",
		"a byte of no letter":         "{" + search + ",\"variables\":{\"s\":\"\xff\"}}",
		"in a variable's name":        "{" + search + ",\"variables\":{\"s\":\"a\",\"\xff\":1}}",
		"in the document":             "{\"query\":\"{ search(query: \\\"a\xc3\\\") { nodes { id } } }\"}",
		"in a comment":                "{\"query\":\"{ shop { name } } # \xc3\"}",
		"in the operation's name":     "{" + search + ",\"operationName\":\"Q\xc3\",\"variables\":{\"s\":\"a\"}}",
		"in the extensions":           "{" + search + ",\"extensions\":{\"a\":\"\xc3\"},\"variables\":{\"s\":\"a\"}}",
		"outside of everything":       "{" + search + "\xc3}",
		"UTF-16":                      "\xff\xfe{\x00}\x00",
	} {
		ctx, counter := postgres.WithCounter(t.Context())
		request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		shop.Handler.ServeHTTP(recorder, request)
		require.Equal(t, http.StatusBadRequest, recorder.Code, "%s: %s", name, recorder.Body)
		require.Contains(t, recorder.Body.String(), "BAD_USER_INPUT", name)
		require.NotContains(t, recorder.Body.String(), "SQLSTATE", name)
		require.NotContains(t, recorder.Body.String(), "byte sequence", name)
		require.Empty(t, counter.Statements(), name)
	}
	for _, address := range []string{"/graphql?query=%7Bshop%7Bname%7D%7D%23%C3", "/graphql?query=%7Bshop%7Bname%7D%7D&variables=%7B%22a%22%3A%22%C3%22%7D"} {
		recorder := httptest.NewRecorder()
		shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		require.Equal(t, http.StatusBadRequest, recorder.Code, address)
		require.Contains(t, recorder.Body.String(), "not valid UTF-8")
	}
}
