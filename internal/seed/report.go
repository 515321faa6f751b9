package seed

import (
	"context"
	"fmt"

	"zuka/internal/shop/analytics/rollup"
)

// profiles gathers what each buyer leans to from what they paid for. Every
// part is one pass with a GROUP BY, joined at the end.
const profiles = `WITH bought AS MATERIALIZED (
		SELECT o.user_id, o.id, o.total_ngn, o.created_at, i.size, i.color, p.category_id, p.brand_id, i.unit_price_ngn
		FROM orders AS o JOIN order_items AS i ON i.order_id = o.id JOIN products AS p ON p.id = i.product_id
		WHERE o.user_id IS NOT NULL AND o.payment_status = 'paid'),
	counted AS (
		SELECT user_id, kind, value, count(*)::numeric / sum(count(*)) OVER (PARTITION BY user_id, kind) AS weight
		FROM bought, LATERAL (VALUES ('category', category_id::text), ('brand', brand_id::text), ('size', size), ('color', color)) AS v (kind, value)
		WHERE value IS NOT NULL GROUP BY 1, 2, 3),
	leaning AS (
		SELECT user_id,
			jsonb_agg(jsonb_build_object('id', value::int, 'weight', round(weight, 3)) ORDER BY weight DESC, value) FILTER (WHERE kind = 'category') AS categories,
			jsonb_agg(jsonb_build_object('id', value::int, 'weight', round(weight, 3)) ORDER BY weight DESC, value) FILTER (WHERE kind = 'brand') AS brands,
			jsonb_agg(jsonb_build_object('value', value, 'weight', round(weight, 3)) ORDER BY weight DESC, value) FILTER (WHERE kind = 'size') AS sizes,
			jsonb_agg(jsonb_build_object('value', value, 'weight', round(weight, 3)) ORDER BY weight DESC, value) FILTER (WHERE kind = 'color') AS colors
		FROM counted GROUP BY 1),
	spent AS (
		SELECT user_id, count(*) AS orders, sum(total_ngn) AS total, min(created_at) AS first, max(created_at) AS last,
			array_agg(extract(hour FROM created_at AT TIME ZONE 'Africa/Lagos')::int) AS hours,
			array_agg(extract(dow FROM created_at AT TIME ZONE 'Africa/Lagos')::int) AS weekdays
		FROM (SELECT DISTINCT user_id, id, total_ngn, created_at FROM bought) AS one GROUP BY 1),
	paid AS (SELECT user_id, min(unit_price_ngn) AS low, max(unit_price_ngn) AS high FROM bought GROUP BY 1)
	INSERT INTO user_behavior_profiles (user_id, favorite_categories, favorite_brands, price_range_preference, size_preference, color_preference,
		browsing_patterns, purchase_frequency, average_order_value_ngn, lifetime_value_ngn, last_purchase_at)
	SELECT user_id, coalesce(categories, '[]'), coalesce(brands, '[]'), jsonb_build_object('min_ngn', low, 'max_ngn', high),
		coalesce(sizes, '[]'), coalesce(colors, '[]'),
		jsonb_build_object(
			'hours', (SELECT jsonb_agg(cardinality(array_positions(hours, h)) ORDER BY h) FROM generate_series(0, 23) AS h),
			'weekdays', (SELECT jsonb_agg(cardinality(array_positions(weekdays, d)) ORDER BY d) FROM generate_series(0, 6) AS d)),
		CASE WHEN orders > 1 THEN (extract(epoch FROM last - first) / 86400 / (orders - 1))::integer END,
		round(total::numeric / orders, 2), total, last
	FROM spent JOIN paid USING (user_id) LEFT JOIN leaning USING (user_id)`

func writeReports(ctx context.Context, w *writer) error {
	// The planner has to know what was written, or it joins row by row.
	if _, err := w.tx.Exec(ctx, "ANALYZE products, orders, order_items, analytics_events"); err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, profiles); err != nil {
		return fmt.Errorf("user_behavior_profiles: %w", err)
	}
	return rollup.Fill(ctx, w.tx, w.plan.Now)
}
