package postgres

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"zuka/ent/db"
)

// migrationLock is the advisory lock of whoever migrates: "zuka" in ASCII.
const migrationLock = 0x7a756b61

// unhurried is a pool of its own on the same database whose statements may
// take as long as they need: building an index on a large table takes longer
// than any statement of a request may. The limit on waiting for a lock stays,
// because a migration that waits makes everybody behind it wait too.
func unhurried(ctx context.Context, pool *Pool) (*Pool, error) {
	config := pool.pgx.Config()
	for _, name := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
		if names(config.ConnConfig, name) {
			config.ConnConfig.RuntimeParams[name] = "0"
		}
	}
	// One for the lock, one for goose's own, two for the work.
	config.MinConns, config.MaxConns = 0, 4
	own, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the database to migrate it: %w", err)
	}
	shared := stdlib.OpenDBFromPool(own)
	return &Pool{pgx: own, sql: shared, ent: db.NewClient(db.Driver(entsql.OpenDB(dialect.Postgres, shared)))}, nil
}

// askAgain is how often a waiting migration asks for its turn.
const askAgain = 50 * time.Millisecond

// onlyOne waits until nobody else migrates this database, and keeps others
// waiting until release. goose locks its own part only, and tries again every
// 5 seconds; this lock covers the job queue's part too.
//
// It asks again and again instead of waiting inside PostgreSQL: a statement
// that waits has a snapshot, and CREATE INDEX CONCURRENTLY of the one who works
// would wait for that to end.
func onlyOne(ctx context.Context, pool *Pool) (release func(), err error) {
	conn, err := pool.pgx.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("waiting to migrate: %w", err)
	}
	release = func() {
		// The end of the session gives up the lock even if the server is busy.
		_ = conn.Conn().Close(context.WithoutCancel(ctx))
		conn.Release()
	}
	tick := time.NewTicker(askAgain)
	defer tick.Stop()
	for {
		var mine bool
		err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", migrationLock).Scan(&mine)
		if err == nil && mine {
			return release, nil
		}
		if err == nil {
			select {
			case <-tick.C:
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		release()
		return nil, fmt.Errorf("waiting to migrate: %w", err)
	}
}
