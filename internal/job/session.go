package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// Renewer makes sessions be read from PostgreSQL again, as session.Store does.
type Renewer interface {
	// Renew takes the sessions' copies out of Redis. It can be called again.
	Renew(ctx context.Context, sessions ...uuid.UUID) error
}

// forgetSessions takes ended or changed sessions out of Redis, where they would
// be believed for as long as they are used.
type forgetSessions struct {
	Sessions []uuid.UUID `json:"sessions"`
}

// Kind names the job.
func (forgetSessions) Kind() string { return "forget_sessions" }

// InsertOpts is how the job is queued. It is not unique: one that is being done
// may have taken the copy away before the change that leaves another.
func (forgetSessions) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: sessionQueue, MaxAttempts: 25}
}

// forgetPauses are after the first failures, which count as such; later the job
// sleeps, forgetSleep at a time, for as long as Redis is away. Sleeping does
// not count, and does not add to the errors that the job's row keeps.
var forgetPauses = []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second}

const (
	forgetSleep = 30 * time.Second
	forgetTime  = 10 * time.Second
)

type sessionWorker struct {
	river.WorkerDefaults[forgetSessions]
	sessions Renewer
	log      *slog.Logger
}

// Work takes them away, however long it takes until Redis is back.
func (w *sessionWorker) Work(ctx context.Context, job *river.Job[forgetSessions]) error {
	// Renew listens to no deadline, for a request that ends must not keep it
	// from its work; Redis's client has short ones of its own.
	err := w.sessions.Renew(ctx, job.Args.Sessions...)
	if err == nil || job.Attempt <= len(forgetPauses) {
		return err
	}
	w.log.WarnContext(ctx, "ended sessions are still in Redis", "kind", job.Kind, "job", job.ID, "sessions", len(job.Args.Sessions), "cause", err)
	return river.JobSnooze(forgetSleep)
}

// NextRetry is when it is tried again after one of the first failures.
func (w *sessionWorker) NextRetry(job *river.Job[forgetSessions]) time.Time {
	return retryAt(job.Attempt, forgetPauses)
}

// Timeout bounds one attempt.
func (w *sessionWorker) Timeout(*river.Job[forgetSessions]) time.Duration { return forgetTime }
