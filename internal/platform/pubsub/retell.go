package pubsub

import (
	"context"
	"maps"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// untoldMost is how many news may wait; more are lost until the thing changes
	// again.
	untoldMost = 10_000
	// retellTimeout bounds one trial to tell again.
	retellTimeout = time.Second
)

// untold are news that Redis did not take. Nobody else would tell them again: whoever
// listens on a connection that was never lost hears of no gap.
type untold struct {
	mu      sync.Mutex
	news    map[about]News
	telling bool
	work    sync.WaitGroup
}

// about is what news are of; of several only the newest wait.
type about struct{ channel, id string }

// later tells news again in the background until Redis takes them or the hub stops.
// It may come behind newer ones: readers leave old versions alone.
func (h *Hub) later(channel string, news News) {
	u := &h.untold
	u.mu.Lock()
	defer u.mu.Unlock()
	of := about{channel, news.ID}
	known, waits := u.news[of]
	if !waits && len(u.news) >= untoldMost || waits && known.Version > news.Version {
		return
	}
	u.news[of] = news
	if !u.telling && h.ctx.Err() == nil {
		u.telling = true
		u.work.Go(h.retell)
	}
}

// retell goes on until nothing waits.
func (h *Hub) retell() {
	for backoff := minBackoff; h.wait(backoff/2 + rand.N(backoff/2)); backoff = min(2*backoff, maxBackoff) {
		if h.tellOnce() {
			return
		}
	}
	h.untold.mu.Lock()
	defer h.untold.mu.Unlock()
	h.untold.telling = false
}

// settle waits until nobody tells any more, after the hub's context has ended.
func (u *untold) settle() {
	u.mu.Lock()
	clear(u.news) // Who has seen the hub running has begun by now; nobody begins after.
	u.mu.Unlock()
	u.work.Wait()
}

// wait lets time pass; it is false when the hub stops meanwhile.
func (h *Hub) wait(pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-h.ctx.Done():
		return false
	}
}

// tellOnce tries all that wait, and tells whether nothing is left.
func (h *Hub) tellOnce() (empty bool) {
	u := &h.untold
	u.mu.Lock()
	all := maps.Clone(u.news)
	u.mu.Unlock()
	for of, news := range all {
		ctx, cancel := context.WithTimeout(h.ctx, retellTimeout)
		err := h.tell(ctx, of.channel, news)
		cancel()
		if err != nil {
			break // Redis is away still; what is left waits for the next time.
		}
		u.mu.Lock()
		if u.news[of] == news { // None newer has come to wait.
			delete(u.news, of)
		}
		u.mu.Unlock()
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.news) > 0 {
		return false
	}
	u.telling = false
	return true
}
