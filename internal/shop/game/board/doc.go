// Package board is the leaderboards: who reached what in a game, in a day, a
// week, a month, and ever.
//
// PostgreSQL is the truth: a board is the best accepted score of everybody who
// is not erased, higher scores first, and of equal ones the lower row id, which
// was there first. Redis holds the same order in sorted sets, so that a place
// among a million costs a logarithm. The order in Redis is exact: a sorted set
// compares scores, which are 32-bit, and then the bytes of the members, which
// begin with the complement of the row id; nothing is packed into a float.
//
// # What may be relied on
//
// What the sets hold is only ever improved, so that the same score may be
// applied any number of times and in any order. A score that is voided and a
// person who is forgotten leave a stone for an hour, over which a late writer
// or a rebuild with an older view does not carry them back.
//
// A board is rebuilt beside the one that is read and takes its place in one
// step. Whoever writes meanwhile writes to both, from before PostgreSQL is read
// until after the exchange: nothing that is scored during a rebuild is missing
// after it.
//
// A board that is not whole, because Redis lost it, restarted, or a new day has
// begun, is read from PostgreSQL and rebuilt in the background. Reconcile
// repeats what was committed and not applied: by a process that died in
// between, or because Redis came back from an older snapshot.
package board
