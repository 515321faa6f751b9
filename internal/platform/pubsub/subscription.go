package pubsub

import (
	"context"
	"fmt"
)

// Mode says what happens to a reader that is slower than its channel.
type Mode int

const (
	// Latest drops the oldest waiting message for the newest: right for
	// messages that each carry, or point to, the whole state.
	Latest Mode = iota
	// Strict closes the subscription with ErrSlow: right when every message
	// matters, because the reader can then start over from the stored state.
	Strict
)

const defaultStrictBuffer = 16

// SubscribeOptions say how one subscription buffers.
type SubscribeOptions struct {
	// Mode is what happens when the buffer is full.
	Mode Mode
	// Buffer is how many messages may wait; default 1 for Latest and 16 for
	// Strict.
	Buffer int
}

// Subscription is one reader of one channel. Its owner must Close it.
type Subscription struct {
	hub      *Hub
	topic    *topic
	mode     Mode
	messages chan []byte
	gaps     chan struct{}

	// The fields below belong to topic.mu.
	index int
	live  bool // Redis had confirmed the channel while this reader listened.
	err   error
}

// Subscribe listens to channel and returns once Redis has confirmed it: what
// is published afterwards arrives, so the caller reads the state after this
// call and misses nothing. It fails with ErrUnavailable when Redis does not
// confirm within Options.ConfirmTimeout, with the context's error when that
// ends first, and with ErrStopped.
func (h *Hub) Subscribe(ctx context.Context, channel string, o SubscribeOptions) (*Subscription, error) {
	if o.Buffer <= 0 {
		o.Buffer = 1
		if o.Mode == Strict {
			o.Buffer = defaultStrictBuffer
		}
	}
	s := &Subscription{
		hub: h, mode: o.Mode,
		messages: make(chan []byte, o.Buffer), gaps: make(chan struct{}, 1),
	}
	var ready chan struct{}
	_, err := h.join(h.opts.Prefix+channel, func(t *topic) {
		t.add(s)
		ready = t.ready
	})
	if err != nil {
		return nil, err
	}
	wait, cancel := context.WithTimeoutCause(ctx, h.opts.ConfirmTimeout, ErrUnavailable)
	defer cancel()
	select {
	case <-ready:
		return s, nil
	case <-h.ctx.Done():
		err = ErrStopped
	case <-wait.Done():
		err = context.Cause(wait)
	}
	s.Close()
	return nil, fmt.Errorf("subscribe to %s: %w", channel, err)
}

// C delivers the messages, in the order of publishing. The slices are shared
// between all readers: they must not be written to. The channel is closed when
// the subscription ends; Err then says why.
func (s *Subscription) C() <-chan []byte { return s.messages }

// Gaps delivers a signal after messages may have been missed: the connection
// was lost and Redis has confirmed the channel again. The reader then reads
// the state anew. Several gaps may be told as one.
func (s *Subscription) Gaps() <-chan struct{} { return s.gaps }

// Err is nil while the subscription is open, then ErrSlow, ErrStopped or
// ErrClosed.
func (s *Subscription) Err() error {
	s.topic.mu.Lock()
	defer s.topic.mu.Unlock()
	return s.err
}

// Close ends the subscription and closes C. Calling it again does nothing.
func (s *Subscription) Close() {
	s.topic.mu.Lock()
	s.topic.remove(s, ErrClosed)
	empty := s.topic.empty()
	s.topic.mu.Unlock()
	if empty {
		s.hub.reap(s.topic)
	}
}

// up notes that messages arrive from now on, again if they did before. The
// caller holds topic.mu.
func (s *Subscription) up() {
	if s.live {
		select {
		case s.gaps <- struct{}{}:
		default: // A gap is waiting to be read already.
		}
	}
	s.live = true
}

// offer puts a message into the buffer and is false when a strict reader has
// left no room. The caller holds topic.mu, so nobody else sends.
func (s *Subscription) offer(payload []byte) bool {
	for {
		select {
		case s.messages <- payload:
			return true
		default:
		}
		if s.mode == Strict {
			return false
		}
		select {
		case <-s.messages: // The oldest goes; the reader may be faster.
		default:
		}
	}
}
