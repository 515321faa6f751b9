package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// EnsurePartitions makes the monthly partitions of analytics_events from the
// month of one moment to the month of another (UTC), and returns the names of
// those that were not there.
func EnsurePartitions(ctx context.Context, pool *pgxpool.Pool, from, to time.Time) ([]string, error) {
	var made []string
	for month := firstOfMonth(from); !month.After(to); month = month.AddDate(0, 1, 0) {
		name := "analytics_events_" + month.Format("2006_01")
		var exists bool
		if err := pool.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", name).Scan(&exists); err != nil {
			return made, fmt.Errorf("looking for partition %s: %w", name, err)
		}
		if exists {
			continue
		}
		if err := makePartition(ctx, pool, name, month); err != nil {
			return made, fmt.Errorf("making partition %s: %w", name, err)
		}
		made = append(made, name)
	}
	return made, nil
}

// makePartition moves what already lies in the DEFAULT partition, which would
// otherwise refuse the new one.
func makePartition(ctx context.Context, pool *pgxpool.Pool, name string, month time.Time) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	begin, end := month.Format(time.DateOnly), month.AddDate(0, 1, 0).Format(time.DateOnly)
	// Names and dates are ours: letters, digits and hyphens.
	for _, sql := range []string{
		"LOCK TABLE analytics_events IN ACCESS EXCLUSIVE MODE",
		fmt.Sprintf("CREATE TEMPORARY TABLE moved ON COMMIT DROP AS SELECT * FROM analytics_events_default WHERE created_at >= '%s 00:00Z' AND created_at < '%s 00:00Z'", begin, end),
		fmt.Sprintf("DELETE FROM analytics_events_default WHERE created_at >= '%s 00:00Z' AND created_at < '%s 00:00Z'", begin, end),
		fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s PARTITION OF analytics_events FOR VALUES FROM ('%s 00:00Z') TO ('%s 00:00Z')", name, begin, end),
		"INSERT INTO analytics_events SELECT * FROM moved",
	} {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

func firstOfMonth(t time.Time) time.Time {
	year, month, _ := t.UTC().Date()
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}
