package job

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"zuka/internal/shop/notify"
)

// Notifier tells people of orders, as notify.Service does.
type Notifier interface {
	// OrderChanged tells of one version of an order; telling it again tells
	// nobody twice.
	OrderChanged(ctx context.Context, order int, version int64) error
	// DeliverBroadcast tells many people something; telling it again tells
	// nobody twice.
	DeliverBroadcast(ctx context.Context, broadcast notify.Broadcast) error
}

// orderChanged tells people of one version of an order.
type orderChanged struct {
	Order   int   `json:"order"`
	Version int64 `json:"version"`
}

// Kind names the job.
func (orderChanged) Kind() string { return "order_changed" }

// InsertOpts is how the job is queued. It is not unique: a version is made once,
// in the transaction that leaves this.
func (orderChanged) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: mailQueue, MaxAttempts: 12}
}

// tellPauses are short at first: a shopper looks for the mail.
var tellPauses = []time.Duration{
	2 * time.Second, 10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
}

// Analyst notes purchases, as analytics.Keeper does.
type Analyst interface {
	// OrderChanged notes the purchase of an order whose money has come; noting it
	// again counts nothing twice.
	OrderChanged(ctx context.Context, order int) error
}

type orderWorker struct {
	river.WorkerDefaults[orderChanged]
	notices Notifier
	analyst Analyst
	log     *slog.Logger
}

// Work tells it. What will never arrive is not tried again.
func (w *orderWorker) Work(ctx context.Context, job *river.Job[orderChanged]) error {
	noted := w.analyst.OrderChanged(ctx, job.Args.Order)
	err := w.notices.OrderChanged(ctx, job.Args.Order, job.Args.Version)
	if errors.Is(err, notify.ErrUndeliverable) {
		w.log.WarnContext(ctx, "a letter about an order was refused for good", "job", job.ID, "order", job.Args.Order, "cause", err)
		if noted == nil {
			return river.JobCancel(err)
		}
		err = nil
	}
	return errors.Join(err, noted)
}

// NextRetry is when it is tried again.
func (w *orderWorker) NextRetry(job *river.Job[orderChanged]) time.Time {
	return retryAt(job.Attempt, tellPauses)
}

// broadcast tells many people something: the words of staff, and nobody's name.
type broadcast struct {
	Broadcast notify.Broadcast `json:"broadcast"`
}

// Kind names the job.
func (broadcast) Kind() string { return "broadcast" }

// InsertOpts is how the job is queued.
func (broadcast) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: slowQueue, MaxAttempts: 10}
}

type broadcastWorker struct {
	river.WorkerDefaults[broadcast]
	notices Notifier
}

// Work goes on with it.
func (w *broadcastWorker) Work(ctx context.Context, job *river.Job[broadcast]) error {
	return w.notices.DeliverBroadcast(ctx, job.Args.Broadcast)
}

// Timeout bounds one attempt; a longer one goes on with the next.
func (w *broadcastWorker) Timeout(*river.Job[broadcast]) time.Duration { return longTime }
