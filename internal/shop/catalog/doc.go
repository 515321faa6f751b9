// Package catalog is what the shop shows: products with their variants, the
// tree of categories, brands, and what people say about products.
//
// Only active products, active categories and published reviews exist here;
// staff see the rest elsewhere. A list is read in two steps: the keys of the
// page by one statement for all lists of a request, then the products by one
// more, from the cache where it has them. So a request costs the same number
// of statements whatever the length of its lists.
//
// A search reads all matches of its words with one statement and remembers
// them; which of them a filter lets through, how many that are and what else
// they could be narrowed by is worked out on the shelf, which has the columns
// of every product that filters ask for in memory.
package catalog
