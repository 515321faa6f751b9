package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/pubsub"
)

const (
	defaultOpTimeout = 250 * time.Millisecond
	// dropChannel is where processes tell each other what was dropped.
	dropChannel = "cache.drop"
	// announceChunk is how many keys one message names at most.
	announceChunk = 500
)

// Options are what all caches of a process share; Redis is needed.
type Options struct {
	// Redis is the client, needed unless Disabled. It must honour the deadlines
	// of contexts (redis.Options.ContextTimeoutEnabled) and read from masters.
	Redis redis.UniversalClient
	// Hub carries the news of drops between processes; without one the local
	// layers stay off.
	Hub *pubsub.Hub
	// Prefix stands before every key in Redis. The hub's own prefix must
	// separate services in the same way.
	Prefix string
	// OpTimeout bounds one round trip to Redis, the wait for a connection
	// included. Default 250 ms.
	OpTimeout time.Duration
	// Clock tells when local entries are too old; nil means the machine's.
	Clock clock.Clock
	// Log hears of drops that failed and of answers that cannot be encoded;
	// nil means slog.Default().
	Log *slog.Logger
	// Metrics gets the counters of all caches; nil for none.
	Metrics prometheus.Registerer
	// Disabled makes every read go to the source, for measuring without
	// caches. Drops still reach the other processes when Redis is set.
	Disabled bool
}

// Bus is what the caches of a process have in common: Redis, its breaker, and
// the news of drops. It is safe for use from many goroutines.
type Bus struct {
	client redis.UniversalClient
	opts   Options

	breaker breaker
	repairs repairs
	// live is true while every drop elsewhere is heard of.
	live   atomic.Bool
	unhear func()
	closed chan struct{}
	once   sync.Once

	groups *Cache[string, string] // the generation of each Group.
	// turn counts the news about groups, see Group.token.
	turn atomic.Uint64

	mu     sync.RWMutex
	caches map[string]*member
}

// member is what the bus knows of one cache.
type member struct {
	name string
	// remote names everything in Redis that a drop of key deletes.
	remote func(key string) []string
	// forget drops keys from the process, reads in flight included.
	forget func(keys []string)
	// clear drops everything from the process.
	clear func()
	stats *counters
}

// news is the message that tells processes of drops.
type news struct {
	Cache string   `json:"cache"`
	Keys  []string `json:"keys"`
}

// NewBus makes the bus of a process. The local layers of its caches are in use
// between Start and Stop only. It refuses a client with which the promises of
// this package would not hold.
func NewBus(o Options) (*Bus, error) {
	if err := checkClient(o.Redis, o.Disabled); err != nil {
		return nil, err
	}
	if o.OpTimeout <= 0 {
		o.OpTimeout = defaultOpTimeout
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	b := &Bus{
		client: o.Redis, opts: o,
		closed: make(chan struct{}), unhear: func() {}, caches: map[string]*member{},
	}
	b.repairs.kick = make(chan struct{}, 1)
	b.openGroups()
	if o.Metrics != nil {
		if err := o.Metrics.Register(collector{b}); err != nil {
			return nil, fmt.Errorf("cache: register the metrics: %w", err)
		}
	}
	return b, nil
}

// Start begins to listen for drops and returns at once; the hub may still be
// disconnected. It is called once.
func (b *Bus) Start() {
	if b.opts.Hub != nil {
		b.unhear = b.opts.Hub.Listen(dropChannel, pubsub.Listener{
			OnMessage: b.hear, OnUp: b.resume, OnDown: b.suspend,
		})
	}
}

// checkClient refuses settings under which the promises of this package would
// quietly not hold.
func checkClient(client redis.UniversalClient, disabled bool) error {
	var deadlines, replicas bool
	switch c := client.(type) {
	case nil:
		if !disabled {
			return errors.New("cache: Redis is needed unless the bus is disabled")
		}
		return nil
	case *redis.Client:
		deadlines = c.Options().ContextTimeoutEnabled
	case *redis.ClusterClient:
		deadlines, replicas = c.Options().ContextTimeoutEnabled, c.Options().ReadOnly
	default:
		return fmt.Errorf("cache: a %T cannot be checked for its timeouts", client)
	}
	if !deadlines {
		return errors.New("cache: the client must have ContextTimeoutEnabled, or a hanging Redis holds up every answer")
	}
	if replicas {
		return errors.New("cache: the client reads from replicas, which return dropped values")
	}
	return nil
}

// Stop ends listening and waits until no goroutine of the bus is left; what
// could not be dropped from Redis by then is logged. Caches keep answering,
// without their local layers. The bus is stopped before the hub, and the hub
// before the client is closed. Calling it again does nothing.
func (b *Bus) Stop() {
	b.once.Do(func() {
		b.unhear()
		b.suspend()
		close(b.closed)
		b.repairs.wait()
		if left := b.repairs.size(); left > 0 {
			b.opts.Log.Error("cache keys could not be dropped from redis", "keys", left)
		}
		if b.opts.Metrics != nil {
			b.opts.Metrics.Unregister(collector{b})
		}
	})
}

// enter makes a cache known under its name.
func (b *Bus) enter(m *member) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.caches[m.name] != nil {
		panic("cache: there are two caches named " + m.name)
	}
	b.caches[m.name] = m
}

func (b *Bus) members() []*member {
	b.mu.RLock()
	defer b.mu.RUnlock()
	all := make([]*member, 0, len(b.caches))
	for _, m := range b.caches {
		all = append(all, m)
	}
	return all
}

// hear drops here what was dropped in some process.
func (b *Bus) hear(payload []byte) {
	var n news
	if err := json.Unmarshal(payload, &n); err != nil {
		b.opts.Log.Error("unreadable message about dropped cache keys", "error", err)
		return
	}
	b.mu.RLock()
	m := b.caches[n.Cache]
	b.mu.RUnlock()
	if m != nil { // Another version of the binary may have caches of its own.
		m.forget(n.Keys)
	}
}

// suspend turns the local layers off.
func (b *Bus) suspend() { b.live.Store(false) }

// resume turns the local layers on, emptied of all that may have been dropped
// unheard. Reads that began before are not stored: clear takes them out of the
// tables of reads in flight, and until it has, live is false.
func (b *Bus) resume() {
	b.live.Store(false)
	for _, m := range b.members() {
		m.clear()
	}
	b.live.Store(true)
	b.hurry()
}

// announce tells all processes of a drop.
func (b *Bus) announce(ctx context.Context, m *member, keys []string) error {
	if b.opts.Hub == nil {
		return nil
	}
	for len(keys) > 0 {
		n := min(len(keys), announceChunk)
		payload, err := json.Marshal(news{Cache: m.name, Keys: keys[:n]})
		if err != nil {
			return err
		}
		err = b.do(ctx, func(ctx context.Context) error { return b.opts.Hub.Publish(ctx, dropChannel, payload) })
		if err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}
