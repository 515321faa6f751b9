package cache_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/devstack"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv/leak"
)

// newNodes is a Redis Cluster of a test's own, as newServer is a Redis.
func newNodes(t testing.TB) *devstack.Cluster {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		leak.None(t, before, goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial"))
	})
	nodes, err := devstack.StartCluster(t.Context(), devstack.Options{Throwaway: true, Install: true})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, nodes.Stop(ctx))
	})
	return nodes
}

// onNodes is a process on a cluster.
func onNodes(t testing.TB, nodes *devstack.Cluster) *process {
	t.Helper()
	client, err := keyvalue.OpenWaiting(nodes.URL(), patience)
	require.NoError(t, err)
	p := &process{t: t, client: client}
	p.hub = pubsub.New(client, pubsub.Options{Prefix: "t:", Heartbeat: patience, Log: slog.New(slog.DiscardHandler)})
	p.bus, err = cache.NewBus(cache.Options{
		Redis: client, Hub: p.hub, Prefix: "t:", OpTimeout: patience, Log: slog.New(slog.DiscardHandler), // As newProcess.
	})
	require.NoError(t, err)
	p.bus.Start()
	p.hub.Start()
	t.Cleanup(func() {
		p.bus.Stop()
		p.hub.Stop()
		require.NoError(t, client.Close())
	})
	require.Eventually(t, p.hub.Connected, patience, time.Millisecond)
	return p
}

// many are more keys than a cluster has nodes, several on each.
func many() (keys []int, rows map[int]int) {
	rows = map[int]int{}
	for key := range 60 {
		keys, rows[key] = append(keys, key), 10*key
	}
	return keys, rows
}

// The keys of one read are on all nodes, and a drop reaches them on all.
func TestAClusterKeepsAndDrops(t *testing.T) {
	nodes := newNodes(t)
	p := []*process{onNodes(t, nodes), onNodes(t, nodes)}
	one := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	two := cache.New[int, int](p[1].bus, cache.Settings{Name: "item"})
	keys, all := many()
	rows := newSource(all)
	ctx := t.Context()
	heard := p[1].heard()
	require.Eventually(t, p[1].hub.Connected, patience, time.Millisecond)
	for range 2 {
		got, err := one.GetMany(ctx, keys, rows.fetch)
		require.NoError(t, err)
		require.Equal(t, all, got)
		got, err = two.GetMany(ctx, keys, rows.fetch)
		require.NoError(t, err)
		require.Equal(t, all, got)
	}
	require.Equal(t, 1, rows.asked(), "the second process has them from Redis")
	require.Equal(t, uint64(len(keys)), two.Stats().RedisHits)
	for _, key := range keys {
		rows.set(key, all[key]+1)
	}
	require.NoError(t, one.Drop(ctx, keys...))
	await(t, heard)
	for _, key := range keys {
		require.Equal(t, 10*key+1, find(t, two, key, rows.fetch))
	}
}

// While a node is dead the source answers for its keys; what changed meanwhile is
// not shown from what the other nodes kept.
func TestADeadNodeTakesItsKeysOnly(t *testing.T) {
	nodes := newNodes(t)
	p := onNodes(t, nodes)
	c := cache.New[int, int](p.bus, cache.Settings{Name: "item"})
	keys, all := many()
	rows := newSource(all)
	_, err := c.GetMany(t.Context(), keys, rows.fetch)
	require.NoError(t, err)
	dead := nodes.Nodes()[2]
	require.NoError(t, dead.Kill())
	for _, key := range keys {
		rows.set(key, 10*key+1)
	}
	_ = c.Drop(t.Context(), keys...) // Those of the dead node are dropped later.
	for range 3 {
		for _, key := range keys {
			require.Equal(t, 10*key+1, find(t, c, key, rows.fetch))
		}
	}
	require.NoError(t, dead.Restart(t.Context()))
	require.NoError(t, nodes.Whole(t.Context()))
	require.Eventually(t, func() bool { return c.Drop(t.Context(), keys...) == nil }, patience, 10*time.Millisecond)
	// Without a memory of its own: it would remember what it put there itself.
	other := cache.New[int, int](onNodes(t, nodes).bus, cache.Settings{Name: "item", LocalTTL: -1})
	require.Eventually(t, func() bool {
		_, err := c.GetMany(t.Context(), keys, rows.fetch)
		require.NoError(t, err)
		_, err = other.GetMany(t.Context(), keys, rows.fetch)
		require.NoError(t, err)
		return other.Stats().RedisHits > 0
	}, patience, 10*time.Millisecond, "it is used again")
}
