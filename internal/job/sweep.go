package job

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
)

// Sweep looks for rows whose time has come and does what is due. It can be
// called again, and by several processes at once; it says how many it did.
type Sweep func(ctx context.Context) (done int, err error)

// Sweeps are those that the shop needs. All have to be there.
type Sweeps struct {
	// UnpaidOrders gives up orders that were not paid in time.
	UnpaidOrders Sweep
	// Payments asks providers about attempts of which nothing was heard.
	Payments Sweep
	// Refunds does the same for refunds.
	Refunds Sweep
	// Wishes tells people what is back in stock or cheaper.
	Wishes Sweep
	// IdempotencyKeys forgets answers whose time is over.
	IdempotencyKeys Sweep
	// Boards puts scores on the leaderboards that Redis lost, or never got.
	Boards Sweep
	// Rewards ends those whose time is over, and warns of those that end soon.
	Rewards Sweep
	// Rounds forgets rounds of games that ended long ago.
	Rounds Sweep
	// Proposals ends what pets proposed and nobody answered.
	Proposals Sweep
	// Conversations forgets what was said to pets long ago.
	Conversations Sweep
	// Tastes lets pets learn from what their people looked at and bought.
	Tastes Sweep
	// Habits works out what people tend to look at and buy.
	Habits Sweep
	// Figures counts the events that are new.
	Figures Sweep
	// Views computes the materialized views of the figures anew.
	Views Sweep
	// Counters takes over what was counted in Redis.
	Counters Sweep
	// Archives brings old events to files.
	Archives Sweep
}

// turnus is how often each sweep comes, and where it waits for its turn: what may
// take minutes stays out of the way of what is urgent.
func (s Sweeps) turnus() []turnus {
	return []turnus{
		{"unpaid_orders", time.Minute, s.UnpaidOrders, sweepQueue},
		{"payments", time.Minute, s.Payments, sweepQueue},
		{"refunds", 5 * time.Minute, s.Refunds, sweepQueue},
		{"wishes", 10 * time.Minute, s.Wishes, sweepQueue},
		{"idempotency_keys", time.Hour, s.IdempotencyKeys, sweepQueue},
		{"boards", 15 * time.Second, s.Boards, sweepQueue},
		{"rewards", 30 * time.Minute, s.Rewards, sweepQueue},
		{"rounds", time.Hour, s.Rounds, sweepQueue},
		{"proposals", 5 * time.Minute, s.Proposals, sweepQueue},
		{"conversations", time.Hour, s.Conversations, sweepQueue},
		{"tastes", 10 * time.Minute, s.Tastes, sweepQueue},
		{"habits", 30 * time.Minute, s.Habits, sweepQueue},
		{"figures", 5 * time.Minute, s.Figures, figureQueue},
		{"views", 15 * time.Minute, s.Views, figureQueue},
		{"counters", 15 * time.Minute, s.Counters, figureQueue},
		{"archives", 6 * time.Hour, s.Archives, archiveQueue},
	}
}

type turnus struct {
	what  string
	every time.Duration
	sweep Sweep
	queue string
}

// sweep does one of them.
type sweep struct {
	What string `json:"what" river:"unique"`
}

// Kind names the job.
func (sweep) Kind() string { return "sweep" }

// InsertOpts is how the job is queued: one that waits or runs is enough. What
// fails waits for the next turn. The schedule says which queue it is.
func (sweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: sweepQueue, MaxAttempts: 1}
}

type sweepWorker struct {
	river.WorkerDefaults[sweep]
	sweeps map[string]turnus
	log    *slog.Logger
}

func newSweepWorker(sweeps Sweeps, log *slog.Logger) *sweepWorker {
	w := &sweepWorker{sweeps: make(map[string]turnus), log: log}
	for _, one := range sweeps.turnus() {
		w.sweeps[one.what] = one
	}
	return w
}

// Work does it.
func (w *sweepWorker) Work(ctx context.Context, job *river.Job[sweep]) error {
	do := w.sweeps[job.Args.What].sweep
	if do == nil {
		return river.JobCancel(fmt.Errorf("there is no sweep of %q", job.Args.What))
	}
	done, err := do(ctx)
	if done > 0 {
		w.log.InfoContext(ctx, "swept", "what", job.Args.What, "done", done)
	}
	return err
}

// Timeout bounds one run.
func (w *sweepWorker) Timeout(job *river.Job[sweep]) time.Duration {
	if w.sweeps[job.Args.What].queue == archiveQueue {
		return archiveTime
	}
	return longTime
}
