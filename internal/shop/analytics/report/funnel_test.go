package report

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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

// happened writes events, and the visits that half an hour of silence makes of
// them.
func (w *world) happened(clicks []click, product int) {
	w.Helper()
	slices.SortStableFunc(clicks, func(a, b click) int { return a.at.Compare(b.at) })
	batch := &pgx.Batch{}
	byClient := map[uuid.UUID][]click{}
	for _, c := range clicks {
		byClient[c.client] = append(byClient[c.client], c)
		var about *int
		if c.kind == "product_view" {
			about = &product
		}
		batch.Queue(`INSERT INTO analytics_events (event_id, session_id, event_type, event_name, product_id, created_at) VALUES (gen_random_uuid(), $1, $2, $2, $3, $4)`,
			c.client, c.kind, about, c.at)
	}
	for client, all := range byClient {
		begin := 0
		for i := range all {
			if i+1 < len(all) && all[i+1].at.Sub(all[i].at) <= 30*time.Minute {
				continue
			}
			id := client
			if begin > 0 {
				id = uuid.New()
			}
			first, last, counts := all[begin].at, all[i].at, map[string]int{}
			for _, c := range all[begin : i+1] {
				counts[c.kind]++
			}
			batch.Queue(`INSERT INTO user_sessions_analytics (session_id, client_session_id, started_at, ended_at, duration_seconds, page_views_count, products_viewed, cart_adds_count, checkout_started, purchase_completed)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, client, first, last, int(last.Sub(first).Seconds()), counts["page_view"], min(1, counts["product_view"]), counts["add_to_cart"],
				counts["checkout_start"] > 0, counts["purchase"] > 0)
			begin = i + 1
		}
	}
	require.NoError(w, w.pool.Pgx().SendBatch(w.Context(), batch).Close())
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
	got, err := w.Funnel(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, FunnelFigures{Visitors: 2, Viewers: 1, CartAdds: 2, Checkouts: 1, Purchases: 1}, got.Totals)
	require.Equal(t, &FunnelFigures{Visitors: 3}, got.Before)
	require.InDelta(t, 0.5, *got.Totals.Conversion(), 0)
	require.Equal(t, w.told(border, border.AddDate(0, 0, 1), 1<<60), got.Totals)

	// What came after the last rollup is not counted yet.
	w.exec("INSERT INTO analytics_watermarks (name, position, as_of) SELECT 'events', max(id) - 1, now() FROM analytics_events WHERE session_id = $1", long)
	// The raw events of the day before have been archived: the visits speak for them.
	w.exec(`INSERT INTO analytics_archives (partition_name, range_from, range_to, row_count, byte_size, checksum, place, verified_at, dropped_at)
		VALUES ('p', '2026-10-01', $1, 1, 1, repeat('a', 64), 'p', now(), now())`, border)
	w.exec("DELETE FROM analytics_events WHERE created_at < $1", border)
	got, err = w.Funnel(t.Context(), days(t, "2026-11-10", "2026-11-11", Day))
	require.NoError(t, err)
	require.Equal(t, 3, got.Totals.Visitors)
}

func TestFunnelPoints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for day, sessions := range map[string]int{"2026-10-31": 9, "2026-11-01": 5, "2026-11-30": 7} {
		w.rolledRow("analytics_daily", "date", day, "page_view", "", "", "", 100, sessions, 0, 0)
		w.rolledRow("analytics_daily", "date", day, "page_view", "web", "", "", 100, sessions, 0, 0)
	}
	w.rolledRow("analytics_daily", "date", "2026-11-30", "purchase", "", "", "", 4, 2, 0, 0)
	w.rolledRow("analytics_monthly", "month", "2026-11-01", "page_view", "", "", "", 200, 11, 0, 0)
	got, err := w.Funnel(t.Context(), days(t, "2026-10-31", "2026-12-01", Month))
	require.NoError(t, err)
	require.Equal(t, []FunnelPoint{{Frame{lagos(t, "2026-10-31"), lagos(t, "2026-11-01")}, FunnelFigures{Visitors: 9}}, {Frame{lagos(t, "2026-11-01"), lagos(t, "2026-12-01")}, FunnelFigures{Visitors: 11}}}, got.Points,
		"purchases of the month were not rolled up")
	got, err = w.Funnel(t.Context(), days(t, "2026-11-29", "2026-12-01", Day))
	require.NoError(t, err)
	require.Equal(t, []FunnelFigures{{}, {Visitors: 7, Purchases: 2}}, []FunnelFigures{got.Points[0].Figures, got.Points[1].Figures})
}

// Whatever happens around whichever midnights, visits tell what the raw events do,
// and so do the counts of who was there.
func TestVisitsTellWhatTheEventsDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	product := w.product("gown", w.category("all", 0))
	begin := lagos(t, "2026-11-09")
	rapid.Check(t, func(t *rapid.T) {
		w.exec("TRUNCATE analytics_events, user_sessions_analytics, analytics_watermarks RESTART IDENTITY")
		clicks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) click {
			midnight := begin.AddDate(0, 0, rapid.IntRange(1, 3).Draw(t, "day"))
			return click{newID(byte(rapid.IntRange(1, 4).Draw(t, "client"))), midnight.Add(time.Duration(rapid.IntRange(-18, 18).Draw(t, "tens")) * 10 * time.Minute),
				rapid.SampledFrom(steps).Draw(t, "kind")}
		}), 0, 40).Draw(t, "clicks")
		w.happened(clicks, product)
		from := rapid.IntRange(0, 4).Draw(t, "from")
		length := rapid.IntRange(1, 4).Draw(t, "length")
		r := Range{From: begin.AddDate(0, 0, from), To: begin.AddDate(0, 0, from+length), Interval: Day}
		got, err := w.Funnel(w.Context(), r)
		require.NoError(t, err)
		require.Equal(t, w.told(r.From, r.To, 1<<60), got.Totals)

		active, err := w.Customers(w.Context(), r)
		require.NoError(t, err)
		for i, point := range append([]CustomerPoint{{Frame{r.From, r.To}, active.Totals}}, active.Points...) {
			var clients int
			require.NoError(t, w.pool.Pgx().QueryRow(w.Context(), "SELECT count(DISTINCT client_session_id) FROM user_sessions_analytics WHERE started_at >= $1 AND started_at < $2", point.From, point.To).Scan(&clients))
			require.Equal(t, clients, point.Figures.Clients, i)
		}
	})
}
