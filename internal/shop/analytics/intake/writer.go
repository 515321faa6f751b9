package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"zuka/internal/shop/analytics/event"
)

// Writer writes events to analytics_events. It is safe for use from many
// goroutines.
type Writer struct{ pool *pgxpool.Pool }

// NewWriter gives a writer on a pool of its own, so that events wait for each other
// and not shoppers for events.
func NewWriter(pool *pgxpool.Pool) *Writer { return &Writer{pool: pool} }

// Result is what became of an event.
type Result struct {
	// Fresh tells that the event is in the table by its own entry, now or since
	// this entry was delivered before: it is to be counted when the entry is
	// acknowledged. Else it had come by another entry, or was refused.
	Fresh bool
	// Refused says why the table does not take the event; empty when it does. It
	// names a rule, never a value.
	Refused string
}

// Write writes events that came by the entries with these numbers, in the same
// order; numbers of entries may repeat. A product and a user that do not exist are
// taken off the events. An error says that the database could not do it now: some
// may be written, and all may be written again.
func (w *Writer) Write(ctx context.Context, events []event.Event, entries []int64) ([]Result, error) {
	results := make([]Result, len(events))
	if len(entries) != len(events) {
		return nil, fmt.Errorf("writing %d events of %d entries", len(events), len(entries))
	}
	return results, w.write(ctx, events, entries, results)
}

func (w *Writer) write(ctx context.Context, events []event.Event, entries []int64, results []Result) error {
	rows, err := rowsOf(events, entries, results)
	if err != nil || len(rows) == 0 {
		return err
	}
	return w.store(ctx, rows)
}

// Add writes events that the shop tells itself, as from a job. Those that are there
// stay, so that it may be called again. An event that the table does not take is an
// error, as is a database that does not answer.
func (w *Writer) Add(ctx context.Context, events []event.Event) error {
	results := make([]Result, len(events))
	if err := w.write(ctx, events, nil, results); err != nil {
		return err
	}
	var err error
	for i, result := range results {
		if result.Refused != "" {
			err = errors.Join(err, fmt.Errorf("event %s is refused: %s", events[i].ID, result.Refused))
		}
	}
	return err
}

const (
	stateForeignKey = "23503"
	stateUnique     = "23505"
)

// store writes rows: by COPY, which is fastest; where one of them is there already,
// by an INSERT that leaves it; and where one is bad, in halves, until it is alone
// and refused.
func (w *Writer) store(ctx context.Context, rows []row) error {
	way, looked := w.copy, false
	for {
		err := way(ctx, rows)
		if err == nil {
			return nil
		}
		var told *pgconn.PgError
		switch {
		case !errors.As(err, &told):
			return fmt.Errorf("writing events: %w", err)
		case told.Code == stateUnique:
			way = w.merge // It collides with nothing: it leaves what is there.
		case told.Code == stateForeignKey && !looked:
			looked = true // A product or a person went in between.
		case !badRow(told):
			return fmt.Errorf("writing events: %w", err)
		case len(rows) == 1:
			rows[0].result.Refused = strings.TrimSpace(told.Code + " " + told.ConstraintName)
			return nil
		default:
			half := len(rows) / 2
			if err := w.store(ctx, rows[:half]); err != nil {
				return err
			}
			return w.store(ctx, rows[half:])
		}
	}
}

// badRow tells whether an error is about what is in a row and would come again with
// it: bad data (22), a constraint (23), or more than an index holds (54). A CHECK
// without a name is a partition that is missing, which is no row's fault.
func badRow(err *pgconn.PgError) bool {
	switch err.Code[:2] {
	case "22", "54":
		return true
	case "23":
		return err.ConstraintName != "" || err.ColumnName != ""
	}
	return false
}
