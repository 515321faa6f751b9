package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
)

// Counter knows the statements that were run under a context.
type Counter struct {
	mu         sync.Mutex
	statements []string
}

// Statements are the SQL texts run so far, in the order they started.
func (c *Counter) Statements() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.statements...)
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
		counter.statements = append(counter.statements, data.SQL)
		counter.mu.Unlock()
	}
	return ctx
}

// TraceQueryEnd has nothing to note.
func (countStatements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
