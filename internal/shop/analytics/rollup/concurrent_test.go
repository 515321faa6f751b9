package rollup_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/rollup"
)

const writers, batches = 4, 12

// batch is what a writer writes at once.
func batch(writer, nth int) (events []happening) {
	kinds := []string{"page_view", "product_view", "add_to_cart", "purchase"}
	for i := range 5 {
		events = append(events, happening{
			session: (writer+nth+i)%7 + 1, user: (writer + i) % (ofEach + 1), product: i%ofEach + 1, kind: kinds[(i+nth)%len(kinds)], state: "Lagos",
			detail: map[string]any{"value_ngn": 100}, at: now.Add(-time.Duration(nth*i*17) * time.Minute),
		})
	}
	return events
}

// slowly writes a batch such that ids are drawn long before they are committed.
func slowly(pool *postgres.Pool, events []happening) error {
	return pgx.BeginFunc(context.Background(), pool.Pgx(), func(tx pgx.Tx) error {
		if err := add(tx, events[:3], true); err != nil {
			return err
		}
		if _, err := tx.Exec(context.Background(), "SELECT count(*) FROM generate_series(1, 100000)"); err != nil {
			return err
		}
		return add(tx, events[3:], true)
	})
}

// Two servers roll up while many writers write: in the end every event counts once.
func TestWritersAndTwoRollupsTogetherCountEachEventOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	// The writers have connections of their own: nobody waits for one.
	wide, err := postgres.Open(t.Context(), postgres.Options{URL: s.pool.Pgx().Config().ConnString(), MaxConns: writers, ApplicationName: "writers"})
	require.NoError(t, err)
	defer wide.Close()
	begin, written := make(chan struct{}), make(chan struct{})
	var writing, counting sync.WaitGroup
	for n := range writers {
		writing.Go(func() {
			<-begin
			for nth := range batches {
				if err := slowly(wide, batch(n, nth)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		counting.Go(func() {
			<-begin
			for done := false; !done; {
				if _, err := s.service.Advance(context.Background()); err != nil {
					t.Error(err)
				}
				select {
				case <-written:
					done = true
				default:
				}
			}
		})
	}
	close(begin)
	writing.Wait()
	close(written)
	counting.Wait()
	s.advance(t, 1000)
	require.Equal(t, writers*batches*5, ask[int](t, s, "SELECT sum(events_count)::int FROM analytics_daily WHERE (platform, state, utm_source) = ('', '', '')"))
	s.agree(t, "after all were written")
}

// An id that is drawn but not committed is smaller than one that is committed: the
// watermark must not go past it.
func TestAnEventThatIsOnItsWayIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := open(t)
	slow, err := s.pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = slow.Rollback(context.Background()) }()
	require.NoError(t, add(slow, []happening{{session: 1, kind: "page_view", at: now}}, true))
	s.write(t, happening{session: 2, kind: "page_view", at: now})

	counted := make(chan rollup.Result, 1)
	go func() {
		done, err := rollup.New(s.pool, clock.Fixed(now), slog.New(slog.DiscardHandler)).Advance(context.Background())
		if err != nil {
			t.Error(err)
		}
		counted <- done
	}()
	waiting := func() bool {
		return ask[bool](t, s, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))", postgres.EventsLock)
	}
	for !waiting() {
		select {
		case <-counted:
			t.Fatal("it counted although an event was on its way")
		default:
		}
	}
	require.NoError(t, slow.Commit(t.Context()))
	require.EqualValues(t, 2, (<-counted).Events)
	s.agree(t, "after both")
}

func TestASecondRollupLeavesTheWorkToTheFirst(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(t, happening{session: 1, kind: "page_view", at: now})
	s.advance(t, 10)
	s.write(t, happening{session: 1, kind: "page_view", at: now})
	err := pgx.BeginFunc(t.Context(), s.pool.Pgx(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), "SELECT FROM analytics_watermarks WHERE name = 'events' FOR UPDATE"); err != nil {
			return err
		}
		done := s.advance(t, 10)
		require.True(t, done.Busy)
		require.Zero(t, done.Events)
		return nil
	})
	require.NoError(t, err)
	done := s.advance(t, 10)
	require.False(t, done.Busy)
	require.EqualValues(t, 1, done.Events)
	s.agree(t, "after the second")
}

// What fails half-way leaves neither figures nor a moved watermark.
func TestAFailedTurnCountsNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(t, happening{session: 1, kind: "page_view", at: now})
	s.exec(t, "ALTER TABLE user_sessions_analytics ADD CONSTRAINT none CHECK (false) NOT VALID")
	_, err := s.service.Advance(t.Context())
	require.ErrorContains(t, err, "none")
	require.Zero(t, ask[int](t, s, "SELECT count(*) FROM analytics_daily"))
	require.Zero(t, ask[int](t, s, "SELECT position FROM analytics_watermarks"))
	s.exec(t, "ALTER TABLE user_sessions_analytics DROP CONSTRAINT none")
	done := s.advance(t, 10)
	require.EqualValues(t, 1, done.Events)
	s.agree(t, "after it was mended")
}

func TestFreshnessTellsHowFarTheFiguresCame(t *testing.T) {
	t.Parallel()
	s := open(t)
	fresh, err := s.service.Freshness(t.Context())
	require.NoError(t, err)
	require.Equal(t, rollup.Freshness{Views: map[string]time.Time{}}, fresh)

	s.write(t, happening{session: 1, kind: "page_view", product: 1, at: now}, happening{session: 1, kind: "product_view", product: 1, at: time.Now()})
	_, err = s.service.Advance(t.Context())
	require.NoError(t, err)
	later := now.Add(time.Hour)
	service := rollup.New(s.pool, clock.Fixed(later), slog.New(slog.DiscardHandler))
	require.NoError(t, service.RefreshViews(t.Context()))
	s.write(t, happening{session: 2, kind: "page_view", at: now})
	fresh, err = service.Freshness(t.Context())
	require.NoError(t, err)
	require.Equal(t, rollup.Freshness{
		AsOf: now, Position: 2, Waiting: 1, Views: map[string]time.Time{"product_analytics_daily": later, "category_analytics": now},
	}, fresh)
	require.Equal(t, 1, ask[int](t, s, "SELECT sum(views)::int FROM product_analytics_daily"))
	require.Equal(t, 1, ask[int](t, s, "SELECT sum(views_count)::int FROM category_analytics"))

	_, err = service.Advance(t.Context())
	require.NoError(t, err)
	_, err = s.service.Advance(t.Context()) // Its clock is behind: the moment stays.
	require.NoError(t, err)
	fresh, err = service.Freshness(t.Context())
	require.NoError(t, err)
	require.Zero(t, fresh.Waiting)
	require.Equal(t, later, fresh.AsOf)
}
