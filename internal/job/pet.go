package job

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"zuka/internal/platform/postgres"
)

// Pets answer what is said to them, as pet.Thinker does.
type Pets interface {
	// Think answers a run. It does nothing for one that was answered, that another
	// process is at, or whose turn it is not, and can be called again.
	Think(ctx context.Context, run uuid.UUID) error
}

// thinkPet answers a message to a pet.
type thinkPet struct {
	Run uuid.UUID `json:"run" river:"unique"`
}

// Kind names the job.
func (thinkPet) Kind() string { return "think_pet" }

// InsertOpts is how the job is queued. A run that breaks off is taken over by
// whoever notices, so the job need not be tried often.
func (thinkPet) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: petQueue, MaxAttempts: 3}
}

type petWorker struct {
	river.WorkerDefaults[thinkPet]
	pets Pets
}

// Work answers it.
func (w *petWorker) Work(ctx context.Context, job *river.Job[thinkPet]) error {
	return w.pets.Think(ctx, job.Args.Run)
}

// Timeout bounds one attempt.
func (w *petWorker) Timeout(*river.Job[thinkPet]) time.Duration { return 2 * time.Minute }

// NextRetry is soon: somebody waits.
func (w *petWorker) NextRetry(*river.Job[thinkPet]) time.Time { return time.Now().Add(time.Second) }

// ThinkPet leaves the answering of a message to a pet.
func (o *Outbox) ThinkPet(ctx context.Context, tx postgres.Tx, run uuid.UUID) error {
	if err := o.leave(ctx, tx, thinkPet{run}); err != nil {
		return fmt.Errorf("leaving the answering of a message: %w", err)
	}
	return nil
}
