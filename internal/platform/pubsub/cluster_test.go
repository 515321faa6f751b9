package pubsub_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/devstack"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv/leak"
)

// nodes is a Redis Cluster of one test's own.
type nodes struct {
	*devstack.Cluster
	t testing.TB
}

// newNodes is the first thing a test asks for, as newServer is.
func newNodes(t testing.TB) *nodes {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		leak.None(t, before, goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial"))
	})
	cluster, err := devstack.StartCluster(t.Context(), devstack.Options{Throwaway: true, Install: true})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, cluster.Stop(ctx))
	})
	return &nodes{cluster, t}
}

// newHub starts a hub that stops when the test ends, as one process has it.
func (n *nodes) newHub() *pubsub.Hub {
	n.t.Helper()
	client, err := keyvalue.OpenWaiting(n.URL(), patience)
	require.NoError(n.t, err)
	hub := pubsub.New(client, pubsub.Options{Heartbeat: patience, ConfirmTimeout: patience})
	hub.Start()
	n.t.Cleanup(func() {
		hub.Stop()
		require.NoError(n.t, client.Close())
	})
	require.Eventually(n.t, hub.Connected, patience, time.Millisecond)
	return hub
}

// listeners is how many connections to a node listen to a channel.
func (n *nodes) listeners(node *devstack.Server, channel string) int64 {
	n.t.Helper()
	options, err := redis.ParseURL(node.URL())
	require.NoError(n.t, err)
	client := redis.NewClient(options)
	defer client.Close()
	return listening(n.t, client, channel)[channel]
}

// heardAt is the node that a channel's only listener is connected to.
func (n *nodes) heardAt(channel string) *devstack.Server {
	n.t.Helper()
	for _, node := range n.Nodes() {
		if n.listeners(node, channel) > 0 {
			return node
		}
	}
	require.FailNow(n.t, "nobody listens", channel)
	return nil
}

// tellUntil publishes until something arrives, and is what that was.
func tellUntil(t *testing.T, from *pubsub.Hub, channel string, to *pubsub.Subscription) string {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	limit := time.After(patience)
	for i := 0; ; i++ {
		require.NoError(t, from.Publish(t.Context(), channel, []byte(strconv.Itoa(i))))
		select {
		case got := <-to.C():
			return string(got)
		case <-again.C:
		case <-limit:
			require.FailNow(t, "nothing arrived")
		}
	}
}

// Whichever node each of them is connected to, all hear all, in order.
func TestAClusterCarriesMessagesInOrder(t *testing.T) {
	n := newNodes(t)
	const messages, channels = 300, 8
	var heard []*pubsub.Subscription
	hubs := []*pubsub.Hub{n.newHub(), n.newHub(), n.newHub(), n.newHub()}
	for _, hub := range hubs {
		for c := range channels {
			heard = append(heard, subscribe(t, hub, fmt.Sprint("c", c), pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: messages}))
		}
	}
	for i := range messages {
		for c := range channels {
			publish(t, hubs[0], fmt.Sprint("c", c), strconv.Itoa(i))
		}
	}
	for _, sub := range heard {
		for i := range messages {
			require.Equal(t, strconv.Itoa(i), string(receive(t, sub.C())))
		}
	}
}

// A hub whose node dies goes to another and tells of the gap; who has a node that
// lives does not notice.
func TestAHubLeavesADeadNode(t *testing.T) {
	n := newNodes(t)
	hub := n.newHub()
	sub := subscribe(t, hub, "c", pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 10_000})
	for range 2 {
		dead := n.heardAt("c")
		select {
		case <-sub.Gaps(): // Of what came before.
		default:
		}
		require.NoError(t, dead.Kill())
		receive(t, sub.Gaps())
		require.NotSame(t, dead, n.heardAtLiving(dead, "c"))
		tellUntil(t, hub, "c", sub)
		require.NoError(t, dead.Restart(t.Context()))
		require.NoError(t, n.Whole(t.Context()))
	}
	require.NoError(t, sub.Err())
}

// heardAtLiving is heardAt while a node is dead.
func (n *nodes) heardAtLiving(dead *devstack.Server, channel string) *devstack.Server {
	n.t.Helper()
	for _, node := range n.Nodes() {
		if node != dead && n.listeners(node, channel) > 0 {
			return node
		}
	}
	require.FailNow(n.t, "nobody listens", channel)
	return nil
}

// The node that a channel's messages are given to is dead: others take them.
func TestMessagesGoOnWithoutTheNodeOfTheirChannel(t *testing.T) {
	n := newNodes(t)
	hub := n.newHub()
	probe := subscribe(t, hub, "probe", pubsub.SubscribeOptions{})
	at := n.heardAt("probe")
	channel, owner := "", (*devstack.Server)(nil)
	for i := 0; owner == nil || owner == at; i++ {
		var err error
		channel = fmt.Sprint("c", i)
		owner, err = n.Owner(t.Context(), channel)
		require.NoError(t, err)
	}
	sub := subscribe(t, hub, channel, pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 100})
	publish(t, hub, channel, "before")
	require.Equal(t, "before", string(receive(t, sub.C())))
	require.NoError(t, owner.Kill())
	for range 20 {
		publish(t, hub, channel, "after")
		require.Equal(t, "after", string(receive(t, sub.C())))
	}
	require.Empty(t, sub.Gaps())
	require.NoError(t, probe.Err())
}
