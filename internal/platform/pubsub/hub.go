package pubsub

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	defaultHeartbeat = time.Second
	defaultConfirm   = 5 * time.Second
	dialTimeout      = 3 * time.Second
	minBackoff       = 50 * time.Millisecond
	maxBackoff       = 3 * time.Second
)

// Options are the settings of a Hub; the zero value works.
type Options struct {
	// Prefix stands before every channel name in Redis, so that services and
	// tests can share a server.
	Prefix string
	// Log hears of lost and restored connections; nil means slog.Default().
	Log *slog.Logger
	// Heartbeat is the time between two pings of the connection; three of
	// them without a word from Redis count as a lost connection. Default 1 s.
	Heartbeat time.Duration
	// ConfirmTimeout bounds how long Subscribe waits for Redis beside its
	// context. Default 5 s.
	ConfirmTimeout time.Duration
}

// Hub is the one subscription connection of a process and everybody who
// listens to it. It is safe for use from many goroutines.
type Hub struct {
	client redis.UniversalClient
	opts   Options

	connected atomic.Bool
	wake      chan struct{} // capacity 1: the writer has channels to look at.
	ctx       context.Context
	cancel    context.CancelFunc
	done      chan struct{}

	mu      sync.Mutex // taken before a topic's lock, never after it.
	started bool
	stopped bool
	topics  map[string]*topic
	// dirty names the channels for which Redis may have been told something
	// else than what is wanted now.
	dirty map[string]struct{}
	// wire is what the present connection has been told; nil without one.
	wire        map[string]*wireState
	unconfirmed int // replies that the present connection still owes.

	untold untold
}

// wireState is what Redis was told about one channel on one connection.
type wireState struct {
	on   bool // the last command was SUBSCRIBE.
	owed int  // replies that have not arrived yet.
}

// New makes a hub that has not been started: nothing arrives before Start.
// The client stays the caller's to close, after Stop.
func New(client redis.UniversalClient, o Options) *Hub {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Heartbeat <= 0 {
		o.Heartbeat = defaultHeartbeat
	}
	if o.ConfirmTimeout <= 0 {
		o.ConfirmTimeout = defaultConfirm
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Hub{
		client: client, opts: o,
		wake: make(chan struct{}, 1), ctx: ctx, cancel: cancel, done: make(chan struct{}),
		topics: map[string]*topic{}, dirty: map[string]struct{}{}, untold: untold{news: map[about]News{}},
	}
}

// Start begins to connect in the background and returns at once; Redis may
// still be down. A second call, or one after Stop, does nothing.
func (h *Hub) Start() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.started || h.stopped {
		return
	}
	h.started = true
	go h.run()
}

// Stop closes every subscription with ErrStopped and returns when no goroutine
// of the hub is left, which takes up to 3 s if Redis hangs while it is being
// dialed. Calling it again does nothing.
func (h *Hub) Stop() {
	h.mu.Lock()
	first, started := !h.stopped, h.started
	h.stopped = true
	h.mu.Unlock()
	h.cancel()
	h.untold.settle()
	if started {
		<-h.done
	}
	if !first {
		return
	}
	h.mu.Lock()
	topics := h.topics
	h.topics = map[string]*topic{}
	h.mu.Unlock()
	for _, t := range topics {
		t.stop()
	}
}

// Connected says whether the connection is up and Redis has confirmed the
// channels that were wanted when it came up. It is meant for readiness checks
// and gauges.
func (h *Hub) Connected() bool { return h.connected.Load() }

// Publish sends payload to everybody who listens to channel, in all processes,
// this one included. It returns when Redis has taken the message, which says
// nothing about who received it.
func (h *Hub) Publish(ctx context.Context, channel string, payload []byte) error {
	name := h.opts.Prefix + channel
	if cluster, is := h.client.(*redis.ClusterClient); is {
		return publishIn(ctx, cluster, name, payload)
	}
	return h.client.Publish(ctx, name, payload).Err()
}

// publishIn publishes in a cluster. Any node would do, but messages that went to
// different nodes may overtake each other on their way to a third: so it is the node
// of the channel's slot, and another only where that one is dead.
func publishIn(ctx context.Context, cluster *redis.ClusterClient, name string, payload []byte) error {
	node, err := cluster.MasterForKey(ctx, name)
	if err == nil {
		if err = node.Publish(ctx, name, payload).Err(); err == nil {
			return nil
		}
	}
	var mu sync.Mutex
	var others []*redis.Client
	_ = cluster.ForEachMaster(ctx, func(_ context.Context, other *redis.Client) error {
		mu.Lock()
		defer mu.Unlock()
		others = append(others, other)
		return nil
	})
	for _, other := range others {
		if other == node {
			continue
		}
		if err = other.Publish(ctx, name, payload).Err(); err == nil {
			return nil
		}
	}
	return err
}

// run keeps a connection until the hub is stopped.
func (h *Hub) run() {
	defer close(h.done)
	backoff := minBackoff
	for h.ctx.Err() == nil {
		wasUp, err := h.connect(h.ctx)
		if h.ctx.Err() != nil {
			return
		}
		if wasUp {
			backoff = minBackoff
		}
		h.opts.Log.Warn("pubsub connection lost", "error", err, "retry_in_at_most", backoff)
		// Between half and all of the backoff: copies of the service must not
		// come back to a restarted Redis in step.
		wait := time.NewTimer(backoff/2 + rand.N(backoff/2))
		select {
		case <-wait.C:
		case <-h.ctx.Done():
			wait.Stop()
		}
		backoff = min(2*backoff, maxBackoff)
	}
}

// touch asks the writer to compare what is wanted of channel with what Redis
// was told. The caller holds h.mu.
func (h *Hub) touch(channel string) {
	h.dirty[channel] = struct{}{}
	select {
	case h.wake <- struct{}{}:
	default: // It is awake already and will see this channel too.
	}
}

// join runs add on the topic of a channel, made when it is missing, under
// both locks, so that the topic cannot be reaped in between.
func (h *Hub) join(channel string, add func(*topic)) (*topic, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return nil, ErrStopped
	}
	t := h.topics[channel]
	if t == nil {
		t = &topic{name: channel, ready: make(chan struct{})}
		h.topics[channel] = t
		h.touch(channel)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	add(t)
	return t, nil
}

// reap forgets a topic that nobody listens to any more.
func (h *Hub) reap(t *topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.empty() && h.topics[t.name] == t {
		delete(h.topics, t.name)
		h.touch(t.name)
	}
}

// deliver fans one message out.
func (h *Hub) deliver(channel string, payload []byte) {
	h.mu.Lock()
	t := h.topics[channel]
	h.mu.Unlock()
	if t != nil && t.deliver(payload) {
		h.reap(t)
	}
}
