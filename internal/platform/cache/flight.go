package cache

import (
	"hash/maphash"
	"sync"
)

// shardCount is enough that callers on a few dozen cores seldom meet.
const shardCount = 64

// flight is one read of one key that is under way, and its outcome once the
// channel of its batch is closed.
type flight[V any] struct {
	done    chan struct{} // shared by the flights of a batch
	value   V
	present bool
	settled bool // Redis holds this outcome, so the process may too.
	err     error
}

// flights is the table of reads under way: callers who miss the same key join
// the same flight. It is also the lease of the local layer: only a flight that
// is still in the table when it lands is remembered.
type flights[V any] struct {
	seed   maphash.Seed
	shards [shardCount]shard[V]
}

type shard[V any] struct {
	mu    sync.Mutex
	byKey map[string]*flight[V]
}

func (t *flights[V]) init() {
	t.seed = maphash.MakeSeed()
	for i := range t.shards {
		t.shards[i].byKey = map[string]*flight[V]{}
	}
}

func (t *flights[V]) shard(key string) *shard[V] {
	return &t.shards[maphash.String(t.seed, key)%shardCount]
}

// join returns the flight of key and whether it was begun by this call. When
// known says that the answer has come to be remembered meanwhile, no flight is
// begun and nil is returned.
func (t *flights[V]) join(key string, done chan struct{}, known func() bool) (f *flight[V], begun bool) {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.byKey[key]; f != nil {
		return f, false
	}
	if known() {
		return nil, false
	}
	f = &flight[V]{done: done}
	s.byKey[key] = f
	return f, true
}

// land takes f out of the table and runs keep if it was still there.
func (t *flights[V]) land(key string, f *flight[V], keep func()) {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey[key] == f {
		delete(s.byKey, key)
		keep()
	}
}

// forget takes the flight of key out of the table and runs drop, so that later
// callers begin a flight of their own.
func (t *flights[V]) forget(key string, drop func()) {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byKey, key)
	drop()
}

// clear takes all flights out of the table.
func (t *flights[V]) clear() {
	for i := range t.shards {
		s := &t.shards[i]
		s.mu.Lock()
		clear(s.byKey)
		s.mu.Unlock()
	}
}
