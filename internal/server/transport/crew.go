package transport

import (
	"runtime"
	"sync"
)

// crew does the work that takes a deep stack, for goroutines that wait most of the
// time. A stack that has grown stays large, and there is one for each of the many
// that wait; of those who work there are few.
type crew struct {
	mu   sync.Mutex
	idle []hand
}

// hand is a goroutine that does what it is given.
type hand struct {
	work chan func()
	// done has what the work panicked with, or nil.
	done chan any
}

// mostIdle is how many hands stay for the next work.
func mostIdle() int { return 4 * runtime.GOMAXPROCS(0) }

// do returns when a hand has done it, and panics as the work does. Work that is to
// tell where it panicked must recover itself.
func (c *crew) do(work func()) {
	h := c.take()
	h.work <- work
	thrown := <-h.done
	c.put(h)
	if thrown != nil {
		panic(thrown)
	}
}

func (h hand) toil() {
	for work := range h.work {
		h.done <- thrownBy(work)
	}
}

func thrownBy(work func()) (thrown any) {
	defer func() { thrown = recover() }()
	work()
	return nil
}

// take is the hand that was idle for the shortest time: the fewest stay in use.
func (c *crew) take() hand {
	c.mu.Lock()
	defer c.mu.Unlock()
	if last := len(c.idle) - 1; last >= 0 {
		h := c.idle[last]
		c.idle = c.idle[:last]
		return h
	}
	h := hand{make(chan func()), make(chan any)}
	go h.toil()
	return h
}

func (c *crew) put(h hand) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.idle) < mostIdle() {
		c.idle = append(c.idle, h)
		return
	}
	close(h.work)
}

// dismiss lets go who is idle.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range c.idle {
		close(h.work)
	}
	c.idle = nil
}
