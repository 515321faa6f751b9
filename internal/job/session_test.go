package job

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/session"
	"zuka/internal/testenv"
)

func TestASessionIsTakenOutOfRedis(t *testing.T) {
	t.Parallel()
	pool, outbox := testenv.Pool(t), newOutbox(t)
	client, prefix := testenv.RedisClient(t)
	store := session.New(session.Config{Pool: pool, Redis: client, Prefix: prefix})
	ended, running := uuid.New(), uuid.New()
	key := func(id uuid.UUID) string { return prefix + "session:{" + id.String() + "}" }
	for _, id := range []uuid.UUID{ended, running} {
		require.NoError(t, client.Set(t.Context(), key(id), "a hot copy", session.HotLife).Err())
	}
	commit(t, pool, func(ctx context.Context, tx postgres.Tx) error {
		// Twice: what is already gone is no failure.
		return errors.Join(outbox.ForgetSessions(ctx, tx, []uuid.UUID{ended}), outbox.ForgetSessions(ctx, tx, []uuid.UUID{ended}))
	})
	work := new(hands).work()
	work.Sessions = store
	_, events := started(t, Config{Pool: pool, Work: work})
	for range 2 {
		require.Equal(t, river.EventKindJobCompleted, next(t, events, "forget_sessions").Kind)
	}
	require.Zero(t, client.Exists(t.Context(), key(ended)).Val())
	require.EqualValues(t, 1, client.Exists(t.Context(), key(running)).Val())
}

func TestForgettingWaitsForRedis(t *testing.T) {
	t.Parallel()
	away := errors.New("redis is away")
	domain := &hands{answer: func(context.Context, call) error { return away }}
	worker := &sessionWorker{sessions: domain, log: quietLog()}
	most := forgetSessions{}.InsertOpts().MaxAttempts
	require.Greater(t, most, len(forgetPauses)+1, "the last attempt must be one that sleeps")
	for attempt := 1; attempt <= most; attempt++ {
		err := worker.Work(t.Context(), &river.Job[forgetSessions]{
			JobRow: &rivertype.JobRow{Attempt: attempt, MaxAttempts: most}, Args: forgetSessions{[]uuid.UUID{uuid.New()}},
		})
		var sleep *rivertype.JobSnoozeError
		if attempt <= len(forgetPauses) {
			require.ErrorIs(t, err, away)
			continue
		}
		require.ErrorAs(t, err, &sleep, "it is never given up")
		require.Equal(t, forgetSleep, sleep.Duration)
	}
}
