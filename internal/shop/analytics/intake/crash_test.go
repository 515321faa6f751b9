package intake_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/testenv"
)

// A process is killed (SIGKILL) at every moment of its work, and the next one goes
// on with what it left: every acknowledged event is in the table once, and was
// counted once.
func TestKilledAtEveryMoment(t *testing.T) {
	t.Parallel()
	url, prefix := testenv.Redis(t)
	client, err := keyvalue.Open(url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	s := newShopOn(t, testenv.Pool(t).Pgx(), client, prefix)
	var all []event.Event
	died := map[string]bool{}
	for moment := 1; ; moment++ {
		events := someViews(9)
		if len(all) > 0 { // Half of the moments find nothing but new events, which are copied.
			again := all[len(all)-1]
			if moment%2 == 0 {
				events = append(events, again)
			}
		}
		s.puts(events[:4]...)
		s.puts(events[4:]...)
		all = append(all, events...)
		where := victim{Database: s.pool.Config().ConnString(), Redis: url, Prefix: prefix, Moment: moment}.meets(t)
		if where == "" {
			break
		}
		died[where] = true
	}
	for _, where := range []string{
		"before xreadgroup", "after xreadgroup", "before xautoclaim", "after xautoclaim",
		"before begin", "after begin", "before batch", "after batch", "before copy", "after copy",
		"before commit", "after commit", "before acknowledge", "after acknowledge",
	} {
		require.True(t, died[where], "nobody died %s: %v", where, died)
	}
	t.Logf("%d of them died, in %d places", len(all)/9, len(died))
	s.runs(s.consumer(nil))
	s.drains()
	s.exact(all)
	require.Equal(t, "0", s.client.Get(t.Context(), s.Waits()).Val())
}

// Two processes are killed again and again while calls come in.
func TestTwoAreKilledWhileCallsComeIn(t *testing.T) {
	t.Parallel()
	url, prefix := testenv.Redis(t)
	client, err := keyvalue.Open(url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	s := newShopOn(t, testenv.Pool(t).Pgx(), client, prefix)
	var calls, victims sync.WaitGroup
	var all []event.Event
	stop := make(chan struct{})
	calls.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			events := someViews(1 + n%100)
			if n > 0 {
				events = append(events, all[len(all)-1], all[len(all)/2])
			}
			for s.Put(context.Background(), events) != nil { // Full, at worst.
			}
			all = append(all, events...)
			if len(all) > 60_000 {
				return
			}
		}
	})
	for lane := range 2 {
		victims.Go(func() {
			for n := range 6 {
				victim{Database: s.pool.Config().ConnString(), Redis: url, Prefix: prefix, Moment: 14 + 5*n + 2*lane}.meets(t)
			}
		})
	}
	victims.Wait()
	close(stop)
	calls.Wait()
	s.runs(s.consumer(nil))
	s.runs(s.consumer(nil))
	s.drains()
	s.exact(all)
}

// Redis is killed (SIGKILL) while calls come in, and starts again from its file:
// what was acknowledged is there.
func TestRedisIsKilled(t *testing.T) {
	t.Parallel()
	server, err := devstack.StartRedis(t.Context(), devstack.Options{Dir: t.TempDir(), Install: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop(context.Background())) })
	client, err := keyvalue.Open(server.URL())
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	s := newShopOn(t, testenv.Pool(t).Pgx(), client, "zuka:")
	s.runs(s.consumer(nil))
	s.runs(s.consumer(nil))
	var all []event.Event
	for range 3 {
		require.NoError(t, client.ConfigSet(t.Context(), "appendfsync", "always").Err())
		taken := s.callsUntil(400, func() { require.NoError(t, server.Kill()) })
		all = append(all, taken...)
		require.NoError(t, server.Restart(t.Context()))
		s.await(func() bool { return s.Put(context.Background(), someViews(1)) == nil }, "calls are taken again")
	}
	s.drains()
	s.exact(all)
}

// callsUntil makes calls from eight goroutines, does something when a number was
// taken, and returns the events that were acknowledged. A call that fails before is
// one of a busy machine: the calls go on until it was done.
func (s *shop) callsUntil(number int, what func()) (taken []event.Event) {
	s.Helper()
	var (
		mu    sync.Mutex
		done  sync.WaitGroup
		calls int
		over  atomic.Bool
		now   = make(chan struct{})
	)
	for range 8 {
		done.Go(func() {
			for !over.Load() {
				events := someViews(5)
				if s.Put(context.Background(), events) != nil {
					continue
				}
				mu.Lock()
				taken = append(taken, events...)
				if calls++; calls == number {
					close(now)
				}
				mu.Unlock()
			}
		})
	}
	<-now
	what()
	over.Store(true)
	done.Wait()
	return taken
}

// PostgreSQL is killed and restarted, twice, while calls come in.
func TestPostgresIsKilled(t *testing.T) {
	t.Parallel()
	server := testenv.OwnPostgres(t)
	client, prefix := testenv.RedisClient(t)
	s := newShopOn(t, pooled(t, server.URL()), client, prefix)
	s.runs(s.consumer(nil))
	s.runs(s.consumer(nil))
	var all []event.Event
	for range 2 {
		for n := range 60 {
			events := someViews(20)
			s.puts(events...)
			all = append(all, events...)
			if n == 30 {
				require.NoError(t, server.Kill())
			}
		}
		waiting, err := s.Waiting(t.Context())
		require.NoError(t, err)
		require.Positive(t, waiting)
		require.NoError(t, server.Restart(t.Context()))
		s.drains()
	}
	s.exact(all)
}

// Redis loses everything: the group is made anew, and what comes later is written.
func TestRedisLosesEverything(t *testing.T) {
	t.Parallel()
	server := testenv.OwnRedis(t)
	client, err := keyvalue.Open(server.URL())
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	s := newShopOn(t, testenv.Pool(t).Pgx(), client, "zuka:")
	s.runs(s.consumer(nil))
	s.puts(someViews(3)...)
	s.drains()
	require.NoError(t, server.Restart(t.Context()))
	later := someViews(4)
	s.await(func() bool { return s.Put(context.Background(), later) == nil }, "calls are taken again")
	s.drains()
	require.EqualValues(t, 7, s.count(`SELECT count(*) FROM analytics_events`))
	require.EqualValues(t, 4, s.hour().Events)
	require.NoError(t, client.Do(context.Background(), "FLUSHALL").Err())
	s.puts(someViews(2)...)
	s.drains()
	require.EqualValues(t, 9, s.count(`SELECT count(*) FROM analytics_events`))
}

var _ redis.Hook = (*reaper)(nil)
