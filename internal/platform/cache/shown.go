package cache

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// Shown holds whole answers that were made of many things, such as what a page
// shows, until their TTL ends or one of the things changes. What an answer was
// made of it finds out while the answer is made: readers tell it by Saw.
//
// An answer is kept with the generations of its groups and is right while these
// have not moved; so it does not matter who stores it when. Whether a group moved
// while the answer was made is told by a group that stands for everything:
// whoever changes something drops what caches hold of it first, then moves
// everything, then the group of the thing itself. An answer that was made of
// what was dropped and that is kept with the generation after the change would
// have had everything move in between, and then it is not kept.
//
// It is safe for use from many goroutines.
type Shown struct {
	bus        *Bus
	everything *Group
	set        Settings
	prefix     string
	off        bool
	local      *otter.Cache[string, *Answer]
	flights    flights[*Answer]
	stats      counters
}

// Answer is one that is kept. It is shared and must not be written to.
type Answer struct {
	// Body is the answer itself.
	Body []byte
	// Until is when it is too old, in Unix nanoseconds.
	Until int64
	// Notes are what was told while it was made; see Tell.
	Notes []string

	shown *Shown
	// groups are what it was made of, tokens their generations then.
	groups, tokens []string
	// checked is the turn of the bus at which these were found unmoved, and one.
	checked atomic.Uint64
}

// weight is about what an answer takes in memory, in bytes.
func (a *Answer) weight() int { return 256 + len(a.Body) + 64*(len(a.groups)+len(a.Notes)) }

// NewShown makes a cache of answers; LocalSize is in bytes. Everything moves with
// each change of anything that answers are made of; one that told nothing of
// what it shows is dropped by it.
func NewShown(everything *Group, set Settings) *Shown {
	bus := everything.bus
	set.TTL, set.LocalSize = orDefault(set.TTL, answersTTL), orDefault(set.LocalSize, defaultLocalSize)
	set.FetchTimeout = orDefault(set.FetchTimeout, defaultFetchTimeout)
	if set.Name == "" || min(set.TTL, set.FetchTimeout) < time.Millisecond {
		panic(fmt.Sprintf("cache: settings that cannot work: %+v", set))
	}
	s := &Shown{bus: bus, everything: everything, set: set, off: set.Disabled || bus.opts.Disabled}
	s.prefix = bus.opts.Prefix + set.Name + ":v" + strconv.Itoa(set.Schema) + ":"
	s.flights.init()
	s.local = otter.Must(&otter.Options[string, *Answer]{
		MaximumWeight: uint64(set.LocalSize),
		Weigher:       func(_ string, a *Answer) uint32 { return uint32(a.weight()) },
	})
	bus.enter(&member{name: set.Name, stats: &s.stats,
		remote: func(key string) []string { return []string{s.prefix + key} },
		forget: func(keys []string) {
			for _, key := range keys {
				s.local.Invalidate(key)
			}
		},
		clear: func() { s.flights.clear(); s.local.InvalidateAll() },
	})
	return s
}

// Get is the answer kept for key, or else what compute makes, once for all who
// ask at the same time. Key names all that the answer depends on beside what
// changes. An error is compute's own or the context's, and is not kept; a
// failing Redis is no error.
func (s *Shown) Get(ctx context.Context, key string, compute func(context.Context) ([]byte, error)) (*Answer, error) {
	if s.off {
		watched, saw := watch(ctx)
		body, err := compute(watched)
		return &Answer{Body: body, Notes: saw.notes}, err
	}
	key = digest(key)
	if found := s.recall(ctx, key); found != nil {
		s.stats.localHits.Add(1)
		return found, nil
	}
	token, settled, err := s.everything.token(ctx)
	if err != nil {
		return nil, err
	}
	// Nobody who asks after a change shares what was begun before it.
	done := make(chan struct{})
	name := key + ":" + token
	f, begun := s.flights.join(name, done, func() bool { return false })
	if begun {
		s.stats.localMisses.Add(1)
		go s.fly(context.WithoutCancel(ctx), f, name, made{key, token, settled, compute})
	} else {
		s.stats.coalesced.Add(1)
	}
	if err := f.wait(ctx); err != nil {
		return nil, err
	}
	return f.value, nil
}

// Stats counts what has happened to these answers in this process so far.
func (s *Shown) Stats() Stats { return s.stats.read() }

// Right tells whether the answer is one that is kept, is not too old, and shows
// nothing that has changed since.
func (a *Answer) Right(ctx context.Context) bool {
	s := a.shown
	return s != nil && a.tokens != nil && s.bus.live.Load() && s.now() < a.Until && s.unmoved(ctx, a)
}

// recall is what the process remembers of key, if it is still right.
func (s *Shown) recall(ctx context.Context, key string) *Answer {
	if !s.bus.live.Load() {
		return nil
	}
	found, ok := s.local.GetIfPresent(key)
	if !ok || s.now() >= found.Until || !s.unmoved(ctx, found) {
		return nil
	}
	return found
}

// unmoved tells whether an answer's groups are of the same generations still.
func (s *Shown) unmoved(ctx context.Context, a *Answer) bool {
	turn := s.bus.turn.Load() + 1
	if a.checked.Load() == turn {
		return true
	}
	tokens, settled, err := s.tokens(ctx, a.groups)
	if err != nil || !settled {
		return false
	}
	for i, token := range tokens {
		if token != a.tokens[i] {
			return false
		}
	}
	a.checked.Store(turn)
	return true
}

// made is how an answer is made.
type made struct {
	key, token string
	settled    bool
	compute    func(context.Context) ([]byte, error)
}

// fly finds the answer in Redis or makes it, and lands the flight.
func (s *Shown) fly(ctx context.Context, f *flight[*Answer], name string, m made) {
	f.err = errUnfinished
	keep := false
	defer func() {
		if thrown := recover(); thrown != nil {
			s.bus.opts.Log.Error("panic behind a cache", "cache", s.set.Name, "panic", thrown, "stack", string(debug.Stack()))
			f.err = fmt.Errorf("cache: %s: panic: %v", s.set.Name, thrown)
		}
		s.flights.land(name, f, func() {
			if keep && f.err == nil && s.bus.live.Load() {
				s.local.Set(m.key, f.value)
			}
		})
		close(f.done)
	}()
	if m.settled {
		if found := s.fetch(ctx, m.key); found != nil {
			f.value, f.err, keep = found, nil, true
			return
		}
	}
	f.value, keep, f.err = s.make(ctx, m)
}

// make lets compute make the answer, and keeps it where that is right.
func (s *Shown) make(ctx context.Context, m made) (a *Answer, kept bool, err error) {
	watched, saw := watch(ctx)
	limited, cancel := context.WithTimeout(watched, s.set.FetchTimeout)
	defer cancel()
	s.stats.fetches.Add(1)
	s.stats.fetchedKeys.Add(1)
	a = &Answer{shown: s}
	begun := s.now()
	a.Body, err = m.compute(limited)
	a.Notes = saw.notes
	a.Until = begun + int64(s.set.TTL)
	if saw.within > 0 {
		a.Until = begun + int64(min(s.set.TTL, saw.within))
	}
	if err != nil || !m.settled {
		return a, false, err
	}
	if a.groups = saw.all(); len(a.groups) == 0 {
		a.groups = []string{s.everything.name}
	}
	turn := s.bus.turn.Load() + 1
	tokens, settled, err := s.tokens(ctx, a.groups)
	if err != nil || !settled || !s.confirmed(ctx, a.groups, tokens) || !s.confirmed(ctx, []string{s.everything.name}, []string{m.token}) {
		s.stats.refusedFills.Add(1)
		return a, false, nil
	}
	a.tokens = tokens
	a.checked.Store(turn)
	return a, s.store(ctx, m.key, a), nil
}

// tokens are the generations of groups. They are settled when other readers
// see the same ones.
func (s *Shown) tokens(ctx context.Context, groups []string) (tokens []string, settled bool, err error) {
	tokens = make([]string, len(groups))
	settled = true
	var missing []int
	now := s.now()
	for i, name := range groups {
		if k, ok := s.bus.groups.recall(name, now); ok {
			tokens[i] = k.value
		} else {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return tokens, true, nil
	}
	names := make([]string, len(missing))
	for n, i := range missing {
		names[n] = groups[i]
	}
	found, settled, err := s.bus.generations(ctx, names)
	for n, i := range missing {
		tokens[i] = found[names[n]]
	}
	return tokens, settled, err
}

// confirmed asks Redis itself whether these are the generations: what this
// process remembers may be some moments old.
func (s *Shown) confirmed(ctx context.Context, groups, tokens []string) bool {
	keys := make([]string, len(groups))
	for i, name := range groups {
		if s.bus.repairs.has(repairKey{s.bus.groups.set.Name, name}) {
			return false
		}
		keys[i] = s.bus.groups.prefix + name
	}
	stand, err := s.bus.get(ctx, keys)
	if err != nil {
		s.stats.redisErrors.Add(uint64(len(keys)))
		return false
	}
	for i, raw := range stand {
		if len(raw) == 0 || raw[0] != tagValue {
			return false
		}
		token, err := s.bus.groups.codec.Decode(raw[1:])
		if err != nil || token != tokens[i] {
			return false
		}
	}
	return true
}

func (s *Shown) now() int64 { return s.bus.opts.Clock.Now().UnixNano() }

var errShort = errors.New("cache: an answer that is cut off")
