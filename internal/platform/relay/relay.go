// Package relay lets whoever carries a subscription to its client take the events
// out of their channel. GraphQL's executor would wait for each of them deep inside
// of its own calls, with a stack that is many times as large as the wait needs, and
// would write each event anew for everybody who is told the same.
package relay

import "context"

// Common is an event that may be the same for many.
type Common interface {
	// Common is where what such an event is written as is kept; nil when it is for
	// one viewer alone.
	Common() Keeper
}

// Own are the viewer's own numbers in an event.
type Own [2]int

// Personal is an event that is the same for many but for numbers of the viewer's,
// such as where each stands. They are shown as they are, and nothing else that is
// shown hangs on them.
type Personal interface {
	// Personal are the numbers, and where is kept what such an event is written as
	// without them; nil where it has none.
	Personal() (Own, Keeper)
	// As is the event of whoever has these numbers.
	As(own Own) (event any)
}

// Keeper keeps what an event is written as.
type Keeper interface {
	// Rendered is what was made for a key, made once. The bytes are everybody's and
	// must not be written to.
	Rendered(key any, make func() []byte) []byte
}

// Relay passes the events of one subscription on. It belongs to one goroutine at a
// time.
type Relay struct {
	next func(ctx context.Context) (event any, more bool)
	give func(event any)
}

type contextKey struct{}

// With gives a subscription a relay, which its resolver may use or not.
func With(ctx context.Context) (context.Context, *Relay) {
	r := new(Relay)
	return context.WithValue(ctx, contextKey{}, r), r
}

// Through hands a subscription's events to who carries it, where somebody wants
// them, and is the channel for the executor to read. It comes last in a resolver:
// events of a subscription that fails afterwards are nobody's.
func Through[T any](ctx context.Context, events <-chan T) <-chan T {
	r, wanted := ctx.Value(contextKey{}).(*Relay)
	if !wanted || r.Used() {
		return events
	}
	passed := make(chan T, 1)
	r.next = func(ctx context.Context) (any, bool) {
		select {
		case event, more := <-events:
			return event, more
		case <-ctx.Done():
			return nil, false
		}
	}
	r.give = func(event any) {
		select {
		case passed <- event.(T):
		default: // The executor reads none, as after an error.
		}
	}
	return passed
}

// Used tells whether the resolver has handed its events over.
func (r *Relay) Used() bool { return r.next != nil }

// Next waits for an event; there are no more when the subscription or ctx has
// ended.
func (r *Relay) Next(ctx context.Context) (event any, more bool) { return r.next(ctx) }

// Give lets the executor have an event, which it must be asked to read then.
func (r *Relay) Give(event any) { r.give(event) }
