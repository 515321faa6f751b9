// Package tool is the desk at which a pet works: five tools, and the facts of
// the shop. The server makes a desk for one answer, with the person and the
// message in it; nothing that a brain says can name another person or cart.
//
// What holds:
//   - A message has MostCalls tool calls and one coupon at most; the same call
//     with the same arguments is one call and gives the same result, also to a
//     process that takes the answer over.
//   - Reading runs at once. Changing something becomes a proposal, unless the
//     person's own message asked for exactly it: the desk's own reading of the
//     message decides that, never the brain.
//   - Each call is a row of pet_actions. What is added at once is added in the
//     transaction that writes its row, so it is added once.
//   - Products come from the catalogue; what is not on sale is never shown.
//
// Locks come in this order: the action, the cart, the pet.
package tool
