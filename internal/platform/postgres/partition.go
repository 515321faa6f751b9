package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
)

// EventsLock is the advisory lock between those who write events and those who
// count them. Writers of analytics_events hold it shared in the transaction
// that writes; a rollup takes it exclusively for one short transaction that
// reads the highest id: everything up to there is committed then, and no
// smaller id will ever appear.
const EventsLock = 7403

// EnsurePartitions makes the monthly partitions of analytics_events from the
// month of one moment to the month of another (UTC), and returns the names of
// those that were not there. Rows of such a month that lie in the DEFAULT
// partition move. It can be called again, and by several at once.
func EnsurePartitions(ctx context.Context, pool *pgxpool.Pool, from, to time.Time) ([]string, error) {
	var made []string
	for month := firstOfMonth(from); !month.After(to); month = month.AddDate(0, 1, 0) {
		is, _, err := makePartition(ctx, pool, month)
		if err != nil {
			return made, fmt.Errorf("making partition %s: %w", partitionName(month), err)
		}
		if is {
			made = append(made, partitionName(month))
		}
	}
	return made, nil
}

// Drained is a month's partition that was made of rows of the DEFAULT one.
type Drained struct {
	Partition string
	Rows      int64
}

// DrainDefault moves the rows that lie in the DEFAULT partition to partitions of
// their months (UTC), which it makes. Readers see each row all the time, and
// once; who writes waits while the copy is compared, not while it is made. It
// can be called again after an error; a month is moved whole or not at all.
// Rows of a time beyond the years 1970 to 9999 stay.
func DrainDefault(ctx context.Context, pool *pgxpool.Pool) ([]Drained, error) {
	rows, err := pool.Query(ctx, `SELECT DISTINCT date_trunc('month', created_at AT TIME ZONE 'UTC')::date
		FROM ONLY analytics_events_default WHERE created_at >= '1970-01-01 00:00Z' AND created_at < '10000-01-01 00:00Z' ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("looking into the DEFAULT partition: %w", err)
	}
	months, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		return nil, fmt.Errorf("looking into the DEFAULT partition: %w", err)
	}
	var drained []Drained
	var failed []error // A month that cannot move keeps no other from it.
	for _, month := range months {
		made, moved, err := makePartition(ctx, pool, month)
		if err != nil {
			failed = append(failed, fmt.Errorf("moving rows to %s: %w", partitionName(month), err))
		}
		if made {
			drained = append(drained, Drained{Partition: partitionName(month), Rows: moved})
		}
	}
	return drained, errors.Join(failed...)
}

// mostCounted bounds what DefaultRows reads: above it the number says enough.
const mostCounted = 1_000_000

// DefaultRows is how many rows lie in the DEFAULT partition, a million at most:
// anything but zero means that a month had no partition when it was needed.
func DefaultRows(ctx context.Context, pool *pgxpool.Pool) (int64, error) {
	var count int64
	err := pool.QueryRow(ctx, "SELECT count(*) FROM (SELECT FROM ONLY analytics_events_default LIMIT $1) AS lying", mostCounted).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("counting the DEFAULT partition: %w", err)
	}
	return count, nil
}

// watchTimeout bounds how long whoever collects the figures waits.
const watchTimeout = 2 * time.Second

// NewDefaultRows registers DefaultRows as zuka_events_default_rows, counted anew
// whenever it is collected; -1 says that the database did not answer.
func NewDefaultRows(registry prometheus.Registerer, pool *pgxpool.Pool) {
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "zuka_events_default_rows",
		Help: "Rows of events that no month's partition took, up to a million; -1 when the database did not answer.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), watchTimeout)
		defer cancel()
		count, err := DefaultRows(ctx, pool)
		if err != nil {
			return -1
		}
		return float64(count)
	}))
}

// Partition is a part of analytics_events.
type Partition struct {
	Name string
	// From and To bound created_at, To excluded. Both are zero for DEFAULT.
	From, To time.Time
	// Rows is the planner's estimate; -1 when it has none yet.
	Rows int64
	// Bytes are those on the disk, with indexes and long values.
	Bytes int64
	// Note is the table's comment; empty without one.
	Note string
}

// Default tells whether it is the one for rows that no other takes.
func (p Partition) Default() bool { return p.From.IsZero() }

// Partitions lists the parts of analytics_events, the oldest first and DEFAULT
// at the end.
func Partitions(ctx context.Context, pool *pgxpool.Pool) ([]Partition, error) {
	// The bounds are read as the server writes them for this session.
	rows, err := pool.Query(ctx, `SELECT name, range[1]::timestamptz, range[2]::timestamptz, rows, bytes, note FROM (
			SELECT c.relname::text AS name, c.reltuples::bigint AS rows, pg_total_relation_size(c.oid) AS bytes,
				coalesce(obj_description(c.oid, 'pg_class'), '') AS note,
				regexp_match(pg_get_expr(c.relpartbound, c.oid), $$FROM \('([^']*)'\) TO \('([^']*)'\)$$) AS range
			FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
			WHERE i.inhparent = 'analytics_events'::regclass) AS part
		ORDER BY 2 NULLS LAST`)
	if err != nil {
		return nil, fmt.Errorf("listing the partitions: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (one Partition, err error) {
		var from, to *time.Time
		err = row.Scan(&one.Name, &from, &to, &one.Rows, &one.Bytes, &one.Note)
		if from != nil && to != nil {
			one.From, one.To = from.UTC(), to.UTC()
		}
		return one, err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the partitions: %w", err)
	}
	return found, nil
}

// partitionName is what the partition of a month is called.
func partitionName(month time.Time) string { return "analytics_events_" + month.Format("2006_01") }

func firstOfMonth(t time.Time) time.Time {
	year, month, _ := t.UTC().Date()
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}
