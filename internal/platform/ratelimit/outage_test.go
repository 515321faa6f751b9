package ratelimit

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/fault"
	"zuka/internal/testenv"
)

func TestTheLocalLimiterFollowsItsClock(t *testing.T) {
	t.Parallel()
	clock := newHands()
	p := newProcess(t, Options{Clock: clock})
	use := Use{Limit{Name: "login", Rate: 2, Per: time.Minute, Burst: 3}, "a"}
	for range 3 {
		require.NoError(t, p.Take(t.Context(), use))
	}
	require.Equal(t, 30*time.Second, requireRefused(t, p.Take(t.Context(), use)))
	clock.move(29*time.Second + 500*time.Millisecond)
	require.Equal(t, time.Second, requireRefused(t, p.Take(t.Context(), use)))
	clock.move(500 * time.Millisecond)
	require.NoError(t, p.Take(t.Context(), use))
	requireRefused(t, p.Take(t.Context(), use))
	require.NoError(t, p.Take(t.Context(), Use{use.Limit, "b"}))

	clock.move(time.Hour)
	for range 3 {
		require.NoError(t, p.Take(t.Context(), use), "never more than the burst, however long ago")
	}
	requireRefused(t, p.Take(t.Context(), use))
	clock.move(-24 * time.Hour)
	require.LessOrEqual(t, requireRefused(t, p.Take(t.Context(), use)), 30*time.Second, "a clock set back")
}

func TestTheLocalLimiterGivesBack(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{Clock: newHands()})
	all, one := daily("all", 2), daily("one", 1)
	for range 10 {
		_ = p.Take(t.Context(), Use{all, ""}, Use{one, "a"})
	}
	require.NoError(t, p.Take(t.Context(), Use{all, ""}, Use{one, "b"}))
	requireRefused(t, p.Take(t.Context(), Use{all, ""}, Use{one, "c"}))
	require.NoError(t, p.Take(t.Context(), Use{one, "c"}))
}

func TestTheLocalLimiterIsExactInACrowd(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{Clock: newHands()})
	var passed atomic.Int32
	var crowd sync.WaitGroup
	for range 200 {
		crowd.Go(func() {
			if p.Take(t.Context(), Use{daily("crowd", 50), ""}) == nil {
				passed.Add(1)
			}
		})
	}
	crowd.Wait()
	require.EqualValues(t, 50, passed.Load())
}

func TestTheLocalLimiterIsBounded(t *testing.T) {
	t.Parallel()
	l := newLocal(newHands())
	for i := range 2 * localKeys {
		l.ask(want{limit: daily("many", 1), key: string(rune(i)) + "x", least: 1, most: 1})
	}
	l.full.CleanUp()
	require.LessOrEqual(t, l.full.EstimatedSize(), localKeys)
}

func TestWithoutRedisWhatCostsMoneyStops(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{})
	use := Use{daily("sms", 1), ""}
	for range 3 {
		require.True(t, fault.Is(p.TakeOrStop(t.Context(), use), fault.ServiceUnavailable))
	}
	require.NoError(t, p.Take(t.Context(), use), "what was stopped is not counted")
}

// outage is a Redis that a test stops and starts.
type outage struct{ *devstack.Server }

func newOutage(t testing.TB) outage { return outage{testenv.OwnRedis(t)} }

func (o outage) process(t testing.TB, clock *hands) process {
	options, err := redis.ParseURL(o.URL())
	require.NoError(t, err)
	options.ContextTimeoutEnabled, options.MaxRetries, options.DialerRetries = true, -1, 1
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() }) // nothing is left to be said on it
	return newProcess(t, Options{Redis: client, Prefix: "t:", Clock: clock})
}

func TestRedisIsKilledAndComesBack(t *testing.T) {
	t.Parallel()
	server, clock := newOutage(t), newHands()
	p := server.process(t, clock)
	use := Use{daily("sms", 2), "a"}
	budget := p.Budget(daily("cost", 100))
	require.NoError(t, p.Take(t.Context(), use))
	require.NoError(t, p.TakeOrStop(t.Context(), use))
	requireRefused(t, p.Take(t.Context(), use))
	require.NoError(t, budget.Spend(t.Context(), "a", 100))

	require.NoError(t, server.Kill())
	require.NoError(t, p.Take(t.Context(), use), "this process begins to count")
	require.True(t, fault.Is(p.TakeOrStop(t.Context(), use), fault.ServiceUnavailable))
	require.NoError(t, p.Take(t.Context(), use))
	requireRefused(t, p.Take(t.Context(), use))
	require.NoError(t, budget.Spend(t.Context(), "b", 60))
	require.NoError(t, budget.Spend(t.Context(), "b", 40))
	requireRefused(t, budget.Spend(t.Context(), "b", 1))
	require.Equal(t, 2, p.counted("sms", "process", "passed"))

	// The breaker is open: Redis is not asked, and nobody waits for it.
	_, err := p.askRedis(t.Context(), []want{{limit: use.Limit, least: 1, most: 1}})
	require.ErrorIs(t, err, errDown)

	require.NoError(t, server.Restart(t.Context()))
	require.Eventually(t, func() bool {
		clock.move(retryAfter)
		return p.TakeOrStop(t.Context(), Use{daily("sms", 1000), "b"}) == nil
	}, patience, 10*time.Millisecond)
	require.NoError(t, p.Take(t.Context(), use), "the new Redis knows of nothing")
	require.Equal(t, 2, p.counted("sms", "process", "passed"))
	require.NoError(t, budget.Spend(t.Context(), "c", 100))
	require.GreaterOrEqual(t, p.counted("cost", "redis", "passed"), 2)
}
