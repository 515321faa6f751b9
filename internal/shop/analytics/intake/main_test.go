package intake_test

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) {
	if text := os.Getenv(victimVariable); text != "" {
		os.Exit(playVictim(text))
	}
	// A check of the property test is some dozen transactions; more by the flag.
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	testenv.Main(m)
}

const patience = time.Minute

// dial is a clock that a test turns.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *dial) turn(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// shop is a database with ten products and one person, a stream and counters.
type shop struct {
	testing.TB
	*intake.Stream
	hot    *hot.Counters
	pool   *pgxpool.Pool
	client redis.UniversalClient
	ada    uuid.UUID
	clock  *dial
}

func newShop(t testing.TB) *shop {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	return newShopOn(t, testenv.Pool(t).Pgx(), client, prefix)
}

func newShopOn(t testing.TB, pool *pgxpool.Pool, client redis.UniversalClient, prefix string) *shop {
	t.Helper()
	s := &shop{
		TB: t, Stream: intake.NewStream(client, prefix, 0), hot: hot.New(client, prefix), pool: pool, client: client,
		ada: uuid.New(), clock: &dial{now: time.Now()},
	}
	s.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, sku, slug, name, description, category_id, price_ngn)
		SELECT n, 'P' || n, 'p' || n, 'Gown', '', c.id, 100 FROM c, generate_series(1, 10) AS n`)
	s.exec(`INSERT INTO users (id, referral_code, name) VALUES ($1, $2, 'Ada Obi')`, s.ada, s.ada.String())
	return s
}

func (s *shop) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Exec(context.Background(), sql, args...)
	require.NoError(s, err)
}

func (s *shop) count(sql string, args ...any) (n int64) {
	s.Helper()
	require.NoError(s, s.pool.QueryRow(context.Background(), sql, args...).Scan(&n))
	return n
}

// consumer is one that is not started. It takes over what is an instant old.
func (s *shop) consumer(change func(*intake.Config)) *intake.Consumer {
	config := intake.Config{
		Stream: s.Stream, Writer: intake.NewWriter(s.pool), Hot: s.hot,
		Idle: time.Millisecond, Clock: s.clock, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&config)
	}
	return intake.NewConsumer(config)
}

// runs starts a consumer, which is stopped when the test ends.
func (s *shop) runs(c *intake.Consumer) {
	c.Start()
	s.Cleanup(func() { s.stops(c) })
}

func (s *shop) stops(c *intake.Consumer) {
	s.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	require.NoError(s, c.Stop(ctx))
}

func (s *shop) puts(events ...event.Event) {
	s.Helper()
	require.NoError(s, s.put(events))
}

// put puts events as who sends them does: again while Redis does not answer, which on
// a busy machine it may not in time. They may be there already, and count once.
func (s *shop) put(events []event.Event) (err error) {
	for began := time.Now(); time.Since(began) < patience; {
		if err = s.Put(context.Background(), events); !fault.Is(err, fault.ServiceUnavailable) {
			return err
		}
	}
	return err
}

// drains waits until nothing waits any more. Time goes on meanwhile, so that what
// was lost on the way is looked for.
func (s *shop) drains() {
	s.Helper()
	s.await(func() bool {
		s.clock.turn(time.Millisecond)
		n, err := s.Waiting(context.Background())
		return err == nil && n == 0
	}, "everything is written")
}

func (s *shop) await(is func() bool, what string) {
	s.Helper()
	require.Eventually(s, is, patience, 2*time.Millisecond, what)
}

func (s *shop) hour() hot.Totals {
	s.Helper()
	live, err := s.hot.Live(context.Background())
	require.NoError(s, err)
	return live.Hour
}

// exact requires that the table has these events, each once, and that as many were
// counted as it has.
func (s *shop) exact(want []event.Event) {
	s.Helper()
	expected := map[uuid.UUID]bool{}
	for _, one := range want {
		expected[one.ID] = true
	}
	rows, err := s.pool.Query(context.Background(), `SELECT event_id FROM analytics_events`)
	require.NoError(s, err)
	found := map[uuid.UUID]bool{}
	for rows.Next() {
		var id uuid.UUID
		require.NoError(s, rows.Scan(&id))
		require.False(s, found[id], "an event is there twice")
		found[id] = true
	}
	require.NoError(s, rows.Err())
	for id := range expected {
		require.True(s, found[id], "an acknowledged event is not there")
	}
	hour := s.hour()
	require.EqualValues(s, len(found), hour.Events, "counted as in the table")
	require.Equal(s, s.count(`SELECT count(*) FROM analytics_events WHERE event_type = 'product_view'`), hour.ProductViews)
}

// now is a moment that the table can hold.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// viewed is a view of one of the ten products.
func viewed(n int) event.Event {
	return event.Event{
		ID: uuid.New(), Session: uuid.New(), Type: event.ProductView, Name: "product_view", Platform: "web", Product: 1 + n%10, At: now(),
	}
}

func someViews(n int) []event.Event {
	all := make([]event.Event, n)
	for i := range all {
		all[i] = viewed(i)
	}
	return all
}
