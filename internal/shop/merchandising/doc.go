// Package merchandising is how staff change what the shop shows: products and
// their variants, the tree of categories, brands. Shoppers read all of these
// through package catalog.
//
// A product is for sale or archived; it is never deleted, because orders name
// it. A product with variants sells only variants, one without sells itself.
//
// What holds:
//   - stock_count of a product with variants is the sum of theirs, and its
//     sizes and colors are theirs. Who changes variants locks the product
//     first, as everybody does who takes or gives back stock.
//   - Stock that is there is changed by package inventory. Here it only comes
//     with a new product or variant and goes with a variant; each is a row of
//     stock_adjustments.
//   - The tree has three levels and no circle. Products hang on leaves, and
//     those for sale on leaves that shoppers see. Who changes the tree keeps
//     others out of it meanwhile; who hangs a product on it keeps it still.
//   - A slug is one thing's for as long as nobody asks for another: links to it
//     are out in the world. A new name leaves it alone.
//   - Locks are taken in this order: categories, brands, product, slugs.
package merchandising
