package job

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
)

// Cashier takes what payment providers say, as checkout.Service does. Each can
// be called again.
type Cashier interface {
	// HandleEvent works one message of the inbox.
	HandleEvent(ctx context.Context, event int) error
	// GiveUpEvent notes that a message could not be worked.
	GiveUpEvent(ctx context.Context, event int, why string) error
	// SendRefund asks a provider to give money back.
	SendRefund(ctx context.Context, refund int) error
}

// paymentPauses lie between attempts while a provider does not answer. The
// payment is asked about every few minutes besides.
var paymentPauses = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour,
}

// handlePaymentEvent works one message of the inbox.
type handlePaymentEvent struct {
	Event int `json:"event" river:"unique"`
}

// Kind names the job.
func (handlePaymentEvent) Kind() string { return "handle_payment_event" }

// InsertOpts is how the job is queued.
func (handlePaymentEvent) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: paymentQueue, MaxAttempts: 12, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type eventWorker struct {
	river.WorkerDefaults[handlePaymentEvent]
	cashier Cashier
}

// Work works it. The last attempt notes why it failed.
func (w *eventWorker) Work(ctx context.Context, job *river.Job[handlePaymentEvent]) error {
	err := w.cashier.HandleEvent(ctx, job.Args.Event)
	if err != nil && job.Attempt >= job.MaxAttempts {
		return errors.Join(err, w.cashier.GiveUpEvent(context.WithoutCancel(ctx), job.Args.Event, "given up after the last attempt"))
	}
	return err
}

// NextRetry is when it is tried again.
func (w *eventWorker) NextRetry(job *river.Job[handlePaymentEvent]) time.Time {
	return retryAt(job.Attempt, paymentPauses)
}

// sendRefund asks a provider to give money back.
type sendRefund struct {
	Refund int `json:"refund" river:"unique"`
}

// Kind names the job.
func (sendRefund) Kind() string { return "send_refund" }

// InsertOpts is how the job is queued. What fails so often is found by the
// sweep of refunds.
func (sendRefund) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: paymentQueue, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type refundWorker struct {
	river.WorkerDefaults[sendRefund]
	cashier Cashier
}

// Work asks.
func (w *refundWorker) Work(ctx context.Context, job *river.Job[sendRefund]) error {
	return w.cashier.SendRefund(ctx, job.Args.Refund)
}

// NextRetry is when it is tried again.
func (w *refundWorker) NextRetry(job *river.Job[sendRefund]) time.Time {
	return retryAt(job.Attempt, paymentPauses)
}

// Timeout bounds one attempt, longer than the provider has for it.
func (w *refundWorker) Timeout(*river.Job[sendRefund]) time.Duration { return 2 * shortTime }
