package testenv

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// Redis is the URL of the shared Redis and a prefix, ending in a colon, for all
// keys of this test. The keys that begin with it are deleted when the test
// ends; channels need the prefix too, or tests hear each other.
func Redis(t testing.TB) (url, prefix string) {
	t.Helper()
	url = shared.find(t).Redis
	prefix = "zuka:test:" + random() + ":"
	options, err := redis.ParseURL(url)
	require.NoError(t, err, "REDIS_URL")
	t.Cleanup(func() {
		ctx, cancel := step()
		defer cancel()
		if err := deleteKeys(ctx, options, prefix); err != nil {
			t.Errorf("delete the test's keys: %v", err)
		}
	})
	return url, prefix
}

// RedisClient is a client of the shared Redis and a prefix as Redis gives one;
// the client is closed when the test ends.
func RedisClient(t testing.TB) (client *redis.Client, prefix string) {
	t.Helper()
	url, prefix := Redis(t)
	options, err := redis.ParseURL(url)
	require.NoError(t, err, "REDIS_URL")
	client = redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // a test may have closed it already
	return client, prefix
}

// EachRedis runs a test on the shared Redis and again on the shared cluster, each
// with a client and a prefix as RedisClient gives them.
func EachRedis(t *testing.T, test func(t *testing.T, client redis.UniversalClient, prefix string)) {
	t.Helper()
	t.Run("one server", func(t *testing.T) {
		client, prefix := RedisClient(t)
		test(t, client, prefix)
	})
	t.Run("cluster", func(t *testing.T) {
		client, prefix := ClusterClient(t)
		test(t, client, prefix)
	})
}

// deleteKeys goes through all keys in steps that let others in between.
func deleteKeys(ctx context.Context, options *redis.Options, prefix string) error {
	client := redis.NewClient(options)
	defer func() { _ = client.Close() }() // nothing is left to be said on it
	var cursor uint64
	for {
		keys, next, err := client.Scan(ctx, cursor, prefix+"*", 1000).Result()
		if err != nil {
			return err
		}
		if len(keys) > 0 {
			if err := client.Unlink(ctx, keys...).Err(); err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}
