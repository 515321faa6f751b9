package board

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	defaultOpTimeout = 500 * time.Millisecond
	// breakAfter is how many failures in a row make everybody go to PostgreSQL,
	// and retryAfter the time between two trials then.
	breakAfter = 3
	retryAfter = time.Second
)

var (
	errDown  = errors.New("board: redis failed repeatedly and is not asked for the moment")
	errReply = errors.New("board: redis answered something else than was asked")
)

// call is one run of a script on a board.
type call struct {
	board Board
	args  []any
}

// run runs a script on one board under the breaker. A caller who goes away is
// no reason to think ill of Redis, nor to leave a board half changed, so the
// context only carries values.
func (s *Service) run(ctx context.Context, script *redis.Script, b Board, args ...any) (*redis.Cmd, error) {
	replies, err := s.runAll(ctx, script, []call{{b, args}})
	if err != nil {
		return nil, err
	}
	return replies[0], nil
}

// runAll runs a script on several boards in one round trip; either all have
// answered, or there is an error.
func (s *Service) runAll(ctx context.Context, script *redis.Script, calls []call) ([]*redis.Cmd, error) {
	if len(calls) == 0 {
		return nil, nil
	}
	if s.cfg.Redis == nil || !s.breaker.allow() {
		return nil, errDown
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.OpTimeout)
	defer cancel()
	replies := make([]*redis.Cmd, len(calls))
	all := make([]int, len(calls))
	for i := range all {
		all[i] = i
	}
	unknown, err := s.pipe(ctx, replies, all, func(pipe redis.Pipeliner, i int) *redis.Cmd {
		return script.EvalSha(ctx, pipe, s.keys(calls[i].board), calls[i].args...)
	})
	if len(unknown) > 0 { // This node has just started, or has forgotten the script.
		_, again := s.pipe(ctx, replies, unknown, func(pipe redis.Pipeliner, i int) *redis.Cmd {
			return script.Eval(ctx, pipe, s.keys(calls[i].board), calls[i].args...)
		})
		err = errors.Join(err, again)
	}
	s.breaker.report(err)
	if err != nil {
		return nil, fmt.Errorf("asking redis for boards: %w", err)
	}
	return replies, nil
}

// pipe queues the calls with these numbers in one round trip and returns which
// of them met a server that does not know the script.
func (s *Service) pipe(
	ctx context.Context, replies []*redis.Cmd, numbers []int, queue func(redis.Pipeliner, int) *redis.Cmd,
) (unknown []int, failed error) {
	pipe := s.cfg.Redis.Pipeline()
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

// whole reads the answer of a script that reads: its parts without the first,
// or false when the board is not whole.
func whole(reply *redis.Cmd, parts int) ([]any, bool, error) {
	answer, err := reply.Slice()
	switch {
	case err != nil:
		return nil, false, err
	case len(answer) == 1 && answer[0] == int64(0):
		return nil, false, nil
	case len(answer) != parts+1:
		return nil, false, errReply
	}
	return answer[1:], true, nil
}

// entriesOf reads the answer {1, rank of the first, members with scores}.
func entriesOf(reply *redis.Cmd) ([]Entry, bool, error) {
	parts, ready, err := whole(reply, 2)
	if err != nil || !ready {
		return nil, false, err
	}
	from, _ := parts[0].(int64)
	members, _ := parts[1].([]any)
	entries := make([]Entry, 0, len(members)/2)
	for i := 0; i+1 < len(members); i += 2 {
		member, _ := members[i].(string)
		score, _ := members[i+1].(string)
		entry, err := entryOf(int(from)+i/2+1, member, score)
		if err != nil {
			return nil, false, err
		}
		entries = append(entries, entry)
	}
	return entries, true, nil
}

// breaker keeps requests from waiting, one after the other, for a Redis that is
// known not to answer. It goes by the machine's time.
type breaker struct {
	log *slog.Logger

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

// report notes how a round trip went.
func (b *breaker) report(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		if b.failures >= breakAfter {
			b.log.Info("the boards are read from redis again")
		}
		b.failures = 0
		return
	}
	b.failures++
	if b.failures == breakAfter {
		b.retryAt = time.Now().Add(retryAfter)
		b.log.Warn("the boards are read from the database, redis does not answer", "cause", err)
	}
}
