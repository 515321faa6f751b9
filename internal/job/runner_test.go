package job

import (
	"context"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/testenv"
	"zuka/internal/testenv/leak"
)

// This one looks for goroutines of the whole process, so it does not run
// beside other tests.
func TestStartAndStopLeaveNothingBehind(t *testing.T) {
	pool, domain := testenv.Pool(t), new(hands)
	defer leak.None(t, goleak.IgnoreCurrent())
	runner := newRunner(t, Config{Pool: pool, Work: domain.work()})
	require.NoError(t, runner.Stop(t.Context()), "one that was not started")
	for range 3 {
		require.NoError(t, runner.Start(t.Context()))
		require.NoError(t, runner.Start(t.Context()), "one that was started")
		require.NoError(t, runner.Stop(t.Context()))
		require.NoError(t, runner.Stop(t.Context()), "one that was stopped")
	}
	events := runner.watch(t)
	require.NoError(t, runner.Start(t.Context()))
	next(t, events, "clean_accounts")
	require.NoError(t, runner.Stop(t.Context()))
}

func TestTheEndOfTheStartsContextIsNotTheEnd(t *testing.T) {
	t.Parallel()
	pool, domain := testenv.Pool(t), new(hands)
	runner := newRunner(t, Config{Pool: pool, Work: domain.work()})
	events := runner.watch(t)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, runner.Start(ctx))
	cancel()
	leaveChallenge(t, pool)
	require.Equal(t, river.EventKindJobCompleted, next(t, events, "send_challenge").Kind)
	require.NoError(t, runner.Stop(t.Context()))
	require.ErrorIs(t, newRunner(t, Config{Pool: pool, Work: domain.work()}).Start(ctx), context.Canceled)
}

func TestWhatIsCutOffIsDoneAgain(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	begun := make(chan struct{})
	stuck := &hands{answer: func(ctx context.Context, c call) error {
		if c.what != "send_challenge" {
			return nil
		}
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}}
	id := leaveChallenge(t, pool)
	first := newRunner(t, Config{Pool: pool, Work: stuck.work()})
	events := first.watch(t)
	require.NoError(t, first.Start(t.Context()))
	<-begun
	over, cancel := context.WithCancel(t.Context())
	cancel() // Nobody waits: the jobs are cut off at once.
	require.NoError(t, first.Stop(over))
	event := next(t, events, "send_challenge")
	require.Equal(t, river.EventKindJobInterrupted, event.Kind)
	require.Zero(t, event.Job.Attempt, "it is no failed attempt")

	able := new(hands)
	_, later := started(t, Config{Pool: pool, Work: able.work()})
	require.Equal(t, river.EventKindJobCompleted, next(t, later, "send_challenge").Kind)
	require.Equal(t, 1, stuck.count("send_challenge", id))
	require.Equal(t, 1, able.count("send_challenge", id))
}

func TestSlowMailDoesNotDelayTheRest(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	release := make(chan struct{})
	domain := &hands{answer: func(ctx context.Context, c call) error {
		if c.what == "send_challenge" {
			select {
			case <-release:
			case <-ctx.Done():
			}
		}
		return nil
	}}
	const letters = 12 // more than mail has workers
	for range letters {
		leaveChallenge(t, pool)
	}
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	require.Equal(t, river.EventKindJobCompleted, next(t, events, "clean_accounts").Kind)
	close(release)
	for range letters {
		require.Equal(t, river.EventKindJobCompleted, next(t, events, "send_challenge").Kind)
	}
}

func TestARunnerNeedsAllItsWork(t *testing.T) {
	t.Parallel()
	_, err := New(Config{})
	for _, missing := range []string{"challenges", "exports", "the eraser", "sessions", "the cleaner"} {
		require.ErrorContains(t, err, missing)
	}
}

// Every long job must be over before it is taken for dead.
func TestNoJobOutlivesItsRescue(t *testing.T) {
	t.Parallel()
	for kind, timeout := range map[string]time.Duration{
		"send_challenge": new(challengeWorker).Timeout(nil), "make_export": new(exportWorker).Timeout(nil),
		"erase_person": new(eraseWorker).Timeout(nil), "forget_sessions": new(sessionWorker).Timeout(nil),
		"clean_accounts": new(cleanWorker).Timeout(nil), "ensure_partitions": new(partitionWorker).Timeout(nil),
		"refresh_search_terms": new(termsWorker).Timeout(nil),
	} {
		require.Positive(t, timeout, kind)
		require.Less(t, timeout, rescueAfter, kind)
	}
	sweeps := newSweepWorker(new(hands).work().Sweeps, quietLog())
	for what := range sweeps.sweeps {
		if what != "archives" {
			require.Less(t, sweeps.Timeout(swept(what)), rescueAfter, what)
		}
	}
	require.Less(t, rescueAfter, sweeps.Timeout(swept("archives")), "a large month takes its time")
	require.Less(t, sweeps.Timeout(swept("archives")), 6*time.Hour, "it is over before the next turn")
}

func swept(what string) *river.Job[sweep] { return &river.Job[sweep]{Args: sweep{what}} }

// A process that dies tells nobody: its job stays as it was, and is taken up
// when it has stood so for long enough.
func TestTheJobOfADeadProcessIsDoneAgain(t *testing.T) {
	t.Parallel()
	pool, domain := testenv.Pool(t), new(hands)
	id := leaveChallenge(t, pool)
	_, err := pool.Pgx().Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1,
		attempted_at = now() - interval '6 minutes', attempted_by = ARRAY['a dead process'] WHERE kind = 'send_challenge'`)
	require.NoError(t, err)
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	event := next(t, events, "send_challenge")
	require.Equal(t, river.EventKindJobCompleted, event.Kind)
	require.Equal(t, 2, event.Job.Attempt)
	require.Equal(t, 1, domain.count("send_challenge", id))
}
