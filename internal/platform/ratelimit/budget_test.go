package ratelimit

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/testenv"
)

func TestABudgetIsSharedByProcesses(t *testing.T) {
	t.Parallel()
	const burst, cost, each = 2000, 7, 40
	processes, _, _ := shared(t, 2)
	budgets := []*Budget{processes[0].Budget(daily("cost", burst)), processes[1].Budget(daily("cost", burst))}
	var spent atomic.Int64
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range 48 {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			for range each {
				switch err := budgets[i%2].Spend(t.Context(), "viewer", cost); {
				case err == nil:
					spent.Add(cost)
				case !fault.Is(err, fault.RateLimited):
					t.Error(err)
				}
			}
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	require.LessOrEqual(t, spent.Load(), int64(burst))
	require.Greater(t, spent.Load(), int64(burst-2*cost), "what is left is too little for one more in either process")
	asked := 0
	for _, p := range processes {
		asked += p.counted("cost", "redis", "passed") + p.counted("cost", "redis", "refused")
	}
	require.LessOrEqual(t, asked, portions+2+4, "of 1,920 requests only those that needed a portion ask Redis")
}

// gated holds scripts up until the test lets them go.
type gated struct {
	redis.Hook
	reached, release chan struct{}
	trips            atomic.Int32
}

func (*gated) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (*gated) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

func (g *gated) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, commands []redis.Cmder) error {
		if commands[0].Name() == "evalsha" { // Not the greeting of a new connection.
			if g.trips.Add(1) == 1 {
				close(g.reached)
				<-g.release
			}
		}
		return next(context.WithoutCancel(ctx), commands)
	}
}

func TestCallersOfOneKeyShareOneFetch(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	require.NoError(t, takeScript.Load(t.Context(), client).Err())
	gate := &gated{reached: make(chan struct{}), release: make(chan struct{})}
	client.AddHook(gate)
	p := newProcess(t, Options{Redis: client, Prefix: prefix})
	budget := p.Budget(daily("cost", 2000))
	var done sync.WaitGroup
	for range 50 {
		done.Go(func() {
			if err := budget.Spend(t.Context(), "a", 1); err != nil {
				t.Error(err)
			}
		})
	}
	<-gate.reached
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, budget.Spend(gone, "a", 1), context.Canceled, "nobody has to wait for somebody's fetch")
	close(gate.release)
	done.Wait()
	require.EqualValues(t, 1, gate.trips.Load())
	require.NoError(t, budget.Spend(t.Context(), "a", 50))
	require.EqualValues(t, 1, gate.trips.Load(), "the portion of 100 is spent from memory")
	require.NoError(t, budget.Spend(t.Context(), "a", 1))
	require.EqualValues(t, 2, gate.trips.Load())
}

func TestARefusalIsRemembered(t *testing.T) {
	t.Parallel()
	processes, _, _ := shared(t, 1)
	budget := processes[0].Budget(Limit{Name: "cost", Rate: 1000, Per: time.Hour})
	require.NoError(t, budget.Spend(t.Context(), "a", 990))
	for range 10 {
		wait := requireRefused(t, budget.Spend(t.Context(), "a", 500))
		require.LessOrEqual(t, wait, 1764*time.Second+time.Second)
		require.Greater(t, wait, 1764*time.Second-patience)
	}
	require.Equal(t, 1, processes[0].counted("cost", "redis", "refused"))
	require.NoError(t, budget.Spend(t.Context(), "a", 10), "a smaller one still passes")
	require.Equal(t, 10, processes[0].counted("cost", "memory", "refused"))
}

func TestABudgetFollowsItsClock(t *testing.T) {
	t.Parallel()
	clock := newHands()
	p := newProcess(t, Options{Clock: clock})
	budget := p.Budget(Limit{Name: "cost", Rate: 100, Per: time.Second, Burst: 1000})
	require.NoError(t, budget.Spend(t.Context(), "a", 1000))
	require.Equal(t, 3*time.Second, requireRefused(t, budget.Spend(t.Context(), "a", 300)))
	require.Equal(t, time.Second, requireRefused(t, budget.Spend(t.Context(), "a", 1)))
	clock.move(2 * time.Second)
	require.Equal(t, time.Second, requireRefused(t, budget.Spend(t.Context(), "a", 300)))
	require.NoError(t, budget.Spend(t.Context(), "a", 180))
	require.NoError(t, budget.Spend(t.Context(), "b", 1000))

	clock.move(time.Hour)
	require.NoError(t, budget.Spend(t.Context(), "a", 1000), "what was left has lapsed, the limit is full")
	requireRefused(t, budget.Spend(t.Context(), "a", 1))
	clock.move(-24 * time.Hour)
	require.LessOrEqual(t, requireRefused(t, budget.Spend(t.Context(), "a", 1000)), 10*time.Second, "a clock set back")
}

func TestACostThatCanNeverBePaid(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{})
	budget := p.Budget(daily("cost", 100))
	err := budget.Spend(t.Context(), "a", 101)
	require.True(t, fault.Is(err, fault.QueryTooComplex))
	require.NoError(t, budget.Spend(t.Context(), "a", 0))
	require.NoError(t, budget.Spend(t.Context(), "a", -5))
	require.NoError(t, budget.Spend(t.Context(), "a", 100), "none of it was counted")
}

func BenchmarkSpend(b *testing.B) {
	p := newProcess(b, Options{})
	budget := p.Budget(Limit{Name: "bench", Rate: 1e9, Per: time.Hour, Burst: 1e9})
	keys := []string{"viewer-1", "viewer-2", "viewer-3", "viewer-4"}
	var turn atomic.Int64
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		key := keys[int(turn.Add(1))%len(keys)]
		for pb.Next() {
			if err := budget.Spend(b.Context(), key, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}
