package board

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv"
)

// A Redis that came back from a snapshot in the middle of a rebuild has the
// token and not all batches.
func TestARebuildThatLostABatchIsGivenUp(t *testing.T) {
	t.Parallel()
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		s := New(Config{Redis: client, Prefix: prefix})
		b := At("snake", AllTime, time.Now())
		keys := s.keys(b)
		ctx := t.Context()
		load := func(number, score int) int {
			n, err := loadScript.Run(ctx, client, keys, "mine", 60_000, 60_000, number, score, order(score), raw(uuid.New())).Int()
			require.NoError(t, err)
			return n
		}
		finish := func(batches int) int {
			n, err := finishScript.Run(ctx, client, keys, "mine", "now", 0, "channel", batches).Int()
			require.NoError(t, err)
			return n
		}
		require.Zero(t, load(1, 5), "without the token")
		require.NoError(t, client.Set(ctx, keys[3], "mine", 0).Err())
		require.Equal(t, 1, load(1, 5))
		require.Zero(t, load(3, 5), "the second is missing")
		require.Equal(t, 1, load(2, 6))
		require.Equal(t, 1, load(2, 6), "a command that is sent again")
		require.Zero(t, finish(3))
		require.Equal(t, 1, finish(2))
		require.Equal(t, 1, finish(2), "a command that is sent again")
		require.EqualValues(t, 3, client.ZCard(ctx, keys[0]).Val())
	})
}

func TestOrderSortsInReverse(t *testing.T) {
	t.Parallel()
	ids := []int{0, 1, 255, 256, 1<<53 - 1, 1 << 53, 1<<53 + 1, 1<<63 - 1}
	for i, id := range ids {
		require.Equal(t, id, idOf(order(id)))
		if i > 0 {
			require.Less(t, order(id), order(ids[i-1]))
		}
	}
}
