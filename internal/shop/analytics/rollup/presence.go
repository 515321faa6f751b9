package rollup

import (
	"context"
	"fmt"
	"strings"
)

// stepOf is the step of an event in what is kept of a visit's days.
const stepOf = `CASE event_type WHEN 'page_view' THEN 1 WHEN 'product_view' THEN 2 WHEN 'add_to_cart' THEN 4 WHEN 'checkout_start' THEN 8 WHEN 'purchase' THEN 16 ELSE 0 END`

// stays gathers the visits of the touched sessions, before (-1) and after (1) they
// are made anew, so that the difference can be added to what is counted of them.
const (
	stays     = "INSERT INTO rollup_stays SELECT $1::int, " + stayOf + " FROM user_sessions_analytics AS v JOIN rollup_reach AS r ON r.session_id = v.client_session_id"
	stayTable = `CREATE TEMPORARY TABLE rollup_stays (sign int, client uuid, user_id uuid, first boolean, day date, steps jsonb,
		page boolean, product boolean, cart boolean, checkout boolean, bought boolean, value bigint,
		source text, medium text, host text) ON COMMIT DROP`
	stayOf = `v.client_session_id, v.user_id, v.session_id = v.client_session_id, (v.started_at AT TIME ZONE 'Africa/Lagos')::date, v.steps,
		v.page_views_count > 0, v.products_viewed > 0, v.cart_adds_count > 0, v.checkout_started, v.purchase_completed, v.total_value_ngn,
		left(coalesce(v.utm_source, ''), 100), left(coalesce(v.utm_medium, ''), 100), left(coalesce(split_part(v.referrer, '/', 3), ''), 255)`
	stayNames = "client, user_id, first, day, steps, page, product, cart, checkout, bought, value, source, medium, host"
)

// here is who was there on which day, as what, and how many days after the last
// time before. It is made of parts of visits: rows of sign, client, user_id, day,
// steps, and other, which tells that a visit counts for its person alone.
const here = `there AS (
		SELECT DISTINCT sign, kind, CASE kind WHEN 'user' THEN user_id ELSE client END AS who, day + n::int - 1 AS date
		FROM part, jsonb_array_elements(steps) WITH ORDINALITY AS s (step, n), (VALUES ('user', 0), ('session', 0),
			('page_view', 1), ('product_view', 2), ('add_to_cart', 4), ('checkout_start', 8), ('purchase', 16)) AS k (kind, bit)
		WHERE step::int & bit = bit AND CASE kind WHEN 'user' THEN user_id IS NOT NULL ELSE NOT other END),
	here AS (
		SELECT sign, kind, date, coalesce(date - lag(date) OVER (PARTITION BY sign, kind, who ORDER BY date), 0) AS since FROM there)`

// followed brings to who was there what changed in visits: a visit more or less
// changes its own day and the next one of the same session or person, whose other
// visits are read for that, by their index: OFFSET 0 keeps it so. What cannot be
// taken off, because visits were changed by hand, is left.
const followed = `WITH part AS (
		SELECT sign, client, user_id, day, steps, false AS other FROM rollup_stays
		UNION ALL
		SELECT sign, v.client_session_id, v.user_id, (v.started_at AT TIME ZONE 'Africa/Lagos')::date, v.steps, true
		FROM (SELECT DISTINCT user_id FROM rollup_stays WHERE user_id IS NOT NULL) AS p
		CROSS JOIN LATERAL (SELECT v.* FROM user_sessions_analytics AS v WHERE v.user_id = p.user_id OFFSET 0) AS v, (VALUES (-1), (1)) AS s (sign)
		WHERE NOT EXISTS (SELECT FROM rollup_reach AS r WHERE r.session_id = v.client_session_id)),
	` + here + `
	MERGE INTO analytics_active_daily AS t
	USING (SELECT kind, date, since, sum(sign) AS more FROM here GROUP BY 1, 2, 3 HAVING sum(sign) <> 0) AS d ON (t.kind, t.date, t.days_since) = (d.kind, d.date, d.since)
	WHEN MATCHED AND t.active_count + d.more <= 0 THEN DELETE
	WHEN MATCHED THEN UPDATE SET active_count = t.active_count + d.more, updated_at = $1
	WHEN NOT MATCHED AND d.more > 0 THEN INSERT (kind, date, days_since, active_count, updated_at) VALUES (d.kind, d.date, d.since, d.more, $1)`

// arrived brings to the visits by place what changed in them.
var arrived = `MERGE INTO analytics_visits_daily AS t
	USING (
		SELECT day, first, source, medium, host, ` + arrivalSums + ` FROM rollup_stays GROUP BY 1, 2, 3, 4, 5) AS d (day, first, source, medium, host, ` + arrivalColumns + `)
	ON (t.date, t.first, t.utm_source, t.utm_medium, t.referrer_host) = (d.day, d.first, d.source, d.medium, d.host)
	WHEN MATCHED AND t.visits_count + d.visits_count <= 0 THEN DELETE
	WHEN MATCHED AND ` + each("d.%[1]s <> 0", " OR ") + ` THEN UPDATE SET ` + each("%[1]s = greatest(0, t.%[1]s + d.%[1]s)", ", ") + `, updated_at = $1
	WHEN NOT MATCHED AND d.visits_count > 0 THEN INSERT (` + arrivalKey + arrivalColumns + `, updated_at)
		VALUES (d.day, d.first, d.source, d.medium, d.host, ` + each("greatest(0, d.%[1]s)", ", ") + `, $1)`

const (
	arrivalKey     = "date, first, utm_source, utm_medium, referrer_host, "
	arrivalColumns = "visits_count, carts_count, purchases_count, abandoned_count, reached_page_count, reached_product_count, reached_cart_count, reached_checkout_count, " +
		"reached_purchase_count, revenue_ngn"
	arrivalSums = `sum(sign), ` + signsWhere + `cart), 0), ` + signsWhere + `bought), 0), ` + signsWhere + `cart AND NOT bought), 0),
			` + signsWhere + `page), 0), ` + signsWhere + `page AND product), 0), ` + signsWhere + `page AND product AND cart), 0),
			` + signsWhere + `page AND product AND cart AND checkout), 0), ` + signsWhere + `page AND product AND cart AND checkout AND bought), 0),
			coalesce(sum(sign * value) FILTER (WHERE bought), 0)`
	signsWhere = "coalesce(sum(sign) FILTER (WHERE "
)

// each writes a pattern for each column of what visits add up to.
func each(pattern, between string) string {
	var all []string
	for _, column := range strings.Split(arrivalColumns, ", ") {
		all = append(all, fmt.Sprintf(pattern, column))
	}
	return strings.Join(all, between)
}

// follow brings the change of visits to what is counted of them.
func (w *work) follow(ctx context.Context) error {
	if _, err := w.tx.Exec(ctx, "ANALYZE rollup_stays"); err != nil {
		return err
	}
	for table, sql := range map[string]string{"analytics_active_daily": followed, "analytics_visits_daily": arrived} {
		if _, err := run(ctx, w.tx, sql, w.now); err != nil {
			return fmt.Errorf("counting into %s: %w", table, err)
		}
	}
	return nil
}

// recounted counts the days $1 to $2 of both from all visits.
var recounted = []struct{ table, sql string }{
	{"analytics_active_daily", `WITH near AS MATERIALIZED (
			SELECT client_session_id, user_id FROM user_sessions_analytics
			WHERE started_at < ($2::text::date + 1)::timestamp AT TIME ZONE 'Africa/Lagos' AND coalesce(ended_at, started_at) >= $1::text::date::timestamp AT TIME ZONE 'Africa/Lagos'),
		part AS (
			SELECT 1 AS sign, client_session_id AS client, user_id, (started_at AT TIME ZONE 'Africa/Lagos')::date AS day, steps,
				client_session_id NOT IN (SELECT client_session_id FROM near) AS other
			FROM user_sessions_analytics
			WHERE client_session_id IN (SELECT client_session_id FROM near) OR user_id IN (SELECT user_id FROM near WHERE user_id IS NOT NULL)),
		` + here + `
		INSERT INTO analytics_active_daily (kind, date, days_since, active_count, updated_at)
		SELECT kind, date, since, count(*), $3 FROM here WHERE date BETWEEN $1::text::date AND $2::text::date GROUP BY 1, 2, 3`},
	{"analytics_visits_daily", `INSERT INTO analytics_visits_daily (` + arrivalKey + arrivalColumns + `, updated_at)
		SELECT day, first, source, medium, host, ` + arrivalSums + `, $3 FROM (SELECT 1, ` + stayOf + ` FROM user_sessions_analytics AS v
			WHERE v.started_at >= $1::text::date::timestamp AT TIME ZONE 'Africa/Lagos' AND v.started_at < ($2::text::date + 1)::timestamp AT TIME ZONE 'Africa/Lagos') AS s (sign, ` + stayNames + `)
		GROUP BY 1, 2, 3, 4, 5`},
}

// recount counts days anew, given by their first and last.
func (w *work) recount(ctx context.Context, from, to string) error {
	for _, one := range recounted {
		if _, err := run(ctx, w.tx, "DELETE FROM "+one.table+" WHERE date BETWEEN $1::text::date AND $2::text::date", from, to); err != nil {
			return fmt.Errorf("clearing: %w", err)
		}
		if _, err := run(ctx, w.tx, one.sql, from, to, w.now); err != nil {
			return fmt.Errorf("counting %s anew: %w", one.table, err)
		}
	}
	return nil
}
