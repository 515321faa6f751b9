package crowd

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
)

// Statements are what PostgreSQL was asked for.
type Statements struct {
	// Count is how many statements there were, those of jobs and of transactions'
	// beginnings and ends among them.
	Count int64
	// Source says who counted; empty when nobody did.
	Source string
}

const (
	viewSource  = "pg_stat_statements"
	meterSource = "the server's own counter"
	meterName   = "zuka_sql_statements_total"
)

// reading is what the counters stood at.
type reading struct {
	meter, view int64
	// hasMeter and hasView tell which of them there are. lost is how often the view
	// forgot statements, and their counts with them.
	hasMeter, hasView bool
	lost              int64
}

// viewSQL sums up the calls of one database.
const viewSQL = `SELECT coalesce(sum(calls), 0)::bigint, (SELECT dealloc FROM pg_stat_statements_info)
	FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`

// look reads the counters of a server and of its database.
func look(ctx context.Context, address, databaseURL string) (r reading, err error) {
	page, err := load.Ask(address, load.Get(address, "/metrics"))
	if err != nil {
		return r, fmt.Errorf("reading /metrics: %w", err)
	}
	if r.meter, r.hasMeter, err = meter(page); err != nil || databaseURL == "" {
		return r, err
	}
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return r, fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // It was only read from.
	var present bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements')`).Scan(&present)
	if err != nil || !present {
		return r, err
	}
	if err := conn.QueryRow(ctx, viewSQL).Scan(&r.view, &r.lost); err != nil {
		return r, fmt.Errorf("reading pg_stat_statements: %w", err)
	}
	r.hasView = true
	return r, nil
}

// meter finds the counter of statements among a server's metrics.
func meter(page []byte) (count int64, found bool, err error) {
	for line := range bytes.Lines(page) {
		value, isIt := bytes.CutPrefix(line, []byte(meterName+" "))
		if !isIt {
			continue
		}
		parsed, err := strconv.ParseFloat(string(bytes.TrimSpace(value)), 64)
		if err != nil {
			return 0, false, fmt.Errorf("a counter that is no number: %q", line)
		}
		return int64(parsed), true, nil
	}
	return 0, false, nil
}

// between is what was counted from one reading to the next. The view is not
// believed where it has forgotten statements.
func between(first, last reading) Statements {
	switch {
	case first.hasView && last.hasView && first.lost == last.lost:
		return Statements{last.view - first.view, viewSource}
	case first.hasMeter && last.hasMeter:
		return Statements{last.meter - first.meter, meterSource}
	}
	return Statements{}
}
