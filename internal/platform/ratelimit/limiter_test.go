package ratelimit

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// daily limits do not refill while a test runs.
func daily(name string, burst int) Limit {
	return Limit{Name: name, Rate: burst, Per: 24 * time.Hour}
}

func TestTwoProcessesTogetherLetNoMoreThanTheLimitThrough(t *testing.T) {
	t.Parallel()
	eachShared(t, 2, func(t *testing.T, processes []process) {
		const crowd, limit = 64, 50
		var passed, refused atomic.Int32
		var ready, done sync.WaitGroup
		start := make(chan struct{})
		for i := range crowd {
			ready.Add(1)
			done.Go(func() {
				ready.Done()
				<-start
				switch err := processes[i%2].Take(t.Context(), Use{daily("sms", limit), "+2348031234567"}); {
				case err == nil:
					passed.Add(1)
				case fault.Is(err, fault.RateLimited):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		ready.Wait()
		close(start)
		done.Wait()
		require.EqualValues(t, limit, passed.Load())
		require.EqualValues(t, crowd-limit, refused.Load())
		require.Equal(t, limit, processes[0].counted("sms", "redis", "passed")+processes[1].counted("sms", "redis", "passed"))
	})
}

func TestTheLongestWaitIsTold(t *testing.T) {
	t.Parallel()
	eachShared(t, 1, func(t *testing.T, processes []process) {
		minute := Limit{Name: "minute", Rate: 1, Per: time.Minute}
		hour := Limit{Name: "hour", Rate: 1, Per: time.Hour}
		both := []Use{{minute, "a"}, {hour, "b"}, {daily("day", 5), ""}}
		require.NoError(t, processes[0].Take(t.Context(), both...))
		wait := requireRefused(t, processes[0].Take(t.Context(), both...))
		require.LessOrEqual(t, wait, time.Hour)
		require.Greater(t, wait, time.Hour-patience)
		wait = requireRefused(t, processes[0].Take(t.Context(), Use{minute, "a"}))
		require.LessOrEqual(t, wait, time.Minute)
		require.NoError(t, processes[0].Take(t.Context(), Use{minute, "other"}, Use{hour, "other"}))
	})
}

func TestARefusedCallUsesNothingUp(t *testing.T) {
	t.Parallel()
	processes, client, prefix := shared(t, 1)
	phone, all := daily("phone", 1), daily("all", 3)
	for range 20 {
		_ = processes[0].Take(t.Context(), Use{all, ""}, Use{phone, "+2348031234567"})
	}
	require.Equal(t, 19, processes[0].counted("phone", "redis", "refused"))
	for _, other := range []string{"+2348031234568", "+2348031234569"} {
		require.NoError(t, processes[0].Take(t.Context(), Use{all, ""}, Use{phone, other}))
	}
	requireRefused(t, processes[0].Take(t.Context(), Use{all, ""}, Use{phone, "+2348031234570"}))

	keys, err := client.Keys(t.Context(), prefix+"*").Result()
	require.NoError(t, err)
	require.Len(t, keys, 4, "what was given back is gone")
	for _, key := range keys {
		require.NotContains(t, key, "80312345")
		require.True(t, strings.HasPrefix(key, prefix+"limit:"))
		left, err := client.PTTL(t.Context(), key).Result()
		require.NoError(t, err)
		require.Positive(t, left)
		require.LessOrEqual(t, left, 24*time.Hour)
	}
}

func TestOneCallMayUseALimitTwice(t *testing.T) {
	t.Parallel()
	eachShared(t, 1, func(t *testing.T, processes []process) {
		use := Use{daily("twice", 3), "a"}
		require.NoError(t, processes[0].Take(t.Context(), use, use))
		requireRefused(t, processes[0].Take(t.Context(), use, use))
		require.NoError(t, processes[0].Take(t.Context(), use))
	})
}

func TestASmallerLimitLocksNobodyOut(t *testing.T) {
	t.Parallel()
	processes, client, prefix := shared(t, 1)
	require.NoError(t, processes[0].Take(t.Context(), Use{Limit{Name: "changed", Rate: 1, Per: 300 * 24 * time.Hour}, ""}))
	wait := requireRefused(t, processes[0].Take(t.Context(), Use{Limit{Name: "changed", Rate: 1, Per: time.Minute}, ""}))
	require.LessOrEqual(t, wait, time.Minute)

	keys, err := client.Keys(t.Context(), prefix+"*").Result()
	require.NoError(t, err)
	require.Len(t, keys, 1)
	require.NoError(t, client.Set(t.Context(), keys[0], "damaged", 0).Err())
	require.NoError(t, processes[0].Take(t.Context(), Use{Limit{Name: "changed", Rate: 1, Per: time.Minute}, ""}))
}

func TestAForgottenScriptIsSentAgain(t *testing.T) {
	t.Parallel()
	server := newOutage(t)
	p, use := server.process(t, newHands()), Use{daily("script", 2), ""}
	require.NoError(t, p.TakeOrStop(t.Context(), use))
	require.NoError(t, p.opts.Redis.ScriptFlush(t.Context()).Err())
	require.NoError(t, p.TakeOrStop(t.Context(), use))
	requireRefused(t, p.TakeOrStop(t.Context(), use))
	require.Equal(t, 2, p.counted("script", "redis", "passed"))
}

func TestWhatIsNoLimit(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{})
	for _, wrong := range []Limit{
		{},
		{Rate: 1, Per: time.Second},
		{Name: "rate", Per: time.Second},
		{Name: "rate", Rate: -1, Per: time.Second},
		{Name: "period", Rate: 1},
		{Name: "burst", Rate: 1, Per: time.Second, Burst: -1},
		{Name: "window", Rate: 1, Per: time.Hour, Burst: 1 << 40},
		{Name: "window", Rate: 1, Per: 1 << 62},
	} {
		require.Error(t, wrong.Validate(), "%+v", wrong)
		err := p.Take(t.Context(), Use{wrong, ""})
		require.Error(t, err)
		_, told := fault.From(err)
		require.False(t, told, "a mistake of the program is not the caller's")
		require.Error(t, p.Budget(wrong).Spend(t.Context(), "", 1))
	}
	require.NoError(t, daily("right", 1).Validate())
	require.NoError(t, p.Take(t.Context()))
}

func TestOffCountsNothing(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{Off: true})
	budget := p.Budget(daily("off", 1))
	for range 5 {
		require.NoError(t, p.Take(t.Context(), Use{daily("off", 1), ""}))
		require.NoError(t, p.TakeOrStop(t.Context(), Use{daily("off", 1), ""}))
		require.NoError(t, budget.Spend(t.Context(), "", 5))
	}
}

func TestACallerWhoLeftCountsNothing(t *testing.T) {
	t.Parallel()
	processes, _, _ := shared(t, 1)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	use := Use{daily("left", 1), ""}
	require.ErrorIs(t, processes[0].Take(gone, use), context.Canceled)
	require.NoError(t, processes[0].Take(t.Context(), use))
}

func TestTwoLimitersOfAProcessShareTheirCounters(t *testing.T) {
	t.Parallel()
	p := newProcess(t, Options{})
	second := New(Options{Metrics: p.registry})
	require.NoError(t, p.Take(t.Context(), Use{daily("x", 1), ""}))
	require.NoError(t, second.Take(t.Context(), Use{daily("x", 1), ""}))
	require.Equal(t, 2, p.counted("x", "process", "passed"))
}

func BenchmarkTake(b *testing.B) {
	processes, _, _ := shared(b, 1)
	uses := []Use{{daily("b1", 1e9), "a"}, {daily("b2", 1e9), "b"}, {daily("b3", 1e9), ""}}
	for b.Loop() {
		if err := processes[0].Take(b.Context(), uses...); err != nil {
			b.Fatal(err)
		}
	}
}
