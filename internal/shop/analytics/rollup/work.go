package rollup

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// work is the counting in one transaction.
type work struct {
	tx pgx.Tx
	// since is the id of the last event that was counted before, and until of
	// the last that is counted after.
	since, until int64
	now          time.Time
	// empty tells that nothing was counted before.
	empty bool
}

// tables are what a transaction gathers before it counts. The events are read
// once: of large months, that is most of the work.
const tables = `
	-- Client sessions that events are counted of, and from when to when.
	CREATE TEMPORARY TABLE rollup_touched (session_id uuid, first timestamptz, last timestamptz) ON COMMIT DROP;
	-- What is read of each session: since and until; and of which part the visits
	-- are made anew: low to high, but only what is after cut.
	CREATE TEMPORARY TABLE rollup_reach (session_id uuid, since timestamptz, until timestamptz, low timestamptz, high timestamptz, cut timestamptz) ON COMMIT DROP;
	-- The events of these sessions.
	CREATE TEMPORARY TABLE rollup_story (` + factColumns + `, id bigint, created_at timestamptz, country text, full_state text, city text, referrer text,
		source text, medium text, campaign text, place text, app_version text, device_id text, language text, order_id bigint) ON COMMIT DROP;
	-- Events to be counted, for days, for months or for both.
	CREATE TEMPORARY TABLE rollup_fresh (` + factColumns + `, daily boolean, monthly boolean) ON COMMIT DROP;
	-- What is counted already of the same sessions and of the same people.
	CREATE TEMPORARY TABLE rollup_seen (` + factColumns + `) ON COMMIT DROP;
	CREATE TEMPORARY TABLE rollup_met (user_id uuid, date date, event_type text, platform text, state text, utm_source text) ON COMMIT DROP;
	` + stayTable + `;
	CREATE TEMPORARY TABLE rollup_visit (LIKE user_sessions_analytics) ON COMMIT DROP;
	ALTER TABLE rollup_visit ALTER COLUMN id DROP NOT NULL`

const factColumns = `session_id uuid, user_id uuid, date date, event_type text, platform text, state text, utm_source text,
	product_id bigint, value bigint, query text, nothing boolean`

// facts are what counts of an event e. What a client wrote is cut to what a key of
// an index can hold, and an amount that is none is 0: one odd event must not keep
// all that come after it from being counted.
const facts = `e.session_id, e.user_id, (e.created_at AT TIME ZONE 'Africa/Lagos')::date AS date, e.event_type, e.platform,
	left(coalesce(e.state, ''), 100) AS state, left(coalesce(e.utm_source, ''), 100) AS utm_source, e.product_id,
	CASE WHEN e.event_type = 'purchase' AND jsonb_typeof(e.metadata->'value_ngn') = 'number'
		THEN least(greatest((e.metadata->>'value_ngn')::numeric, 0), 1e12)::bigint ELSE 0 END AS value,
	CASE WHEN e.event_type = 'search' THEN nullif(rtrim(left(lower(btrim(e.search_query, E' \t\r\n')), 100)), '') END AS query,
	coalesce(e.metadata->'result_count' = '0', false) AS nothing`

const factNames = "session_id, user_id, date, event_type, platform, state, utm_source, product_id, value, query, nothing"

// cut shortens the work to so many events, and tells how many there are.
func (w *work) cut(ctx context.Context, limit int) (events int64, err error) {
	var last int64
	err = w.tx.QueryRow(ctx, `SELECT count(*), coalesce(max(id), 0) FROM (
		SELECT id FROM analytics_events WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3) AS next`,
		pgx.QueryExecModeExec, w.since, w.until, int64(limit)).Scan(&events, &last)
	if events == int64(limit) {
		w.until = last
	}
	return events, err
}

// mark moves the watermark. What was known as of a moment is counted only when the
// last event of then is.
func (w *work) mark(ctx context.Context, top int64, asOf time.Time) error {
	_, err := run(ctx, w.tx, `UPDATE analytics_watermarks SET position = $1::bigint, updated_at = $4,
		as_of = CASE WHEN $1::bigint >= $2::bigint THEN greatest(as_of, $3) ELSE as_of END WHERE name = 'events'`, w.until, top, asOf, w.now)
	return err
}

// advance counts the events after since up to until.
func (w *work) advance(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, tables); err != nil {
		return fmt.Errorf("preparing: %w", err)
	}
	if _, err := run(ctx, w.tx, `INSERT INTO rollup_touched SELECT session_id, min(created_at), max(created_at)
		FROM analytics_events WHERE id > $1 AND id <= $2 GROUP BY 1`, w.since, w.until); err != nil {
		return fmt.Errorf("gathering sessions: %w", err)
	}
	if err := w.tell(ctx, true); err != nil {
		return err
	}
	for what, sql := range map[string]string{
		"new events":     "INSERT INTO rollup_fresh SELECT " + factNames + ", true, true FROM rollup_story WHERE id > $1",
		"earlier events": "INSERT INTO rollup_seen SELECT " + factNames + " FROM rollup_story WHERE id <= $1",
	} {
		if _, err := run(ctx, w.tx, sql, w.since); err != nil {
			return fmt.Errorf("gathering %s: %w", what, err)
		}
	}
	if err := w.meet(ctx); err != nil {
		return err
	}
	if err := w.count(ctx); err != nil {
		return err
	}
	return w.revisit(ctx)
}

// bounds are the first and the last moment of a query's rows, which the planner
// must know to leave out the partitions of other months.
func (w *work) bounds(ctx context.Context, sql string) (from, to *time.Time, err error) {
	err = w.tx.QueryRow(ctx, sql).Scan(&from, &to)
	return from, to, err
}

// meet gathers what is counted already of the people who did something. A person's
// month is read by its index, and never the month: OFFSET 0 keeps it so.
func (w *work) meet(ctx context.Context) error {
	from, to, err := w.bounds(ctx, `SELECT date_trunc('month', min(date)::timestamp) AT TIME ZONE 'Africa/Lagos',
		(date_trunc('month', max(date)::timestamp) + interval '1 month') AT TIME ZONE 'Africa/Lagos' FROM rollup_fresh`)
	if err != nil {
		return err
	}
	_, err = run(ctx, w.tx, `INSERT INTO rollup_met
		SELECT DISTINCT e.user_id, (e.created_at AT TIME ZONE 'Africa/Lagos')::date, e.event_type, e.platform,
			left(coalesce(e.state, ''), 100), left(coalesce(e.utm_source, ''), 100)
		FROM (SELECT DISTINCT user_id, date_trunc('month', date::timestamp) AS month FROM rollup_fresh WHERE user_id IS NOT NULL) AS p
		CROSS JOIN LATERAL (SELECT e.* FROM analytics_events AS e WHERE e.user_id = p.user_id
			AND e.created_at >= p.month AT TIME ZONE 'Africa/Lagos' AND e.created_at < (p.month + interval '1 month') AT TIME ZONE 'Africa/Lagos'
			AND e.created_at >= $1 AND e.created_at < $2 AND e.id <= $3 OFFSET 0) AS e`, from, to, w.since)
	if err != nil {
		return fmt.Errorf("gathering people: %w", err)
	}
	return nil
}
