package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// makerLock is the advisory lock of whoever makes partitions.
	makerLock = 7404
	// shortWait is how long a lock that others wait behind is asked for. It is
	// less than PostgreSQL's deadlock_timeout, so that this side gives way.
	shortWait = 400 * time.Millisecond
	// lockTries is how often, pausing shortWait in between: half a minute.
	lockTries = 40
)

// TakeTime lets the statements of one transaction take as long as they need,
// also through a pooler in transaction mode. The limit on waiting for a lock
// is the caller's: zero for none.
func TakeTime(ctx context.Context, tx pgx.Tx, lockTimeout time.Duration) error {
	_, err := tx.Exec(ctx, fmt.Sprintf(
		"SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = %d", lockTimeout.Milliseconds()))
	return err
}

// makePartition makes a month's partition, unless it is there, and moves what
// lies in the DEFAULT one to it, which would otherwise refuse the new one. It
// is one transaction: a table that is filled beside the others, and attached
// in a moment in which nobody writes.
func makePartition(ctx context.Context, pool *pgxpool.Pool, month time.Time) (made bool, moved int64, err error) {
	if made, err = standing(ctx, pool, month); made || err != nil {
		return false, 0, err
	}
	tx, err := pool.Begin(ctx)
	if err != nil {
		return false, 0, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := TakeTime(ctx, tx, 0); err != nil {
		return false, 0, err
	}
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", makerLock); err != nil {
		return false, 0, err
	}
	if made, err = standing(ctx, tx, month); made || err != nil {
		return false, 0, err // Another was faster.
	}
	if err := fill(ctx, tx, month); err != nil {
		return false, 0, err
	}
	// Readers of the other partitions go on. Writers must not: one that had
	// chosen DEFAULT already would be refused once the new partition is there.
	err = lockPatiently(ctx, tx, "LOCK TABLE ONLY analytics_events IN SHARE ROW EXCLUSIVE MODE",
		"LOCK TABLE ONLY analytics_events_default IN ACCESS EXCLUSIVE MODE",
		"LOCK TABLE users, products IN SHARE ROW EXCLUSIVE MODE") // ATTACH takes it for the foreign keys.
	if err != nil {
		return false, 0, err
	}
	if moved, err = attach(ctx, tx, month); err != nil {
		return false, 0, err
	}
	return true, moved, tx.Commit(ctx)
}

// standing tells whether a month has its partition. A table that only has the
// name is an error: the month's rows would stay where they are.
func standing(ctx context.Context, from interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}, month time.Time) (bool, error) {
	var there, attached bool
	err := from.QueryRow(ctx, `SELECT to_regclass($1) IS NOT NULL,
		EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1) AND inhparent = 'analytics_events'::regclass)`,
		partitionName(month)).Scan(&there, &attached)
	if err == nil && there && !attached {
		err = errors.New("a table of that name is no partition")
	}
	return attached, err
}

// monthly is SQL whose {name}, {from}, {to} and {range} are those of a month: all
// letters, digits, hyphens and colons.
func monthly(month time.Time, sql string) string {
	begin, end := month.Format(time.DateOnly)+" 00:00Z", month.AddDate(0, 1, 0).Format(time.DateOnly)+" 00:00Z"
	return strings.NewReplacer("{name}", partitionName(month), "{from}", "'"+begin+"'", "{to}", "'"+end+"'",
		"{range}", "created_at >= '"+begin+"' AND created_at < '"+end+"'").Replace(sql)
}

// fill makes the table and copies to it what waits in DEFAULT, in nobody's way.
func fill(ctx context.Context, tx pgx.Tx, month time.Time) error {
	for _, sql := range []string{
		// The constraint saves the look at each row when the table is attached.
		`CREATE TABLE {name} (LIKE analytics_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES,
			CONSTRAINT of_the_month CHECK ({range}))`,
		"INSERT INTO {name} SELECT * FROM ONLY analytics_events_default WHERE {range}",
	} {
		if _, err := tx.Exec(ctx, monthly(month, sql)); err != nil {
			return err
		}
	}
	return nil
}

// attach brings the copy up to date, takes the rows away from DEFAULT and
// attaches the table. Nobody writes meanwhile.
func attach(ctx context.Context, tx pgx.Tx, month time.Time) (moved int64, err error) {
	for _, sql := range []string{
		// Rows that were changed (a person was erased) or are gone since the copy.
		`DELETE FROM {name} AS copied WHERE NOT EXISTS (SELECT FROM ONLY analytics_events_default AS here
			WHERE here.id = copied.id AND here.created_at = copied.created_at AND ROW(here.*) IS NOT DISTINCT FROM ROW(copied.*))`,
		`INSERT INTO {name} SELECT * FROM ONLY analytics_events_default AS here WHERE {range}
			AND NOT EXISTS (SELECT FROM {name} AS copied WHERE copied.id = here.id AND copied.created_at = here.created_at)`,
		// Not TRUNCATE: a report that began before must still see them here.
		"DELETE FROM ONLY analytics_events_default WHERE {range}",
		"ALTER TABLE analytics_events ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to})",
		"ALTER TABLE {name} DROP CONSTRAINT of_the_month",
	} {
		done, err := tx.Exec(ctx, monthly(month, sql))
		if err != nil {
			return 0, err
		}
		if strings.HasPrefix(sql, "DELETE FROM ONLY") {
			moved = done.RowsAffected()
		}
	}
	return moved, nil
}

// DropPartition drops a partition of analytics_events with all its rows as
// part of a transaction, which has to end soon: reading and writing events
// waits for it. DETACH CONCURRENTLY would make nobody wait, but PostgreSQL
// refuses it beside a DEFAULT partition. An error leaves the transaction
// usable when the locks could not be had in half a minute.
func DropPartition(ctx context.Context, tx pgx.Tx, name string) error {
	quoted := pgx.Identifier{name}.Sanitize()
	// In the order in which a writer takes them.
	err := lockPatiently(ctx, tx, "LOCK TABLE ONLY analytics_events IN ACCESS EXCLUSIVE MODE",
		"LOCK TABLE ONLY analytics_events_default IN ACCESS EXCLUSIVE MODE", "LOCK TABLE ONLY "+quoted+" IN ACCESS EXCLUSIVE MODE")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DROP TABLE "+quoted)
	return err
}

// lockPatiently takes locks that others queue behind: it asks for a short time,
// lets those others pass, and asks again.
func lockPatiently(ctx context.Context, tx pgx.Tx, locks ...string) error {
	statements := append([]string{fmt.Sprintf("SET LOCAL lock_timeout = %d", shortWait.Milliseconds())}, locks...)
	for try := 1; ; try++ {
		err := attempt(ctx, tx, strings.Join(statements, "; "))
		var server *pgconn.PgError
		if err == nil || try == lockTries || !errors.As(err, &server) || server.Code != "55P03" && server.Code != "40P01" {
			return err
		}
		pause := time.NewTimer(shortWait)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
}

// attempt runs SQL in a savepoint, so that its failure leaves the transaction
// as it was.
func attempt(ctx context.Context, tx pgx.Tx, sql string) error {
	point, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	if _, err := point.Exec(ctx, sql); err != nil {
		return errors.Join(err, point.Rollback(context.WithoutCancel(ctx)))
	}
	return point.Commit(ctx)
}
