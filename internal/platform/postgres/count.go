package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
)

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

type countStatements struct{}

// TraceQueryStart notes the statement, where somebody counts.
func (countStatements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if counter, ok := ctx.Value(counterKey{}).(*Counter); ok {
		counter.mu.Lock()
		counter.runs = append(counter.runs, Run{SQL: data.SQL, Args: data.Args})
		counter.mu.Unlock()
	}
	return ctx
}

// TraceQueryEnd has nothing to note.
func (countStatements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
