// Package cart is what somebody wants to buy: one cart a person on all of their
// devices, and one a guest's session, until it is merged into the person's at
// sign-in.
//
// What holds:
//   - A line is one product and, where the product has variants, one of them,
//     with size and colour as the variant has them. A product without variants
//     has neither. The same thing is one line, of 1 to 20 pieces; a cart has at
//     most 100 lines.
//   - Every change locks the header first, so that two devices lose nothing of
//     each other, raises the version and is told once it is committed. A guest's
//     change asks before that, with a lock, whether the session is a guest's
//     still: what is put in while it is signed in on would stay behind.
//   - What was not done as it was asked for is told in warnings; nothing is left
//     out silently.
//   - The cart holds no price but the one the shopper saw last. What a line is
//     and costs now is read with it, each time.
//   - The owner is part of every predicate: the lines of others do not exist.
//
// A cart puts nothing aside: stock goes down when an order is placed.
package cart
