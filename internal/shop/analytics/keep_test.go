package analytics

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/rollup"
	"zuka/internal/testenv"
)

const (
	// patience bounds what a test waits for; it is never the time a test takes.
	patience = time.Minute
	// hurry is what the connections of requests give a statement here.
	hurry = time.Second
)

var now = time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)

// counting is a service over a database with an event of today that was counted. Only
// the service is in a hurry; the pool that is answered has time.
func counting(t *testing.T) (*Service, *postgres.Pool) {
	t.Helper()
	url := testenv.Postgres(t)
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 4, ApplicationName: "test"})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	hurried, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 4, StatementTimeout: hurry, ApplicationName: "hurried"})
	require.NoError(t, err)
	t.Cleanup(hurried.Close)
	_, err = postgres.EnsurePartitions(t.Context(), pool.Pgx(), now, now)
	require.NoError(t, err)
	_, err = pool.Pgx().Exec(t.Context(), `INSERT INTO analytics_events (event_id, session_id, event_type, event_name, platform, created_at)
		VALUES ($1, $2, 'page_view', 'page_view', 'web', $3)`, uuid.New(), uuid.New(), now)
	require.NoError(t, err)
	bus, err := cache.NewBus(cache.Options{Disabled: true})
	require.NoError(t, err)
	log := slog.New(slog.DiscardHandler)
	s := New(Config{
		Bus: bus, Rollup: rollup.New(hurried, clock.Fixed(now), log), Clock: clock.Fixed(now), Log: log,
		Archive: archive.New(hurried.Pgx(), nil, clock.Fixed(now), log, archive.Settings{}),
	})
	t.Cleanup(s.Stop)
	_, err = rollup.New(pool, clock.Fixed(now), log).Advance(t.Context())
	require.NoError(t, err)
	return s, pool
}

func admin(ctx context.Context) context.Context {
	return viewer.With(ctx, viewer.NewRequest(viewer.Viewer{User: uuid.New(), Role: viewer.Admin}, nil))
}

// over is a request whose time is over.
func over(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(admin(t.Context()))
	cancel()
	return ctx
}

// Days are counted anew for longer than a request may take, and than a statement of a
// request may.
func TestCountingAnewOutlivesTheRequest(t *testing.T) {
	t.Parallel()
	s, pool := counting(t)
	holder, err := pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = holder.Rollback(context.Background()) }()
	_, err = holder.Exec(t.Context(), "SELECT FROM analytics_watermarks WHERE name = 'events' FOR UPDATE")
	require.NoError(t, err)

	_, err = s.Rebuild(over(t), &now, &now)
	require.True(t, fault.For(err, fault.RetryLater), "%v", err)
	yesterday := now.AddDate(0, 0, -1)
	_, err = s.Rebuild(over(t), &yesterday, &now)
	require.True(t, fault.For(err, fault.StateConflict), "%v", err)
	require.ErrorContains(t, err, "2026-11-24 to 2026-11-24")
	waits(t, pool)
	require.NoError(t, holder.Commit(t.Context()))
	done, err := s.Rebuild(admin(t.Context()), &now, &now)
	require.NoError(t, err)
	require.EqualValues(t, 1, done.Events)
}

// waits waits until somebody has waited for a lock for longer than statements of
// requests may take. A transaction would see the same activity again and again.
func waits(t *testing.T, pool *postgres.Pool) {
	t.Helper()
	require.Eventually(t, func() (waiting bool) {
		err := pool.Pgx().QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
			AND clock_timestamp() - query_start > make_interval(secs => $1))`, 1.5*hurry.Seconds()).Scan(&waiting)
		return err == nil && waiting
	}, patience, 20*time.Millisecond)
}

func TestTheEndOfTheProcessLeavesFiguresAsTheyWere(t *testing.T) {
	t.Parallel()
	s, pool := counting(t)
	_, err := pool.Pgx().Exec(t.Context(), "UPDATE analytics_daily SET events_count = 7")
	require.NoError(t, err)
	holder, err := pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = holder.Rollback(context.Background()) }()
	_, err = holder.Exec(t.Context(), "SELECT FROM analytics_watermarks WHERE name = 'events' FOR UPDATE")
	require.NoError(t, err)
	_, err = s.Rebuild(over(t), &now, &now)
	require.True(t, fault.For(err, fault.RetryLater), "%v", err)
	s.rebuilds.stop()
	require.NoError(t, holder.Commit(t.Context()))
	var least int
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT min(events_count) FROM analytics_daily").Scan(&least))
	require.Equal(t, 7, least)
	_, err = s.Rebuild(admin(t.Context()), &now, &now)
	require.True(t, fault.Is(err, fault.ServiceUnavailable), "%v", err)
}

func TestArchivingOutlivesTheRequest(t *testing.T) {
	t.Parallel()
	s, _ := counting(t)
	_, err := s.ArchiveNow(over(t))
	if err != nil { // Nothing is due: it may have been done at once.
		require.True(t, fault.For(err, fault.RetryLater), "%v", err)
	}
	done, err := s.ArchiveNow(admin(t.Context()))
	require.NoError(t, err)
	require.Zero(t, done)
	_, err = s.ArchiveNow(t.Context())
	require.True(t, fault.Is(err, fault.Unauthenticated))
}
