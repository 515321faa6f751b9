package devstack

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	client "github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"
)

// nodeKinds are the nodes of a cluster: three, the fewest of which a majority
// can outlive one.
var nodeKinds = []kind{"redis-1", "redis-2", "redis-3"}

// slots is how many a cluster has.
const slots = 16384

// Cluster is a running Redis Cluster of three masters and no replica. It serves
// the slots it has: while a node is away only that node's keys are.
type Cluster struct{ stack *Stack }

// StartCluster runs a Redis Cluster and returns when every node answers for all
// slots. When it fails nothing is left running. A cluster is always made anew:
// Options.Throwaway is needed.
func StartCluster(ctx context.Context, opts Options) (_ *Cluster, err error) {
	if !opts.Throwaway {
		return nil, errors.New("devstack: a cluster is thrown away: set Options.Throwaway")
	}
	stack, err := start(ctx, opts, nodeKinds...)
	if err != nil {
		return nil, err
	}
	c := &Cluster{stack: stack}
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if err := c.assemble(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("redis cluster: %w", err), stack.abandon(ctx))
	}
	return c, nil
}

// URL names all nodes, as redis.ParseClusterURL reads it.
func (c *Cluster) URL() string {
	more := url.Values{}
	for _, node := range c.Nodes()[1:] {
		more.Add("addr", address(node.port))
	}
	return "redis://" + address(c.Nodes()[0].port) + "?" + more.Encode()
}

// Nodes are the servers of the cluster. A node that was killed comes back with
// its slots and without their keys; the others serve theirs meanwhile.
func (c *Cluster) Nodes() []*Server { return c.stack.servers }

// Owner is the node that holds a key.
func (c *Cluster) Owner(ctx context.Context, key string) (*Server, error) {
	for _, node := range c.Nodes() {
		slot, err := ask(ctx, node, func(conn *client.Client) (int64, error) { return conn.ClusterKeySlot(ctx, key).Result() })
		if err != nil {
			continue // It is away; another knows as well.
		}
		for i, owner := range c.Nodes() {
			if _, last := span(i); int(slot) <= last {
				return owner, nil
			}
		}
	}
	return nil, errors.New("no node answers")
}

// Stop is as Stack.Stop.
func (c *Cluster) Stop(ctx context.Context) error { return c.stack.Stop(ctx) }

// span is the first and the last slot of a node.
func span(i int) (first, last int) {
	return i * slots / len(nodeKinds), (i+1)*slots/len(nodeKinds) - 1
}

// assemble gives each node its slots and makes them know each other.
func (c *Cluster) assemble(ctx context.Context) error {
	for i, node := range c.Nodes() {
		first, last := span(i)
		_, err := ask(ctx, node, func(conn *client.Client) (string, error) {
			// Nodes that had the same epoch would have to settle that first.
			if err := conn.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err(); err != nil {
				return "", err
			}
			return conn.ClusterAddSlotsRange(ctx, first, last).Result()
		})
		if err != nil {
			return err
		}
	}
	for _, other := range c.Nodes()[1:] {
		_, err := ask(ctx, c.Nodes()[0], func(conn *client.Client) (string, error) {
			bus := other.engine.(*redis).bus
			return conn.Do(ctx, "CLUSTER", "MEET", "127.0.0.1", other.port, bus).Text()
		})
		if err != nil {
			return err
		}
	}
	return c.Whole(ctx)
}

// Whole returns when every node says that all slots are served and knows all
// nodes. A node that came back takes writes again some seconds after its start.
func (c *Cluster) Whole(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, node := range c.Nodes() {
		group.Go(func() error { return node.joined(ctx) })
	}
	return group.Wait()
}

// joined asks a node again and again: there is nothing that would tell.
func (s *Server) joined(ctx context.Context) error {
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		info, err := ask(ctx, s, func(conn *client.Client) (string, error) { return conn.ClusterInfo(ctx).Result() })
		if err == nil && joinedSays(info) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the node on port %d does not join: %w (%w)\n%s", s.port, context.Cause(ctx), err, info)
		case <-tick.C:
		}
	}
}

// joinedSays reads CLUSTER INFO.
func joinedSays(info string) bool {
	for _, line := range []string{
		"cluster_state:ok", fmt.Sprintf("cluster_slots_ok:%d", slots), fmt.Sprintf("cluster_size:%d", len(nodeKinds)),
	} {
		if !strings.Contains(info, line+"\r\n") {
			return false
		}
	}
	return true
}

// ask asks a node by itself, over a connection of its own.
func ask[T any](ctx context.Context, node *Server, question func(*client.Client) (T, error)) (T, error) {
	conn := client.NewClient(&client.Options{
		Addr: address(node.port), PoolSize: 1, MaxRetries: -1, DialerRetries: 1, DisableIdentity: true, ReadTimeout: 5 * time.Second,
	})
	defer func() { _ = conn.Close() }() // nothing is left to be said on it
	return question(conn)
}

// membership is what makes a server a node. Its bus stays at its port through
// Restart, for the others remember it.
func (r *redis) membership(port int) []string {
	for r.bus == 0 || r.bus == port || !free(r.bus) {
		var err error
		if r.bus, err = choosePort(0); err != nil {
			break // Then Redis says what is wrong.
		}
	}
	return []string{
		"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
		"--cluster-port", strconv.Itoa(r.bus), "--cluster-announce-ip", "127.0.0.1",
		// Others go on without this one's slots, and a busy machine is no death.
		"--cluster-require-full-coverage", "no", "--cluster-node-timeout", "5000",
	}
}
