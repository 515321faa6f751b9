package cache

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"
)

// seen collects the names of the groups that an answer is made of, and what is
// to be told each time that it is given.
type seen struct {
	mu    sync.Mutex
	names map[string]struct{}
	notes []string
	// within is for how long the answer is right at most; 0 when nobody says.
	within time.Duration
}

type seenKey struct{}

// watch lets what reads with this context tell what it has read.
func watch(ctx context.Context) (context.Context, *seen) {
	s := &seen{names: make(map[string]struct{})}
	return context.WithValue(ctx, seenKey{}, s), s
}

// Saw tells that the answer being made shows what these groups stand for, so
// that it becomes wrong when one of them moves. Whoever reads says so, whether
// what it reads was cached or not; where no answer is being made it does nothing.
func Saw(ctx context.Context, groups ...*Group) {
	s, watched := ctx.Value(seenKey{}).(*seen)
	if !watched {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range groups {
		s.names[g.name] = struct{}{}
	}
}

// Within tells that the answer being made is right for so long at most, because it
// shows something whose changes nobody tells of.
func Within(ctx context.Context, life time.Duration) {
	s, watched := ctx.Value(seenKey{}).(*seen)
	if !watched {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.within == 0 || life < s.within {
		s.within = life
	}
}

// Making tells whether an answer is being made, which must hear of all that it shows.
func Making(ctx context.Context) bool {
	_, watched := ctx.Value(seenKey{}).(*seen)
	return watched
}

// Tell puts a note beside the answer being made, for whoever gives it to know what
// it answers (Answer.Notes). It tells whether an answer is being made at all: where
// none is, nobody will read the note.
func Tell(ctx context.Context, note string) bool {
	s, watched := ctx.Value(seenKey{}).(*seen)
	if !watched {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, note)
	return true
}

// all are the names that were told of, in their order.
func (s *seen) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.names))
	for name := range s.names {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Family is many groups of one kind, one for each thing with a number, as each
// product is one.
type Family struct {
	bus    *Bus
	prefix string
}

// NewFamily is the family of that name, the same in all processes.
func NewFamily(bus *Bus, name string) *Family { return &Family{bus, name + ":"} }

// Saw tells that the answer being made shows things of these numbers; see Saw.
func (f *Family) Saw(ctx context.Context, numbers ...int) {
	s, watched := ctx.Value(seenKey{}).(*seen)
	if !watched {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, number := range numbers {
		s.names[f.prefix+strconv.Itoa(number)] = struct{}{}
	}
}

// Of are the groups of these numbers.
func (f *Family) Of(numbers ...int) []*Group {
	groups := make([]*Group, len(numbers))
	for i, number := range numbers {
		groups[i] = &Group{f.bus, f.prefix + strconv.Itoa(number)}
	}
	return groups
}

// Move moves several groups of one bus at once; see Group.Move.
func Move(ctx context.Context, groups ...*Group) error {
	if len(groups) == 0 {
		return nil
	}
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.name
	}
	return groups[0].bus.groups.Drop(ctx, names...)
}
