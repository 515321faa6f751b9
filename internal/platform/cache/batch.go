package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// errUnfinished is what flights end with when the source leaves its goroutine.
var errUnfinished = errors.New("cache: the fetch did not return")

// batch is what one caller misses and nobody else is reading: it goes through
// Redis to the source together. Its flights have the same indexes as its keys.
type batch[K comparable, V any] struct {
	cache *Cache[K, V]
	fetch Fetch[K, V]
	// bare keeps away from Redis and only joins callers together.
	bare    bool
	done    chan struct{}
	keys    []K
	names   []string
	flights []*flight[V]
}

func (c *Cache[K, V]) newBatch(fetch Fetch[K, V]) *batch[K, V] {
	return &batch[K, V]{cache: c, fetch: fetch, done: make(chan struct{})}
}

// depart begins the work in a goroutine of its own: the caller may go away
// while others wait for the same flights. It ends by its own time limits.
func (b *batch[K, V]) depart(ctx context.Context) {
	if len(b.keys) > 0 {
		go b.fly(context.WithoutCancel(ctx))
	}
}

// fly finds the outcome of every flight and lands them all.
func (b *batch[K, V]) fly(ctx context.Context) {
	defer b.land()
	defer b.rescue()
	missing, leased := b.fromRedis(ctx)
	if len(missing) == 0 {
		return
	}
	keys := make([]K, len(missing))
	for n, i := range missing {
		keys[n] = b.keys[i]
		b.flights[i].err = errUnfinished
	}
	limited, cancel := context.WithTimeout(ctx, b.cache.set.FetchTimeout)
	found, err := b.cache.ask(limited, b.fetch, keys)
	cancel()
	for _, i := range missing {
		f := b.flights[i]
		f.err = err
		f.value, f.present = found[b.keys[i]]
	}
	if err != nil {
		b.giveBack(ctx, leased)
		return
	}
	b.fill(ctx, leased)
}

// rescue turns a panic of a fetch or a codec into an error of the flights it
// concerns: in this goroutine nobody up the stack could catch it.
func (b *batch[K, V]) rescue() {
	p := recover()
	if p == nil {
		return
	}
	set := &b.cache.set
	b.cache.bus.opts.Log.Error("panic behind a cache", "cache", set.Name, "panic", p, "stack", string(debug.Stack()))
	for _, f := range b.flights {
		if !f.settled {
			f.err = fmt.Errorf("cache: %s: panic: %v", set.Name, p)
		}
	}
}

// land hands the outcomes to the waiting and, where allowed, to the local layer.
func (b *batch[K, V]) land() {
	for i, f := range b.flights {
		b.cache.flights.land(b.names[i], f, func() {
			if f.err == nil {
				b.cache.keep(b.names[i], f)
			}
		})
	}
	close(b.done)
}

// fromRedis settles the flights that Redis has an answer for. It returns the
// indexes of the others, and the leases that could be had for them.
func (b *batch[K, V]) fromRedis(ctx context.Context) (missing []int, l leases) {
	c := b.cache
	asked, missing := b.askable()
	if len(asked) == 0 {
		return missing, l
	}
	raw, err := c.bus.get(ctx, b.remoteKeys(asked))
	if err != nil {
		c.stats.redisErrors.Add(uint64(len(asked)))
		return append(missing, asked...), l
	}
	var free, broken []int
	for n, i := range asked {
		switch b.decode(raw[n], b.flights[i]) {
		case decoded:
			c.stats.redisHits.Add(1)
			continue
		case unreadable:
			broken = append(broken, i)
			free = append(free, i)
		case nothing:
			free = append(free, i)
		case leasedByOther:
		}
		c.stats.redisMisses.Add(1)
		missing = append(missing, i)
	}
	if len(broken) > 0 {
		c.stats.undecodable.Add(uint64(len(broken)))
		if err := c.bus.delete(ctx, b.remoteKeys(broken)); err != nil {
			return missing, l
		}
	}
	return missing, b.takeLeases(ctx, free)
}

// askable splits the batch into what Redis may be asked for and what it must
// not be: keys whose drop has not reached it yet.
func (b *batch[K, V]) askable() (asked, missing []int) {
	for i, name := range b.names {
		if b.bare || b.cache.bus.repairs.has(repairKey{b.cache.set.Name, name}) {
			missing = append(missing, i)
		} else {
			asked = append(asked, i)
		}
	}
	return asked, missing
}

func (b *batch[K, V]) remoteKeys(indexes []int) []string {
	keys := make([]string, len(indexes))
	for n, i := range indexes {
		keys[n] = b.cache.prefix + b.names[i]
	}
	return keys
}

// reading is what was found under a key in Redis.
type reading int

const (
	nothing reading = iota
	decoded
	leasedByOther
	unreadable
)

// decode settles f with what stood in Redis, if that is an answer.
func (b *batch[K, V]) decode(raw []byte, f *flight[V]) reading {
	if raw == nil {
		return nothing
	}
	if len(raw) == 0 {
		return unreadable
	}
	switch raw[0] {
	case tagLease:
		return leasedByOther
	case tagAbsent:
		f.settled = true
		return decoded
	case tagValue:
		value, err := b.cache.codec.Decode(raw[1:])
		if err == nil {
			f.value, f.present, f.settled = value, true, true
			return decoded
		}
	}
	return unreadable
}

// leases are the flights of a batch that may store their outcome in Redis.
type leases struct {
	token   string
	indexes []int
}

// takeLeases puts this batch's token where nothing stands.
func (b *batch[K, V]) takeLeases(ctx context.Context, free []int) (l leases) {
	if len(free) == 0 {
		return l
	}
	l.token = string(tagLease) + rand.Text()
	// A lease outlives the question to the source, and not by much: while it
	// stands nobody else can fill the key.
	ttl := b.cache.set.FetchTimeout + time.Second
	mine, err := b.cache.bus.lease(ctx, b.remoteKeys(free), l.token, ttl)
	if err != nil {
		b.cache.stats.redisErrors.Add(uint64(len(free)))
		return leases{}
	}
	for n, i := range free {
		if mine[n] {
			l.indexes = append(l.indexes, i)
		}
	}
	return l
}

// fill stores the outcomes where the leases still stand: what was dropped in
// between is stored nowhere, neither in Redis nor in the process.
func (b *batch[K, V]) fill(ctx context.Context, l leases) {
	c := b.cache
	indexes := make([]int, 0, len(l.indexes))
	entries := make([]entry, 0, len(l.indexes))
	for _, i := range l.indexes {
		e, err := b.encode(i)
		if err != nil {
			c.bus.opts.Log.Error("a value cannot be encoded for the cache", "cache", c.set.Name, "error", err)
			continue
		}
		indexes, entries = append(indexes, i), append(entries, e)
	}
	if len(entries) == 0 {
		return
	}
	stored, err := c.bus.fill(ctx, entries, l.token)
	if err != nil {
		c.stats.redisErrors.Add(uint64(len(entries)))
		return
	}
	for n, i := range indexes {
		if stored[n] {
			b.flights[i].settled = true
			c.stats.fills.Add(1)
		} else {
			c.stats.refusedFills.Add(1)
		}
	}
}

// encode makes the outcome of flight i ready for Redis.
func (b *batch[K, V]) encode(i int) (entry, error) {
	set, f := &b.cache.set, b.flights[i]
	e := entry{key: b.cache.prefix + b.names[i], data: []byte{tagAbsent}, ttl: min(set.TTL, set.NegativeTTL)}
	if !f.present {
		return e, nil
	}
	data, err := b.cache.codec.Encode(f.value)
	e.data, e.ttl = append([]byte{tagValue}, data...), set.TTL
	return e, err
}

// giveBack releases leases after the source failed, so that the next reader
// may fill the keys at once.
func (b *batch[K, V]) giveBack(ctx context.Context, l leases) {
	if len(l.indexes) > 0 {
		b.cache.bus.release(ctx, b.remoteKeys(l.indexes), l.token)
	}
}
