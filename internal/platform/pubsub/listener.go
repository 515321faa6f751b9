package pubsub

import "slices"

// Listener hears a channel through calls instead of a Go channel. All calls
// come one after another from the hub's own goroutine (the first OnUp may come
// from Listen), so they must be quick, must not block and must not call the
// hub's Listen, Subscribe, Stop, or the function that Listen returned. Nil
// fields are skipped.
type Listener struct {
	// OnMessage gets each message; the slice must not be written to.
	OnMessage func(payload []byte)
	// OnUp says that messages arrive from now on: whatever was published
	// before may have been missed.
	OnUp func()
	// OnDown says that messages are being missed from now on.
	OnDown func()
}

// Listen calls l for everything that happens on channel. It does not wait for
// Redis. The returned function ends it; no call comes after that has returned.
// On a stopped hub nothing is ever heard.
func (h *Hub) Listen(channel string, l Listener) (stop func()) {
	heard := &l
	t, err := h.join(h.opts.Prefix+channel, func(t *topic) {
		t.listeners = append(t.listeners, heard)
		if t.confirmed {
			heard.up()
		}
	})
	if err != nil {
		return func() {}
	}
	return func() {
		t.mu.Lock()
		if i := slices.Index(t.listeners, heard); i >= 0 {
			t.listeners = slices.Delete(t.listeners, i, i+1)
		}
		empty := t.empty()
		t.mu.Unlock()
		if empty {
			h.reap(t)
		}
	}
}

func (l *Listener) message(payload []byte) {
	if l.OnMessage != nil {
		l.OnMessage(payload)
	}
}

func (l *Listener) up() {
	if l.OnUp != nil {
		l.OnUp()
	}
}

func (l *Listener) down() {
	if l.OnDown != nil {
		l.OnDown()
	}
}
