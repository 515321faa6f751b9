// Package persisted keeps the GraphQL documents that clients were built with, so
// that they ask by a short id, and a server can refuse all others.
//
// A build of a client publishes its manifest once. A document is the same for
// ever: its id is a hash of its text, and one whose hash does not fit is refused.
// Apps in the field keep working for years, so nothing is taken away by
// publishing; Prune takes what nobody has asked for in a long time.
package persisted
