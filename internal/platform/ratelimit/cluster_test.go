package ratelimit

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/testenv"
)

// usesOf is a use of a limit whose key is on the node, or on another.
func (p process) usesOf(t *testing.T, nodes *devstack.Cluster, node *devstack.Server, there bool) Use {
	t.Helper()
	for i := 0; ; i++ {
		use := Use{daily("sms", 3), strconv.Itoa(i)}
		owner, err := nodes.Owner(t.Context(), p.name(want{limit: use.Limit, key: use.Key}))
		require.NoError(t, err)
		if (owner == node) == there {
			return use
		}
	}
}

// What a dead node counted each process counts by itself, and what costs money
// stops; the other nodes count on.
func TestADeadNodeOfAClusterIsNotCountedOn(t *testing.T) {
	t.Parallel()
	nodes := testenv.OwnRedisCluster(t)
	client, err := keyvalue.OpenWaiting(nodes.URL(), patience)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	clock := newHands()
	p := newProcess(t, Options{Redis: client, Prefix: "t:", Clock: clock})
	dead := nodes.Nodes()[0]
	lost, kept := p.usesOf(t, nodes, dead, true), p.usesOf(t, nodes, dead, false)
	require.NoError(t, p.TakeOrStop(t.Context(), lost, kept))

	require.NoError(t, dead.Kill())
	require.True(t, fault.Is(p.TakeOrStop(t.Context(), lost), fault.ServiceUnavailable))
	require.NoError(t, p.Take(t.Context(), lost))
	require.NoError(t, p.TakeOrStop(t.Context(), kept))
	for range 5 { // Until the breaker opens.
		require.True(t, fault.Is(p.TakeOrStop(t.Context(), lost), fault.ServiceUnavailable))
	}
	require.Eventually(t, func() bool {
		clock.move(retryAfter)
		return p.TakeOrStop(t.Context(), kept) == nil
	}, patience, 10*time.Millisecond, "it does not stay open for the nodes that live")
	requireRefused(t, p.Take(t.Context(), kept))

	require.NoError(t, dead.Restart(t.Context()))
	require.NoError(t, nodes.Whole(t.Context()))
	require.Eventually(t, func() bool {
		clock.move(retryAfter)
		return p.TakeOrStop(t.Context(), lost) == nil
	}, patience, 10*time.Millisecond)
}
