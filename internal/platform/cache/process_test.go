package cache_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/devstack"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/pubsub"
	"zuka/internal/testenv/leak"
)

const patience = 20 * time.Second

// server is a Redis of one test's own.
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

func (s *server) addr() string {
	s.t.Helper()
	o, err := redis.ParseURL(s.URL())
	require.NoError(s.t, err)
	return o.Addr
}

func (s *server) client() redis.UniversalClient { return connect(s.t, s.addr()) }

func connect(t testing.TB, addr string) redis.UniversalClient {
	client := redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: []string{addr}, ContextTimeoutEnabled: true, DialerRetries: 1,
	})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// freeze makes the server hang with its connections open and its data kept,
// until the returned function is called.
func (s *server) freeze() (thaw func()) {
	s.t.Helper()
	info, err := s.client().InfoMap(context.Background(), "server").Result()
	require.NoError(s.t, err)
	pid, err := strconv.Atoi(info["Server"]["process_id"])
	require.NoError(s.t, err)
	require.NoError(s.t, syscall.Kill(pid, syscall.SIGSTOP))
	thaw = func() { require.NoError(s.t, syscall.Kill(pid, syscall.SIGCONT)) }
	s.t.Cleanup(thaw) // Stopping the server needs it awake, whatever fails.
	return thaw
}

// process is one copy of a service: a hub and a bus of its own.
type process struct {
	t      testing.TB
	client redis.UniversalClient
	hub    *pubsub.Hub
	bus    *cache.Bus
}

// newProcess runs one whose hub reaches Redis at hubAddr. Unless the options say
// how long Redis may take, nothing a busy machine does is too slow: a Redis that
// was killed refuses at once. Those that say so are about one that hangs, which the
// heartbeat is to notice.
func newProcess(t testing.TB, s *server, hubAddr string, o cache.Options) *process {
	t.Helper()
	p, heartbeat := &process{t: t, client: s.client()}, 100*time.Millisecond
	if o.OpTimeout == 0 {
		o.OpTimeout, heartbeat = patience, patience
	}
	p.hub = pubsub.New(connect(t, hubAddr), pubsub.Options{
		Prefix: "t:", Heartbeat: heartbeat, Log: slog.New(slog.DiscardHandler),
	})
	o.Redis, o.Hub, o.Prefix, o.Log = p.client, p.hub, "t:", slog.New(slog.DiscardHandler)
	var err error
	p.bus, err = cache.NewBus(o)
	require.NoError(t, err)
	p.bus.Start() // First, so that a connected hub has confirmed its channel.
	p.hub.Start()
	t.Cleanup(func() {
		p.bus.Stop()
		p.hub.Stop()
	})
	require.Eventually(t, p.hub.Connected, patience, time.Millisecond)
	return p
}

// processes runs n of them on a Redis of the test's own.
func processes(t testing.TB, n int) (*server, []*process) {
	t.Helper()
	s := newServer(t)
	all := make([]*process, n)
	for i := range all {
		all[i] = newProcess(t, s, s.addr(), cache.Options{})
	}
	return s, all
}

// heard returns a channel that gets a value each time this process has handled
// the news of a drop: the bus listens first, so it is called first.
func (p *process) heard() <-chan struct{} {
	p.t.Helper()
	heard := make(chan struct{}, 1000)
	stop := p.hub.Listen("cache.drop", pubsub.Listener{OnMessage: func([]byte) { heard <- struct{}{} }})
	p.t.Cleanup(stop)
	return heard
}

// heardOf is closed when this process has handled news of a cache, or of a key such as
// a group, by this name. News come in order: all that was told before has been heard.
func (p *process) heardOf(name string) <-chan struct{} {
	p.t.Helper()
	heard, once := make(chan struct{}), sync.Once{}
	stop := p.hub.Listen("cache.drop", pubsub.Listener{OnMessage: func(payload []byte) {
		var news struct {
			Cache string
			Keys  []string
		}
		if err := json.Unmarshal(payload, &news); err != nil {
			p.t.Error(err)
		}
		if news.Cache == name || slices.Contains(news.Keys, name) {
			once.Do(func() { close(heard) })
		}
	}})
	p.t.Cleanup(stop)
	return heard
}

// source is the database: rows by id, and how often it was asked.
type source struct {
	mu   sync.Mutex
	rows map[int]int
	asks int
}

func newSource(rows map[int]int) *source { return &source{rows: rows} }

func (s *source) set(id, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[id] = value
}

func (s *source) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asks
}

// fetch is a cache.Fetch.
func (s *source) fetch(_ context.Context, ids []int) (map[int]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asks++
	found := map[int]int{}
	for _, id := range ids {
		if value, ok := s.rows[id]; ok {
			found[id] = value
		}
	}
	return found, nil
}

// barrier makes a fetch wait between reading and answering.
type barrier struct {
	reached chan struct{}
	release chan struct{}
}

func newBarrier() *barrier {
	return &barrier{reached: make(chan struct{}), release: make(chan struct{})}
}

func (b *barrier) after(fetch cache.Fetch[int, int]) cache.Fetch[int, int] {
	return func(ctx context.Context, ids []int) (map[int]int, error) {
		found, err := fetch(ctx, ids)
		close(b.reached)
		<-b.release
		return found, err
	}
}

func await[T any](t testing.TB, from <-chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(patience):
		require.FailNow(t, "nothing came")
		panic("unreachable")
	}
}

func find(t testing.TB, c *cache.Cache[int, int], id int, fetch cache.Fetch[int, int]) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	value, present, err := c.Find(ctx, id, fetch)
	require.NoError(t, err)
	require.True(t, present)
	return value
}

func drop(t testing.TB, c *cache.Cache[int, int], ids ...int) {
	t.Helper()
	require.NoError(t, c.Drop(context.Background(), ids...))
}

// proxy is a way to Redis that can be cut.
type proxy struct {
	t        testing.TB
	target   string
	listener net.Listener
	work     sync.WaitGroup

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]struct{}
}

func newProxy(t testing.TB, target string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{t: t, target: target, listener: listener, conns: map[net.Conn]struct{}{}}
	p.work.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.work.Go(func() { p.carry(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		p.setCut(true)
		p.work.Wait()
	})
	return p
}

func (p *proxy) addr() string { return p.listener.Addr().String() }

// setCut breaks all connections and refuses new ones, until told otherwise.
func (p *proxy) setCut(cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = cut
	for conn := range p.conns {
		if cut {
			_ = conn.Close()
		}
	}
}

func (p *proxy) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer far.Close()
	p.mu.Lock()
	if p.cut {
		p.mu.Unlock()
		return
	}
	p.conns[near], p.conns[far] = struct{}{}, struct{}{}
	p.mu.Unlock()
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	})
	_, _ = io.Copy(far, near)
	_ = far.Close()
	back.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, near)
	delete(p.conns, far)
}
