package devstack

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	client "github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// join connects to a cluster as a program does.
func join(t *testing.T, c *Cluster) *client.ClusterClient {
	t.Helper()
	options, err := client.ParseClusterURL(c.URL())
	require.NoError(t, err)
	options.DialerRetries, options.DisableRoutingPolicies = 1, true
	conn := client.NewClusterClient(options)
	t.Cleanup(func() { _ = conn.Close() }) // nothing is left to be said on it
	return conn
}

func beginCluster(t *testing.T) *Cluster {
	t.Helper()
	c, err := StartCluster(t.Context(), Options{Throwaway: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Stop(context.Background())) })
	return c
}

func TestAClusterHasAllSlotsAndLosesANodesOnly(t *testing.T) {
	t.Parallel()
	c := beginCluster(t)
	conn := join(t, c)
	held := map[*Server]string{}
	for i := range 100 {
		key := strconv.Itoa(i)
		require.NoError(t, conn.Set(t.Context(), key, i, 0).Err())
		owner, err := c.Owner(t.Context(), key)
		require.NoError(t, err)
		held[owner] = key
	}
	require.Len(t, held, 3, "each node has some")
	lost := c.Nodes()[1]
	require.NoError(t, lost.Kill())
	for owner, key := range held {
		err := conn.Get(t.Context(), key).Err()
		if owner == lost {
			require.ErrorContains(t, err, "refused")
		} else {
			require.NoError(t, err)
		}
	}
	owner, err := c.Owner(t.Context(), held[lost])
	require.NoError(t, err, "the others know as well")
	require.Same(t, lost, owner)
	require.NoError(t, lost.Restart(t.Context()))
	require.NoError(t, c.Whole(t.Context()))
	require.ErrorIs(t, conn.Get(t.Context(), held[lost]).Err(), client.Nil, "it comes back empty")
}

func TestTwoKeysOfOneScriptMustBeInOneSlot(t *testing.T) {
	t.Parallel()
	conn := join(t, beginCluster(t))
	err := conn.Eval(t.Context(), "return redis.call('EXISTS', KEYS[1], KEYS[2])", []string{"one", "two"}).Err()
	require.ErrorContains(t, err, "CROSSSLOT", "so a test on this cluster finds it")
}

func TestAClusterIsThrownAway(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachable(t), "nodes")
	_, err := StartCluster(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, "Throwaway")
	c, err := StartCluster(t.Context(), Options{Dir: dir, Throwaway: true})
	require.NoError(t, err)
	require.NoError(t, c.Stop(t.Context()))
	_, err = os.Stat(dir)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// A program that is killed leaves the folders of its nodes, too.
func TestForgottenNodesAreRemoved(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	for _, which := range nodeKinds {
		place, err := openFolder(dir, string(which))
		require.NoError(t, err)
		place.close()
	}
	removeForgotten(dir)
	_, err := os.Stat(dir)
	require.ErrorIs(t, err, os.ErrNotExist)
}
