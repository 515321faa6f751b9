// Package rollup makes the figures of the shop from its events: what happened a
// day and a month, to which products, what was searched for, and visits.
//
// Advance adds what is new, and never reads a day again: what can be added is
// added, and a person or a session counts where no earlier event of theirs is
// found. The figures and the watermark, which tells how far they have come, change
// in one transaction, so that each event counts once. Rebuild counts whole days
// anew, and gives the same figures.
package rollup

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

const (
	// perTurn is how many events one transaction of Advance counts: few enough
	// for it to take seconds.
	perTurn = 200_000
	// longTime bounds a single statement on many events.
	longTime = 4 * time.Minute
	// patience is how long Rebuild waits for the transaction of somebody else's
	// Advance.
	patience = 30 * time.Second
)

// Service makes figures of events.
type Service struct {
	pool    *postgres.Pool
	clock   clock.Clock
	log     *slog.Logger
	perTurn int
}

// New is the rollup over a database.
func New(pool *postgres.Pool, now clock.Clock, log *slog.Logger) *Service {
	return &Service{pool: pool, clock: now, log: log, perTurn: perTurn}
}

// Result is what a rollup did.
type Result struct {
	// Events is how many events were counted.
	Events int64
	// Turns is how many transactions that took.
	Turns int
	// Position is the id of the last event that the figures count now, as far as
	// this rollup knows.
	Position int64
	// Busy tells that another rollup is at work, so that this one left off.
	Busy bool
}

// Advance counts all events that were committed when it was called. Where another
// rollup is at work it leaves the rest to that one, and says so in Busy. An error
// is one of the database; what was counted before it stays counted.
func (s *Service) Advance(ctx context.Context) (Result, error) {
	asOf := s.clock.Now()
	top, err := s.top(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("looking for the last event: %w", err)
	}
	var all Result
	for {
		one, err := s.turn(ctx, top, asOf)
		if err != nil {
			return all, fmt.Errorf("counting the events after %d: %w", all.Position, err)
		}
		all.Events, all.Position, all.Busy = all.Events+one.Events, max(all.Position, one.Position), one.Busy
		if one.Events > 0 {
			all.Turns++
		}
		if one.Busy || one.Position >= top {
			s.log.DebugContext(ctx, "events were counted", "events", all.Events, "turns", all.Turns, "position", all.Position, "busy", all.Busy)
			return all, nil
		}
	}
}

// top is the id of the last event: all up to it are committed, and none with a
// smaller id will ever appear, because whoever writes one holds the lock while its
// id is drawn.
func (s *Service) top(ctx context.Context) (top int64, err error) {
	err = pgx.BeginFunc(ctx, s.pool.Pgx(), func(tx pgx.Tx) error {
		if err := begin(ctx, tx); err != nil {
			return err
		}
		if _, err := run(ctx, tx, "SELECT pg_advisory_xact_lock($1)", int64(postgres.EventsLock)); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM analytics_events").Scan(&top)
	})
	return top, err
}

// begin makes the watermark where there is none yet.
func begin(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO analytics_watermarks (name) SELECT 'events'
		WHERE NOT EXISTS (SELECT FROM analytics_watermarks WHERE name = 'events') ON CONFLICT DO NOTHING`)
	return err
}

// turn counts the next events up to top.
func (s *Service) turn(ctx context.Context, top int64, asOf time.Time) (done Result, err error) {
	err = s.within(ctx, func(tx pgx.Tx) error {
		var position int64
		err := tx.QueryRow(ctx, "SELECT position FROM analytics_watermarks WHERE name = 'events' FOR UPDATE SKIP LOCKED").Scan(&position)
		if errors.Is(err, pgx.ErrNoRows) {
			done.Busy = true
			return nil
		}
		if err != nil {
			return err
		}
		w := work{tx: tx, since: position, until: max(position, top), now: s.clock.Now()}
		if done.Events, err = w.cut(ctx, s.perTurn); err != nil {
			return err
		}
		if done.Events > 0 {
			if err := w.advance(ctx); err != nil {
				return err
			}
		}
		done.Position = w.until
		return w.mark(ctx, top, asOf)
	})
	return done, err
}

// within runs work in a transaction whose statements may take long.
func (s *Service) within(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool.Pgx(), func(tx pgx.Tx) error {
		// The settings end with the transaction, as a pooler needs.
		if _, err := tx.Exec(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d; SET LOCAL work_mem = '64MB'", longTime.Milliseconds())); err != nil {
			return err
		}
		return do(tx)
	})
}

// run executes a statement that is planned for these arguments: what it reads are
// tables of the transaction, and months that the arguments name.
func run(ctx context.Context, tx pgx.Tx, sql string, args ...any) (int64, error) {
	tag, err := tx.Exec(ctx, sql, append([]any{pgx.QueryExecModeExec}, args...)...)
	return tag.RowsAffected(), err
}
