package job

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// Cleaner removes what nobody will ask for any more, as account.Service does.
type Cleaner interface {
	// Clean removes it. It can be called again, and goes on where it was cut
	// off.
	Clean(ctx context.Context) error
}

// clean removes what has run out: every hour.
type clean struct{}

// Kind names the job.
func (clean) Kind() string { return "clean_accounts" }

// InsertOpts is how the job is queued: once an hour, however many servers are
// started in it. What fails three times waits for the next hour.
func (clean) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: defaultQueue, MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
}

type cleanWorker struct {
	river.WorkerDefaults[clean]
	cleaner Cleaner
}

// Work removes it.
func (w *cleanWorker) Work(ctx context.Context, _ *river.Job[clean]) error {
	return w.cleaner.Clean(ctx)
}

// Timeout bounds one attempt; a longer one goes on with the next.
func (w *cleanWorker) Timeout(*river.Job[clean]) time.Duration { return longTime }
