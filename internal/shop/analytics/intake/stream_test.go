package intake_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/testenv"
)

func TestEntryNumbersAreInTheOrderOfTheStream(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]int64{
		"0-1":                   1,
		"1-0":                   1 << 20,
		"1795971634123-7":       1795971634123<<20 | 7,
		"1795971634123-1048575": 1795971634123<<20 + (1<<20 - 1),
	} {
		got, err := intake.EntryNumber(id)
		require.NoError(t, err, id)
		require.Equal(t, want, got, id)
	}
	for _, id := range []string{"", "1", "1-", "-1", "a-b", "1-1048576", "8796093022208-0", "-5-1", "5--1", "99999999999999999999-0"} {
		_, err := intake.EntryNumber(id)
		require.Error(t, err, id)
	}
}

// When too many wait the next are refused, all of a call or none, until there is
// room again.
func TestBackPressure(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		pool := testenv.Pool(t).Pgx()
		s := newShopOn(t, pool, client, prefix)
		s.Stream = intake.NewStream(client, prefix, 500)
		var (
			start, done sync.WaitGroup
			mu          sync.Mutex
			taken       []event.Event
			refused     int
		)
		start.Add(1)
		for range 50 {
			done.Go(func() {
				events := someViews(30)
				start.Wait()
				err := s.Put(context.Background(), events)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					taken = append(taken, events...)
					return
				}
				refused++
				told, _ := fault.From(err)
				if told == nil || told.Code != fault.RateLimited || told.RetryAfter < time.Second {
					t.Error(err)
				}
			})
		}
		start.Done()
		done.Wait()
		require.Len(t, taken, 17*30, "500 are reached by the seventeenth")
		require.Equal(t, 33, refused)
		require.True(t, fault.Is(s.Put(context.Background(), someViews(1)), fault.RateLimited))
		require.NoError(t, s.Put(context.Background(), nil), "nothing is no burden")
		s.runs(s.consumer(nil))
		s.drains()
		s.exact(taken)
		s.puts(someViews(30)...)
	})
}

// What was miscounted does not shut the stream for ever.
func TestAStreamThatIsEmptyIsNotFull(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	require.NoError(t, s.client.Set(context.Background(), s.Waits(), 1_000_000, 0).Err(), "miscounted, as after a repair by hand")
	s.puts(someViews(3)...)
	require.Equal(t, "3", s.client.Get(context.Background(), s.Waits()).Val())
}

func TestRedisAwayAcknowledgesNothing(t *testing.T) {
	t.Parallel()
	server := testenv.OwnRedis(t)
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	options.DialerRetries, options.MaxRetries = 1, -1
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // Nothing is left to be said on it.
	stream := intake.NewStream(client, "zuka:", 0)
	require.NoError(t, stream.Put(t.Context(), someViews(1)))
	require.NoError(t, server.Kill())
	err = stream.Put(t.Context(), someViews(1))
	require.True(t, fault.Is(err, fault.ServiceUnavailable), err)
	_, _, err = stream.Oldest(t.Context())
	require.Error(t, err, "nobody knows")
}

func TestTheOldestThatWaits(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, waits, err := s.Oldest(t.Context())
	require.NoError(t, err)
	require.False(t, waits)
	before := s.client.Time(t.Context()).Val()
	s.puts(someViews(1)...)
	after := s.client.Time(t.Context()).Val()
	s.puts(someViews(1)...)
	oldest, waits, err := s.Oldest(t.Context())
	require.NoError(t, err)
	require.True(t, waits)
	require.WithinRange(t, oldest, before.Truncate(time.Millisecond), after)
	s.runs(s.consumer(nil))
	s.drains()
	_, waits, err = s.Oldest(t.Context())
	require.NoError(t, err)
	require.False(t, waits)
}
