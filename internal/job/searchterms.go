package job

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"zuka/internal/platform/postgres"
)

// refreshTerms counts anew the words by which products are found: every night.
type refreshTerms struct{}

// Kind names the job.
func (refreshTerms) Kind() string { return "refresh_search_terms" }

// InsertOpts is how the job is queued: once a day.
func (refreshTerms) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: defaultQueue, MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByPeriod: day}}
}

type termsWorker struct {
	river.WorkerDefaults[refreshTerms]
	pool *postgres.Pool
}

// Work refreshes the view, while searches go on reading the words before.
func (w *termsWorker) Work(ctx context.Context, _ *river.Job[refreshTerms]) error {
	err := pgx.BeginFunc(ctx, w.pool.Pgx(), func(tx pgx.Tx) error {
		// Every name and tag is read: that may take longer than a request's
		// statement. The setting ends with the transaction, as a pooler needs.
		if _, err := tx.Exec(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d", longTime.Milliseconds())); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "REFRESH MATERIALIZED VIEW CONCURRENTLY search_terms")
		return err
	})
	if err != nil {
		return fmt.Errorf("refreshing the search terms: %w", err)
	}
	return nil
}

// Timeout bounds one attempt.
func (w *termsWorker) Timeout(*river.Job[refreshTerms]) time.Duration { return longTime }
