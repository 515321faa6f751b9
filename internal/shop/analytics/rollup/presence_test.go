package rollup_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// present are who was there on which day: sessions as the events say, people as
// visits do, on each of their days.
const present = `WITH there AS (
		SELECT DISTINCT kind, session_id AS who, (created_at AT TIME ZONE 'Africa/Lagos')::date AS date
		FROM analytics_events, LATERAL (VALUES ('session'), (event_type)) AS k (kind)
		WHERE kind IN ('session', 'page_view', 'product_view', 'add_to_cart', 'checkout_start', 'purchase') AND ` + counted + `
		UNION SELECT 'user', user_id, (started_at AT TIME ZONE 'Africa/Lagos')::date FROM user_sessions_analytics WHERE user_id IS NOT NULL
		UNION SELECT 'user', user_id, (ended_at AT TIME ZONE 'Africa/Lagos')::date FROM user_sessions_analytics WHERE user_id IS NOT NULL)
	SELECT date, kind, coalesce(date - (SELECT max(p.date) FROM there AS p WHERE p.kind = t.kind AND p.who = t.who AND p.date < t.date), 0) AS days_since, count(*)
	FROM there AS t GROUP BY 1, 2, 3`

// sumReferences are the tables that add up visits and products, with their contents
// as they must be.
var sumReferences = map[string][2]string{
	"analytics_active_daily": {"SELECT date, kind, days_since, active_count FROM analytics_active_daily", present},
	"analytics_visits_daily": {
		"SELECT date, first, utm_source, utm_medium, referrer_host, visits_count, carts_count, purchases_count, abandoned_count, reached_page_count, reached_product_count, reached_cart_count, reached_checkout_count, reached_purchase_count, revenue_ngn FROM analytics_visits_daily",
		`SELECT (started_at AT TIME ZONE 'Africa/Lagos')::date, session_id = client_session_id, coalesce(utm_source, ''), '', '', count(*), count(*) FILTER (WHERE cart_adds_count > 0),
		count(*) FILTER (WHERE purchase_completed), count(*) FILTER (WHERE cart_adds_count > 0 AND NOT purchase_completed),
		count(*) FILTER (WHERE page_views_count > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0 AND checkout_started),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0 AND checkout_started AND purchase_completed), coalesce(sum(total_value_ngn), 0)
		FROM user_sessions_analytics GROUP BY 1, 2, 3`,
	},
	"product_analytics_weekly": {
		"SELECT product_id, week, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn FROM product_analytics_weekly",
		"SELECT product_id, date - extract(isodow FROM date)::int + 1, " + productSums + " FROM product_analytics GROUP BY 1, 2",
	},
	"product_analytics_totals": {
		"SELECT date, views_count, unique_views_count, add_to_cart_count, purchases_count, revenue_ngn FROM product_analytics_totals",
		"SELECT date, " + productSums + " FROM product_analytics GROUP BY 1",
	},
}

const productSums = "sum(views_count), sum(unique_views_count), sum(add_to_cart_count), sum(purchases_count), sum(revenue_ngn)"

// Visits that were changed or taken away by hand, as an erasure may, keep nothing
// from being counted, and counting the days anew brings everything back in line.
func TestVisitsChangedByHandStopNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }
	for n := 10; n <= 14; n++ {
		s.write(t, happening{session: 1, user: 1, kind: "page_view", at: day(n)}, happening{session: 2, user: 1, kind: "add_to_cart", at: day(n)})
	}
	s.advance(t, 100)
	s.agree(t, "before")
	s.exec(t, "DELETE FROM user_sessions_analytics WHERE started_at::date = '2026-11-12'; UPDATE user_sessions_analytics SET user_id = NULL WHERE started_at::date < '2026-11-12'")
	s.write(t, happening{session: 1, user: 1, kind: "page_view", at: day(12).Add(time.Minute)}, happening{session: 2, user: 1, kind: "purchase", at: day(13)})
	require.EqualValues(t, 2, s.advance(t, 100).Events)
	require.Zero(t, ask[int](t, s, "SELECT count(*) FROM analytics_active_daily WHERE active_count <= 0"))
	_, err := s.service.Rebuild(t.Context(), day(9), day(15))
	require.NoError(t, err)
	s.agree(t, "counted anew")
}
