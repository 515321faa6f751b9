package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

const defaultOpTimeout = 250 * time.Millisecond

var (
	errDown = errors.New("ratelimit: redis failed repeatedly and is not asked for the moment")
	errNone = errors.New("ratelimit: there is no redis")
)

// takeScript grants between ARGV[3] and ARGV[4] of a limit with the interval
// ARGV[1] and the window ARGV[2], all times in microseconds, which a double
// holds exactly. The moment that stands in the key is never taken to be
// further away than the window, so that a limit that was made smaller, or a
// clock set back, does not lock anybody out.
var takeScript = redis.NewScript(`
local interval, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local least, most = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now) or now
full = math.min(math.max(full, now), now + window)
local left = math.floor((now + window - full) / interval)
if left < least then
  return {0, full + least * interval - window - now}
end
local granted = math.min(left, most)
full = full + granted * interval
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return {granted, 0}`)

// giveBackScript returns ARGV[2] of a limit with the interval ARGV[1].
var giveBackScript = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now) or now
full = full - ARGV[2] * ARGV[1]
if full <= now then
  return redis.call('DEL', KEYS[1])
end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0`)

// askRedis asks about all wants in one round trip; what it could not learn is
// marked local, and the error is the first reason.
func (l *Limiter) askRedis(ctx context.Context, wants []want) ([]verdict, error) {
	verdicts := make([]verdict, len(wants))
	replies, down := l.run(ctx, takeScript, wants, func(w want) []any {
		return []any{w.limit.interval(), w.limit.window(), w.least, w.most}
	})
	for i := range verdicts {
		verdicts[i].local = true
		if replies == nil {
			continue
		}
		answer, err := replies[i].Int64Slice()
		switch {
		case err != nil:
			down = errors.Join(down, err)
		case len(answer) != 2:
			down = errors.Join(down, fmt.Errorf("ratelimit: redis answered %d numbers", len(answer)))
		default:
			verdicts[i] = verdict{granted: int(answer[0]), wait: answer[1]}
		}
	}
	return verdicts, down
}

func (l *Limiter) giveBackRedis(ctx context.Context, wants []want) {
	_, _ = l.run(ctx, giveBackScript, wants, func(w want) []any { // see giveBack
		return []any{w.limit.interval(), w.most}
	})
}

// run runs a script once for each want, all in one round trip, under the
// breaker. A client that goes away is no reason to think ill of Redis, nor to
// leave it half counted, so its context only carries values. Without replies
// there is an error.
func (l *Limiter) run(
	ctx context.Context, script *redis.Script, wants []want, args func(want) []any,
) ([]*redis.Cmd, error) {
	if l.opts.Redis == nil {
		return nil, errNone
	}
	if !l.breaker.allow() {
		return nil, errDown
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.opts.OpTimeout)
	defer cancel()
	replies := make([]*redis.Cmd, len(wants))
	all := make([]int, len(wants))
	for i := range all {
		all[i] = i
	}
	unknown, err := l.pipe(ctx, replies, all, func(pipe redis.Pipeliner, i int) *redis.Cmd {
		return script.EvalSha(ctx, pipe, []string{l.name(wants[i])}, args(wants[i])...)
	})
	if len(unknown) > 0 { // This node has just started, or has forgotten the script.
		_, again := l.pipe(ctx, replies, unknown, func(pipe redis.Pipeliner, i int) *redis.Cmd {
			return script.Eval(ctx, pipe, []string{l.name(wants[i])}, args(wants[i])...)
		})
		err = errors.Join(err, again)
	}
	l.breaker.report(err)
	if err != nil {
		l.meters.errors.Inc()
	}
	return replies, err
}

// pipe queues the commands with these numbers in one round trip and returns
// which of them met a server that does not know the script.
func (l *Limiter) pipe(
	ctx context.Context, replies []*redis.Cmd, numbers []int, queue func(redis.Pipeliner, int) *redis.Cmd,
) (unknown []int, failed error) {
	pipe := l.opts.Redis.Pipeline()
	for _, i := range numbers {
		replies[i] = queue(pipe, i)
	}
	_, err := pipe.Exec(ctx)
	for _, i := range numbers {
		switch err := replies[i].Err(); { // Exec has the first of them, which may hide worse.
		case err == nil:
		case redis.HasErrorPrefix(err, "NOSCRIPT"):
			unknown = append(unknown, i)
		case failed == nil:
			failed = err
		}
	}
	if failed == nil && len(unknown) == 0 {
		failed = err
	}
	return unknown, failed
}
