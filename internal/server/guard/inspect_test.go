package guard

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// hostile holds documents, with what is said of each.
var hostile = map[string]struct {
	query string
	code  fault.Code
	says  string
}{
	"26 double spreads":  {chain(26), fault.QueryTooComplex, "fragment spread limit is 200"},
	"200 double spreads": {chain(200), fault.QueryTooComplex, "more than can be counted"},
	"13 deep": {
		"{product(slug:\"a\")" + strings.Repeat("{brand{products{nodes", 4) + "{id}" + strings.Repeat("}}}", 4) + "}",
		fault.QueryTooComplex, "depth limit is 12",
	},
	"deep through fragments": {
		"{product(slug:\"a\"){...A}} fragment A on Product{brand{products{nodes{...B}}}} " +
			"fragment B on Product{brand{products{nodes{...C}}}} fragment C on Product{brand{products{nodes{...D}}}} " +
			"fragment D on Product{brand{products{nodes{id}}}}",
		fault.QueryTooComplex, "depth limit is 12",
	},
	"31 aliases": {"{shop{" + numbered("a", ":name ", 31) + "}}", fault.QueryTooComplex, "alias limit is 30"},
	"aliases through a fragment": {
		"{shop{...A ...A ...A ...A}} fragment A on Shop{" + numbered("a", ":name ", 8) + "}",
		fault.QueryTooComplex, "alias limit is 30",
	},
	"21 root fields": {"{" + numbered("a", ":shop{name} ", 21) + "}", fault.QueryTooComplex, "root field limit is 20"},
	"root fields in fragments": {
		"{...A ...A ...A} fragment A on Query{" + strings.Repeat("shop{name} ", 7) + "}",
		fault.QueryTooComplex, "root field limit is 20",
	},
	"one field 900 times":        {"{shop{" + strings.Repeat("name ", 900) + "}}", fault.QueryTooComplex, "repeated field limit is 20"},
	"1,001 fields":               {"{shop{" + numbered("f", " ", 1001) + "}}", fault.QueryTooComplex, "field limit is 1000"},
	"61 directives":              {"{shop" + strings.Repeat("@tag ", 61) + "{name}}", fault.QueryTooComplex, "directive limit is 60"},
	"directives of an operation": {"query Q" + strings.Repeat("@tag ", 61) + "{shop{name}}", fault.QueryTooComplex, "directive limit is 60"},
	"introspection too deep": {
		"{__schema{types{fields{type{" + strings.Repeat("ofType{", 17) + "name" + strings.Repeat("}", 17) + "}}}}}",
		fault.QueryTooComplex, "introspection depth limit is 20",
	},
	"pages of pages": {
		"{products(first:100){nodes{related(first:100){nodes{id}}}}}", fault.QueryTooComplex, "cost limit is 10000",
	},
	"an enormous first": {
		"{products(first:99999999999999999999){nodes{related(first:9223372036854775807){nodes{id}}}}}",
		fault.QueryTooComplex, "cost limit is 10000",
	},
	"a fragment of itself":   {"{shop{...A}} fragment A on Shop{...A}", fault.BadUserInput, `fragment "A" spreads itself`},
	"a ring of fragments":    {"{shop{...A}} fragment A on Shop{related{brand{...B}}} fragment B on Brand{...A}", fault.BadUserInput, "spreads itself"},
	"a ring nobody spreads":  {"{shop{name}} fragment A on Shop{...B} fragment B on Shop{...A}", fault.BadUserInput, "spreads itself"},
	"NUL in a literal":       {`{products(text:"a\u0000b"){totalCount}}`, fault.BadUserInput, "products.text: contains a NUL character"},
	"NUL deep in an input":   {`{products(filter:{all:[{text:"\u0000"}]}){totalCount}}`, fault.BadUserInput, "products.filter.all.text: contains a NUL"},
	"NUL in a default":       {`query Q($t:String="\u0000"){products(text:$t){totalCount}}`, fault.BadUserInput, "$t: contains a NUL"},
	"half UTF-8 in a string": {"{products(text:\"a\xc3\"){totalCount}}", fault.BadUserInput, "products.text: is not valid UTF-8"},
}

func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	for name, test := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := inspector.Inspect(document(t, test.query), "", nil)
			require.Error(t, err)
			require.True(t, fault.Is(err, test.code), "%v", err)
			require.ErrorContains(t, err, test.says)
		})
	}
}

func TestTheChainOfSpreadsTakesNoTime(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	doc := document(t, chain(26))
	require.Less(t, len(chain(26)), 1000)
	start := time.Now()
	for range 1000 {
		_, err := inspector.Inspect(doc, "", nil)
		require.Error(t, err)
	}
	// 26 doublings would take minutes; a slow machine still has room here.
	require.Less(t, time.Since(start)/1000, time.Millisecond)
}

func TestCost(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	for name, test := range map[string]struct {
		query     string
		variables map[string]any
		cost      int
	}{
		"scalars":                    {query: `{shop{name __typename}}`, cost: 2},
		"a connection":               {query: `{products(first:24){nodes{id name} totalCount pageInfo{hasNextPage}}}`, cost: 1 + 1 + 24*2 + 1 + 2},
		"edges":                      {query: `{products(first:10){edges{cursor node{id}}}}`, cost: 1 + 1 + 10*3},
		"no size given":              {query: `{products{nodes{id}}}`, cost: 1 + 1 + 20},
		"null is no size":            {query: `{products(first:null){nodes{id}}}`, cost: 22},
		"the schema's default":       {query: `{open{nodes{id}}}`, cost: 1 + 1 + 50},
		"the greater of two":         {query: `{products(first:3,last:7){nodes{id}}}`, cost: 1 + 1 + 7},
		"first above the range":      {query: `{products(first:101){nodes{id}}}`, cost: 102},
		"first below the range":      {query: `{products(first:-5){nodes{id}}}`, cost: 3},
		"first overflowing":          {query: `{products(first:9223372036854775808){nodes{id}}}`, cost: 102},
		"a variable":                 {`query($n:Int){products(first:$n){nodes{id}}}`, map[string]any{"n": json.Number("40")}, 42},
		"a variable left out":        {query: `query($n:Int){products(first:$n){nodes{id}}}`, cost: 22},
		"a variable of null":         {`query($n:Int){products(first:$n){nodes{id}}}`, map[string]any{"n": nil}, 22},
		"a variable's default":       {query: `query($n:Int=5){products(first:$n){nodes{id}}}`, cost: 7},
		"a variable that is no size": {`query($n:Int){products(first:$n){nodes{id}}}`, map[string]any{"n": true}, 102},
		"an overflowing variable":    {`query($n:Int){products(first:$n){nodes{id}}}`, map[string]any{"n": json.Number("1e400")}, 102},
		"a plain list":               {query: `{brands{id name}}`, cost: 1 + 10*2},
		"a list with a size":         {query: `{top(first:5){id}}`, cost: 1 + 5},
		"a list of scalars":          {query: `{product(slug:"a"){tags}}`, cost: 2},
		"ids":                        {query: `{nodes(ids:["a","b","c"]){id}}`, cost: 1 + 3},
		"ids by variable":            {`query($i:[ID!]!){nodes(ids:$i){id}}`, map[string]any{"i": []any{"a", "b"}}, 3},
		"a connection further down":  {query: `{search(first:30){products{nodes{id}} facets{values{label}}}}`, cost: 1 + 1 + 1 + 30 + 1 + 10*(1+10)},
		"through a fragment": {
			query: `{products(first:10){...P} open(first:2){...P}} fragment P on ProductConnection{nodes{id}}`,
			cost:  1 + 1 + 10 + 1 + 1 + 2,
		},
		"interfaces":        {query: `{node(id:"a"){id ... on Product{name} ... on Brand{name}}}`, cost: 4},
		"introspection":     {query: `{__schema{types{name}}}`, cost: introspectionCost},
		"unknown fields":    {query: `{nonsense{more{things}}}`, cost: 3},
		"a mutation":        {query: `mutation{rename(slug:"a",name:"b"){id}}`, cost: 2},
		"no subscriptions":  {query: `subscription{changes{id}}`, cost: 2},
		"an unknown spread": {query: `{shop{...Nowhere}}`, cost: 1},
		"an unknown type":   {query: `{shop{... on Nowhere{name}}}`, cost: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := inspector.Inspect(document(t, test.query), "", test.variables)
			require.NoError(t, err)
			require.Equal(t, test.cost, report.Cost)
		})
	}
}

func TestTheOperationAskedForIsWeighed(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	doc := document(t, `query A{shop{name}} query B{brands{id name}}`)
	for name, cost := range map[string]int{"A": 2, "B": 21, "C": 0} {
		report, err := inspector.Inspect(doc, name, nil)
		require.NoError(t, err)
		require.Equal(t, cost, report.Cost, name)
	}
}

// introspection is built like the query that GraphiQL and code generators
// send: nearly all of it in fragments.
var introspection = `query IntrospectionQuery { __schema { queryType { name } types { ...FullType }
	directives { name locations args { ...InputValue } } } }
fragment FullType on __Type { kind name fields(includeDeprecated: true) { name args { ...InputValue } type { ...TypeRef } }
	inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ` + strings.Repeat("ofType { kind name ", 9) + strings.Repeat("}", 9) + ` }`

func TestWhatToolsSendForTheSchemaIsAllowed(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	report, err := inspector.Inspect(document(t, introspection), "", nil)
	require.NoError(t, err)
	require.True(t, report.Introspects)
	require.Equal(t, 15, report.IntrospectionDepth)
	require.Equal(t, 1, report.Depth)
	require.Equal(t, introspectionCost, report.Cost)
	run, _ := gated(t, Settings{Limits: DefaultLimits(), Introspection: func(context.Context) bool { return true }})
	_, errs := open(run, graphql.RawParams{Query: introspection})
	require.Empty(t, errs, "it passes validation as well")
}

// numbered repeats a text with a counter, as in a0:name a1:name.
func numbered(prefix, suffix string, n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(prefix + letter(i) + suffix)
	}
	return text.String()
}
