package testenv

import (
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

func TestKeysAreApartAndDeleted(t *testing.T) {
	t.Parallel()
	outer, kept := RedisClient(t)
	require.NoError(t, outer.Set(t.Context(), kept+"mine", "kept", 0).Err())
	var gone string
	t.Run("inside", func(t *testing.T) {
		client, prefix := RedisClient(t)
		require.NotEqual(t, kept, prefix)
		require.True(t, strings.HasSuffix(prefix, ":"))
		pipe := client.Pipeline()
		for i := range 3000 {
			pipe.Set(t.Context(), prefix+strconv.Itoa(i), i, 0)
		}
		_, err := pipe.Exec(t.Context())
		require.NoError(t, err)
		gone = prefix
	})
	require.NotEmpty(t, gone)
	left := outer.Scan(t.Context(), 0, gone+"*", 10000).Iterator()
	require.False(t, left.Next(t.Context()))
	require.NoError(t, left.Err())
	require.Equal(t, "kept", outer.Get(t.Context(), kept+"mine").Val())
}

func TestARedisOfOnesOwnComesBackEmpty(t *testing.T) {
	t.Parallel()
	server := OwnRedis(t)
	options, err := redis.ParseURL(server.URL())
	require.NoError(t, err)
	client := redis.NewClient(options)
	defer client.Close()
	require.NoError(t, client.Set(t.Context(), "key", "value", 0).Err())
	require.NoError(t, server.Kill())
	require.NoError(t, server.Restart(t.Context()))
	require.ErrorIs(t, client.Get(t.Context(), "key").Err(), redis.Nil)
}
