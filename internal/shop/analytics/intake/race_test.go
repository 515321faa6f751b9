package intake_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/intake"
)

// hook does something when a COPY begins.
type hook struct {
	once sync.Once
	work func()
}

func (h *hook) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}
func (h *hook) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (h *hook) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	h.once.Do(h.work)
	return ctx
}
func (h *hook) TraceCopyFromEnd(context.Context, *pgx.Conn, pgx.TraceCopyFromEndData) {}

// traced is another pool on the same database.
func traced(t testing.TB, pool *pgxpool.Pool, tracer pgx.QueryTracer) *pgxpool.Pool {
	t.Helper()
	config := pool.Config()
	config.ConnConfig.Tracer = tracer
	other, err := pgxpool.NewWithConfig(context.Background(), config)
	require.NoError(t, err)
	t.Cleanup(other.Close)
	return other
}

// A product and a person go after they were found and before the rows are written.
func TestAProductThatGoesMeanwhile(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	pool := traced(t, s.pool, &hook{work: func() {
		s.exec(`DELETE FROM products WHERE id = 3`)
		s.exec(`DELETE FROM users WHERE id = $1`, s.ada)
	}})
	events := someViews(3)[2:] // Alone, so that no halving gives it a second chance.
	events[0].User = s.ada
	results, err := intake.NewWriter(pool).Write(t.Context(), events, []int64{1})
	require.NoError(t, err)
	require.Equal(t, []int{0}, fresh(results), results[0].Refused)
	require.EqualValues(t, 1, s.count(`SELECT count(*) FROM analytics_events WHERE product_id IS NULL AND user_id IS NULL`))
	require.Zero(t, events[0].Product)
}

// A rollup that reads the watermark waits for writers, and they for it.
func TestWritersAndTheWatermarkWaitForEachOther(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	tx, err := s.pool.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock($1)`, postgres.EventsLock)
	require.NoError(t, err)
	written := make(chan error, 2)
	for _, way := range []func() error{
		func() error { return intake.NewWriter(s.pool).Add(context.Background(), someViews(1)) },
		func() error {
			_, err := intake.NewWriter(s.pool).Write(context.Background(), someViews(1), []int64{1})
			return err
		},
	} {
		go func() { written <- way() }()
	}
	s.await(func() bool {
		return s.count(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND mode = 'ShareLock' AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, postgres.EventsLock) == 2
	}, "both wait")
	require.Zero(t, s.count(`SELECT count(*) FROM analytics_events`))
	require.NoError(t, tx.Commit(t.Context()))
	require.NoError(t, <-written)
	require.NoError(t, <-written)
}

// Writers that bring the same events at the same time, in other orders, write each
// once, count each once and do not deadlock.
func TestWritersOfTheSameEvents(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	const writers = 6
	all := someViews(400)
	var start, done sync.WaitGroup
	total := make([]int, writers)
	start.Add(1)
	for i := range writers {
		events, entries := append([]event.Event(nil), all...), make([]int64, len(all))
		for j := range events {
			entries[j] = int64(i + 1)
			if i%2 == 1 {
				events[j] = all[len(all)-1-j]
			}
		}
		done.Go(func() {
			start.Wait()
			results, err := intake.NewWriter(s.pool).Write(context.Background(), events, entries)
			if err != nil {
				t.Error(err)
			}
			total[i] = len(fresh(results))
		})
	}
	start.Done()
	done.Wait()
	sum := 0
	for _, n := range total {
		sum += n
	}
	require.Equal(t, len(all), sum)
	require.EqualValues(t, len(all), s.count(`SELECT count(DISTINCT event_id) FROM analytics_events`))
}

// Entries are delivered in any grouping, any number of times, each in full, and
// acknowledged at the end: each event is counted once, for an entry that brought it.
func TestEveryEventIsFreshForOneEntry(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	rapid.Check(t, func(r *rapid.T) {
		pool := someViews(6)
		entries := make([][]event.Event, rapid.IntRange(1, 5).Draw(r, "entries"))
		brought := map[uuid.UUID]bool{}
		for i := range entries {
			for range rapid.IntRange(1, 4).Draw(r, "size") {
				one := pool[rapid.IntRange(0, len(pool)-1).Draw(r, "event")]
				entries[i] = append(entries[i], one)
				brought[one.ID] = true
			}
		}
		base := time.Now().UnixNano()
		last := make([]map[uuid.UUID]int, len(entries)) // What each would count if it were acknowledged now.
		deliver := func(which []int) {
			var events []event.Event
			var numbers []int64
			var owner []int
			for _, i := range which {
				for _, one := range entries[i] {
					events, numbers, owner = append(events, one), append(numbers, base+int64(i)), append(owner, i)
				}
				last[i] = map[uuid.UUID]int{}
			}
			results, err := intake.NewWriter(s.pool).Write(context.Background(), events, numbers)
			require.NoError(r, err)
			for n, result := range results {
				if result.Fresh {
					last[owner[n]][events[n].ID]++
				}
			}
		}
		for range rapid.IntRange(0, 5).Draw(r, "deliveries") {
			which := rapid.SliceOfNDistinct(rapid.IntRange(0, len(entries)-1), 1, len(entries), rapid.ID[int]).Draw(r, "which")
			deliver(which)
		}
		for i := range entries {
			if last[i] == nil {
				deliver([]int{i})
			}
		}
		counted := map[uuid.UUID]int{}
		for _, of := range last {
			for id, n := range of {
				counted[id] += n
			}
		}
		require.Len(r, counted, len(brought))
		for id, n := range counted {
			require.Equal(r, 1, n, id)
		}
	})
}
