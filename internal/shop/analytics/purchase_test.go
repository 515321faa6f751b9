package analytics_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/shop/analytics/rollup"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const day = 24 * time.Hour

// placed is when the order of a test was placed.
var placed = time.Date(2026, 11, 3, 14, 30, 0, 123_456_000, time.UTC)

var visit = uuid.MustParse("0b7e1f9a-58f2-4b2e-9d3f-0d1f4f1a2b3c")

// till is a shop with an order of two lines, which Ada placed in a visit.
type till struct {
	*testing.T
	pool   *postgres.Pool
	redis  *redis.Client
	prefix string
	keeper *analytics.Keeper
}

const theOrder = 7

func newTill(t *testing.T) *till {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	w := &till{T: t, pool: testenv.Pool(t), redis: client, prefix: prefix}
	_, err := postgres.EnsurePartitions(t.Context(), w.pool.Pgx(), placed.AddDate(0, -2, 0), placed.AddDate(0, 2, 0))
	require.NoError(t, err)
	w.keeper = &analytics.Keeper{Pool: w.pool, Writer: intake.NewWriter(w.pool.Pgx()), Hot: hot.New(client, prefix)}
	w.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, sku, slug, name, price_ngn, category_id) SELECT n, 'P' || n, 'p' || n, 'Gown', 100, c.id FROM c, generate_series(1, 2) AS n`)
	w.exec(`INSERT INTO orders (id, created_at, order_number, guest_phone, payment_method, subtotal_ngn, total_ngn, visit_id)
		VALUES ($1, $2, 'ZUKA-7', '+2348030000001', 'cash_on_delivery', 300, 300, $3)`, theOrder, placed, visit)
	w.exec(`INSERT INTO order_items (id, order_id, product_id, quantity, unit_price_ngn, total_price_ngn) VALUES (70, $1, 1, 1, 100, 100), (71, $1, 2, 2, 100, 200)`, theOrder)
	return w
}

func (w *till) exec(sql string, args ...any) {
	w.Helper()
	_, err := w.pool.Pgx().Exec(w.Context(), sql, args...)
	require.NoError(w, err)
}

// paid lets the money come, some time after the order.
func (w *till) paid(after time.Duration) {
	w.Helper()
	w.exec(`UPDATE orders SET paid_at = $2, payment_status = 'paid' WHERE id = $1`, theOrder, placed.Add(after))
}

// changes tells of the order, as the job of a version does, some time after it was
// placed.
func (w *till) changes(after time.Duration) error {
	w.keeper.Clock = clock.Fixed(placed.Add(after))
	return w.keeper.OrderChanged(w.Context(), theOrder)
}

// sold are the moments of the purchases in the table, after the order.
func (w *till) sold() []time.Duration {
	w.Helper()
	rows, err := w.pool.Pgx().Query(w.Context(), `SELECT created_at FROM analytics_events WHERE event_type = 'purchase' ORDER BY created_at`)
	require.NoError(w, err)
	moments, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (time.Duration, error) {
		var at time.Time
		err := row.Scan(&at)
		return at.Sub(placed), err
	})
	require.NoError(w, err)
	return moments
}

// live is how many purchases the last hour counts.
func (w *till) live() int64 {
	w.Helper()
	live, err := w.keeper.Hot.Live(w.Context())
	require.NoError(w, err)
	return live.Hour.Purchases
}

// forgets takes the purchases out of the table, as an archive does, and makes the
// counters forget that they counted them, as time does.
func (w *till) forgets() {
	w.Helper()
	w.exec(`DELETE FROM analytics_events WHERE event_type = 'purchase'`)
	keys, err := w.redis.Keys(w.Context(), w.prefix+"{events}:hot:once:*").Result()
	require.NoError(w, err)
	require.Len(w, keys, 2)
	require.NoError(w, w.redis.Del(w.Context(), keys...).Err())
}

// lines are when the two lines are told, from a moment on.
func lines(from time.Duration) []time.Duration {
	return []time.Duration{from, from + time.Microsecond}
}

// Who pays at the door has bought in the visit that ordered, not on the day of the
// delivery.
func TestAPurchaseIsOfTheVisitThatOrdered(t *testing.T) {
	t.Parallel()
	w := newTill(t)
	var clicks []event.Event
	for i, kind := range []event.Type{event.ProductView, event.AddToCart, event.CheckoutStart} {
		clicks = append(clicks, event.Event{
			ID: uuid.New(), Session: visit, Type: kind, Name: string(kind), Platform: "web", UTMSource: "instagram", At: placed.Add(time.Duration(i-4) * time.Minute),
		})
	}
	require.NoError(t, w.keeper.Writer.Add(t.Context(), clicks))
	counted := rollup.New(w.pool, clock.Fixed(placed.Add(4*day)), slog.New(slog.DiscardHandler))
	_, err := counted.Advance(t.Context()) // The visit is counted as abandoned meanwhile.
	require.NoError(t, err)
	require.NoError(t, w.changes(2*day))
	require.Empty(t, w.sold(), "sent, and not paid")
	w.paid(3 * day)
	require.NoError(t, w.changes(3*day))
	require.Equal(t, lines(0), w.sold())

	_, err = counted.Advance(t.Context())
	require.NoError(t, err)
	rows, err := w.pool.Pgx().Query(t.Context(), `SELECT session_id, utm_source, order_id, total_value_ngn, purchase_completed, events_count, ended_at FROM user_sessions_analytics`)
	require.NoError(t, err)
	type stay struct {
		ID        uuid.UUID
		Source    *string
		Order     *int
		Value     *int64
		Purchased bool
		Events    int
		Ended     time.Time
	}
	stays, err := pgx.CollectRows(rows, pgx.RowToStructByPos[stay])
	require.NoError(t, err)
	require.Len(t, stays, 1, "no visit on the day of the delivery")
	stays[0].Ended = stays[0].Ended.UTC()
	require.Equal(t, stay{visit, new("instagram"), new(theOrder), new(int64(300)), true, 5, placed.Add(time.Microsecond)}, stays[0])
	var visits, purchases, abandoned int
	require.NoError(t, w.pool.Pgx().QueryRow(t.Context(), `SELECT sum(visits_count), sum(purchases_count), sum(abandoned_count) FROM analytics_visits_daily`).
		Scan(&visits, &purchases, &abandoned))
	require.Equal(t, []int{1, 1, 0}, []int{visits, purchases, abandoned})
}

// A refund or a delivery long after the payment is no purchase, though nobody
// remembers the purchase any more.
func TestALateChangeIsNoPurchase(t *testing.T) {
	t.Parallel()
	w := newTill(t)
	w.paid(time.Minute)
	require.NoError(t, w.changes(time.Minute))
	require.Equal(t, lines(0), w.sold())
	require.EqualValues(t, 2, w.live())
	w.forgets()
	for _, late := range []time.Duration{7*day + time.Minute, 10 * day, 100 * day} {
		require.NoError(t, w.changes(late))
		require.Empty(t, w.sold())
		require.EqualValues(t, 2, w.live())
	}
	// Until then it is told, should the first jobs have failed.
	require.NoError(t, w.changes(7*day+time.Minute-time.Microsecond))
	require.Equal(t, lines(0), w.sold())
}

// Purchases that were told by an older server, at the time of the payment, are there.
func TestAPurchaseIsTheSameAtAnotherTime(t *testing.T) {
	t.Parallel()
	w := newTill(t)
	w.paid(3 * day)
	require.NoError(t, w.changes(3*day))
	w.exec(`UPDATE analytics_events SET created_at = created_at + interval '3 days'`)
	require.NoError(t, w.changes(4*day))
	require.Equal(t, lines(3*day), w.sold())
	require.EqualValues(t, 2, w.live())
	// Where one line is missing it alone is told.
	w.exec(`DELETE FROM analytics_events WHERE created_at = $1`, placed.Add(3*day))
	require.NoError(t, w.changes(5*day))
	require.Equal(t, []time.Duration{0, 3*day + time.Microsecond}, w.sold())
	require.EqualValues(t, 2, w.live())
}

// An order that waits for its money for weeks is bought when it comes: the month in
// which it was placed may be in the archive.
func TestALatePaymentIsItsOwnMoment(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]time.Duration{
		22 * day: 0, 22*day + time.Microsecond: 22*day + time.Microsecond, 40 * day: 40 * day,
	} {
		w := newTill(t)
		w.paid(after)
		for range 2 {
			require.NoError(t, w.changes(after))
			require.Equal(t, lines(want), w.sold(), after)
		}
	}
}

// What dies between the table and the counters is counted when the job is done again.
func TestAPurchaseIsCountedAfterACrash(t *testing.T) {
	t.Parallel()
	w := newTill(t)
	w.paid(time.Minute)
	sound := w.keeper.Hot
	gone := redis.NewClient(w.redis.Options())
	require.NoError(t, gone.Close())
	w.keeper.Hot = hot.New(gone, w.prefix)
	require.ErrorIs(t, w.changes(time.Minute), redis.ErrClosed)
	require.Equal(t, lines(0), w.sold())
	w.keeper.Hot = sound
	require.Zero(t, w.live())
	for range 2 {
		require.NoError(t, w.changes(time.Hour))
		require.Equal(t, lines(0), w.sold())
		require.EqualValues(t, 2, w.live())
	}
	// A database that does not answer is an error, and the job is tried again.
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, w.keeper.OrderChanged(ended, theOrder), context.Canceled)
}
