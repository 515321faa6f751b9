package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/testenv"
)

func pooled(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.Open(context.Background(), postgres.Options{URL: url, MaxConns: 4, ApplicationName: "test"})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool.Pgx()
}

// Ten thousand events come from fifty goroutines at once, some of them twice, and
// two consumers carry them.
func TestTenThousandAtOnce(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		s := newShopOn(t, testenv.Pool(t).Pgx(), client, prefix)
		s.runs(s.consumer(nil))
		s.runs(s.consumer(nil))
		all := someViews(10_000)
		var start, done sync.WaitGroup
		start.Add(1)
		for i := range 50 {
			mine := all[i*200 : (i+1)*200]
			done.Go(func() {
				start.Wait()
				for j := 0; j < len(mine); j += 20 {
					for range 1 + j%40/20 { // Every second call is sent twice.
						if err := s.put(mine[j : j+20]); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		start.Done()
		done.Wait()
		s.drains()
		s.exact(all)
		require.EqualValues(t, 10_000, s.count(`SELECT count(*) FROM analytics_events`))
		require.EqualValues(t, 10_000, s.hour().Events)
	})
}

// An entry that cannot be read, an event that the table does not take, and one that
// makes the codec panic are set aside; those around them are written.
func TestPoisonIsSetAside(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var log bytes.Buffer
	registry := prometheus.NewRegistry()
	c := s.consumer(func(config *intake.Config) {
		config.Log, config.Metrics = slog.New(slog.NewTextHandler(&log, nil)), registry
	})
	c.ReadWith(func(data []byte) ([]event.Event, error) {
		if string(data) == "panic" {
			panic("as a codec may")
		}
		return event.Decode(data)
	})
	good, bad := viewed(1), viewed(2)
	bad.City = "Ikeja \x00"
	s.puts(good, bad, good)
	for _, data := range []string{"", "panic", "\x01garbage"} {
		require.NoError(t, s.client.XAdd(t.Context(), &redis.XAddArgs{Stream: s.Key(), Values: []any{"n", 2, "events", data}}).Err())
	}
	require.NoError(t, s.client.XAdd(t.Context(), &redis.XAddArgs{Stream: s.Key(), Values: []any{"what", "is this"}}).Err())
	after := viewed(3)
	s.puts(after)
	c.Start()
	s.drains()
	s.stops(c)
	s.exact([]event.Event{good, after})
	set, err := s.client.XRange(t.Context(), s.Refused(), "-", "+").Result()
	require.NoError(t, err)
	var reasons []any
	for _, one := range set {
		reasons = append(reasons, one.Values["reason"])
	}
	require.Equal(t, []any{"2: 22021", "cannot be read", "cannot be read", "cannot be read", "cannot be read"}, reasons)
	kept, err := event.Decode([]byte(set[0].Values["events"].(string)))
	require.NoError(t, err)
	require.Equal(t, bad.ID, kept[1].ID)
	require.Contains(t, log.String(), "22021")
	require.NotContains(t, log.String(), "Ikeja")
	for name, want := range map[string]float64{
		"zuka_events_written_total": 2, "zuka_events_duplicates_total": 1, "zuka_events_refused_total": 8, "zuka_events_stream_entries": 0,
	} {
		require.Equal(t, want, metric(t, registry, name), name)
	}
}

// metric is the value of a metric without labels. One that nobody knows, as when Redis
// was slow to answer, is asked for again.
func metric(t *testing.T, registry *prometheus.Registry, name string) (value float64) {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		if value = gathered(t, registry, name); !math.IsNaN(value) {
			break
		}
	}
	return value
}

func gathered(t *testing.T, registry *prometheus.Registry, name string) float64 {
	t.Helper()
	found, err := registry.Gather()
	require.NoError(t, err)
	for _, family := range found {
		if one := family.GetMetric()[0]; family.GetName() == name {
			return one.GetGauge().GetValue() + one.GetCounter().GetValue()
		}
	}
	require.Fail(t, "there is no such metric", name)
	return 0
}

func TestLagIsTheAgeOfTheOldest(t *testing.T) {
	t.Parallel()
	s, registry := newShop(t), prometheus.NewRegistry()
	s.consumer(func(config *intake.Config) { config.Metrics = registry })
	lag := func() float64 { return metric(t, registry, "zuka_events_lag_seconds") }
	require.Zero(t, lag())
	hourAgo := fmt.Sprint(time.Now().Add(-time.Hour).UnixMilli(), "-1")
	require.NoError(t, s.client.XAdd(t.Context(), &redis.XAddArgs{
		Stream: s.Key(), ID: strings.ReplaceAll(hourAgo, " ", ""), Values: []any{"n", 1, "events", event.Encode(someViews(1))},
	}).Err())
	require.InDelta(t, 3600, lag(), 60)
}

// An entry of a newer program is left for it.
func TestAnEntryOfANewerProgramIsLeft(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	newer := s.consumer(nil)
	older := s.consumer(nil)
	older.ReadWith(func([]byte) ([]event.Event, error) { return nil, event.ErrVersion })
	events := someViews(3)
	s.puts(events...)
	older.Start()
	s.await(func() bool {
		pending, err := s.client.XPending(t.Context(), s.Key(), "writers").Result()
		return err == nil && pending.Count == 1
	}, "it is read")
	s.stops(older)
	require.EqualValues(t, 1, s.client.XLen(t.Context(), s.Key()).Val())
	require.Zero(t, s.client.Exists(t.Context(), s.Refused()).Val())
	s.runs(newer)
	s.drains()
	s.exact(events)
}

// What a dead consumer had read is taken over when it is old enough, and when the
// clock says that it is time to look; then the dead one is buried.
func TestTheDeadAreTakenOver(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	living := s.consumer(func(config *intake.Config) { config.Idle = 50 * time.Millisecond })
	s.runs(living)
	s.puts(someViews(1)...)
	s.drains() // The group is there, and it has looked once.
	events := someViews(2)
	// In one step, or the living one is quicker.
	require.NoError(t, s.client.Eval(t.Context(), `redis.call('XADD', KEYS[1], '*', 'n', 2, 'events', ARGV[1])
		redis.call('XREADGROUP', 'GROUP', 'writers', 'dead', 'STREAMS', KEYS[1], '>') return 1`, []string{s.Key()}, event.Encode(events)).Err())
	dead := func() bool {
		info, err := s.client.XInfoConsumers(context.Background(), s.Key(), "writers").Result()
		return err != nil || slices.ContainsFunc(info, func(one redis.XInfoConsumer) bool { return one.Name == "dead" })
	}
	s.await(func() bool {
		s.clock.turn(time.Minute)
		return !dead()
	}, "the dead one is buried")
	s.drains()
	require.EqualValues(t, s.count(`SELECT count(*) FROM analytics_events`), s.hour().Events)
	s.exact(events)
}

// A consumer that has entries is never buried: they would go with it.
func TestNobodyWithEntriesIsBuried(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	held := make(chan struct{})
	busy := s.consumer(func(config *intake.Config) { config.Idle = time.Hour })
	busy.ReadWith(func(data []byte) ([]event.Event, error) { <-held; return event.Decode(data) })
	events := someViews(5)
	s.puts(events...)
	busy.Start()
	s.await(func() bool {
		pending, err := s.client.XPending(t.Context(), s.Key(), "writers").Result()
		return err == nil && pending.Count == 1
	}, "it is read")
	// To these it is dead: they may take its entry over, but not lose it.
	for range 3 {
		other := s.consumer(nil)
		other.Start()
		s.stops(other)
	}
	close(held)
	s.drains()
	s.stops(busy)
	s.exact(events)
	require.EqualValues(t, 5, s.hour().Events)
}

// Stop writes what was read; what it cannot write in its time is another's.
func TestStop(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	idle := s.consumer(nil)
	idle.Start()
	s.stops(idle)
	s.stops(idle)
	require.Empty(t, s.client.XInfoConsumers(t.Context(), s.Key(), "writers").Val(), "it has left")

	stuck := s.consumer(nil)
	tx, err := s.pool.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock($1)`, postgres.EventsLock)
	require.NoError(t, err)
	events := someViews(3)
	s.puts(events...)
	stuck.Start()
	s.await(func() bool {
		return s.count(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, postgres.EventsLock) == 1
	}, "it waits for the lock")
	over, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, stuck.Stop(over), context.Canceled)
	require.NoError(t, tx.Commit(t.Context()))
	require.EqualValues(t, 1, s.client.XLen(t.Context(), s.Key()).Val())
	s.runs(s.consumer(nil))
	s.drains()
	s.exact(events)
}

// Whoever runs a Redis that forgets is told.
func TestAForgetfulRedisIsToldOf(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var log bytes.Buffer
	c := s.consumer(func(config *intake.Config) { config.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	c.Start()
	s.stops(c)
	require.Contains(t, log.String(), "set appendonly yes")
}
