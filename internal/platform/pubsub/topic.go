package pubsub

import (
	"slices"
	"sync"
)

// topic is a channel and everybody in this process who listens to it.
type topic struct {
	name string

	mu        sync.Mutex
	listeners []*Listener
	subs      []*Subscription
	confirmed bool
	ready     chan struct{} // closed while confirmed.
}

// empty says whether nobody is left. The caller holds t.mu.
func (t *topic) empty() bool { return len(t.subs) == 0 && len(t.listeners) == 0 }

// up tells everybody that messages arrive from now on.
func (t *topic) up() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.confirmed {
		return
	}
	t.confirmed = true
	close(t.ready)
	for _, l := range t.listeners {
		l.up()
	}
	for _, s := range t.subs {
		s.up()
	}
}

// down tells listeners that messages are being missed from now on.
func (t *topic) down() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.confirmed {
		return // Who waits for the first confirmation keeps waiting.
	}
	t.confirmed = false
	t.ready = make(chan struct{})
	for _, l := range t.listeners {
		l.down()
	}
}

// deliver hands a message to everybody and says whether nobody is left.
func (t *topic) deliver(payload []byte) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range t.listeners {
		l.message(payload)
	}
	// Backwards, because removing one moves the last into its place.
	for i := len(t.subs) - 1; i >= 0; i-- {
		if s := t.subs[i]; !s.offer(payload) {
			t.remove(s, ErrSlow)
		}
	}
	return t.empty()
}

// add lets a subscription in. The caller holds t.mu.
func (t *topic) add(s *Subscription) {
	s.topic, s.index, s.live = t, len(t.subs), t.confirmed
	t.subs = append(t.subs, s)
}

// remove closes a subscription for the given reason. The caller holds t.mu.
func (t *topic) remove(s *Subscription, why error) {
	if s.err != nil {
		return
	}
	last := len(t.subs) - 1
	t.subs[s.index] = t.subs[last]
	t.subs[s.index].index = s.index
	t.subs[last] = nil
	t.subs = t.subs[:last]
	s.err = why
	close(s.messages)
}

// stop closes everybody because the hub ends.
func (t *topic) stop() {
	t.down()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range slices.Clone(t.subs) {
		t.remove(s, ErrStopped)
	}
}
