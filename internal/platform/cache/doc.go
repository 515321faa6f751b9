// Package cache keeps answers of a slower source in two layers: a small one in
// the process and a shared one in Redis. Cache holds entities by key, Answers
// holds computed answers that are dropped together as a Group.
//
// # What a reader may rely on
//
// Drop is called after the transaction that changed a row has committed. Once
// it has returned nil,
//   - this process answers with what the source says now,
//   - other processes do as soon as they hear of it, a few milliseconds later,
//   - and a reader that had read the row before the change cannot put the old
//     value back, in no process and at no time.
//
// The last point is kept by leases. A reader that misses puts a token of its
// own where the value belongs, reads the source, and stores the value only if
// its token is still there; Drop deletes the token as it deletes a value. In
// the process the same is done by the table of reads in flight: a value enters
// the local layer only if its read is still in the table, and Drop takes it
// out. The local layer holds nothing that Redis did not hold.
//
// # When Redis is away
//
// Answers then come from the source. A call to Redis waits at most
// Options.OpTimeout, and after three failures in a row a breaker answers in its
// place, letting one call a second through to see whether Redis is back.
//
// Drops are heard through pubsub. While its connection is down the local layer
// is off, because what was dropped elsewhere would not be heard of; when it
// comes back the layer is cleared before it is used. A connection that hangs
// is noticed after three heartbeats of the hub (3 s by default), and that is
// how long an old value may be served then.
//
// A Drop that fails is remembered and repeated until it succeeds. Until then
// this process reads the keys concerned from the source; another process that
// can reach Redis may see an old value. A process that is killed in that state
// leaves its drops undone, and a Redis that comes back from an older snapshot,
// or fails over to a replica that is behind, may bring a dropped value back:
// in these cases Settings.TTL bounds how old it can be.
//
// # Values
//
// A value handed out is shared with every other reader in the process: it must
// not be written to, nor anything it points to.
package cache
