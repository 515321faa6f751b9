package ratelimit

import (
	"log/slog"
	"sync"
	"time"

	"zuka/internal/platform/clock"
)

const (
	// breakAfter is how many failures in a row open the breaker.
	breakAfter = 3
	// retryAfter is the time between two trials while it is open.
	retryAfter = time.Second
)

// breaker keeps requests from waiting, one after the other, for a Redis that
// is known not to answer.
type breaker struct {
	clock clock.Clock
	log   *slog.Logger

	mu       sync.Mutex
	failures int
	retryAt  time.Time
}

// allow says whether Redis may be asked. While the breaker is open one caller
// in each retryAfter may.
func (b *breaker) allow() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < breakAfter {
		return true
	}
	now := b.clock.Now()
	if now.Before(b.retryAt) {
		return false
	}
	b.retryAt = now.Add(retryAfter)
	return true
}

// report notes how a round trip went.
func (b *breaker) report(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		if b.failures >= breakAfter {
			b.log.Info("rate limits are counted in Redis again")
		}
		b.failures = 0
		return
	}
	b.failures++
	if b.failures == breakAfter {
		b.retryAt = b.clock.Now().Add(retryAfter)
		b.log.Warn("rate limits are counted by each process, Redis does not answer", "error", err)
	}
}
