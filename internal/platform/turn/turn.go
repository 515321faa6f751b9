// Package turn lets a bounded number of operations run at once, and lets one
// that waits for something else step aside, so that others run meanwhile.
package turn

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Turns are what operations wait for.
type Turns struct{ free *semaphore.Weighted }

// New makes n turns.
func New(n int) *Turns { return &Turns{free: semaphore.NewWeighted(int64(n))} }

// held is a turn that somebody has, or has given back for a while.
type held struct {
	turns *Turns
	mu    sync.Mutex
	// aside counts how many parts of the operation have stepped aside; the
	// turn is back with the others while it is not zero.
	aside int
	lost  bool
}

type heldKey struct{}

// Take waits for a turn. The operation runs under the context that comes back,
// and calls done at its end.
func (t *Turns) Take(ctx context.Context) (inside context.Context, done func(), err error) {
	if err := t.free.Acquire(ctx, 1); err != nil {
		return ctx, nil, err
	}
	h := &held{turns: t}
	return context.WithValue(ctx, heldKey{}, h), h.end, nil
}

func (h *held) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.lost && h.aside == 0 {
		h.turns.free.Release(1)
	}
	h.lost = true
}

// Aside does work without the turn of its operation, where it has one, and
// waits for a turn again before it goes on. An error of waiting comes back when
// the work itself had none.
func Aside(ctx context.Context, work func() error) error {
	h, ok := ctx.Value(heldKey{}).(*held)
	if !ok {
		return work()
	}
	h.leave()
	err := work()
	if waiting := h.back(ctx); err == nil {
		err = waiting
	}
	return err
}

func (h *held) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.aside++; h.aside == 1 && !h.lost {
		h.turns.free.Release(1)
	}
}

func (h *held) back(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.aside--; h.aside > 0 || h.lost {
		return nil
	}
	if err := h.turns.free.Acquire(ctx, 1); err != nil {
		h.lost = true
		return err
	}
	return nil
}
