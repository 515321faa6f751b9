package intake

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// types are the types of the columns as arrays; a document travels as text.
var types = []string{
	"uuid", "uuid", "uuid", "text", "text", "text", "text", "text",
	"bigint", "text", "text", "text", "text", "text", "text", "text", "text", "text",
	"text", "text", "text", "text", "timestamptz", "bigint",
}

// insertNew inserts the rows that are not there.
var insertNew = func() string {
	names, arrays := make([]string, len(columns)), make([]string, len(columns))
	for i, column := range columns {
		names[i] = "r." + column
		if column == "metadata" {
			names[i] += "::jsonb"
		}
		arrays[i] = fmt.Sprintf("$%d::%s[]", i+1, types[i])
	}
	return "INSERT INTO analytics_events (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(names, ", ") +
		" FROM unnest(" + strings.Join(arrays, ", ") + ") AS r (" + strings.Join(columns, ", ") + ")" +
		" ON CONFLICT (event_id, created_at) DO NOTHING"
}()

// findOwners finds by which entries the events are there.
const findOwners = `SELECT e.event_id, e.created_at, coalesce(e.entry, 0)
	FROM unnest($1::uuid[], $2::timestamptz[]) AS r (event_id, created_at)
	JOIN analytics_events AS e ON e.event_id = r.event_id AND e.created_at = r.created_at`

// merge writes the rows that are not there yet. Fresh are those it has written and
// those that their own entry had written before.
func (w *Writer) merge(ctx context.Context, rows []row) error {
	stored := make(map[identity]int64, len(rows))
	collect := func(found pgx.Rows) error {
		var (
			id    pgtype.UUID
			at    time.Time
			entry int64
		)
		_, err := pgx.ForEachRow(found, []any{&id, &at, &entry}, func() error {
			stored[identity{id.Bytes, at.UnixMicro()}] = entry
			return nil
		})
		return err
	}
	err := pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if err := prepare(ctx, tx, rows); err != nil {
			return err
		}
		arrays := arraysOf(rows)
		var batch pgx.Batch
		batch.Queue(insertNew, arrays...)
		// It sees what the one before has waited for: each statement its own moment.
		batch.Queue(findOwners, arrays[0], arrays[len(columns)-2]).Query(collect)
		return tx.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return err
	}
	for i := range rows {
		if entry, there := stored[rows[i].identity()]; there {
			rows[i].count(entry)
		}
	}
	return nil
}

// arraysOf are the rows by column.
func arraysOf(rows []row) []any {
	arrays := make([]any, len(columns))
	for i := range arrays {
		arrays[i] = make([]any, len(rows))
	}
	for i := range rows {
		for column, value := range rows[i].values() {
			arrays[column].([]any)[i] = value
		}
	}
	return arrays
}
