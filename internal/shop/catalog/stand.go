package catalog

import (
	"context"
	"sync"
	"time"

	"zuka/internal/platform/clock"
)

// standTime bounds the making of what a stand holds.
const standTime = 30 * time.Second

// share bounds what making costs a busy shop: a twentieth of a processor.
const share = 20

// stand holds something made of the whole catalogue in memory, and makes it
// anew when the catalogue is of another generation or it has become old.
//
// The first readers wait for it. Later ones are given what is there while a
// new one is made in the background; only a stand that is current lets them
// wait for one of the generation that they ask for.
type stand[T any] struct {
	clock clock.Clock
	make  func(context.Context) (T, error)
	// lifetime is how old it may become, rest how long a new one is left alone
	// however much changes; one that took long to make is left alone longer.
	lifetime, rest time.Duration
	// current makes readers wait after a change.
	current bool

	mu         sync.Mutex
	there      bool
	held       T
	generation string
	made       time.Time
	took       time.Duration
	making     *making[T] // nil while none is being made
}

// making is one attempt that several may wait for.
type making[T any] struct {
	done       chan struct{}
	generation string
	made       T
	err        error
}

// get is what the stand holds, where the catalogue is of this generation.
func (s *stand[T]) get(ctx context.Context, generation string) (T, error) {
	for {
		held, attempt := s.look(ctx, generation)
		if attempt == nil {
			return held, nil
		}
		select {
		case <-attempt.done:
		case <-ctx.Done():
			return held, ctx.Err()
		}
		// One that was begun before the change may not show it.
		if attempt.err != nil || !s.current || attempt.generation == generation {
			return attempt.made, attempt.err
		}
	}
}

// look returns what is there, or the attempt to wait for, and begins a new
// attempt where it is time.
func (s *stand[T]) look(ctx context.Context, generation string) (T, *making[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age, changed := s.clock.Now().Sub(s.made), generation != s.generation
	due := !s.there || age >= s.lifetime || changed && (s.current || age >= max(s.rest, share*s.took))
	if due && s.making == nil {
		s.making = &making[T]{done: make(chan struct{}), generation: generation}
		go s.renew(context.WithoutCancel(ctx), s.making)
	}
	if s.there && !(s.current && changed) {
		return s.held, nil
	}
	return s.held, s.making
}

// renew makes one attempt. One that fails leaves the old thing in place, and
// the next reader tries again.
func (s *stand[T]) renew(ctx context.Context, attempt *making[T]) {
	ctx, cancel := context.WithTimeout(ctx, standTime)
	defer cancel()
	begun := s.clock.Now()
	attempt.made, attempt.err = s.make(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if attempt.err == nil {
		s.there, s.held, s.generation, s.made = true, attempt.made, attempt.generation, begun
		s.took = s.clock.Now().Sub(begun)
	}
	s.making = nil
	close(attempt.done)
}
