package seed

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// writer writes the drawn world into the tables.
type writer struct {
	*world
	tx pgx.Tx
	// keyed are the tables whose identity columns must go on behind the keys
	// given here.
	keyed []string
}

// copy writes rows into the columns of a table. Where the first column is id,
// the rows bring their own keys.
func (w *writer) copy(ctx context.Context, table, columns string, rows iter.Seq[[]any]) error {
	next, stop := iter.Pull(rows)
	defer stop()
	names := strings.Fields(columns)
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{table}, names, pgx.CopyFromFunc(func() ([]any, error) {
		row, more := next()
		if !more {
			return nil, nil
		}
		return row, nil
	}))
	if err != nil {
		return fmt.Errorf("into %s: %w", table, err)
	}
	if names[0] == "id" {
		w.keyed = append(w.keyed, table)
	}
	return nil
}

// advanceKeys lets the next row that somebody adds come behind ours.
func (w *writer) advanceKeys(ctx context.Context) error {
	for _, table := range w.keyed {
		var serial *string
		if err := w.tx.QueryRow(ctx, "SELECT pg_get_serial_sequence($1, 'id')", table).Scan(&serial); err != nil {
			return fmt.Errorf("looking for the keys of %s: %w", table, err)
		}
		if serial == nil {
			continue // Keys that the application makes.
		}
		sql := fmt.Sprintf("SELECT setval($1::regclass, max(id)) FROM %s HAVING max(id) IS NOT NULL", pgx.Identifier{table}.Sanitize())
		if _, err := w.tx.Exec(ctx, sql, *serial); err != nil {
			return fmt.Errorf("advancing the keys of %s: %w", table, err)
		}
	}
	if _, err := w.tx.Exec(ctx, "SELECT setval('order_numbers', $1)", max(1, len(w.orders))); err != nil {
		return fmt.Errorf("advancing the order numbers: %w", err)
	}
	return nil
}

// optional is NULL for what is empty.
func optional[T comparable](value T) any {
	var zero T
	if value == zero {
		return nil
	}
	return value
}

// bytes16 is a uuid as the driver sends it fastest.
func bytes16(id uuid.UUID) [16]byte { return id }

// list is a JSON array, never null.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
