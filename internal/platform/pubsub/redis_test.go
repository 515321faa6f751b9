package pubsub_test

import (
	"cmp"
	"context"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/devstack"
	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv/leak"
)

const patience = 20 * time.Second

// server is a Redis of one test's own, to be stopped and started again.
type server struct {
	*devstack.Server
	t testing.TB
}

// newServer is the first thing a test asks for, so its look for goroutines
// that were left behind is the last thing the test does.
func newServer(t testing.TB) *server {
	t.Helper()
	before := goleak.IgnoreCurrent()
	// The client's pool notices up to a second after it was closed that it need
	// not try to dial any more.
	dialing := goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial")
	t.Cleanup(func() { leak.None(t, before, dialing) })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	redis, err := devstack.StartRedis(ctx, devstack.Options{Throwaway: true, Install: true})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, redis.Stop(ctx))
	})
	return &server{Server: redis, t: t}
}

// kill ends the server as a power cut would.
func (s *server) kill() {
	s.t.Helper()
	require.NoError(s.t, s.Kill())
}

// restart brings the server back at the same address, empty.
func (s *server) restart() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	require.NoError(s.t, s.Restart(ctx))
}

// freeze makes the server hang with its connections open, until the returned
// function is called.
func (s *server) freeze() (thaw func()) {
	s.t.Helper()
	client := s.client()
	defer client.Close()
	info, err := client.InfoMap(context.Background(), "server").Result()
	require.NoError(s.t, err)
	pid, err := strconv.Atoi(info["Server"]["process_id"])
	require.NoError(s.t, err)
	require.NoError(s.t, syscall.Kill(pid, syscall.SIGSTOP))
	return func() { require.NoError(s.t, syscall.Kill(pid, syscall.SIGCONT)) }
}

func (s *server) client() redis.UniversalClient {
	s.t.Helper()
	return redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: []string{s.addr()}, ContextTimeoutEnabled: true, DialerRetries: 1,
	})
}

func (s *server) addr() string {
	s.t.Helper()
	o, err := redis.ParseURL(s.URL())
	require.NoError(s.t, err)
	return o.Addr
}

// killSubscribers breaks every subscription connection of the server.
func (s *server) killSubscribers() {
	s.t.Helper()
	client := s.client()
	defer client.Close()
	killed, err := client.Do(context.Background(), "CLIENT", "KILL", "TYPE", "pubsub").Int()
	require.NoError(s.t, err)
	require.Positive(s.t, killed)
}

// newHub starts a hub that stops when the test ends. Unless the options say how long
// Redis may take, nothing a busy machine does is too slow: a Redis that was killed is
// noticed by its connections.
func newHub(t testing.TB, s *server, o pubsub.Options) *pubsub.Hub {
	t.Helper()
	o.Heartbeat, o.ConfirmTimeout = cmp.Or(o.Heartbeat, patience), cmp.Or(o.ConfirmTimeout, patience)
	client := s.client()
	hub := pubsub.New(client, o)
	hub.Start()
	t.Cleanup(func() {
		hub.Stop()
		require.NoError(t, client.Close())
	})
	return hub
}
