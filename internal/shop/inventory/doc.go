// Package inventory is how many pieces there are of what the shop sells: taking
// them for an order, giving them back, and what staff add or write off.
//
// What holds:
//   - No count falls below zero, however many people buy at once.
//   - A product that has variants is sold by variant, and its stock_count is the
//     sum of theirs: the two change in one transaction.
//   - Rows are locked in one order everywhere, products by id and then variants
//     by id, so that orders wait for each other and never block each other.
//   - An order takes all of its pieces or none.
//
// What somebody else's transaction changed is told by Settle once it is
// committed: caches drop, and staff who watch hear what ran low.
package inventory
