package analytics

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"zuka/internal/platform/fault"
)

const (
	// errandTime bounds what is done for people beyond their requests.
	errandTime = time.Hour
	// answerTime is what is left of a request's time to answer that its work goes on.
	answerTime = 500 * time.Millisecond
	// againAfter is when somebody may ask again who was not waited with.
	againAfter = 30 * time.Second
	// owedTime is how long after its end an outcome is kept for who was told to ask
	// again: a little longer, and too short for wanting the same done once more.
	owedTime = time.Minute
)

// errand is work that people ask for and that takes longer than a request may: it
// outlives the request, and is done by one at a time in a process. Other processes
// are kept out by what the work locks itself.
type errand[T any] struct {
	// name says in messages and in the log what it is.
	name string
	// look says where its outcome is seen.
	look string
	log  *slog.Logger
	life context.Context //nolint:containedctx // Ends with the process, not with a request.
	end  context.CancelFunc

	mu   sync.Mutex
	last *outcome[T]
	work sync.WaitGroup
}

func newErrand[T any](name, look string, log *slog.Logger) *errand[T] {
	e := &errand[T]{name: name, look: look, log: log}
	e.life, e.end = context.WithCancel(context.Background())
	return e
}

// outcome is what comes of one errand.
type outcome[T any] struct {
	// asked tells it from others of its kind.
	asked string
	// ended is closed when done and err are known.
	ended chan struct{}
	done  T
	err   error
	// at is when it ended; zero while it goes on.
	at time.Time
	// owed tells that somebody who waited for it went without it.
	owed bool
}

// ask does what is asked for, or waits with those who asked for the same, as long as
// ctx allows. When that is not enough the fault is RETRY_LATER and the work goes on;
// who asks for the same again waits for it again. Asking for another while one goes
// on is STATE_CONFLICT.
func (e *errand[T]) ask(ctx context.Context, asked string, do func(context.Context) (T, error)) (none T, err error) {
	one, err := e.join(asked, do)
	if err != nil {
		return none, err
	}
	wait := ctx
	if until, bounded := ctx.Deadline(); bounded {
		// The answer must still reach who asked.
		var cancel context.CancelFunc
		wait, cancel = context.WithDeadline(ctx, until.Add(-answerTime))
		defer cancel()
	}
	select {
	case <-one.ended:
	case <-wait.Done():
		if !e.leave(one) {
			goesOn := fault.New(fault.RateLimited, "%s takes longer than a request may and goes on in the background: ask again to wait for it, or look at %s", e.name, e.look)
			goesOn.RetryAfter = againAfter
			return none, goesOn
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	one.owed = false
	return one.done, one.err
}

// join is the errand that goes on or whose outcome is owed, when it is the same, and
// otherwise a new one.
func (e *errand[T]) join(asked string, do func(context.Context) (T, error)) (*outcome[T], error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.life.Err(); err != nil {
		return nil, fault.Unavailable(err)
	}
	if last := e.last; last != nil {
		runs := last.at.IsZero()
		switch {
		case last.asked == asked && (runs || last.owed && time.Since(last.at) < owedTime):
			return last, nil
		case runs:
			return nil, fault.Refuse(fault.StateConflict, "", "%s goes on for %s: ask again when it has ended", e.name, last.asked)
		}
	}
	one := &outcome[T]{asked: asked, ended: make(chan struct{})}
	e.last = one
	e.work.Go(func() { e.run(one, do) })
	return one, nil
}

// leave notes that somebody goes without the outcome, unless it is there.
func (e *errand[T]) leave(one *outcome[T]) (ended bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	one.owed = one.owed || one.at.IsZero()
	return !one.at.IsZero()
}

func (e *errand[T]) run(one *outcome[T], do func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(e.life, errandTime)
	defer cancel()
	done, err := caught(ctx, do)
	e.mu.Lock()
	defer e.mu.Unlock()
	one.done, one.err, one.at = done, err, time.Now()
	close(one.ended)
	switch {
	case !one.owed: // Who asked is told, and the edge logs what is wrong.
	case err != nil:
		e.log.Error("what went on in the background has failed", "what", e.name, "asked", one.asked, "cause", err)
	default:
		e.log.Info("what went on in the background is done", "what", e.name, "asked", one.asked)
	}
}

// caught makes an error of a panic, which nobody above would catch.
func caught[T any](ctx context.Context, do func(context.Context) (T, error)) (done T, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return do(ctx)
}

// stop cuts off what goes on, and waits for its end.
func (e *errand[T]) stop() {
	e.mu.Lock() // Whoever joins has begun already, or sees that it is over.
	e.end()
	e.mu.Unlock()
	e.work.Wait()
}
