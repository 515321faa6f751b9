package ratelimit

import (
	"context"
	"sync"

	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"

	"zuka/internal/platform/fault"
)

const (
	// portions is into how many parts a burst is cut. A process holds at most
	// one unspent: that much, times the processes, may be spent late, and is
	// missing elsewhere meanwhile.
	portions = 20
	// purses bounds the memory of a budget, some 250 bytes a key.
	purses = 20_000
)

// Budget spends costs against one limit from memory, and asks Redis only for
// portions of it. It is safe for use from many goroutines.
type Budget struct {
	limiter *Limiter
	limit   Limit
	portion int
	// invalid is what is wrong with the limit, told at the first use.
	invalid         error
	purses          *otter.Cache[string, *purse]
	passed, refused prometheus.Counter
}

// purse is what this process holds of the limit for one key.
type purse struct {
	mu   sync.Mutex
	left int
	// lapses is the microsecond at which what is left is given up: by then the
	// limit is full again, and old money on top would be too much.
	lapses int64
	// empty is, after a refusal, the microsecond at which nothing was there;
	// the moment at which some is follows from it, without asking again.
	empty int64
	// fetch is closed when the portion under way has come; nil when none is.
	fetch chan struct{}
}

// Budget makes a budget of a limit; a program makes one for each limit and
// keeps it. The burst is the most that one Spend can cost.
func (l *Limiter) Budget(limit Limit) *Budget {
	return &Budget{
		limiter: l, limit: limit, invalid: limit.Validate(),
		purses:  otter.Must(&otter.Options[string, *purse]{MaximumSize: purses}),
		portion: max(limit.burst()/portions, 1),
		passed:  l.meters.decisions.WithLabelValues(limit.Name, "memory", "passed"),
		refused: l.meters.decisions.WithLabelValues(limit.Name, "memory", "refused"),
	}
}

// Spend takes a cost from the budget of a key, or answers with a RateLimited
// fault that says how long to wait; nothing is taken then. A cost above the
// burst is QueryTooComplex, since no waiting helps. While Redis is down this
// process counts for itself.
func (b *Budget) Spend(ctx context.Context, key string, cost int) error {
	switch {
	case b.invalid != nil:
		return b.invalid
	case b.limiter.opts.Off || cost <= 0:
		return nil
	case cost > b.limit.burst():
		b.refused.Inc()
		return fault.New(fault.QueryTooComplex,
			"the request costs %d, and no more than %d can be spent at once", cost, b.limit.burst())
	}
	held := b.purse(key)
	for {
		wait, coming := b.spend(ctx, held, key, cost)
		switch {
		case wait > 0:
			b.refused.Inc()
			return refusal(wait)
		case coming == nil:
			b.passed.Inc()
			return nil
		}
		select {
		case <-coming:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (b *Budget) purse(key string) *purse {
	if held, known := b.purses.GetIfPresent(key); known {
		return held
	}
	held, _ := b.purses.ComputeIfAbsent(key, func() (*purse, bool) { return &purse{}, false })
	return held
}

// spend takes the cost from the purse, fetching a portion when it does not
// suffice. It returns the microseconds to wait when it is refused, or what to
// wait for when somebody else is fetching.
func (b *Budget) spend(ctx context.Context, held *purse, key string, cost int) (wait int64, coming <-chan struct{}) {
	held.mu.Lock()
	defer held.mu.Unlock()
	now := b.limiter.opts.Clock.Now().UnixMicro()
	if now >= held.lapses {
		held.left = 0
	}
	if held.left >= cost {
		held.left -= cost
		return 0, nil
	}
	if held.fetch != nil {
		return 0, held.fetch
	}
	missing := cost - held.left
	if again := held.empty + int64(missing)*b.limit.interval(); again > now {
		// A clock set back must not lock anybody out for longer than the limit.
		if again-now <= b.limit.window() {
			return again - now, nil
		}
		held.empty = 0
	}
	answer := b.fetch(ctx, held, want{limit: b.limit, key: key, least: missing, most: max(missing, b.portion)})
	now = b.limiter.opts.Clock.Now().UnixMicro()
	if answer.granted == 0 {
		held.empty = now + answer.wait - int64(missing)*b.limit.interval()
		return max(answer.wait, 1), nil
	}
	held.left += answer.granted - cost
	held.lapses = now + b.limit.window()
	return 0, nil
}

// fetch asks for a portion. The purse is locked before and after, and open to
// others in between; they do not touch what is left, which the caller needs.
func (b *Budget) fetch(ctx context.Context, held *purse, portion want) verdict {
	done := make(chan struct{})
	held.fetch = done
	left := held.left
	held.left = 0
	held.mu.Unlock()
	defer func() {
		held.mu.Lock()
		held.left = left
		held.fetch = nil
		close(done)
	}()
	verdicts, _ := b.limiter.ask(ctx, []want{portion}) // Redis down: the process has answered.
	b.limiter.meters.decided(b.limit.Name, verdicts[0])
	return verdicts[0]
}
