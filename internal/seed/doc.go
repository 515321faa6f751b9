// Package seed fills an empty database with a believable shop: what it sells
// (package goods), who buys there (people), what they say to their pets
// (chat), and everything that follows from it: orders, reviews, points,
// scores, visits. The same plan makes the same shop, row by row.
//
// The whole shop is first drawn in memory as what happened to whom and when,
// because rows depend on one another: a product's rating is the mean of its
// reviews, a person's points are the sum of a ledger that orders and games
// write. Then the tables are written with COPY in one transaction, so that
// there is either a whole shop or none.
package seed
