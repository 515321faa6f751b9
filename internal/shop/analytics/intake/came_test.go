package intake_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/testenv"
)

// An event without a time that comes again within half an hour came when it came
// first, over the ends of the keys and to servers whose clocks differ.
func TestWhenAnEventCameFirst(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		s := intake.NewStream(client, prefix, 0)
		came := func(at time.Time, ids ...uuid.UUID) []time.Time {
			times, err := s.Came(t.Context(), ids, at)
			require.NoError(t, err)
			return times
		}
		a, b, c := uuid.New(), uuid.New(), uuid.New()
		first := time.Date(2026, 11, 30, 10, 29, 59, 123_456_000, time.UTC)
		later := first.Add(30 * time.Minute)
		require.Equal(t, []time.Time{first}, came(first, a))
		require.Equal(t, []time.Time{first, later, later}, came(later, a, b, b))
		require.Equal(t, []time.Time{later.Add(-time.Second), later}, came(later.Add(-time.Second), c, b))
		require.Equal(t, []time.Time{later}, came(first, b), "a server whose clock is behind")
		long := first.Add(2 * time.Hour)
		require.Equal(t, []time.Time{long}, came(long, a), "it is forgotten, not kept for ever")
		keys := client.Keys(t.Context(), prefix+"*").Val()
		if _, cluster := client.(*redis.ClusterClient); !cluster {
			require.NotEmpty(t, keys)
		}
		for _, key := range keys {
			require.InDelta(t, 90*time.Minute, client.PTTL(t.Context(), key).Val(), float64(10*time.Minute), key)
		}
	})
}

// What anybody sends must not fill Redis: of more it is not known when they came.
func TestOfTooManyItIsNotKnownWhenTheyCame(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	s := intake.NewStream(client, prefix, 0)
	s.Remember(2)
	ids := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
	first := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	_, err := s.Came(t.Context(), ids, first)
	require.NoError(t, err)
	again := first.Add(time.Minute)
	times, err := s.Came(t.Context(), ids, again)
	require.NoError(t, err)
	require.Equal(t, []time.Time{first, first, again}, times)
}

func TestWithoutRedisNobodyKnowsWhenAnEventCame(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() })
	_, err := intake.NewStream(client, "", 0).Came(t.Context(), []uuid.UUID{uuid.New()}, time.Now())
	require.True(t, fault.Is(err, fault.Unavailable(nil).Code), err)
}
