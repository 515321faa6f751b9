// Package checkout is the one workflow across the nouns of buying: it prices a
// cart, makes an order of it, takes the news of payments, and undoes what an
// order took when it is given up.
//
// Every write is one transaction, and all of them lock in one order: the
// request's key, cart, coupon, reward, products and variants by id, the order,
// the person's points. A step of an order that is there begins with the order's
// row. What leaves the database (prices kept elsewhere, news, a call of a
// payment provider) comes after the commit.
package checkout
