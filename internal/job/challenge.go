package job

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"zuka/internal/shop/account"
)

// Challenger sends what challenges ask for, as account.Service does.
type Challenger interface {
	// SendChallenge sends what a challenge asks for, unless that was done or is
	// of no use any more; account.ErrUndeliverable when it never will arrive.
	SendChallenge(ctx context.Context, challenge uuid.UUID) error
}

// sendChallenge mails or texts what a challenge asks for.
type sendChallenge struct {
	Challenge uuid.UUID `json:"challenge"`
}

// Kind names the job.
func (sendChallenge) Kind() string { return "send_challenge" }

// InsertOpts is how the job is queued. It is not unique: a challenge is left
// once, in the transaction that makes it.
func (sendChallenge) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: mailQueue, MaxAttempts: 30}
}

// sendPauses are short at first, for a code is good for five minutes; links
// are good for an hour or a day. Once a challenge has run out, the next attempt
// finds nothing to do and is the last.
var sendPauses = []time.Duration{
	time.Second, 3 * time.Second, 10 * time.Second, 30 * time.Second,
	time.Minute, time.Minute, time.Minute, time.Minute,
	5 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
}

type challengeWorker struct {
	river.WorkerDefaults[sendChallenge]
	challenges Challenger
	log        *slog.Logger
}

// Work sends it. What will never arrive is not tried again.
func (w *challengeWorker) Work(ctx context.Context, job *river.Job[sendChallenge]) error {
	err := w.challenges.SendChallenge(ctx, job.Args.Challenge)
	if errors.Is(err, account.ErrUndeliverable) {
		// River tells nobody of a job that cancels itself.
		w.log.WarnContext(ctx, "a message was refused for good", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "cause", err)
		return river.JobCancel(err)
	}
	return err
}

// NextRetry is when it is tried again.
func (w *challengeWorker) NextRetry(job *river.Job[sendChallenge]) time.Time {
	return retryAt(job.Attempt, sendPauses)
}

// Timeout bounds one attempt; the mail server has half a minute of it.
func (w *challengeWorker) Timeout(*river.Job[sendChallenge]) time.Duration { return shortTime }
