// Package notify is what people are told: inside the shop by a notice, by mail,
// and by SMS where a guest gave only a phone.
//
// What holds:
//   - A notice is told once for each source that it is told of, however often
//     the work behind it runs.
//   - A letter is sent once in ordinary running: its mark in idempotency_keys is
//     taken before it is sent, given back when sending failed in a way that may
//     pass, and kept when it was sent or refused for good. Of runs at the same
//     time one sends. A process that dies in between leaves a mark that runs
//     out, so that the letter is sent again rather than lost.
//   - People read and mark their own notices; another's do not exist for them.
//   - Jobs carry ids and the words of staff, never an address or a number. The
//     letter package has the words that are sent.
package notify
