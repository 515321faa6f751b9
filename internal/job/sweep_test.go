package job

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// long are the sweeps that may take minutes.
const long = " sweep_figures sweep_views sweep_counters sweep_archives "

// While every long sweep is at work the urgent ones go on, all of them and the
// most frequent one again.
func TestFiguresKeepNoUrgentSweepWaiting(t *testing.T) {
	t.Parallel()
	release, begun := make(chan struct{}), make(chan string, 2*len(Sweeps{}.turnus()))
	domain := &hands{answer: func(ctx context.Context, c call) error {
		if strings.Contains(long, " "+c.what+" ") {
			begun <- c.what
			select {
			case <-release:
			case <-ctx.Done():
			}
		}
		return nil
	}}
	runner, events := started(t, Config{Pool: testenv.Pool(t), Work: domain.work()})
	at := map[string]bool{}
	for len(at) < 3 { // Two of the figures, and the archive beside them.
		at[received(t, begun)] = true
	}
	require.True(t, at["sweep_archives"], "it does not wait for figures, nor they for it: %v", at)

	waiting := map[string]bool{}
	for _, one := range (Sweeps{}).turnus() {
		waiting[one.what] = !strings.Contains(long, " sweep_"+one.what+" ")
	}
	maps.DeleteFunc(waiting, func(_ string, urgent bool) bool { return !urgent })
	for len(waiting) > 0 {
		delete(waiting, whose(t, next(t, events, "sweep")))
	}
	again, err := runner.client.Insert(t.Context(), sweep{"boards"}, nil)
	require.NoError(t, err)
	for next(t, events, "sweep").Job.ID != again.Job.ID { // A turn may have come by itself.
	}
	close(release)
	waiting = map[string]bool{"figures": true, "views": true, "counters": true, "archives": true}
	for len(waiting) > 0 {
		delete(waiting, whose(t, next(t, events, "sweep")))
	}
}

// A sweep that archives may go on for longer than others before anybody takes it for
// dead, and no longer than its own time.
func TestALargeMonthIsNotTakenForDead(t *testing.T) {
	t.Parallel()
	pool, domain := testenv.Pool(t), new(hands)
	working := running(t, pool, "archives", archiveQueue, rescueAfter+time.Minute)
	dead := running(t, pool, "archives", archiveQueue, archiveTime+time.Minute)
	figures := running(t, pool, "figures", figureQueue, rescueAfter+time.Minute)
	// The last of them: when it is done again, the others have been looked at.
	leaveChallenge(t, pool)
	_, err := pool.Pgx().Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1,
		attempted_at = now() - interval '6 minutes', attempted_by = ARRAY['a dead process'] WHERE kind = 'send_challenge'`)
	require.NoError(t, err)
	_, events := started(t, Config{Pool: pool, Work: domain.work()})
	require.Equal(t, 2, next(t, events, "send_challenge").Job.Attempt)
	for id, want := range map[int64]rivertype.JobState{
		working: rivertype.JobStateRunning, dead: rivertype.JobStateDiscarded, figures: rivertype.JobStateDiscarded,
	} {
		require.Equal(t, string(want), scan[string](t, pool, "SELECT state::text FROM river_job WHERE id = $1", id))
	}
}

// running is a sweep that another process began a while ago.
func running(t *testing.T, pool *postgres.Pool, what, queue string, ago time.Duration) int64 {
	t.Helper()
	return scan[int64](t, pool, `INSERT INTO river_job (kind, queue, args, max_attempts, state, attempt, attempted_at, attempted_by)
		VALUES ('sweep', $1, jsonb_build_object('what', $2::text), 1, 'running', 1, now() - make_interval(secs => $3), ARRAY['another process']) RETURNING id`,
		queue, what, ago.Seconds())
}

// whose is which sweep an event is about.
func whose(t *testing.T, event *river.Event) string {
	t.Helper()
	var args sweep
	require.NoError(t, json.Unmarshal(event.Job.EncodedArgs, &args))
	return args.What
}

func received[T any](t *testing.T, from <-chan T) (one T) {
	t.Helper()
	select {
	case one = <-from:
	case <-time.After(patience):
		require.FailNow(t, "nothing came")
	}
	return one
}
