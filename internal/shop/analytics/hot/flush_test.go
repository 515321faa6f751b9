package hot_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/testenv"
)

func TestAQuarterIsAddedWhenItIsOver(t *testing.T) {
	t.Parallel()
	pool := shelf(t, 3)
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		_, err := pool.Exec(context.Background(), `TRUNCATE analytics_flushes; `)
		require.NoError(t, err)
		_, err = pool.Exec(context.Background(), `UPDATE products SET view_count = 0`)
		require.NoError(t, err)
		b := newBooth(t, client, prefix)
		b.settled()
		b.happen(append(views(1, 5), views(2, 2)...)...)
		b.happen(views(99, 4)...) // Of a product that is gone.
		require.Zero(t, flush(t, b, pool), "it is not over")
		b.Turn(hot.Quarter)
		b.happen(views(1, 100)...)
		require.Equal(t, hot.Flushed{Buckets: 1, Views: 11}, flush(t, b, pool))
		require.Zero(t, flush(t, b, pool))
		require.EqualValues(t, 5, viewCount(t, pool, 1))
		require.EqualValues(t, 2, viewCount(t, pool, 2))
		require.Zero(t, viewCount(t, pool, 3))
		b.Turn(2 * hot.Quarter)
		require.Equal(t, hot.Flushed{Buckets: 1, Views: 100}, flush(t, b, pool))
		require.EqualValues(t, 105, viewCount(t, pool, 1))
		var edited int
		require.NoError(t, pool.QueryRow(context.Background(), `SELECT count(*) FROM products WHERE updated_at <> '2026-01-01'`).Scan(&edited))
		require.Zero(t, edited)
		for _, key := range keysWith(t, client, prefix+"{events}:hot:v") {
			ttl := client.TTL(context.Background(), key).Val()
			require.Positive(t, ttl, key)
			require.LessOrEqual(t, ttl, 2*time.Hour, key)
		}
	})
}

// keysWith are the keys of every node that begin with a text.
func keysWith(t *testing.T, client redis.UniversalClient, begin string) (keys []string) {
	t.Helper()
	var mu sync.Mutex
	look := func(ctx context.Context, node *redis.Client) error {
		found, err := node.Keys(ctx, strings.ReplaceAll(begin, "{", "[{]")+"*").Result()
		mu.Lock()
		defer mu.Unlock()
		keys = append(keys, found...)
		return err
	}
	if cluster, is := client.(*redis.ClusterClient); is {
		require.NoError(t, cluster.ForEachMaster(context.Background(), look))
	} else {
		require.NoError(t, look(context.Background(), client.(*redis.Client)))
	}
	require.NotEmpty(t, keys)
	return keys
}

func TestManyFlushesAtOnceAddOnce(t *testing.T) {
	t.Parallel()
	b, pool := newBoothAlone(t), shelf(t, 50)
	b.settled()
	for product := 1; product <= 50; product++ {
		b.happen(views(product, product)...)
	}
	b.Turn(hot.Quarter)
	var start, done sync.WaitGroup
	start.Add(1)
	for range 6 {
		done.Go(func() {
			start.Wait()
			if _, err := b.Flush(context.Background(), pool); err != nil {
				t.Error(err)
			}
		})
	}
	start.Done()
	done.Wait()
	for product := 1; product <= 50; product++ {
		require.EqualValues(t, product, viewCount(t, pool, product))
	}
}

// What is counted after its quarter was added, because the clock went back, is
// added with a later one.
func TestAClockThatGoesBackLosesNothing(t *testing.T) {
	t.Parallel()
	b, pool := newBoothAlone(t), shelf(t, 1)
	b.settled()
	b.happen(views(1, 3)...)
	b.Turn(hot.Quarter)
	require.EqualValues(t, 3, flush(t, b, pool).Views)
	b.Turn(0)
	b.happen(views(1, 4)...)
	b.Turn(2 * hot.Quarter)
	require.EqualValues(t, 4, flush(t, b, pool).Views)
	require.EqualValues(t, 7, viewCount(t, pool, 1))
}

func TestAViewCountDoesNotOverflow(t *testing.T) {
	t.Parallel()
	b, pool := newBoothAlone(t), shelf(t, 2)
	_, err := pool.Exec(context.Background(), `UPDATE products SET view_count = 2147483646 WHERE id = 1`)
	require.NoError(t, err)
	b.happen(append(views(1, 5), views(2, 1)...)...)
	b.Turn(hot.Quarter)
	flush(t, b, pool)
	require.EqualValues(t, math.MaxInt32, viewCount(t, pool, 1))
	require.EqualValues(t, 1, viewCount(t, pool, 2))
}

var errCut = errors.New("cut off")

// scissors cut a flush off at a moment: before or after a command of Redis or a
// statement of PostgreSQL, counted from 1.
type scissors struct {
	mu     sync.Mutex
	left   int
	cancel context.CancelFunc
	cut    string
}

func (s *scissors) snip(where string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left--
	if s.left == 0 {
		s.cut = where
		s.cancel()
	}
	return s.left <= 0
}

func (s *scissors) DialHook(next redis.DialHook) redis.DialHook { return next }
func (s *scissors) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (s *scissors) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if s.snip("before " + cmd.Name()) {
			cmd.SetErr(errCut)
			return errCut
		}
		err := next(context.WithoutCancel(ctx), cmd)
		if s.snip("after " + cmd.Name()) {
			cmd.SetErr(errCut)
			return errCut
		}
		return err
	}
}

func (s *scissors) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	s.snip("before " + data.SQL)
	return ctx
}
func (s *scissors) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {
	s.snip("after it")
}

// A flush is cut off at every moment, and another does what is left: no view is
// added twice, and none is lost.
func TestAFlushThatIsCutOffAnywhereAddsOnce(t *testing.T) {
	t.Parallel()
	b, shared := newBoothAlone(t), shelf(t, 2)
	b.settled()
	total, cuts := int64(0), 0
	for moment := 1; ; moment++ {
		b.Turn(time.Duration(2*moment) * hot.Quarter)
		b.happen(append(views(1, moment), views(2, 1)...)...)
		total += int64(moment)
		b.Turn(time.Duration(2*moment+1) * hot.Quarter)

		ctx, cancel := context.WithCancel(context.Background())
		cut := &scissors{left: moment, cancel: cancel}
		config := shared.Config()
		config.ConnConfig.Tracer = cut
		pool, err := pgxpool.NewWithConfig(context.Background(), config)
		require.NoError(t, err)
		client := redis.NewClient(b.client.(*redis.Client).Options())
		client.AddHook(cut)
		_, err = b.On(client).Flush(ctx, pool)
		pool.Close()
		_ = client.Close() // Nothing is left to be said on it.
		cancel()
		for range 2 {
			flush(t, b, shared)
		}
		require.Equal(t, total, viewCount(t, shared, 1), "%d: %s", moment, cut.cut)
		require.EqualValues(t, moment, viewCount(t, shared, 2), "%d: %s", moment, cut.cut)
		if cut.cut == "" {
			require.NoError(t, err)
			break
		}
		cuts++
	}
	require.Greater(t, cuts, 14, "begin, insert, lock, add, commit, each before and after, and the commands")
}

// Flushes and orders want the same products, and lock them in the same order.
func TestAFlushAndOrdersDoNotDeadlock(t *testing.T) {
	t.Parallel()
	b, pool := newBoothAlone(t), shelf(t, 200)
	b.settled()
	for i := range 12 {
		var all []event.Event
		for product := 1; product <= 200; product++ {
			all = append(all, views(product, 1)...)
		}
		b.Turn(time.Duration(i) * hot.Quarter)
		b.happen(all...)
	}
	b.Turn(12 * hot.Quarter)
	stop, orders := make(chan struct{}), sync.WaitGroup{}
	for range 3 {
		orders.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				_, err := pool.Exec(context.Background(), `WITH held AS MATERIALIZED (SELECT id FROM products WHERE random() < 0.3 ORDER BY id FOR NO KEY UPDATE)
					UPDATE products AS p SET purchase_count = purchase_count + 1 FROM held WHERE held.id = p.id`)
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	flushed, err := b.Flush(context.Background(), pool)
	close(stop)
	orders.Wait()
	require.NoError(t, err)
	require.Equal(t, hot.Flushed{Buckets: 12, Views: 2400}, flushed)
	require.EqualValues(t, 12, viewCount(t, pool, 77))
}

// Whatever order things come in, the products have in the end what was counted.
func TestNothingIsAddedTwiceOrLost(t *testing.T) {
	t.Parallel()
	pool := shelf(t, 4)
	rapid.Check(t, func(r *rapid.T) {
		b := newBoothAlone(t)
		_, err := pool.Exec(context.Background(), `UPDATE products SET view_count = 0`)
		require.NoError(t, err)
		_, err = pool.Exec(context.Background(), `DELETE FROM analytics_flushes`)
		require.NoError(t, err)
		want, now := map[int]int64{}, 0
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			switch rapid.SampledFrom([]string{"view", "view", "twice", "turn", "flush", "half"}).Draw(r, "step") {
			case "view":
				product, n := rapid.IntRange(1, 4).Draw(r, "product"), rapid.IntRange(1, 5).Draw(r, "n")
				b.happen(views(product, n)...)
				want[product] += int64(n)
			case "twice":
				entry := b.delivered(views(1, 1)...)
				for range 2 {
					_, err := b.Acknowledge(context.Background(), b.queue, []hot.Entry{entry})
					require.NoError(r, err)
				}
				want[1]++
			case "turn": // Mostly forth, and at times back by less than a day.
				now += rapid.IntRange(-3, 6).Draw(r, "quarters")
				b.Turn(time.Duration(now) * hot.Quarter)
			case "flush":
				flush(r, b, pool)
			case "half": // What was added is not marked.
				failing := redis.NewClient(b.client.(*redis.Client).Options())
				failing.AddHook(&scissors{left: 5, cancel: func() {}})
				_, _ = b.On(failing).Flush(context.Background(), pool) // It may have nothing to do.
				_ = failing.Close()
			}
		}
		b.Turn(1000 * hot.Quarter)
		flush(r, b, pool)
		for product := 1; product <= 4; product++ {
			require.Equal(r, want[product], viewCount(r, pool, product))
		}
	})
}
