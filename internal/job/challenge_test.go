package job

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account"
	"zuka/internal/testenv"
)

// leaveChallenge leaves a job that sends a challenge.
func leaveChallenge(t *testing.T, pool *postgres.Pool) uuid.UUID {
	t.Helper()
	id, outbox := uuid.New(), newOutbox(t)
	commit(t, pool, func(ctx context.Context, tx postgres.Tx) error { return outbox.SendChallenge(ctx, tx, id) })
	return id
}

func TestWhatWillNeverArriveIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	domain := &hands{answer: func(_ context.Context, c call) error {
		if c.what == "send_challenge" {
			return fmt.Errorf("sending: %w", account.ErrUndeliverable)
		}
		return nil
	}}
	id := leaveChallenge(t, pool)
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	event := next(t, events, "send_challenge")
	require.Equal(t, river.EventKindJobCancelled, event.Kind)
	require.Equal(t, rivertype.JobStateCancelled, event.Job.State)
	require.Equal(t, 1, domain.count("send_challenge", id))
}

func TestAFailedSendIsSoonTriedAgain(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	var tries atomic.Int32
	domain := &hands{answer: func(_ context.Context, c call) error {
		if c.what == "send_challenge" && tries.Add(1) == 1 {
			return errors.New("the mail server is busy")
		}
		return nil
	}}
	id := leaveChallenge(t, pool)
	before := time.Now().Truncate(time.Microsecond) // As exact as PostgreSQL is.
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	failed := next(t, events, "send_challenge")
	require.Equal(t, river.EventKindJobFailed, failed.Kind)
	require.Equal(t, rivertype.JobStateAvailable, failed.Job.State, "it does not wait for River's scheduler")
	require.False(t, failed.Job.ScheduledAt.Before(before.Add(sendPauses[0])))
	require.False(t, failed.Job.ScheduledAt.After(time.Now().Add(sendPauses[0])), "after the first pause")
	require.Equal(t, river.EventKindJobCompleted, next(t, events, "send_challenge").Kind)
	require.Equal(t, 2, domain.count("send_challenge", id))
}

func TestAPanicIsAFailure(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	var tries atomic.Int32
	domain := &hands{answer: func(_ context.Context, c call) error {
		if c.what == "send_challenge" && tries.Add(1) == 1 {
			panic("a mistake")
		}
		return nil
	}}
	leaveChallenge(t, pool)
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	require.Equal(t, river.EventKindJobFailed, next(t, events, "send_challenge").Kind)
	require.Equal(t, river.EventKindJobCompleted, next(t, events, "send_challenge").Kind)
}

// A code is good for five minutes: most attempts have to come within them, and
// none may come when River would refuse it for being in the past.
func TestSendsAreQuickAtFirst(t *testing.T) {
	t.Parallel()
	worker := new(challengeWorker)
	total, within := time.Duration(0), 0
	for attempt := 1; attempt < (sendChallenge{}).InsertOpts().MaxAttempts; attempt++ {
		before := time.Now()
		at := worker.NextRetry(&river.Job[sendChallenge]{JobRow: &rivertype.JobRow{Attempt: attempt}})
		require.False(t, at.Before(before))
		if total += at.Sub(before); total < 5*time.Minute {
			within++
		}
	}
	require.GreaterOrEqual(t, within, 8)
	require.Greater(t, total, time.Hour, "a link that resets a password is tried for as long as it works")
	require.Less(t, total, 24*time.Hour, "no link works that long")
	before := time.Now()
	at := retryAt(0, sendPauses)
	require.False(t, at.Before(before))
	require.LessOrEqual(t, time.Until(at), 2*time.Second)
}
