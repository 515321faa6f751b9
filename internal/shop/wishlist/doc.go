// Package wishlist is what people wish for: products, not variants of them.
//
// What holds:
//   - A person wishes for a product once, and for at most 500.
//   - A wish knows what its person knows of the product: the price, and whether
//     there is any. The job that watches tells them once each time that there is
//     some again, or that it costs less than they know, and notes in the same
//     transaction what they know from then on. Two workers never tell the same.
//   - A move to the cart happens whole or not at all.
package wishlist
