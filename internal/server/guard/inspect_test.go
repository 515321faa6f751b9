package guard

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
)

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
		"first overflowing":          {query: `{products(first:9223372036854775807){nodes{id}}}`, cost: 102},
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
