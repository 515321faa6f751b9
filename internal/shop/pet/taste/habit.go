package taste

import (
	"fmt"
	"strings"
)

// A view counts once for what it shows and a purchase five times, both fading;
// of a person's events the last ones are read. Where size or colour was not
// chosen, what the product comes in shares the weight.
const deedsSQL = `WITH person AS (
	SELECT u.id FROM unnest($1::uuid[]) AS w (id) JOIN users AS u ON u.id = w.id WHERE u.deleted_at IS NULL
), event AS (
	SELECT person.id AS user_id, e.* FROM person CROSS JOIN LATERAL (
		SELECT session_id, event_type, product_id, created_at FROM analytics_events
		WHERE user_id = person.id AND created_at > $3::timestamptz AND created_at <= $2::timestamptz AND updated_at <= $2
		ORDER BY created_at DESC LIMIT 5000) AS e
), deed AS (
	SELECT e.user_id, e.product_id, power(0.5, extract(epoch FROM $2 - e.created_at) / $4) AS weight,
		NULL::text AS size, NULL::text AS color, p.current_price_ngn AS price
	FROM event AS e JOIN products AS p ON p.id = e.product_id WHERE e.event_type = 'product_view'
	UNION ALL
	SELECT person.id, i.product_id, 5 * power(0.5, extract(epoch FROM $2 - coalesce(o.paid_at, o.created_at)) / $4), i.size, i.color, i.unit_price_ngn
	FROM person JOIN orders AS o ON o.user_id = person.id AND o.created_at > $3 AND coalesce(o.paid_at, o.created_at) <= $2
	JOIN order_items AS i ON i.order_id = o.id WHERE o.status IN ('paid', 'processing', 'shipped', 'delivered')
), category AS (
	SELECT d.user_id, p.category_id AS value, sum(d.weight) AS weight FROM deed AS d JOIN products AS p ON p.id = d.product_id GROUP BY 1, 2
), brand AS (
	SELECT d.user_id, p.brand_id AS value, sum(d.weight) AS weight FROM deed AS d JOIN products AS p ON p.id = d.product_id
	WHERE p.brand_id IS NOT NULL GROUP BY 1, 2
), `

// shareSQL is the weight by what was chosen of a product, or what it comes in.
const shareSQL = `%[1]s AS (
	SELECT d.user_id, c.value, sum(d.weight / c.among) AS weight FROM deed AS d JOIN products AS p ON p.id = d.product_id
	CROSS JOIN LATERAL (
		SELECT d.%[1]s AS value, 1 AS among WHERE d.%[1]s IS NOT NULL
		UNION ALL
		SELECT value, jsonb_array_length(p.%[1]ss) FROM jsonb_array_elements_text(p.%[1]ss) WHERE d.%[1]s IS NULL) AS c
	GROUP BY 1, 2
), `

// topSQL is the ten strongest as JSON; the weights of a person add up to 1 at
// most.
const topSQL = `top_%[1]s AS (
	SELECT user_id, jsonb_agg(jsonb_build_object('%[2]s', value, 'weight', weight) ORDER BY nth) AS list FROM (
		SELECT user_id, value, trunc((weight / sum(weight) OVER (PARTITION BY user_id) + 1e-9)::numeric, 4) AS weight,
			row_number() OVER (PARTITION BY user_id ORDER BY round(weight::numeric, 6) DESC, value) AS nth
		FROM %[1]s) AS ranked
	WHERE nth <= 10 AND weight > 0 GROUP BY 1
), `

// visitSQL counts the first event of each visit on each day, in Lagos.
const visitSQL = `visit AS (
	SELECT user_id, min(created_at AT TIME ZONE 'Africa/Lagos') AS at FROM event GROUP BY user_id, session_id, (created_at AT TIME ZONE 'Africa/Lagos')::date
), pattern AS (
	SELECT user_id, jsonb_build_object('hours', jsonb_build_array(%s), 'weekdays', jsonb_build_array(%s)) AS counts FROM visit GROUP BY 1
), `

// moneySQL is of all times. What a refund of another payment than the one that
// counts gave back was never part of the order's worth.
const moneySQL = `price AS (
	SELECT user_id, percentile_disc(0.1) WITHIN GROUP (ORDER BY price) AS low, percentile_disc(0.9) WITHIN GROUP (ORDER BY price) AS high
	FROM deed GROUP BY 1
), sale AS (
	SELECT o.user_id, o.total_ngn AS total, o.payment_status = 'paid' AS paid, coalesce(o.paid_at, o.created_at) AS at,
		coalesce((SELECT sum(r.amount_ngn) FROM refunds AS r JOIN payments AS y ON y.id = r.payment_id
			WHERE r.order_id = o.id AND r.status = 'done' AND y.status = 'success'),
			CASE WHEN o.payment_status = 'refunded' THEN o.total_ngn ELSE 0 END) AS back
	FROM person JOIN orders AS o ON o.user_id = person.id
	WHERE o.payment_status IN ('paid', 'refunded') AND coalesce(o.paid_at, o.created_at) <= $2
), money AS (
	SELECT user_id, sum(greatest(0, total - back))::bigint AS worth, round(avg(total) FILTER (WHERE paid), 2) AS mean, max(at) FILTER (WHERE paid) AS last,
		CASE WHEN count(*) FILTER (WHERE paid) > 1 THEN round(extract(epoch FROM max(at) FILTER (WHERE paid) - min(at) FILTER (WHERE paid))
			/ 86400 / (count(*) FILTER (WHERE paid) - 1))::integer END AS days
	FROM sale GROUP BY 1
)`

// A profile that another made of later deeds stays.
const writeSQL = `
INSERT INTO user_behavior_profiles AS f (user_id, created_at, updated_at, favorite_categories, favorite_brands, price_range_preference, size_preference,
	color_preference, browsing_patterns, purchase_frequency, average_order_value_ngn, lifetime_value_ngn, last_purchase_at)
SELECT person.id, $2, $2, coalesce(top_category.list, '[]'), coalesce(top_brand.list, '[]'),
	CASE WHEN price.high > 0 THEN jsonb_strip_nulls(jsonb_build_object('min_ngn', nullif(price.low, 0), 'max_ngn', price.high)) END,
	coalesce(top_size.list, '[]'), coalesce(top_color.list, '[]'), pattern.counts, money.days, coalesce(money.mean, 0), coalesce(money.worth, 0), money.last
FROM person
LEFT JOIN top_category ON top_category.user_id = person.id
LEFT JOIN top_brand ON top_brand.user_id = person.id
LEFT JOIN top_size ON top_size.user_id = person.id
LEFT JOIN top_color ON top_color.user_id = person.id
LEFT JOIN price ON price.user_id = person.id
LEFT JOIN pattern ON pattern.user_id = person.id
LEFT JOIN money ON money.user_id = person.id
ORDER BY person.id
ON CONFLICT (user_id) DO UPDATE SET updated_at = excluded.updated_at, favorite_categories = excluded.favorite_categories,
	favorite_brands = excluded.favorite_brands, price_range_preference = excluded.price_range_preference, size_preference = excluded.size_preference,
	color_preference = excluded.color_preference, browsing_patterns = excluded.browsing_patterns, purchase_frequency = excluded.purchase_frequency,
	average_order_value_ngn = excluded.average_order_value_ngn, lifetime_value_ngn = excluded.lifetime_value_ngn,
	last_purchase_at = excluded.last_purchase_at
WHERE f.updated_at <= excluded.updated_at`

// profileSQL works out the profiles of the people in $1 at the moment $2 and
// writes them: $3 is from when on deeds count, $4 their half-life in seconds.
var profileSQL = deedsSQL + fmt.Sprintf(shareSQL, "size") + fmt.Sprintf(shareSQL, "color") +
	fmt.Sprintf(topSQL, "category", "id") + fmt.Sprintf(topSQL, "brand", "id") + fmt.Sprintf(topSQL, "size", "value") + fmt.Sprintf(topSQL, "color", "value") +
	fmt.Sprintf(visitSQL, counts("hour", 24), counts("dow", 7)) + moneySQL + writeSQL

// counts are the columns that count visits by a part of their time.
func counts(part string, n int) string {
	columns := make([]string, n)
	for i := range columns {
		columns[i] = fmt.Sprintf("count(*) FILTER (WHERE extract(%s FROM at) = %d)", part, i)
	}
	return strings.Join(columns, ", ")
}
