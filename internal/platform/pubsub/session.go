package pubsub

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// subscribeChunk is how many channels one SUBSCRIBE names at most.
const subscribeChunk = 500

var (
	errSilent  = errors.New("pubsub: no answer to the heartbeat")
	errSwapped = errors.New("pubsub: the client replaced the connection by itself")
)

// gone is a context that has ended. go-redis redials and resubscribes by
// itself when a connection breaks, holding the lock that Close needs, before
// it reports the error. A gap must be reported first and at once, so every
// call after the dial carries this context: it lets established connections
// work and makes those hidden redials fail immediately.
var gone = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// session is one connection from its dial to its loss.
type session struct {
	hub   *Hub
	conn  *redis.PubSub
	born  time.Time
	heard atomic.Int64 // nanoseconds after born when Redis last spoke.

	once   sync.Once
	closed chan struct{}
	cause  error
}

// connect runs one session and returns why it ended and whether every wanted
// channel had been confirmed at some time.
func (h *Hub) connect(ctx context.Context) (wasUp bool, err error) {
	s := &session{hub: h, conn: h.client.Subscribe(ctx), born: time.Now(), closed: make(chan struct{})}
	defer func() { s.fail(err) }()
	dial, cancel := context.WithTimeout(ctx, dialTimeout)
	err = s.conn.Ping(dial) // The first command dials.
	cancel()
	if err != nil {
		return false, err
	}
	s.heard.Store(int64(time.Since(s.born)))
	h.attach()
	var writer sync.WaitGroup
	writer.Go(func() { s.write(ctx) })
	s.fail(s.read())
	writer.Wait()
	return h.detach(), s.cause
}

// fail ends the session; the first cause is kept.
func (s *session) fail(cause error) {
	s.once.Do(func() {
		s.cause = cause
		close(s.closed)
		_ = s.conn.Close() // Its only error says that it is closed already.
	})
}

// read handles what Redis sends until the connection ends.
func (s *session) read() error {
	for {
		received, err := s.conn.Receive(gone)
		if err != nil {
			return err
		}
		s.heard.Store(int64(time.Since(s.born)))
		switch m := received.(type) {
		case *redis.Message:
			s.hub.deliver(m.Channel, []byte(m.Payload))
		case *redis.Subscription:
			if !s.hub.acknowledge(m.Channel) {
				return errSwapped
			}
		case *redis.Pong:
			s.hub.settle()
		}
	}
}

// write sends subscriptions and heartbeats until the session ends.
func (s *session) write(ctx context.Context) {
	beat := time.NewTicker(s.hub.opts.Heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-s.closed:
			return
		case <-ctx.Done():
			err = ctx.Err()
		case <-s.hub.wake:
			err = s.flush()
		case <-beat.C:
			err = s.ping()
		}
		if err != nil {
			s.fail(err)
			return
		}
	}
}

// ping asks for a sign of life, unless too many went unanswered.
func (s *session) ping() error {
	if time.Since(s.born)-time.Duration(s.heard.Load()) > 3*s.hub.opts.Heartbeat {
		return errSilent
	}
	return s.conn.Ping(gone)
}

// flush tells Redis what has changed since the last time.
func (s *session) flush() error {
	on, off := s.hub.changes()
	for len(on) > 0 {
		n := min(len(on), subscribeChunk)
		if err := s.conn.Subscribe(gone, on[:n]...); err != nil {
			return err
		}
		on = on[n:]
	}
	if len(off) == 0 {
		return nil // Without a channel, UNSUBSCRIBE would mean all of them.
	}
	return s.conn.Unsubscribe(gone, off...)
}

// attach makes every topic wait for the new connection.
func (h *Hub) attach() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wire = map[string]*wireState{}
	h.unconfirmed = 0
	clear(h.dirty)
	for name := range h.topics {
		h.touch(name)
	}
}

// detach tells every topic that messages are being missed from now on. It
// reports whether the session had been fully up.
func (h *Hub) detach() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wire = nil
	wasUp := h.connected.Swap(false)
	for _, t := range h.topics {
		t.down()
	}
	return wasUp
}

// changes takes the dirty channels and returns which to subscribe to and which
// to leave, noting the replies that will be owed.
func (h *Hub) changes() (on, off []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name := range h.dirty {
		w := h.wire[name]
		if w == nil {
			w = &wireState{}
			h.wire[name] = w
		}
		t := h.topics[name]
		switch {
		case t != nil && !w.on:
			on = append(on, name)
		case t == nil && w.on:
			off = append(off, name)
		default:
			// Everybody left and somebody came back before Redis was told.
			h.conclude(name, w)
			continue
		}
		w.on = t != nil
		w.owed++
		h.unconfirmed++
	}
	clear(h.dirty)
	return on, off
}

// acknowledge notes Redis's reply to one SUBSCRIBE or UNSUBSCRIBE. It is false
// for a reply to nothing that was asked: go-redis has then moved to another
// connection on its own and messages may be missing.
func (h *Hub) acknowledge(channel string) bool {
	h.mu.Lock()
	w := h.wire[channel]
	if w == nil || w.owed == 0 {
		h.mu.Unlock()
		return false
	}
	w.owed--
	h.unconfirmed--
	h.conclude(channel, w)
	h.mu.Unlock()
	h.settle()
	return true
}

// conclude confirms the topic of a channel, or forgets the channel, once Redis
// owes no reply about it. The caller holds h.mu.
func (h *Hub) conclude(channel string, w *wireState) {
	if w.owed > 0 {
		return
	}
	if !w.on {
		delete(h.wire, channel)
		return
	}
	if t := h.topics[channel]; t != nil {
		t.up()
	}
}

// settle marks the hub as connected when everything wanted is confirmed.
func (h *Hub) settle() {
	if h.connected.Load() {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.wire != nil && len(h.dirty) == 0 && h.unconfirmed == 0 {
		h.connected.Store(true)
		h.opts.Log.Info("pubsub connected", "channels", len(h.topics))
	}
}
