// Package postgres opens the database and keeps to its rules: time limits on
// every session, one way to run a transaction, one place that reads its
// errors, and the migrations.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/prometheus/client_golang/prometheus"

	"zuka/ent/db"
)

// Options say how to reach the database.
type Options struct {
	// URL is a PostgreSQL address: postgres://user@host:port/database. The time
	// limits of sessions that it names, as in ?lock_timeout=5s, go before the usual
	// ones.
	URL string
	// MaxConns bounds the pool; 0 means 20.
	MaxConns int
	// TransactionPooler says that a pooler in transaction mode (PgBouncer)
	// stands between: no prepared statements, no session settings.
	TransactionPooler bool
	// StatementTimeout bounds a statement; 0 means 10 seconds.
	StatementTimeout time.Duration
	// ApplicationName is what the server's views call these connections.
	ApplicationName string
	// Statements grows by one for each statement that is sent; nil counts none.
	Statements prometheus.Counter
}

const (
	defaultConns     = 20
	defaultStatement = 10 * time.Second
	lockTimeout      = 2 * time.Second
	idleTransaction  = 15 * time.Second
)

// Pool is the database: ent and hand-written SQL over the same connections.
type Pool struct {
	pgx *pgxpool.Pool
	sql *sql.DB
	ent *db.Client
}

// Open connects and checks that the server answers.
func Open(ctx context.Context, opts Options) (*Pool, error) {
	config, err := pgxpool.ParseConfig(opts.URL)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	config.MaxConns = int32(opts.MaxConns)
	if opts.MaxConns == 0 {
		config.MaxConns = defaultConns
	}
	config.ConnConfig.Tracer = tracer{opts.Statements}
	config.ConnConfig.RuntimeParams["application_name"] = opts.ApplicationName
	limit(config.ConnConfig, opts)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	shared := stdlib.OpenDBFromPool(pool)
	driver := entsql.OpenDB(dialect.Postgres, shared)
	return &Pool{pgx: pool, sql: shared, ent: db.NewClient(db.Driver(driver))}, nil
}

// limit sets the time limits of a session. Through a transaction pooler they
// must be set on the role (ALTER ROLE … SET), because sessions are shared.
func limit(config *pgx.ConnConfig, opts Options) {
	if opts.TransactionPooler {
		config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
		return
	}
	statement := opts.StatementTimeout
	if statement == 0 {
		statement = defaultStatement
	}
	for name, timeout := range map[string]time.Duration{
		"statement_timeout":                   statement,
		"lock_timeout":                        lockTimeout,
		"idle_in_transaction_session_timeout": idleTransaction,
	} {
		if chosen := name == "statement_timeout" && opts.StatementTimeout != 0; !chosen && names(config, name) {
			continue
		}
		config.RuntimeParams[name] = strconv.FormatInt(timeout.Milliseconds(), 10)
	}
}

// names tells whether the address itself says what a setting is to be.
func names(config *pgx.ConnConfig, setting string) bool {
	_, said := config.RuntimeParams[setting]
	return said || strings.Contains(config.RuntimeParams["options"], setting+"=")
}

// Pgx is the pool for hand-written SQL.
func (p *Pool) Pgx() *pgxpool.Pool { return p.pgx }

// Ent is the client for the shop's tables.
func (p *Pool) Ent() *db.Client { return p.ent }

// SQL is the same pool for libraries that want database/sql.
func (p *Pool) SQL() *sql.DB { return p.sql }

// Ready checks that the database answers.
func (p *Pool) Ready(ctx context.Context) error { return p.pgx.Ping(ctx) }

// Close waits for running statements and closes every connection.
func (p *Pool) Close() {
	_ = p.sql.Close() // It only gives connections back to the pool.
	p.pgx.Close()
}
