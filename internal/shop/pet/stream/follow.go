package stream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/pubsub"
)

const (
	// buffer is how many events may wait for a reader. Who is slower is closed,
	// and begins anew where it was.
	buffer = 512
	// look is how often the stored ends are read: an end is there although
	// nobody told of it when its process died right after the commit, or while
	// Redis is away.
	look = 3 * time.Second
)

// Ends are the stored ends of answers after a number, in order.
type Ends func(ctx context.Context, after int) ([]Event, error)

// Follow gives the events of a conversation after a number, and then each as it
// comes. It listens before it reads. The channel closes when ctx ends, when the
// reader is too slow, and when the ends cannot be read. While Redis is away the
// ends still come.
func (l *Log) Follow(ctx context.Context, conversation uuid.UUID, after int, ends Ends) (<-chan Event, error) {
	f := follower{log: l, conversation: conversation, last: after, ends: ends, out: make(chan Event, 1)}
	// The ends are read first of all: who may not see the conversation is told
	// so, and not that there is nothing.
	if _, err := ends(ctx, after); err != nil {
		return nil, err
	}
	sub, err := l.Hub.Subscribe(ctx, channel(conversation), pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: buffer})
	if err != nil && !errors.Is(err, pubsub.ErrUnavailable) {
		return nil, err
	}
	if err != nil {
		sub = nil // Redis is away: the ends will do.
	}
	go f.run(ctx, sub)
	return f.out, nil
}

type follower struct {
	log          *Log
	conversation uuid.UUID
	last         int
	ends         Ends
	out          chan Event
}

func (f *follower) run(ctx context.Context, sub *pubsub.Subscription) {
	defer close(f.out)
	var (
		news <-chan []byte
		gaps <-chan struct{}
	)
	if sub != nil {
		defer sub.Close()
		news, gaps = sub.C(), sub.Gaps()
	}
	if !f.catchUp(ctx, true) {
		return
	}
	timer := time.NewTicker(look)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			// Without a subscription the log is the only way to hear of pieces.
			if !f.catchUp(ctx, sub == nil) {
				return
			}
		case <-gaps:
			if !f.catchUp(ctx, true) {
				return
			}
		case raw, open := <-news:
			if !open {
				return
			}
			var event Event
			if json.Unmarshal(raw, &event) != nil {
				continue
			}
			if !f.pass(ctx, event) {
				return
			}
		}
	}
}

// catchUp passes on what is in the log, and the ends that are not. It is false
// when there is nobody to pass them on to any more.
func (f *follower) catchUp(ctx context.Context, all bool) bool {
	stored, err := f.ends(ctx, f.last)
	if err != nil {
		return false // The client comes back and is told why.
	}
	var logged []Event
	if all || len(stored) > 0 { // The pieces before an end may still be on their way.
		if logged, err = f.log.After(ctx, f.conversation, f.last); err != nil && !errors.Is(err, errAway) {
			f.log.Log.WarnContext(ctx, "the log of a conversation could not be read", "cause", err)
		}
	}
	// An end that is in the log is the same as the stored one.
	for _, event := range merge(logged, stored) {
		if !f.pass(ctx, event) {
			return false
		}
	}
	return true
}

func merge(logged, stored []Event) []Event {
	all := slices.Concat(logged, stored)
	slices.SortStableFunc(all, func(a, b Event) int { return cmp.Compare(a.Seq, b.Seq) })
	return all
}

// pass gives an event to the reader, unless it had it.
func (f *follower) pass(ctx context.Context, event Event) bool {
	if event.Seq <= f.last {
		return true
	}
	select {
	case f.out <- event:
		f.last = event.Seq
		return true
	case <-ctx.Done():
		return false
	}
}
