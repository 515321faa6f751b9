// Package catalog is what the shop shows: products with their variants, the
// tree of categories, brands, and what people say about products.
//
// Only active products, active categories and published reviews exist here;
// staff see the rest elsewhere. A list is read in two steps: the keys of the
// page by one statement for all lists of a request, then the products by one
// more, from the cache where it has them. So a request costs the same number
// of statements whatever the length of its lists.
package catalog
