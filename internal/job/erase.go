package job

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// Eraser removes people.
type Eraser interface {
	// Erase removes what is left of a person whose account was deleted. It can
	// be called again, and goes on where it was cut off.
	Erase(ctx context.Context, user uuid.UUID) error
}

// erase removes what is known of a person. The id is one that nobody is behind
// any more once the job is done.
type erase struct {
	User uuid.UUID `json:"user" river:"unique"`
}

// Kind names the job.
func (erase) Kind() string { return "erase_person" }

// InsertOpts is how the job is queued. With River's pauses, which grow with the
// fourth power, 25 attempts take three weeks: a promise to a person is not
// dropped because a store of files is away for a weekend.
func (erase) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: slowQueue, MaxAttempts: 25, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type eraseWorker struct {
	river.WorkerDefaults[erase]
	eraser Eraser
}

// Work removes the person.
func (w *eraseWorker) Work(ctx context.Context, job *river.Job[erase]) error {
	return w.eraser.Erase(ctx, job.Args.User)
}

// Timeout bounds one attempt.
func (w *eraseWorker) Timeout(*river.Job[erase]) time.Duration { return longTime }
