package cache

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// breakAfter is how many failures in a row open the breaker.
	breakAfter = 3
	// retryAfter is the time between two trials while it is open.
	retryAfter = time.Second
)

var errOpen = errors.New("cache: redis failed repeatedly and is not asked for the moment")

// breaker keeps requests from waiting, one after the other, for a Redis that
// is known not to answer. The zero value is closed.
type breaker struct {
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
	now := time.Now()
	if now.Before(b.retryAt) {
		return false
	}
	b.retryAt = now.Add(retryAfter)
	return true
}

// report notes how a call went.
func (b *breaker) report(failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !failed {
		b.failures = 0
		return
	}
	b.failures++
	if b.failures == breakAfter {
		b.retryAt = time.Now().Add(retryAfter)
	}
}

// do runs one round trip to Redis under its time limit and the breaker. The
// client going away is no reason to think ill of Redis, so callers pass a
// context that a client cannot cancel.
func (b *Bus) do(ctx context.Context, call func(context.Context) error) error {
	if b.client == nil || !b.breaker.allow() {
		return errOpen
	}
	ctx, cancel := context.WithTimeout(ctx, b.opts.OpTimeout)
	defer cancel()
	err := call(ctx)
	if errors.Is(err, redis.Nil) {
		err = nil
	}
	b.breaker.report(err != nil)
	return err
}
