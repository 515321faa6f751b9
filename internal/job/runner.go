package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

const (
	// softStop is how long jobs may go on after Stop; then they are cut off
	// and left for the next process.
	softStop = 10 * time.Second
	// hardStop is how long jobs that were cut off may take to notice it.
	hardStop = 5 * time.Second
)

// Work is what the jobs call. All of it has to be there.
type Work struct {
	Challenges Challenger
	Exports    Exporter
	Eraser     Eraser
	Sessions   Renewer
	Cleaner    Cleaner
	Notices    Notifier
	Analyst    Analyst
	Cashier    Cashier
	Sweeps     Sweeps
	Boards     Builder
	Pets       Pets
}

func (w Work) check() error {
	var missing []error
	for name, there := range map[string]bool{
		"challenges": w.Challenges != nil, "exports": w.Exports != nil, "the eraser": w.Eraser != nil,
		"sessions": w.Sessions != nil, "the cleaner": w.Cleaner != nil, "notices": w.Notices != nil, "the cashier": w.Cashier != nil,
		"the analyst": w.Analyst != nil, "the boards": w.Boards != nil, "the pets": w.Pets != nil,
	} {
		if !there {
			missing = append(missing, fmt.Errorf("jobs need %s", name))
		}
	}
	for _, one := range w.Sweeps.turnus() {
		if one.sweep == nil {
			missing = append(missing, fmt.Errorf("jobs need the sweep of %s", one.what))
		}
	}
	return errors.Join(missing...)
}

// Config says what a runner works with.
type Config struct {
	// Pool is the jobs' own, so that they take no connection from requests.
	// River itself needs three or four.
	Pool *postgres.Pool
	Work Work
	// PollOnly looks for jobs once a second instead of being told of them, for
	// a pooler in transaction mode.
	PollOnly bool
	Log      *slog.Logger
	Clock    clock.Clock
}

// Runner does the jobs that were left, until it is stopped.
type Runner struct {
	pool   *postgres.Pool
	client *river.Client[pgx.Tx]
}

// New makes a runner. Nothing happens before Start.
func New(config Config) (*Runner, error) {
	if err := config.Work.check(); err != nil {
		return nil, err
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	client, err := river.NewClient(riverpgxv5.New(config.Pool.Pgx()), &river.Config{
		Queues: queues(), Workers: workers(config), PeriodicJobs: schedule(),
		JobTimeout: shortTime, RescueStuckJobsAfter: rescueAfter, SoftStopTimeout: softStop,
		PollOnly: config.PollOnly, ErrorHandler: report{config.Log}, Logger: quiet(config.Log),
	})
	if err != nil {
		return nil, fmt.Errorf("making the runner of jobs: %w", err)
	}
	return &Runner{pool: config.Pool, client: client}, nil
}

// workers are the workers of all kinds.
func workers(c Config) *river.Workers {
	all := river.NewWorkers()
	river.AddWorker(all, &challengeWorker{challenges: c.Work.Challenges, log: c.Log})
	river.AddWorker(all, &exportWorker{exports: c.Work.Exports})
	river.AddWorker(all, &eraseWorker{eraser: c.Work.Eraser})
	river.AddWorker(all, &sessionWorker{sessions: c.Work.Sessions, log: c.Log})
	river.AddWorker(all, &cleanWorker{cleaner: c.Work.Cleaner})
	river.AddWorker(all, &partitionWorker{pool: c.Pool, clock: c.Clock, log: c.Log})
	river.AddWorker(all, &termsWorker{pool: c.Pool})
	river.AddWorker(all, &orderWorker{notices: c.Work.Notices, analyst: c.Work.Analyst, log: c.Log})
	river.AddWorker(all, &broadcastWorker{notices: c.Work.Notices})
	river.AddWorker(all, &eventWorker{cashier: c.Work.Cashier})
	river.AddWorker(all, &refundWorker{cashier: c.Work.Cashier})
	river.AddWorker(all, &boardWorker{builder: c.Work.Boards})
	river.AddWorker(all, &petWorker{pets: c.Work.Pets})
	river.AddWorker(all, newSweepWorker(c.Work.Sweeps, c.Log))
	return all
}

// Start begins to do jobs. The context bounds the start only: what ends a
// runner is Stop, so that a server can first answer its last requests, which
// may leave jobs.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.pool.Ready(ctx); err != nil {
		return fmt.Errorf("reaching the database of the jobs: %w", err)
	}
	if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("starting to do jobs: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for those that run: until the context ends,
// and for 10 seconds at most. What runs longer is cut off and done again by the
// next process, without a failed attempt. An error means that a job did not
// listen; it is then done again after five minutes.
func (r *Runner) Stop(ctx context.Context) error {
	bound, cancel := context.WithTimeout(ctx, softStop+hardStop)
	defer cancel()
	if r.client.Stop(bound) == nil {
		return nil
	}
	hard, done := context.WithTimeout(context.WithoutCancel(ctx), hardStop)
	defer done()
	if err := r.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("jobs go on although they were cut off: %w", err)
	}
	return nil
}
