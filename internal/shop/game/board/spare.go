package board

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// spareFor is how long an answer of PostgreSQL is kept while Redis is down.
	spareFor = 5 * time.Second
	// spareSize is how many such answers are kept.
	spareSize = 1000
	// spareAtOnce is how many boards PostgreSQL sorts at once for a process: to
	// read one place it goes through the whole board.
	spareAtOnce  = 4
	spareTimeout = 10 * time.Second
)

// spare answers from PostgreSQL what Redis cannot: once for all who ask for
// the same, and a few at a time.
type spare struct {
	flights *singleflight.Group
	slots   chan struct{}
	mu      *sync.Mutex
	kept    map[string]keptAnswer
}

type keptAnswer struct {
	value any
	until time.Time
}

func newSpare() spare {
	return spare{
		flights: &singleflight.Group{}, slots: make(chan struct{}, spareAtOnce),
		mu: &sync.Mutex{}, kept: map[string]keptAnswer{},
	}
}

// ask answers a question, which the key names with all it depends on. The
// answer is shared and must not be written to. Where keep is set, it may be
// spareFor old.
func ask[T any](ctx context.Context, s *spare, key string, keep bool, read func(context.Context) (T, error)) (T, error) {
	if keep {
		if value, ok := s.recall(key).(T); ok {
			return value, nil
		}
	}
	flight := s.flights.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), spareTimeout)
		defer cancel()
		value, err := limited(ctx, s, read)
		if err == nil && keep {
			s.keep(key, value)
		}
		return value, err
	})
	select {
	case done := <-flight:
		value, _ := done.Val.(T)
		return value, done.Err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// limited reads when it is its turn.
func limited[T any](ctx context.Context, s *spare, read func(context.Context) (T, error)) (T, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
		return read(ctx)
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

func (s *spare) recall(key string) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.kept[key]; ok && time.Now().Before(found.until) {
		return found.value
	}
	return nil
}

func (s *spare) keep(key string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) >= spareSize {
		clear(s.kept) // They are seconds old; there is nothing to choose between.
	}
	s.kept[key] = keptAnswer{value, time.Now().Add(spareFor)}
}

// forget drops all answers: somebody may not be shown any more.
func (s *spare) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.kept)
}
