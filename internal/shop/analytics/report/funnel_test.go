package report

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics/rollup"
)

// asTold is the proposal's sample query, with products, between two moments. What
// came after the last rollup is not known to the report.
const asTold = `SELECT
	COUNT(DISTINCT CASE WHEN event_type = 'page_view' THEN session_id END) as visitors,
	COUNT(DISTINCT CASE WHEN event_type = 'product_view' THEN session_id END) as viewers,
	COUNT(DISTINCT CASE WHEN event_type = 'add_to_cart' THEN session_id END) as cart_adds,
	COUNT(DISTINCT CASE WHEN event_type = 'checkout_start' THEN session_id END) as checkouts,
	COUNT(DISTINCT CASE WHEN event_type = 'purchase' THEN session_id END) as purchases
FROM analytics_events
WHERE created_at >= $1 AND created_at < $2 AND id <= $3`

func (w *world) told(from, to time.Time, position int64) (f FunnelFigures) {
	w.Helper()
	require.NoError(w, w.pool.Pgx().QueryRow(w.Context(), asTold, from, to, position).Scan(f.into()...))
	return f
}

// click is an event to be.
type click struct {
	client uuid.UUID
	at     time.Time
	kind   string
}

var steps = []string{"page_view", "product_view", "add_to_cart", "checkout_start", "purchase", "search"}

// happened writes events and rolls them up.
func (w *world) happened(clicks []click, product int) {
	w.Helper()
	batch := &pgx.Batch{}
	for _, c := range clicks {
		var about *int
		if c.kind == "product_view" {
			about = &product
		}
		batch.Queue(`INSERT INTO analytics_events (event_id, session_id, event_type, event_name, product_id, created_at) VALUES (gen_random_uuid(), $1, $2, $2, $3, $4)`,
			c.client, c.kind, about, c.at)
	}
	require.NoError(w, w.pool.Pgx().SendBatch(w.Context(), batch).Close())
	_, err := rollup.New(w.pool, clock.Fixed(now), slog.New(slog.DiscardHandler)).Advance(w.Context())
	require.NoError(w, err)
}

func TestTheFunnelIsTheSampleQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	product := w.product("gown", w.category("all", 0))
	border := lagos(t, "2026-11-11")
	a, b, c, long := newID(1), newID(2), newID(3), newID(4)
	clicks := []click{
		// Over the border: the page before it, the cart after it, a purchase at it.
		{a, border.Add(-time.Microsecond), "page_view"}, {a, border, "purchase"}, {a, border.Add(20 * time.Minute), "add_to_cart"},
		// Twice on one day, and once on the next: one client.
		{b, border.Add(time.Hour), "page_view"}, {b, border.Add(3 * time.Hour), "page_view"}, {b, border.Add(3 * time.Hour), "checkout_start"}, {b, border.Add(30 * time.Hour), "page_view"},
		// The first visit has what the second lacks and the reverse.
		{c, border.Add(-3 * time.Hour), "page_view"}, {c, border.Add(5 * time.Hour), "add_to_cart"}, {c, border.Add(7 * time.Hour), "product_view"},
	}
	for at := border.Add(-5 * time.Hour); at.Before(border.Add(5 * time.Hour)); at = at.Add(29 * time.Minute) { // A visit of ten hours.
		clicks = append(clicks, click{long, at, "page_view"})
	}
	w.happened(clicks, product)
	r := days(t, "2026-11-11", "2026-11-12", Day)
	got, err := w.Funnel(t.Context(), r, InRange)
	require.NoError(t, err)
	require.Equal(t, FunnelFigures{Visitors: 2, Viewers: 1, CartAdds: 2, Checkouts: 1, Purchases: 1}, got.Totals)
	require.Equal(t, &FunnelFigures{Visitors: 3}, got.Before)
	require.InDelta(t, 0.5, *got.Totals.Conversion(), 0)
	require.Equal(t, w.told(border, border.AddDate(0, 0, 1), 1<<60), got.Totals)

	// By visits, which count for the day on which they began: the cart and the product
	// of C have no page, and the purchase of A has no product.
	visits, err := w.Funnel(t.Context(), days(t, "2026-11-10", "2026-11-12", Day), InVisit)
	require.NoError(t, err)
	require.Equal(t, FunnelFigures{Visitors: 5}, visits.Totals)
	w.happened([]click{{b, border.Add(80 * time.Minute), "product_view"}, {b, border.Add(90 * time.Minute), "add_to_cart"}, {b, border.Add(91 * time.Minute), "purchase"}}, product)
	visits, err = w.Funnel(t.Context(), days(t, "2026-11-11", "2026-11-13", Day), InVisit)
	require.NoError(t, err)
	require.Equal(t, []FunnelFigures{{Visitors: 3, Viewers: 1, CartAdds: 1}, {Visitors: 2, Viewers: 1, CartAdds: 1}, {Visitors: 1}},
		[]FunnelFigures{visits.Totals, visits.Points[0].Figures, visits.Points[1].Figures}, "bought without checking out")
	_, err = w.Funnel(t.Context(), r, "hour")
	require.ErrorContains(t, err, "window")

	// What came after the last rollup is not counted yet.
	w.exec("INSERT INTO analytics_events (event_id, session_id, event_type, event_name, created_at) VALUES (gen_random_uuid(), $1, 'page_view', 'page_view', $2)", newID(5), border)
	// The raw events have been archived: what was counted stays.
	w.exec("DELETE FROM analytics_events WHERE created_at < $1", border)
	got, err = w.Funnel(t.Context(), days(t, "2026-11-10", "2026-11-12", Day), InRange)
	require.NoError(t, err)
	require.Equal(t, FunnelFigures{Visitors: 4, Viewers: 2, CartAdds: 3, Checkouts: 1, Purchases: 2}, got.Totals)
	require.Equal(t, []FunnelFigures{{Visitors: 3}, {Visitors: 2, Viewers: 2, CartAdds: 3, Checkouts: 1, Purchases: 2}}, []FunnelFigures{got.Points[0].Figures, got.Points[1].Figures})
}

// Whatever happens around whichever midnights, the funnel and the counts of who was
// there tell what the raw events do, in the range and in each frame.
func TestWhoWasThereIsWhoTheEventsSay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	product := w.product("gown", w.category("all", 0))
	begin := lagos(t, "2026-11-09")
	rapid.Check(t, func(t *rapid.T) {
		w.exec(`DELETE FROM analytics_events; DELETE FROM user_sessions_analytics; DELETE FROM analytics_watermarks; DELETE FROM analytics_active_daily;
			DELETE FROM analytics_visits_daily; DELETE FROM analytics_daily; DELETE FROM analytics_monthly; DELETE FROM product_analytics;
			DELETE FROM product_analytics_weekly; DELETE FROM product_analytics_totals`)
		clicks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) click {
			midnight := begin.AddDate(0, 0, rapid.IntRange(1, 3).Draw(t, "day"))
			return click{newID(byte(rapid.IntRange(1, 4).Draw(t, "client"))), midnight.Add(time.Duration(rapid.IntRange(-18, 18).Draw(t, "tens")) * 10 * time.Minute),
				rapid.SampledFrom(steps).Draw(t, "kind")}
		}), 0, 40).Draw(t, "clicks")
		w.happened(clicks, product)
		from := rapid.IntRange(0, 4).Draw(t, "from")
		length := rapid.IntRange(1, 4).Draw(t, "length")
		r := Range{From: begin.AddDate(0, 0, from), To: begin.AddDate(0, 0, from+length), Interval: Day}
		got, err := w.Funnel(w.Context(), r, InRange)
		require.NoError(t, err)
		require.Equal(t, w.told(r.From, r.To, 1<<60), got.Totals)
		for i, point := range got.Points {
			require.Equal(t, w.told(point.From, point.To, 1<<60), point.Figures, i)
		}

		active, err := w.Customers(w.Context(), r)
		require.NoError(t, err)
		for i, point := range append([]CustomerPoint{{Frame{r.From, r.To}, active.Totals}}, active.Points...) {
			var clients int
			require.NoError(t, w.pool.Pgx().QueryRow(w.Context(), "SELECT count(DISTINCT session_id) FROM analytics_events WHERE created_at >= $1 AND created_at < $2", point.From, point.To).Scan(&clients))
			require.Equal(t, clients, point.Figures.Clients, i)
		}
	})
}
