// Package checkout is the one workflow across the nouns of buying: it prices a
// cart, makes an order of it, takes the news of payments, and undoes what an
// order took when it is given up.
//
// Every write is one transaction on one connection, and all of them lock in one
// order: the request's key, cart, coupon, reward, products and variants by id,
// the phone that pays in cash, the person's points. A step of an order that is
// there begins with the order's row. What leaves the database (prices kept
// elsewhere, news, a call of a payment provider) comes after the commit.
//
// An order that was given up because nobody paid in time goes on when its money
// comes after all and everything for it is still there. One that somebody gave
// up on purpose, or that codes or points made cheaper, does not: its money goes
// back.
package checkout
