// Package hostile holds documents that attack a GraphQL server, each with what has
// to come of it, for the tests of the guard and of the server around it.
package hostile

// Schema is what the documents are written for: a small shop with pages in pages.
const Schema = `
directive @tag(name: String) repeatable on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT
scalar Naira
interface Node { id: ID! }
type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  product(slug: String!): Product
  products(first: Int, last: Int, text: String, filter: Filter): ProductConnection!
  priced(above: Naira): ProductConnection!
  open(first: Int = 50): ProductConnection!
  search(first: Int): SearchAnswer!
  brands: [Brand!]!
  top(first: Int): [Product!]!
  shop: Shop!
}
input Filter { text: String, all: [Filter!] }
type Mutation { rename(slug: String!, name: String!): Product }
type Subscription { changed: Product, restocked: Product }
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
