package cache

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxRepairs bounds the drops that are remembered while Redis is away;
	// beyond it they are lost and the values run out by their TTL.
	maxRepairs = 100_000
	// repairEvery is the time between two attempts.
	repairEvery = 500 * time.Millisecond
)

// repairKey is one key of one cache whose drop has not reached Redis.
type repairKey struct{ cache, key string }

// repairs are the drops to be repeated. A goroutine works on them only while
// there are any.
type repairs struct {
	count   atomic.Int64
	kick    chan struct{} // capacity 1: Redis is likely to be back.
	workers sync.WaitGroup

	mu      sync.Mutex
	running bool
	ended   bool
	lost    bool
	serial  uint64
	// pending holds the serial number of the newest drop of each key: an
	// attempt settles only the drop it has seen.
	pending map[repairKey]pendingDrop
}

type pendingDrop struct {
	serial uint64
	member *member
}

// has says whether key must not be read from Redis.
func (r *repairs) has(key repairKey) bool {
	if r.count.Load() == 0 {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.pending[key]
	return ok
}

// size is how many drops are waiting.
func (r *repairs) size() int { return int(r.count.Load()) }

// add remembers drops.
func (r *repairs) add(m *member, names []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pending == nil {
		r.pending = map[repairKey]pendingDrop{}
	}
	for _, name := range names {
		key := repairKey{m.name, name}
		if _, known := r.pending[key]; !known && len(r.pending) >= maxRepairs {
			r.lost = true
			continue
		}
		r.serial++
		r.pending[key] = pendingDrop{r.serial, m}
	}
	r.count.Store(int64(len(r.pending)))
}

// take returns some drops of one cache and their serial numbers, and whether
// drops were lost since the last time.
func (r *repairs) take() (m *member, names []string, serials []uint64, lost bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	lost, r.lost = r.lost, false
	for key, drop := range r.pending {
		if m == nil {
			m = drop.member
		}
		if key.cache != m.name {
			continue
		}
		names, serials = append(names, key.key), append(serials, drop.serial)
		if len(names) == announceChunk {
			break
		}
	}
	return m, names, serials, lost
}

// settle forgets drops that succeeded, unless they were asked for again.
func (r *repairs) settle(m *member, names []string, serials []uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, name := range names {
		key := repairKey{m.name, name}
		if r.pending[key].serial == serials[i] {
			delete(r.pending, key)
		}
	}
	r.count.Store(int64(len(r.pending)))
}

// begin says whether the caller must start the worker.
func (r *repairs) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running || r.ended || len(r.pending) == 0 {
		return false
	}
	r.running = true
	r.workers.Add(1)
	return true
}

// finish says whether the worker may end: nothing is left to do.
func (r *repairs) finish() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = len(r.pending) > 0
	return !r.running
}

// wait returns when the worker has ended; none is started afterwards.
func (r *repairs) wait() {
	r.mu.Lock()
	r.ended = true
	r.mu.Unlock()
	r.workers.Wait()
}

// hurry makes the worker try at once.
func (b *Bus) hurry() {
	select {
	case b.repairs.kick <- struct{}{}:
	default: // It has been told.
	}
}

// startRepairs makes sure that somebody works on the drops that failed.
func (b *Bus) startRepairs() {
	if b.repairs.begin() {
		go b.repair()
	}
}

// repair repeats drops until none is left, or a last time when the bus stops.
func (b *Bus) repair() {
	defer b.repairs.workers.Done()
	for closing := false; !closing; {
		// Jitter, because all processes lost the same Redis at the same time.
		wait := time.NewTimer(repairEvery/2 + rand.N(repairEvery/2))
		select {
		case <-b.closed:
			closing = true
		case <-b.repairs.kick:
		case <-wait.C:
		}
		wait.Stop()
		for b.repairSome() {
		}
		if b.repairs.finish() {
			return
		}
	}
}

// repairSome repeats some drops and says whether that worked and more wait.
func (b *Bus) repairSome() bool {
	m, names, serials, lost := b.repairs.take()
	if lost {
		b.opts.Log.Error("too many cache keys wait to be dropped, old values may stay until their time is over",
			"limit", maxRepairs)
	}
	if m == nil {
		return false
	}
	ctx := context.Background()
	if b.deleteRemote(ctx, m, names) != nil {
		return false
	}
	m.forget(names)
	if b.announce(ctx, m, names) != nil {
		return false
	}
	b.repairs.settle(m, names, serials)
	return b.repairs.size() > 0
}
