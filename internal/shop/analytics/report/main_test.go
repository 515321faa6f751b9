package report

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var now = time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)

// world is a shop in which a test makes happen what it counts.
type world struct {
	*testing.T
	*Service
	pool   *postgres.Pool
	orders int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, pool: testenv.Pool(t)}
	w.exec(`CREATE VIEW there AS SELECT 'session' AS kind, client_session_id AS who, (started_at AT TIME ZONE 'Africa/Lagos')::date AS date FROM user_sessions_analytics
		UNION ALL SELECT 'user', user_id, (started_at AT TIME ZONE 'Africa/Lagos')::date FROM user_sessions_analytics WHERE user_id IS NOT NULL`)
	w.Service = New(func(context.Context) *pgxpool.Pool { return w.pool.Pgx() }, clock.Fixed(now), "zuka.example")
	return w
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	_, err := w.pool.Pgx().Exec(w.Context(), sql, args...)
	require.NoError(w, err)
}

// lagos is a moment told by the clocks of Lagos.
func lagos(t testing.TB, text string) time.Time {
	t.Helper()
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, clock.Lagos); err == nil {
			return at
		}
	}
	t.Fatalf("%q is no moment", text)
	return time.Time{}
}

// days is a range of Lagos days, as the API gives them: midnights in UTC.
func days(t testing.TB, from, to string, interval Interval) Range {
	t.Helper()
	parse := func(text string) time.Time {
		day, err := time.Parse(time.DateOnly, text)
		require.NoError(t, err)
		return day
	}
	return Range{From: parse(from), To: parse(to), Interval: interval, Compare: true}
}

// sale is an order to be.
type sale struct {
	at, status, payment, method, state string
	user, visit                        uuid.UUID
	subtotal, discount, shipping       int
}

func (w *world) order(s sale) int {
	w.Helper()
	w.orders++
	if s.method == "" {
		s.method = "paystack"
	}
	var id int
	require.NoError(w, w.pool.Pgx().QueryRow(w.Context(), `INSERT INTO orders (order_number, guest_email, user_id, visit_id, status, payment_status, payment_method, subtotal_ngn, discount_ngn,
			shipping_ngn, total_ngn, shipping_address, created_at)
		VALUES ($1, 'a@b.example', nullif($2, $11::uuid), nullif($3, $11::uuid), $4, $5, $6, $7::bigint, $8::bigint, $9::bigint, $7::bigint - $8::bigint + $9::bigint,
			jsonb_build_object('state', $12::text), $10) RETURNING id`,
		fmt.Sprintf("ZUKA-%06d", w.orders), s.user, s.visit, s.status, s.payment, s.method, s.subtotal, s.discount, s.shipping, lagos(w, s.at), uuid.Nil, s.state).Scan(&id))
	return id
}

func (w *world) user(at string) uuid.UUID {
	w.Helper()
	id := uuid.New()
	w.exec("INSERT INTO users (id, referral_code, created_at) VALUES ($1, $2, $3)", id, id.String(), lagos(w, at))
	return id
}

// stay is a visit to be.
type stay struct {
	at, platform             string
	client, session, user    uuid.UUID
	source, medium, referrer string
	pages, products, carts   int
	checkout, bought         bool
	value                    int
	minutes                  int
}

func (w *world) visit(s stay) uuid.UUID {
	w.Helper()
	if s.client == uuid.Nil {
		s.client = uuid.New()
	}
	if s.session == uuid.Nil {
		s.session = s.client
	}
	if s.platform == "" {
		s.platform = "web"
	}
	at := lagos(w, s.at)
	w.exec(`INSERT INTO user_sessions_analytics (session_id, client_session_id, user_id, platform, started_at, ended_at, duration_seconds, page_views_count, products_viewed,
			cart_adds_count, checkout_started, purchase_completed, total_value_ngn, utm_source, utm_medium, referrer)
		VALUES ($1, $2, nullif($3, $16::uuid), $4, $5, $6, $7, $8, $9, $10, $11, $12, nullif($13, 0), nullif($14, ''), nullif($15, ''), nullif($17, ''))`,
		s.session, s.client, s.user, s.platform, at, at.Add(time.Duration(s.minutes)*time.Minute), s.minutes*60, s.pages, s.products, s.carts, s.checkout, s.bought,
		s.value, s.source, s.medium, uuid.Nil, s.referrer)
	w.exec(sumsOfVisits)
	return s.client
}

// sumsOfVisits makes what the rollup keeps of visits anew: each of which lasts for a
// day here.
const sumsOfVisits = `DELETE FROM analytics_active_daily;
	DELETE FROM analytics_visits_daily;
	INSERT INTO analytics_active_daily (kind, date, days_since, active_count)
	SELECT kind, date, coalesce(date - (SELECT max(p.date) FROM there AS p WHERE p.kind = t.kind AND p.who = t.who AND p.date < t.date), 0), count(*)
	FROM (SELECT DISTINCT * FROM there) AS t GROUP BY 1, 2, 3;
	INSERT INTO analytics_visits_daily (date, first, utm_source, utm_medium, referrer_host, visits_count, carts_count, purchases_count, abandoned_count,
		reached_page_count, reached_product_count, reached_cart_count, reached_checkout_count, reached_purchase_count, revenue_ngn)
	SELECT (started_at AT TIME ZONE 'Africa/Lagos')::date, session_id = client_session_id, coalesce(utm_source, ''), coalesce(utm_medium, ''),
		coalesce(split_part(referrer, '/', 3), ''), count(*), count(*) FILTER (WHERE cart_adds_count > 0), count(*) FILTER (WHERE purchase_completed),
		count(*) FILTER (WHERE cart_adds_count > 0 AND NOT purchase_completed),
		count(*) FILTER (WHERE page_views_count > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0 AND checkout_started),
		count(*) FILTER (WHERE page_views_count > 0 AND products_viewed > 0 AND cart_adds_count > 0 AND checkout_started AND purchase_completed), coalesce(sum(total_value_ngn) FILTER (WHERE purchase_completed), 0)
	FROM user_sessions_analytics GROUP BY 1, 2, 3, 4, 5`

// category makes one below another, 0 for none, and product something in it.
func (w *world) category(slug string, parent int) (id int) {
	w.Helper()
	require.NoError(w, w.pool.Pgx().QueryRow(w.Context(), "INSERT INTO categories (slug, name, parent_id) VALUES ($1, $1, nullif($2, 0)) RETURNING id", slug, parent).Scan(&id))
	return id
}

func (w *world) product(slug string, category int) (id int) {
	w.Helper()
	require.NoError(w, w.pool.Pgx().QueryRow(w.Context(), `INSERT INTO products (slug, name, sku, category_id, gender, price_ngn) VALUES ($1, $1, $1, $2, 'unisex', 1000) RETURNING id`,
		slug, category).Scan(&id))
	return id
}

func (w *world) rolledUp(at string) time.Time {
	w.Helper()
	moment := lagos(w, at)
	w.exec("INSERT INTO analytics_watermarks (name, position, as_of) VALUES ('events', 1000000, $1) ON CONFLICT (name) DO UPDATE SET as_of = excluded.as_of", moment)
	return moment
}
