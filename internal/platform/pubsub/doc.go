// Package pubsub carries small messages between the processes of a service
// over Redis and fans them out in memory.
//
// A Hub keeps one Redis subscription connection, however many subscribers a
// process has. The first subscriber of a channel makes the hub SUBSCRIBE, the
// last one to leave makes it UNSUBSCRIBE, and a message costs one non-blocking
// send a subscriber: no subscriber has a goroutine of its own.
//
// Redis keeps nothing for a subscriber that is away, so messages published
// while the connection is lost never arrive. A subscriber therefore
// subscribes first, then reads the state, then applies messages newer than it,
// and reads the state again whenever it is told of a gap.
//
// Plain PUBLISH is used, which a Redis Cluster forwards to all of its nodes:
// one connection to any node is enough, and when that node dies the next one is
// made to another. A channel's messages are given to the node of its name, so
// that they keep their order; while that node is away any other takes them. What
// the nodes lose on the way to each other, as when one dies with a message that
// it has taken, is no gap that anybody is told of.
package pubsub

import "errors"

var (
	// ErrUnavailable says that Redis did not confirm a subscription in time.
	ErrUnavailable = errors.New("pubsub: redis did not confirm the subscription in time")
	// ErrSlow says that a strict subscription was closed because its reader
	// left the buffer full.
	ErrSlow = errors.New("pubsub: the reader is too slow")
	// ErrStopped says that the hub has been stopped.
	ErrStopped = errors.New("pubsub: the hub is stopped")
	// ErrClosed says that the subscription was closed by its owner.
	ErrClosed = errors.New("pubsub: the subscription is closed")
)
