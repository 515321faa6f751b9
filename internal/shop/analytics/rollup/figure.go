package rollup

import (
	"context"
	"fmt"
)

// cells counts events a day or a month, all together and by one of platform, state
// and source at a time. A session or a person that was counted there before does
// not count again.
const cells = `WITH grain AS MATERIALIZED (
		SELECT %[2]s AS period, event_type, platform, state, utm_source, session_id, user_id, count(*) AS events, sum(value) AS revenue
		FROM rollup_fresh WHERE %[3]s GROUP BY 1, 2, 3, 4, 5, 6, 7),
	cell AS (
		SELECT period, event_type, c.*, sum(events) AS events, sum(revenue) AS revenue FROM grain, ` + dimensions + ` GROUP BY 1, 2, 3, 4, 5),
	visiting AS (
		SELECT period, event_type, platform, state, utm_source, count(*) AS sessions
		FROM (SELECT DISTINCT period, event_type, c.*, session_id FROM grain, ` + dimensions + `) AS new
		LEFT JOIN (SELECT DISTINCT %[2]s AS period, event_type, c.*, session_id, true AS before FROM rollup_seen AS grain, ` + dimensions + `) AS old
			USING (period, event_type, platform, state, utm_source, session_id)
		WHERE before IS NULL GROUP BY 1, 2, 3, 4, 5),
	acting AS (
		SELECT period, event_type, platform, state, utm_source, count(*) AS users
		FROM (SELECT DISTINCT period, event_type, c.*, user_id FROM grain, ` + dimensions + ` AND user_id IS NOT NULL) AS new
		LEFT JOIN (SELECT DISTINCT %[2]s AS period, event_type, c.*, user_id, true AS before FROM rollup_met AS grain, ` + dimensions + `) AS old
			USING (period, event_type, platform, state, utm_source, user_id)
		WHERE before IS NULL GROUP BY 1, 2, 3, 4, 5)
	INSERT INTO %[1]s AS t (%[4]s, event_type, platform, state, utm_source, events_count, sessions_count, users_count, revenue_ngn, updated_at)
	SELECT period, event_type, platform, state, utm_source, events, coalesce(sessions, 0), coalesce(users, 0), revenue, $1
	FROM cell LEFT JOIN visiting USING (period, event_type, platform, state, utm_source) LEFT JOIN acting USING (period, event_type, platform, state, utm_source)
	ON CONFLICT (%[4]s, event_type, platform, state, utm_source) DO UPDATE SET events_count = t.events_count + excluded.events_count,
		sessions_count = t.sessions_count + excluded.sessions_count, users_count = t.users_count + excluded.users_count,
		revenue_ngn = t.revenue_ngn + excluded.revenue_ngn, updated_at = excluded.updated_at`

// dimensions are the rows that an event belongs to: what is not known has none.
const dimensions = `LATERAL (VALUES (true, '', '', ''), (false, grain.platform, '', ''), (false, '', grain.state, ''), (false, '', '', grain.utm_source))
	AS v (whole, platform, state, utm_source), LATERAL (SELECT v.platform, v.state, v.utm_source) AS c
	WHERE (v.whole OR v.platform <> '' OR v.state <> '' OR v.utm_source <> '')`

const monthOf = "date_trunc('month', date::timestamp)::date"

// products counts what happened to a product a day, and brings it to its week and
// to the sums of all. The rate is of purchases to views; where nobody looked, as if
// one had.
const products = `WITH done AS (
		SELECT product_id, date, count(*) FILTER (WHERE event_type = 'product_view') AS views, count(*) FILTER (WHERE event_type = 'add_to_cart') AS adds,
			count(*) FILTER (WHERE event_type = 'purchase') AS purchases, sum(value) AS revenue
		FROM rollup_fresh WHERE daily AND product_id IS NOT NULL AND event_type IN ('product_view', 'add_to_cart', 'purchase') GROUP BY 1, 2),
	looked AS (
		SELECT product_id, date, count(*) AS sessions
		FROM (SELECT DISTINCT product_id, date, session_id FROM rollup_fresh WHERE daily AND product_id IS NOT NULL AND event_type = 'product_view') AS new
		LEFT JOIN (SELECT DISTINCT product_id, date, session_id, true AS before FROM rollup_seen WHERE event_type = 'product_view') AS old
			USING (product_id, date, session_id)
		WHERE before IS NULL GROUP BY 1, 2),
	added AS MATERIALIZED (
		SELECT product_id, date, ` + weekOf + ` AS week, views, coalesce(sessions, 0) AS sessions, adds, purchases, revenue FROM done LEFT JOIN looked USING (product_id, date)),
	weekly AS (
		INSERT INTO product_analytics_weekly AS t (product_id, week, ` + productColumns + `, updated_at)
		SELECT product_id, week, ` + productSums + `, $1 FROM added GROUP BY 1, 2 ON CONFLICT (product_id, week) DO UPDATE SET ` + productMore + `),
	totals AS (
		INSERT INTO product_analytics_totals AS t (date, ` + productColumns + `, updated_at)
		SELECT date, ` + productSums + `, $1 FROM added GROUP BY 1 ON CONFLICT (date) DO UPDATE SET ` + productMore + `)
	INSERT INTO product_analytics AS t (product_id, date, ` + productColumns + `, conversion_rate, updated_at)
	SELECT product_id, date, views, sessions, adds, purchases, revenue, least(purchases::numeric / greatest(views, 1), 9999), $1 FROM added
	ON CONFLICT (product_id, date) DO UPDATE SET ` + productMore + `,
		conversion_rate = least((t.purchases_count + excluded.purchases_count)::numeric / greatest(t.views_count + excluded.views_count, 1), 9999)`

const (
	weekOf         = "date_trunc('week', date::timestamp)::date"
	productColumns = "views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn"
	productSums    = "sum(views), sum(sessions), sum(adds), sum(purchases), sum(revenue)"
	productMore    = `views_count = t.views_count + excluded.views_count, unique_views_count = t.unique_views_count + excluded.unique_views_count,
			add_to_cart_count = t.add_to_cart_count + excluded.add_to_cart_count, purchases_count = t.purchases_count + excluded.purchases_count,
			revenue_ngn = t.revenue_ngn + excluded.revenue_ngn, updated_at = excluded.updated_at`

	// weeksGone and weeksAnew make the weeks of the days $1 to $2 anew from their days.
	weeksGone = "DELETE FROM product_analytics_weekly WHERE week BETWEEN " + firstMonday + " AND " + lastMonday
	weeksAnew = `INSERT INTO product_analytics_weekly (product_id, week, ` + productColumns + `, updated_at)
		SELECT product_id, ` + weekOf + `, sum(views_count), sum(unique_views_count), sum(add_to_cart_count), sum(purchases_count), sum(revenue_ngn), $3
		FROM product_analytics WHERE date BETWEEN ` + firstMonday + ` AND ` + lastMonday + ` + 6 GROUP BY 1, 2`
	firstMonday = "date_trunc('week', $1::text::date::timestamp)::date"
	lastMonday  = "date_trunc('week', $2::text::date::timestamp)::date"
)

// searches counts what was searched for a day, in whatever case it was written.
const searches = `INSERT INTO analytics_searches AS t (date, query, searches_count, without_results_count, updated_at)
	SELECT date, query, count(*), count(*) FILTER (WHERE nothing), $1 FROM rollup_fresh WHERE daily AND query IS NOT NULL GROUP BY 1, 2
	ON CONFLICT (date, query) DO UPDATE SET searches_count = t.searches_count + excluded.searches_count,
		without_results_count = t.without_results_count + excluded.without_results_count, updated_at = excluded.updated_at`

// figures are the tables of figures with what adds to them.
var figures = []struct{ table, sql string }{
	{"analytics_daily", fmt.Sprintf(cells, "analytics_daily", "date", "daily", "date")},
	{"analytics_monthly", fmt.Sprintf(cells, "analytics_monthly", monthOf, "monthly", "month")},
	{"product_analytics", products},
	{"analytics_searches", searches},
}

// count adds the fresh events to the figures.
func (w *work) count(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, "ANALYZE rollup_fresh, rollup_seen, rollup_met"); err != nil {
		return err
	}
	for _, f := range figures {
		if _, err := run(ctx, w.tx, f.sql, w.now); err != nil {
			return fmt.Errorf("counting into %s: %w", f.table, err)
		}
	}
	return nil
}
