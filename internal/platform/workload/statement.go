package workload

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"zuka/internal/platform/fault"
)

// Order is what puts statements in order, the most first.
type Order string

// The orders of statements.
const (
	// ByTotal is how much of the database's time a statement took in all, ByMean how
	// long it takes once, ByCalls how often it was executed.
	ByTotal Order = "total"
	ByMean  Order = "mean"
	ByCalls Order = "calls"
)

var orders = map[Order]string{ByTotal: "total_exec_time", ByMean: "mean_exec_time", ByCalls: "calls"}

// Statement is a kind of statement, with signs for its values, since the statistics
// were last reset.
type Statement struct {
	// SQL is its text, at most 2,000 letters of it.
	SQL string
	// Calls are how often it was executed, Rows how many rows it gave or changed in
	// all; both may be more than GraphQL's Int holds.
	Calls, Rows float64
	// TotalMS, MeanMS and MaxMS are milliseconds of execution.
	TotalMS, MeanMS, MaxMS float64
}

// Statements are the first of them, at most 100; nil where the database keeps no
// such statistics. Those of other users of the database have no text unless the
// shop's may see it.
func (s *Service) Statements(ctx context.Context, by Order, first int) ([]*Statement, error) {
	column, known := orders[by]
	if !known {
		return nil, fault.Invalid("order", "must be total, mean or calls")
	}
	if first < 1 || first > 100 {
		return nil, fault.Invalid("first", "must be 1 to 100")
	}
	rows, err := s.pool.Query(ctx, `SELECT coalesce(left(query, 2000), ''), calls, rows, total_exec_time, mean_exec_time, max_exec_time FROM pg_stat_statements
		WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY `+column+" DESC, queryid LIMIT $1", first)
	if err == nil {
		var found []*Statement
		if found, err = pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[Statement]); err == nil {
			return found, nil
		}
	}
	if unkept(err) {
		return nil, nil
	}
	return nil, fmt.Errorf("reading slow statements: %w", err)
}

// unkept tells whether the extension is not there, or there and not loaded with the
// server.
func unkept(err error) bool {
	var server *pgconn.PgError
	return errors.As(err, &server) && (server.Code == "42P01" || server.Code == "55000")
}
