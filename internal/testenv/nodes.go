package testenv

import (
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/keyvalue"
)

// RedisCluster is the URL of a Redis Cluster of three nodes and a prefix, ending
// in a colon, for all keys and channels of this test. The cluster is started for
// the tests of a package when the first of them asks, and goes with its keys
// after the last. Two keys without a common {tag} lie on different nodes more
// often than not, and a script on both fails.
func RedisCluster(t testing.TB) (url, prefix string) {
	t.Helper()
	clustered.once.Do(func() { clustered.urls, clustered.err = clustered.held(holdsCluster) })
	require.NoError(t, clustered.err, "the Redis Cluster of the tests")
	return clustered.urls.Redis, "zuka:test:" + random() + ":"
}

// ClusterClient is a client of the shared cluster, as the shop has it but more
// patient, and a prefix as RedisCluster gives one; the client is closed when the test
// ends.
func ClusterClient(t testing.TB) (client redis.UniversalClient, prefix string) {
	t.Helper()
	url, prefix := RedisCluster(t)
	client, err := keyvalue.OpenWaiting(url, patience)
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() }) // a test may have closed it already
	return client, prefix
}

// OwnRedisCluster is a Redis Cluster of this test alone, whose nodes may be
// killed and restarted, stopped when the test ends.
func OwnRedisCluster(t testing.TB) *devstack.Cluster {
	t.Helper()
	return own(t, devstack.StartCluster, nil)
}
