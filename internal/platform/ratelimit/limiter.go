package ratelimit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

// Options are what the limits of a process share.
type Options struct {
	// Redis is the client; nil leaves every limit to this process. It must
	// honour the deadlines of contexts (redis.Options.ContextTimeoutEnabled),
	// or a Redis that hangs is waited for as long as the client likes.
	Redis redis.UniversalClient
	// Prefix stands before every key in Redis.
	Prefix string
	// OpTimeout bounds one round trip to Redis, the wait for a connection
	// included. Default 250 ms.
	OpTimeout time.Duration
	// Secret makes hashed keys useless to who reads Redis: there are so few
	// phone numbers that a bare hash is found by trying them all. Processes
	// that count together need the same one.
	Secret []byte
	// Clock tells the time to what is counted in this process and to the
	// breaker; nil means the machine's. In Redis its own clock counts.
	Clock clock.Clock
	// Log hears when Redis fails and when it is back; nil means slog.Default().
	Log *slog.Logger
	// Metrics gets the counters; nil for none.
	Metrics prometheus.Registerer
	// Off lets everything pass, for measuring and for tests of other things.
	Off bool
}

// Limiter counts uses against limits. It is safe for use from many goroutines
// and has none of its own.
type Limiter struct {
	opts    Options
	breaker breaker
	local   *local
	meters  meters
}

// New makes the limiter of a process.
func New(o Options) *Limiter {
	if o.OpTimeout <= 0 {
		o.OpTimeout = defaultOpTimeout
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Limiter{
		opts: o, breaker: breaker{clock: o.Clock, log: o.Log},
		local: newLocal(o.Clock), meters: newMeters(o.Metrics),
	}
}

// Take counts one of each use. When a limit refuses, nothing is counted and
// the answer is a RateLimited fault that says how long to wait for the last
// of those that refused. While Redis is down this process counts for itself.
func (l *Limiter) Take(ctx context.Context, uses ...Use) error {
	return l.take(ctx, uses, false)
}

// TakeOrStop is Take for what costs money: while Redis is down it answers with
// an Unavailable fault, since many processes that count for themselves let
// through many times the limit.
func (l *Limiter) TakeOrStop(ctx context.Context, uses ...Use) error {
	return l.take(ctx, uses, true)
}

func (l *Limiter) take(ctx context.Context, uses []Use, stop bool) error {
	wants := make([]want, len(uses))
	for i, use := range uses {
		if err := use.Limit.Validate(); err != nil {
			return err
		}
		wants[i] = want{limit: use.Limit, key: use.Key, least: 1, most: 1}
	}
	if l.opts.Off || len(uses) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err // Nobody waits for the answer: count nothing.
	}
	verdicts, down := l.ask(ctx, wants)
	refused, wait := false, int64(0)
	for i, answer := range verdicts {
		if answer.granted == 0 {
			refused, wait = true, max(wait, answer.wait)
		}
		if !answer.local || !stop {
			l.meters.decided(wants[i].limit.Name, answer)
		}
	}
	stopped := down != nil && stop
	if refused || stopped {
		l.giveBack(ctx, wants, verdicts)
	}
	switch {
	case stopped:
		return fault.Unavailable(down)
	case refused:
		return refusal(wait)
	}
	return nil
}

// ask answers each want, by Redis where it can and by this process elsewhere:
// of a cluster a part may be down. The error says why Redis could not answer
// them all.
func (l *Limiter) ask(ctx context.Context, wants []want) ([]verdict, error) {
	verdicts, down := l.askRedis(ctx, wants)
	for i := range verdicts {
		if verdicts[i].local {
			verdicts[i] = l.local.ask(wants[i])
		}
	}
	return verdicts, down
}

// giveBack undoes what a refused call counted. It is worth no error: what
// cannot be given back comes back by itself in time.
func (l *Limiter) giveBack(ctx context.Context, wants []want, verdicts []verdict) {
	var counted []want
	for i, answer := range verdicts {
		switch {
		case answer.granted == 0:
		case answer.local:
			l.local.giveBack(wants[i], answer.granted)
		default:
			counted = append(counted, wants[i])
		}
	}
	if len(counted) > 0 {
		l.giveBackRedis(ctx, counted)
	}
}

// name is the key of a want in Redis.
func (l *Limiter) name(w want) string {
	mac := hmac.New(sha256.New, l.opts.Secret)
	mac.Write([]byte(w.key))
	sum := mac.Sum(nil)
	return l.opts.Prefix + "limit:" + w.limit.Name + ":" + base64.RawURLEncoding.EncodeToString(sum[:16])
}
