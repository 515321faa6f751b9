package job

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestAJobSharesTheFateOfItsTransaction(t *testing.T) {
	t.Parallel()
	pool, outbox, domain := testenv.Pool(t), newOutbox(t), new(hands)
	lost, left := uuid.New(), uuid.New()
	failure := errors.New("something else went wrong")
	leave := func(id uuid.UUID, err error) error {
		return postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
			// ent and the outbox write in the same transaction.
			_, found := tx.Ent().User.Query().Count(ctx)
			return errors.Join(found, outbox.SendChallenge(ctx, tx, id), err)
		})
	}
	require.ErrorIs(t, leave(lost, failure), failure)
	require.Zero(t, scan[int](t, pool, "SELECT count(*) FROM river_job"))
	require.NoError(t, leave(left, nil))

	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	event := next(t, events, "send_challenge")
	require.Equal(t, river.EventKindJobCompleted, event.Kind)
	require.Equal(t, 1, domain.count("send_challenge", left))
	require.Zero(t, domain.count("send_challenge", lost))
	require.Equal(t, 1, scan[int](t, pool, "SELECT count(*) FROM river_job WHERE kind = 'send_challenge'"))
}

func TestARunnerThatRunsHearsOfAJob(t *testing.T) {
	t.Parallel()
	for name, pollOnly := range map[string]bool{"told": false, "polling": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, outbox, domain := testenv.Pool(t), newOutbox(t), new(hands)
			_, events := started(t, Config{Pool: pool, Work: domain.work(), PollOnly: pollOnly})
			export, user, sessions := uuid.New(), uuid.New(), []uuid.UUID{uuid.New(), uuid.New()}
			commit(t, pool, func(ctx context.Context, tx postgres.Tx) error {
				return errors.Join(outbox.MakeExport(ctx, tx, export), outbox.Erase(ctx, tx, user),
					outbox.ForgetSessions(ctx, tx, sessions), outbox.ForgetSessions(ctx, tx, nil))
			})
			waiting := map[string]bool{"make_export": true, "erase_person": true, "forget_sessions": true}
			for len(waiting) > 0 {
				event := <-events
				require.Equal(t, river.EventKindJobCompleted, event.Kind, event.Job.Kind)
				delete(waiting, event.Job.Kind)
			}
			require.Equal(t, 1, domain.count("make_export", export))
			require.Equal(t, 1, domain.count("erase_person", user))
			require.Equal(t, 1, domain.count("forget_sessions"))
			require.Contains(t, domain.calls, call{"forget_sessions", sessions})
		})
	}
}

func TestAPersonIsErasedByOneJob(t *testing.T) {
	t.Parallel()
	pool, outbox := testenv.Pool(t), newOutbox(t)
	user, other := uuid.New(), uuid.New()
	for _, id := range []uuid.UUID{user, user, other} {
		commit(t, pool, func(ctx context.Context, tx postgres.Tx) error {
			return errors.Join(outbox.Erase(ctx, tx, id), outbox.MakeExport(ctx, tx, id))
		})
	}
	require.Equal(t, 2, scan[int](t, pool, "SELECT count(*) FROM river_job WHERE kind = 'erase_person'"))
	require.Equal(t, 2, scan[int](t, pool, "SELECT count(*) FROM river_job WHERE kind = 'make_export'"))
}
