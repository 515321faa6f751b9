// Package builtin is the pet's own brain, which needs no network: it reads a
// message by the shop's words, acts at the desk, and says what came of it in
// the persona's voice.
//
// What holds:
//   - Nothing is put into a cart unless the message asks for it, or answers the
//     pet's own question about something that a message asked for.
//   - What is said of a product, an order or a cart is what the desk told; the
//     brain makes up no fact.
//   - The same ask is the same answer: phrasings come from the seed.
//   - What a shopper wrote is never said back in full, only the few words that
//     were looked for.
package builtin
