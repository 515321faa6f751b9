package job

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"zuka/internal/platform/postgres"
)

// Builder builds leaderboards anew, as board.Service does.
type Builder interface {
	// Build builds the present board of a game and a period out of the scores.
	// It can be called again, and by several processes at once.
	Build(ctx context.Context, game, period string) error
}

// buildBoard builds a leaderboard that staff asked for.
type buildBoard struct {
	Game   string `json:"game" river:"unique"`
	Period string `json:"period" river:"unique"`
}

// Kind names the job.
func (buildBoard) Kind() string { return "build_board" }

// InsertOpts is how the job is queued: a board that waits to be built need not
// wait twice.
func (buildBoard) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: slowQueue, MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: time.Minute}}
}

type boardWorker struct {
	river.WorkerDefaults[buildBoard]
	builder Builder
}

// Work builds it.
func (w *boardWorker) Work(ctx context.Context, job *river.Job[buildBoard]) error {
	return w.builder.Build(ctx, job.Args.Game, job.Args.Period)
}

// Timeout bounds one attempt.
func (w *boardWorker) Timeout(*river.Job[buildBoard]) time.Duration { return longTime }

// BuildBoard leaves the job that builds a leaderboard anew.
func (o *Outbox) BuildBoard(ctx context.Context, tx postgres.Tx, game, period string) error {
	if err := o.leave(ctx, tx, buildBoard{game, period}); err != nil {
		return fmt.Errorf("leaving the building of a board: %w", err)
	}
	return nil
}
