package ratelimit

import (
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience bounds what a test waits for.
const patience = 30 * time.Second

// hands is a clock that a test moves.
type hands struct{ micros atomic.Int64 }

func newHands() *hands {
	h := &hands{}
	h.micros.Store(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).UnixMicro())
	return h
}

func (h *hands) Now() time.Time { return time.UnixMicro(h.micros.Load()).UTC() }

func (h *hands) move(by time.Duration) { h.micros.Add(by.Microseconds()) }

// process is a limiter of its own with its counters, as one copy of a service
// has it.
type process struct {
	*Limiter
	t        testing.TB
	registry *prometheus.Registry
}

func newProcess(t testing.TB, o Options) process {
	p := process{t: t, registry: prometheus.NewPedanticRegistry()}
	if o.OpTimeout == 0 { // A busy machine may take longer than the usual time; a killed Redis refuses at once.
		o.OpTimeout = patience
	}
	o.Metrics, o.Log = p.registry, slog.New(slog.DiscardHandler)
	p.Limiter = New(o)
	return p
}

// shared makes n processes on the shared Redis.
func shared(t testing.TB, n int) (processes []process, client *redis.Client, prefix string) {
	client, prefix = testenv.RedisClient(t)
	return sharing(t, client, prefix, n), client, prefix
}

// eachShared is a test of n processes, on one Redis and on a cluster.
func eachShared(t *testing.T, n int, test func(t *testing.T, processes []process)) {
	testenv.EachRedis(t, func(t *testing.T, client redis.UniversalClient, prefix string) {
		test(t, sharing(t, client, prefix, n))
	})
}

func sharing(t testing.TB, client redis.UniversalClient, prefix string, n int) (processes []process) {
	for range n {
		processes = append(processes, newProcess(t, Options{Redis: client, Prefix: prefix, Secret: []byte("pepper")}))
	}
	return processes
}

// counted is how many decisions the process has made.
func (p process) counted(limit, by, result string) int {
	p.t.Helper()
	families, err := p.registry.Gather()
	require.NoError(p.t, err)
	for _, family := range families {
		for _, one := range family.GetMetric() {
			labels := map[string]string{}
			for _, pair := range one.GetLabel() {
				labels[pair.GetName()] = pair.GetValue()
			}
			if labels["limit"] == limit && labels["by"] == by && labels["result"] == result {
				return int(one.GetCounter().GetValue())
			}
		}
	}
	return 0
}

// requireRefused checks the fault and returns how long it says to wait.
func requireRefused(t testing.TB, err error) time.Duration {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, fault.RateLimited, found.Code)
	require.GreaterOrEqual(t, found.RetryAfter, time.Second)
	require.Zero(t, found.RetryAfter%time.Second)
	return found.RetryAfter
}
