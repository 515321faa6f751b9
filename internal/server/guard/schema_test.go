package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

const shopSchema = `
directive @tag(name: String) repeatable on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT
interface Node { id: ID! }
type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  product(slug: String!): Product
  products(first: Int, last: Int, text: String, filter: Filter): ProductConnection!
  open(first: Int = 50): ProductConnection!
  search(first: Int): SearchAnswer!
  brands: [Brand!]!
  top(first: Int): [Product!]!
  shop: Shop!
}
input Filter { text: String, all: [Filter!] }
type Mutation { rename(slug: String!, name: String!): Product }
type Shop { name: String!, related: Product }
type SearchAnswer { products: ProductConnection!, facets: [Facet!]! }
type Facet { name: String!, values: [FacetValue!]! }
type FacetValue { label: String!, count: Int! }
type ProductConnection { edges: [ProductEdge!]!, nodes: [Product!]!, pageInfo: PageInfo!, totalCount: Int! }
type ProductEdge { node: Product!, cursor: String! }
type PageInfo { hasNextPage: Boolean! }
type Product implements Node { id: ID!, name: String!, tags: [String!]!, brand: Brand!, variants: [Variant!]!, related(first: Int): ProductConnection! }
type Brand implements Node { id: ID!, name: String!, products(first: Int): ProductConnection! }
type Variant { sku: String! }
`

func schema(tb testing.TB) *ast.Schema {
	tb.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "shop", Input: shopSchema})
	require.NoError(tb, err)
	return parsed
}

func document(tb testing.TB, text string) *ast.QueryDocument {
	tb.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	require.NoError(tb, err)
	return doc
}

// chain is a document of n fragments, each spreading the next one twice: its
// full expansion has 2ⁿ leaves.
func chain(n int) string {
	var text strings.Builder
	text.WriteString("{product(slug:\"a\"){...A0}}")
	for i := range n {
		name, next := letter(i), letter(i+1)
		text.WriteString("fragment " + name + " on Node{..." + next + " ..." + next + "}")
	}
	text.WriteString("fragment " + letter(n) + " on Node{id}")
	return text.String()
}

func letter(i int) string { return fmt.Sprintf("A%d", i) }
