package cache

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/maypok86/otter/v2"
)

const (
	defaultTTL          = time.Hour
	defaultLocalTTL     = 30 * time.Second
	defaultNegativeTTL  = 30 * time.Second
	defaultFetchTimeout = 10 * time.Second
	defaultLocalSize    = 10_000
)

// Settings are the settings of one cache; only Name is needed.
type Settings struct {
	// Name is unique in the process and the same in all processes: it stands
	// in Redis keys, in messages about drops and in metrics.
	Name string
	// Schema is the version of the layout of the values. It is raised by one
	// when they change so that old bytes must not be read; drops reach one
	// version below and above too, for the time when both binaries run.
	Schema int
	// TTL is how long Redis keeps a value. Default 1 h, 5 min for Answers.
	TTL time.Duration
	// LocalTTL is how long the process keeps a value, TTL at most. Default
	// 30 s; negative turns the local layer off.
	LocalTTL time.Duration
	// LocalSize is how many entries the process keeps, or how much they may
	// weigh together where Custom says what one weighs. Default 10,000.
	LocalSize int
	// NegativeTTL is how long it is remembered that the source has no such
	// entity, in both layers. Default 30 s. Whoever creates an entity drops
	// its key too.
	NegativeTTL time.Duration
	// FetchTimeout bounds one question to the source. Default 10 s.
	FetchTimeout time.Duration
	// Disabled makes every read go to the source. Drop still drops.
	Disabled bool
}

// Custom are the parts of a cache that depend on its types.
type Custom[K comparable, V any] struct {
	// Key is the text of a key, different for different keys. Nil means the
	// key itself for strings and fmt.Sprint for others.
	Key func(K) string
	// Codec writes values to Redis; nil means JSON.
	Codec Codec[V]
	// Weigh is what an entry counts against LocalSize; nil means one each.
	Weigh func(V) int
}

// Fetch asks the source for the entities with the given keys. It leaves out
// the ones that do not exist. It runs once for many callers, in a goroutine of
// its own and with a context that keeps the first caller's values but not its
// end, so it must not use that caller's transaction and its answer must not
// depend on who asks.
type Fetch[K comparable, V any] func(ctx context.Context, missing []K) (map[K]V, error)

// Cache holds entities of one kind by key. It is safe for use from many
// goroutines. See the package's description for what readers may rely on.
type Cache[K comparable, V any] struct {
	bus   *Bus
	set   Settings
	key   func(K) string
	codec Codec[V]
	off   bool
	// prefix stands before the key in Redis.
	prefix  string
	local   *otter.Cache[string, kept[V]] // nil when there is no local layer
	flights flights[V]
	stats   counters
}

// kept is what the process remembers of one key.
type kept[V any] struct {
	value   V
	present bool  // false: the source has no such entity.
	until   int64 // Unix nanoseconds
}

// New makes a cache on a bus. It panics on settings that cannot work, such as
// a name that is taken: they are written in the program, not read.
func New[K comparable, V any](bus *Bus, set Settings) *Cache[K, V] {
	return NewCustom(bus, set, Custom[K, V]{})
}

// NewCustom is New for keys and values that need more than the defaults.
func NewCustom[K comparable, V any](bus *Bus, set Settings, custom Custom[K, V]) *Cache[K, V] {
	c := build(bus, set, custom)
	bus.enter(c.member())
	return c
}

// build makes a cache that the bus does not know yet.
func build[K comparable, V any](bus *Bus, set Settings, custom Custom[K, V]) *Cache[K, V] {
	set.TTL = orDefault(set.TTL, defaultTTL)
	set.LocalTTL = orDefault(set.LocalTTL, defaultLocalTTL)
	set.LocalSize = orDefault(set.LocalSize, defaultLocalSize)
	set.NegativeTTL = orDefault(set.NegativeTTL, defaultNegativeTTL)
	set.FetchTimeout = orDefault(set.FetchTimeout, defaultFetchTimeout)
	set.LocalTTL = min(set.LocalTTL, set.TTL)
	if set.Name == "" || min(set.TTL, set.NegativeTTL, set.FetchTimeout) < time.Millisecond || set.LocalSize < 0 {
		panic(fmt.Sprintf("cache: settings that cannot work: %+v", set))
	}
	if custom.Key == nil {
		custom.Key = text[K]
	}
	if custom.Codec == nil {
		custom.Codec = JSON[V]{}
	}
	c := &Cache[K, V]{
		bus: bus, set: set, key: custom.Key, codec: custom.Codec, off: set.Disabled || bus.opts.Disabled,
	}
	c.prefix = c.layout(set.Schema)
	c.flights.init()
	if set.LocalTTL > 0 {
		c.local = otter.Must(local(set.LocalSize, custom.Weigh))
	}
	return c
}

func local[V any](size int, weigh func(V) int) *otter.Options[string, kept[V]] {
	if weigh == nil {
		return &otter.Options[string, kept[V]]{MaximumSize: size}
	}
	return &otter.Options[string, kept[V]]{
		MaximumWeight: uint64(size),
		Weigher:       func(_ string, k kept[V]) uint32 { return uint32(weigh(k.value)) },
	}
}

func (c *Cache[K, V]) member() *member {
	return &member{name: c.set.Name, remote: c.remote, forget: c.forget, clear: c.clear, stats: &c.stats}
}

// text is the default of Custom.Key.
func text[K comparable](key K) string {
	switch k := any(key).(type) {
	case string:
		return k
	case int:
		return strconv.Itoa(k)
	case int64:
		return strconv.FormatInt(k, 10)
	default:
		return fmt.Sprint(key)
	}
}

func orDefault[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// layout is what stands before the keys of one version of the layout.
func (c *Cache[K, V]) layout(schema int) string {
	return c.bus.opts.Prefix + c.set.Name + ":v" + strconv.Itoa(schema) + ":"
}

// remote names key in this layout and in its neighbours: while a new binary
// replaces an old one, each must drop what the other has stored.
func (c *Cache[K, V]) remote(key string) []string {
	return []string{
		c.prefix + key,
		c.layout(c.set.Schema-1) + key,
		c.layout(c.set.Schema+1) + key,
	}
}

// recall is what the process remembers of key, if the local layer is to be
// believed at the moment.
func (c *Cache[K, V]) recall(key string, now int64) (kept[V], bool) {
	if c.local == nil || !c.bus.live.Load() {
		return kept[V]{}, false
	}
	k, ok := c.local.GetIfPresent(key)
	return k, ok && now < k.until
}

// keep remembers the outcome of a flight in the process. It runs under the
// lock that forget and clear take.
func (c *Cache[K, V]) keep(key string, f *flight[V]) {
	if c.local == nil || !f.settled || !c.bus.live.Load() {
		return
	}
	ttl := c.set.LocalTTL
	if !f.present {
		ttl = min(ttl, c.set.NegativeTTL)
	}
	c.local.Set(key, kept[V]{value: f.value, present: f.present, until: c.now() + int64(ttl)})
}

// forget drops keys from the process, so that neither what is remembered nor
// what is being read now reaches a later reader.
func (c *Cache[K, V]) forget(keys []string) {
	for _, key := range keys {
		c.flights.forget(key, func() {
			if c.local != nil {
				c.local.Invalidate(key)
			}
		})
	}
}

// clear drops everything from the process.
func (c *Cache[K, V]) clear() {
	c.flights.clear()
	if c.local != nil {
		c.local.InvalidateAll()
	}
}

// now is the time in Unix nanoseconds.
func (c *Cache[K, V]) now() int64 { return c.bus.opts.Clock.Now().UnixNano() }

// Disabled says whether every read goes to the source.
func (c *Cache[K, V]) Disabled() bool { return c.off }

// Stats counts what has happened in this cache of this process so far.
func (c *Cache[K, V]) Stats() Stats { return c.stats.read() }
