package keyvalue_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/keyvalue"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience is how long Redis may take: no machine is so busy that it is too short.
const patience = 20 * time.Second

func open(t *testing.T, address string) redis.UniversalClient { return openWaiting(t, address, 0) }

func openWaiting(t *testing.T, address string, wait time.Duration) redis.UniversalClient {
	t.Helper()
	client, err := keyvalue.OpenWaiting(address, wait)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

func TestTheAddressSaysWhetherItIsACluster(t *testing.T) {
	t.Parallel()
	one := open(t, "redis://ada:secret@host:7000/3").(*redis.Client).Options()
	require.Equal(t, []any{"host:7000", "ada", "secret", 3}, []any{one.Addr, one.Username, one.Password, one.DB})
	require.NotNil(t, open(t, "rediss://host").(*redis.Client).Options().TLSConfig)

	many := open(t, "rediss://ada:secret@host1:7000/0?addr=host2:7001&addr=host3:7002").(*redis.ClusterClient).Options()
	require.Equal(t, []string{"host1:7000", "host2:7001", "host3:7002"}, many.Addrs)
	require.Equal(t, []any{"ada", "secret"}, []any{many.Username, many.Password})
	require.NotNil(t, many.TLSConfig)
	require.IsType(t, &redis.ClusterClient{}, open(t, "redis://host:7000?addr=host:7000"), "one address for all nodes")

	const wait = 500 * time.Millisecond
	require.Equal(t, []any{wait, wait, wait, 1, true}, []any{one.DialTimeout, one.ReadTimeout, one.WriteTimeout, one.DialerRetries, one.ContextTimeoutEnabled})
	require.Equal(t, []any{wait, wait, wait, 1, true}, []any{many.DialTimeout, many.ReadTimeout, many.WriteTimeout, many.DialerRetries, many.ContextTimeoutEnabled})
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	for address, wrong := range map[string]string{
		"":                             "redis://",
		"http://host":                  "redis://",
		"redis+cluster://host:7000":    "redis://",
		"redis://":                     "no host",
		"redis://:7000":                "no host",
		"redis://:secret@host:port":    "not an address",
		"redis://h1:7000,h2:7001":      "?addr=host:port",
		"redis://h1,h2":                "?addr=host:port",
		"redis://host/name":            "name",
		"redis://host?dial=1":          "dial",
		"redis://h1:7000?addr=h2":      "h2",
		"redis://h1:7000?addr=":        "addr",
		"redis://h1:7000/3?addr=h2:1":  "the database 3",
		"redis://h1?addr=h2:1&db=3":    "db",
		"redis://h1?addr=h2:1&adr=h:1": "adr",
		"redis://h1:7000?addr=h2:7000&read_only=true":        "read_only",
		"redis://h1:7000?addr=h2:7000&route_by_latency=true": "replicas",
		"redis://h1:7000?addr=h2:7000&route_randomly=true":   "replicas",
	} {
		err := keyvalue.Check(address)
		require.ErrorContains(t, err, wrong, address)
		require.NotContains(t, err.Error(), "secret")
		_, opening := keyvalue.Open(address)
		require.Equal(t, err, opening)
	}
}

func TestBothAnswer(t *testing.T) {
	t.Parallel()
	url, prefix := testenv.Redis(t)
	nodes, _ := testenv.RedisCluster(t)
	for _, address := range []string{url, nodes} {
		client := openWaiting(t, address, patience)
		for _, key := range []string{"a", "b", "c", "d", "e"} {
			require.NoError(t, client.Set(t.Context(), prefix+key, key, 0).Err())
			require.Equal(t, key, client.Get(t.Context(), prefix+key).Val())
		}
	}
}

// A cluster that is away is no reason not to start, and is told of soon.
func TestAClusterMayBeAway(t *testing.T) {
	t.Parallel()
	client := open(t, "redis://127.0.0.1:1?addr=127.0.0.1:2")
	started := time.Now()
	require.ErrorContains(t, client.Get(t.Context(), "key").Err(), "refused")
	require.Less(t, time.Since(started), patience)
}

// Nothing asks for more than what one node that is left can say.
func TestTheNodesThatAreLeftAnswer(t *testing.T) {
	t.Parallel()
	cluster := testenv.OwnRedisCluster(t)
	for _, dead := range cluster.Nodes() {
		require.NoError(t, dead.Kill())
		client := openWaiting(t, cluster.URL(), patience)
		for _, key := range []string{"{0}", "{1}", "{2}", "{3}", "{4}", "{5}"} {
			owner, err := cluster.Owner(t.Context(), key)
			require.NoError(t, err)
			err = client.Set(t.Context(), key, "value", 0).Err()
			if owner == dead {
				require.Error(t, err)
			} else {
				require.NoError(t, err)
			}
		}
		require.NoError(t, dead.Restart(t.Context()))
		require.NoError(t, cluster.Whole(t.Context()))
	}
}
