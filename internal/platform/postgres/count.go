package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
)

// NewStatements is the number of statements that a process has sent, for
// Options.Statements of each of its pools.
func NewStatements(registry prometheus.Registerer) prometheus.Counter {
	statements := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "zuka_sql_statements_total", Help: "How many statements were sent to PostgreSQL, BEGIN and COMMIT among them.",
	})
	registry.MustRegister(statements)
	return statements
}

// Counter knows the statements that were run under a context.
type Counter struct {
	mu   sync.Mutex
	runs []Run
}

// Run is a statement as it was run.
type Run struct {
	SQL  string
	Args []any
}

// Statements are the SQL texts run so far, in the order they started.
func (c *Counter) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	statements := make([]string, len(c.runs))
	for i, run := range c.runs {
		statements[i] = run.SQL
	}
	return statements
}

// Runs are the statements with their arguments, in the order they started, so
// that a test can ask how each is planned.
func (c *Counter) Runs() []Run {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Run(nil), c.runs...)
}

type counterKey struct{}

// WithCounter counts every statement that runs under the returned context, so
// that a test can hold an operation to a number of them.
func WithCounter(ctx context.Context) (context.Context, *Counter) {
	counter := &Counter{}
	return context.WithValue(ctx, counterKey{}, counter), counter
}

// Moment is one on the way of a statement, at which a process may die.
type Moment struct {
	SQL string
	// Answered is false before the statement is sent, and true when its answer
	// is there.
	Answered bool
	// Open tells that what was done so far is part of a transaction that has not
	// ended.
	Open bool
}

type (
	watchKey   struct{}
	watchedKey struct{}
)

// WithWatcher lets a test follow every statement that runs under the returned
// context, BEGIN and COMMIT too: that the test ends the process at each of them
// shows what is left of its work.
func WithWatcher(ctx context.Context, watch func(Moment)) context.Context {
	return context.WithValue(ctx, watchKey{}, watch)
}

// tracer notes statements for those who count or watch.
type tracer struct {
	// statements grows by one for each; nil counts nothing.
	statements prometheus.Counter
}

// TraceQueryStart notes the statement, where somebody counts.
func (t tracer) TraceQueryStart(ctx context.Context, conn *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if t.statements != nil {
		t.statements.Inc()
	}
	if counter, ok := ctx.Value(counterKey{}).(*Counter); ok {
		counter.mu.Lock()
		counter.runs = append(counter.runs, Run{SQL: data.SQL, Args: data.Args})
		counter.mu.Unlock()
	}
	if watch, ok := ctx.Value(watchKey{}).(func(Moment)); ok {
		watch(Moment{SQL: data.SQL, Open: open(conn)})
		return context.WithValue(ctx, watchedKey{}, data.SQL)
	}
	return ctx
}

// TraceQueryEnd tells who watches that the answer is there.
func (tracer) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, _ pgx.TraceQueryEndData) {
	if watch, ok := ctx.Value(watchKey{}).(func(Moment)); ok {
		sql, _ := ctx.Value(watchedKey{}).(string)
		watch(Moment{SQL: sql, Answered: true, Open: open(conn)})
	}
}

// open tells whether a connection is in a transaction.
func open(conn *pgx.Conn) bool { return conn.PgConn().TxStatus() != 'I' }
