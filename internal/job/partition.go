package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

// monthsAhead is how far partitions of events are made in advance: a server
// that cannot make them for a quarter of a year is noticed before it matters.
const monthsAhead = 3

// ensurePartitions makes the partitions of the coming months: every night.
type ensurePartitions struct{}

// Kind names the job.
func (ensurePartitions) Kind() string { return "ensure_partitions" }

// InsertOpts is how the job is queued: once a day.
func (ensurePartitions) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: defaultQueue, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByPeriod: day}}
}

type partitionWorker struct {
	river.WorkerDefaults[ensurePartitions]
	pool  *postgres.Pool
	clock clock.Clock
	log   *slog.Logger
}

// Work makes those that are missing.
func (w *partitionWorker) Work(ctx context.Context, _ *river.Job[ensurePartitions]) error {
	now := w.clock.Now()
	made, err := postgres.EnsurePartitions(ctx, w.pool.Pgx(), now, now.AddDate(0, monthsAhead, 0))
	if len(made) > 0 {
		w.log.InfoContext(ctx, "partitions were made", "partitions", made)
	}
	return err
}

// Timeout bounds one attempt.
func (w *partitionWorker) Timeout(*river.Job[ensurePartitions]) time.Duration { return longTime }
