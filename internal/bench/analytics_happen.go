package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// happenSQL makes the events of the visits $1 to $2, which begin evenly between $3
// and $4: 1 to 15 each, 8 on average. One of ten is of the client of the visit $5
// before it, one of five of somebody signed in. Among $6 products, $7 people and $8
// orders a few get much, as they do in life. What is drawn for a visit or an event
// is a hash of its number, so that it costs little and comes out the same again.
// OFFSET 0 has each hash computed once.
const happenSQL = `INSERT INTO analytics_events (id, event_id, user_id, session_id, event_type, event_name, platform, page_path, screen_name, product_id, category,
		search_query, metadata, user_agent, device_type, os, browser, state, city, referrer_url, utm_source, utm_medium, utm_campaign, created_at, updated_at, entry)
	SELECT v * 16 + k, gen_random_uuid(), p.id, session, kind, kind, platform, CASE WHEN platform = 'web' THEN page END, CASE WHEN platform <> 'web' THEN kind END,
		about, CASE WHEN about IS NOT NULL THEN (ARRAY['gowns', 'shirts', 'bags', 'sneakers', 'kaftans', 'skirts', 'jewellery', 'caps'])[about % 8 + 1] END,
		CASE WHEN kind = 'search' THEN (ARRAY['ankara', 'red', 'black', 'lace', 'adire', 'gold', 'plain', 'linen', 'owambe', 'silk'])[word % 10 + 1] || ' ' ||
			(ARRAY['gown', 'shirt', 'bag', 'sneakers', 'kaftan', 'skirt', 'earrings', 'cap', 'agbada', 'heels'])[word / 10 % 10 + 1] ||
			CASE WHEN word > 100 THEN ' ' || word ELSE '' END END,
		CASE kind WHEN 'search' THEN jsonb_build_object('result_count', CASE WHEN dice & 15 = 0 THEN 0 ELSE dice & 255 END)
			WHEN 'add_to_cart' THEN jsonb_build_object('quantity', 1, 'value_ngn', 12000)
			WHEN 'purchase' THEN jsonb_build_object('quantity', 1, 'value_ngn', 12000, 'order_id', 1 + v % $8::bigint)
			WHEN 'product_view' THEN CASE WHEN dice & 3 = 0 THEN jsonb_build_object('list', 'category', 'position', 1 + dice % 24) END
			ELSE CASE WHEN k = 0 AND platform <> 'web' THEN '{"app_version": "4.2.0"}'::jsonb END END,
		(ARRAY['Mozilla/5.0 (Linux; Android 13; TECNO KI5k) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
			'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36', 'Zuka/4.2.0 (Android 14; Infinix X6711)'])[device],
		(ARRAY['mobile', 'mobile', 'desktop', 'mobile'])[device], (ARRAY['Android', 'iOS', 'Windows', 'Android'])[device], (ARRAY['Chrome', 'Safari', 'Chrome', 'Zuka'])[device],
		(ARRAY['Lagos', 'Lagos', 'Lagos', 'Rivers', 'Kano', 'Oyo', 'FCT', 'Abia', 'Edo', 'Ogun'])[town],
		(ARRAY['Ikeja', 'Lekki', 'Yaba', 'Port Harcourt', 'Kano', 'Ibadan', 'Abuja', 'Aba', 'Benin City', 'Abeokuta'])[town],
		(ARRAY['https://www.instagram.com/', 'https://www.google.com/', 'https://l.facebook.com/'])[origin], (ARRAY['instagram', 'google', 'facebook', 'whatsapp', 'newsletter'])[origin],
		(ARRAY['social', 'organic', 'social', 'social', 'email'])[origin], (ARRAY['owambe-season', NULL, 'ankara-week', 'share', 'friday-drop'])[origin],
		began + k * pace, began + k * pace, (1760000000000 << 20) + v
	FROM (SELECT *, CASE WHEN kind IN ('product_view', 'add_to_cart', 'purchase', 'wishlist_add') THEN product END AS about,
			CASE kind WHEN 'product_view' THEN '/p/item-' || product WHEN 'checkout_start' THEN '/checkout' WHEN 'search' THEN '/search' ELSE '/' END AS page
		FROM (SELECT v.*, k, h & 1023 AS dice, floor(power($6::float8, ((h >> 12) & 1048575) / 1048576.0))::bigint AS product,
				floor(power(5000::float8, ((h >> 34) & 1048575) / 1048576.0))::int AS word,
				CASE WHEN k = 0 THEN 'page_view' ELSE (ARRAY['product_view', 'product_view', 'product_view', 'product_view', 'product_view', 'product_view', 'product_view', 'page_view',
					'page_view', 'page_view', 'search', 'search', 'add_to_cart', CASE WHEN h & 256 = 0 THEN 'add_to_cart' ELSE 'wishlist_add' END,
					CASE WHEN h & 256 = 0 THEN 'checkout_start' ELSE 'share' END, CASE WHEN h & 768 = 0 THEN 'purchase' ELSE 'page_view' END])[((h >> 4) & 15) + 1] END AS kind
			FROM (SELECT v, CASE WHEN h & 1 = 0 THEN 'web' WHEN h & 2 = 0 THEN 'android' ELSE 'ios' END AS platform, 1 + ((h >> 2) & 3)::int AS device,
					1 + ((h >> 4) & 1023)::int % 10 AS town, 1 + ((h >> 14) & 1023)::int % 9 AS origin, ((h >> 24) & 1023)::int % 15 AS last,
					(5 + ((h >> 34) & 63)) * interval '1 second' AS pace, md5('s' || CASE WHEN v % 10 = 9 THEN greatest(v - $5::bigint, 0) ELSE v END)::uuid AS session,
					CASE WHEN (h >> 40) % 5 = 0 THEN floor(power($7::float8, ((h >> 43) & 65535) / 65536.0))::int END AS who,
					$3::timestamptz + ($4::timestamptz - $3::timestamptz) * ((v - $1 + 0.5) / ($2 - $1 + 1)) AS began
				FROM (SELECT v, hashint8extended(v, 8) & 9223372036854775807 AS h FROM generate_series($1::bigint, $2::bigint) AS v OFFSET 0) AS v OFFSET 0) AS v
			CROSS JOIN LATERAL generate_series(0, last) AS k
			CROSS JOIN LATERAL (SELECT hashint8extended(v * 16 + k, 50) & 9223372036854775807 AS h OFFSET 0) AS d OFFSET 0) AS drawn) AS e
	LEFT JOIN bench_people AS p ON p.n = e.who`

// eventsPerVisit is how many a visit has on average.
const eventsPerVisit = 8

// yore is what is drawn from when events are made.
type yore struct {
	products, people, orders int
	// visits is how many there were, and back how far back a client's visit before
	// is: some three hours.
	visits, back int64
}

// happen makes the events of some visits between two moments, and says how many. No
// reference is looked up: they are made of what is there.
func (y *yore) happen(ctx context.Context, conn *pgx.Conn, first, last int64, from, to time.Time) (events int64, err error) {
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL statement_timeout = 0; SET LOCAL session_replication_role = replica"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared($1)", postgres.EventsLock); err != nil {
			return err
		}
		done, err := tx.Exec(ctx, happenSQL, pgx.QueryExecModeExec, first, last, from, to, y.back, float64(y.products), float64(y.people), int64(y.orders))
		events = done.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("making the events of visits %d to %d: %w", first, last, err)
	}
	return events, nil
}
