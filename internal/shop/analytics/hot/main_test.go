package hot_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) {
	// A check of the property test is some dozen statements; more by the flag.
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	testenv.Main(m)
}

// booth is a stream with counters beside it.
type booth struct {
	testing.TB
	*hot.Counters
	client redis.UniversalClient
	queue  hot.Queue
}

func newBooth(t testing.TB, client redis.UniversalClient, prefix string) *booth {
	t.Helper()
	base := prefix + "{events}:"
	b := &booth{TB: t, Counters: hot.New(client, prefix), client: client, queue: hot.Queue{
		Stream: base + "stream", Group: "writers", Waiting: base + "waiting", Refused: base + "refused",
	}}
	require.NoError(t, client.XGroupCreateMkStream(context.Background(), b.queue.Stream, "writers", "0").Err())
	return b
}

func newBoothAlone(t testing.TB) *booth {
	t.Helper()
	client, prefix := testenv.RedisClient(t)
	return newBooth(t, client, prefix)
}

// delivered is an entry that a writer has read, and what it counts.
func (b *booth) delivered(events ...event.Event) hot.Entry {
	b.Helper()
	ctx := context.Background()
	id, err := b.client.XAdd(ctx, &redis.XAddArgs{Stream: b.queue.Stream, Values: []any{"n", len(events), "events", "as they came"}}).Result()
	require.NoError(b, err)
	require.NoError(b, b.client.IncrBy(ctx, b.queue.Waiting, int64(len(events))).Err())
	require.NoError(b, b.client.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "writers", Consumer: "one", Streams: []string{b.queue.Stream, ">"}}).Err())
	entry := hot.Entry{ID: id, Size: len(events)}
	for _, one := range events {
		entry.Add(one)
	}
	return entry
}

// happen counts events.
func (b *booth) happen(events ...event.Event) {
	b.Helper()
	first, err := b.Acknowledge(context.Background(), b.queue, []hot.Entry{b.delivered(events...)})
	require.NoError(b, err)
	require.Equal(b, []bool{true}, first)
}

func (b *booth) live() hot.Live {
	b.Helper()
	live, err := b.Live(context.Background())
	require.NoError(b, err)
	return live
}

func view(product int, who uuid.UUID) event.Event {
	return event.Event{ID: uuid.New(), Session: who, Type: event.ProductView, Product: product}
}

func views(product, n int) []event.Event {
	all := make([]event.Event, n)
	for i := range all {
		all[i] = view(product, uuid.New())
	}
	return all
}

func purchase(naira int64) event.Event {
	return event.Event{ID: uuid.New(), Session: uuid.New(), Type: event.Purchase, Detail: &shape.EventDetail{ValueNGN: naira}}
}

// shelf is a database with that many products, whose ids begin at 1.
func shelf(t testing.TB, products int) *pgxpool.Pool {
	t.Helper()
	pool := testenv.Pool(t).Pgx()
	_, err := pool.Exec(context.Background(), `WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, sku, slug, name, description, category_id, price_ngn, updated_at)
		SELECT n, 'P' || n, 'p' || n, 'Gown', '', c.id, 100, '2026-01-01' FROM c, generate_series(1, $1::int) AS n`, products)
	require.NoError(t, err)
	return pool
}

func viewCount(t require.TestingT, pool *pgxpool.Pool, product int) (n int64) {
	require.NoError(t, pool.QueryRow(context.Background(), `SELECT view_count FROM products WHERE id = $1`, product).Scan(&n))
	return n
}

func flush(t require.TestingT, b *booth, pool *pgxpool.Pool) hot.Flushed {
	flushed, err := b.Flush(context.Background(), pool)
	require.NoError(t, err)
	return flushed
}

// settled waits until Redis's clock is well within a quarter, and tells nothing
// else: a test that counts in one quarter must not begin at its end.
func (b *booth) settled() {
	b.Helper()
	require.Eventually(b, func() bool {
		now, err := b.client.Time(context.Background()).Result()
		return err == nil && now.Unix()%int64(hot.Quarter/time.Second) < int64(hot.Quarter/time.Second)-60
	}, 2*time.Minute, 50*time.Millisecond, "a new quarter")
}
