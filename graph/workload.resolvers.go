package graph

import (
	"context"

	"zuka/internal/platform/page"
	"zuka/internal/platform/workload"
)

// Jobs are the work that was left for later.
func (q query) Jobs(ctx context.Context, state *workload.State, kind *string, first *int32, after *string, last *int32, before *string) (*workload.JobConnection, error) {
	return q.Workload.Jobs(ctx, workload.JobFilter{State: state, Kind: kind}, page.Args{First: first, After: after, Last: last, Before: before})
}

// SlowQueries are the statements that take the database's time.
func (q query) SlowQueries(ctx context.Context, order workload.Order, first int32) ([]*workload.Statement, error) {
	return q.Workload.Statements(ctx, order, int(first))
}
