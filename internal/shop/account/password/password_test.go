package password

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/semaphore"

	"zuka/internal/platform/fault"
)

func TestTheRulesAreOfLengthAlone(t *testing.T) {
	t.Parallel()
	for password, good := range map[string]bool{
		"": false, "1234567": false, "12345678": true, "        ": true, "ẹ̀kọ́ ni": true, "ẹkọẹkọ7": false,
		strings.Repeat("ẹ", Longest): true, strings.Repeat("a", Longest+1): false,
	} {
		err := Check("input.password", password)
		if good {
			require.NoError(t, err, password)
			continue
		}
		wrong, ok := fault.From(err)
		require.True(t, ok, password)
		require.Equal(t, []string{"input", "password"}, wrong.Field)
		require.Equal(t, fault.InputInvalid, wrong.Why())
	}
}

func TestAHashKnowsItsPassword(t *testing.T) {
	t.Parallel()
	h, ctx := NewHasher(), t.Context()
	hash, err := h.Hash(ctx, "agbada and gele")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"), hash)
	again, err := h.Hash(ctx, "agbada and gele")
	require.NoError(t, err)
	require.NotEqual(t, hash, again, "each has a salt of its own")
	for password, right := range map[string]bool{"agbada and gele": true, "agbada and gel": false, "Agbada and gele": false, "": false} {
		same, err := h.Same(ctx, password, &hash)
		require.NoError(t, err)
		require.Equal(t, right, same, password)
	}
	broken := "$argon2id$broken"
	same, err := h.Same(ctx, "agbada and gele", &broken)
	require.Error(t, err)
	require.False(t, same)
}

// A person without a password has none that is right, not even the stranger's.
func TestNobodysHashIsNeverRight(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	for _, password := range []string{"", "agbada and gele", "nobody has this password"} {
		same, err := h.Same(t.Context(), password, nil)
		require.NoError(t, err)
		require.False(t, same)
	}
}

func TestAnOverlongPasswordIsNeverRight(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	longest, long := strings.Repeat("ẹ", Longest), strings.Repeat("a", Longest+1)
	for password, right := range map[string]bool{longest: true, long: false} {
		hash, err := argon2id.CreateHash(password, params)
		require.NoError(t, err)
		same, err := h.Same(t.Context(), password, &hash)
		require.NoError(t, err)
		require.Equal(t, right, same)
	}
	// It is compared as the empty one, which must not make it right either.
	empty, err := argon2id.CreateHash("", params)
	require.NoError(t, err)
	same, err := h.Same(t.Context(), long, &empty)
	require.NoError(t, err)
	require.False(t, same)
}

// Time cannot be measured on a busy machine, but argon2's 19 MiB can: who has
// no account costs what who has one does. It counts what the whole process
// takes, so it is not parallel.
func TestAStrangerCostsAsMuch(t *testing.T) {
	h := NewHasher()
	hash, err := h.Hash(t.Context(), "agbada and gele")
	require.NoError(t, err)
	cost := func(password string, hash *string) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := h.Same(t.Context(), password, hash)
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	known := cost("agbada and gele", &hash)
	require.Greater(t, known, float64(params.Memory)*1024)
	for name, other := range map[string]float64{
		"wrong": cost("agbada", &hash), "nobody": cost("agbada and gele", nil), "overlong": cost(strings.Repeat("a", 10_000), &hash),
	} {
		require.InEpsilon(t, known, other, 0.05, name)
	}
}

// waiter is a hasher whose turns are counted; its bubble has a clock of its own.
func waiter(turns int64) *Hasher { return &Hasher{turns: semaphore.NewWeighted(turns)} }

func TestWorkIsDoneInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const turns, people = 3, 20
		h := waiter(turns)
		var running, most, done atomic.Int64
		leave := make(chan struct{})
		var all sync.WaitGroup
		for range people {
			all.Go(func() {
				err := h.inTurn(t.Context(), func() error {
					most.Store(max(most.Load(), running.Add(1)))
					<-leave
					running.Add(-1)
					done.Add(1)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		for range people {
			synctest.Wait() // Everybody works or waits.
			require.LessOrEqual(t, running.Load(), int64(turns))
			leave <- struct{}{}
		}
		all.Wait()
		require.Equal(t, int64(people), done.Load())
		require.Equal(t, int64(turns), most.Load())
	})
}

func TestWhoWaitsInVainIsAskedToComeBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := waiter(1)
		require.NoError(t, h.turns.Acquire(t.Context(), 1))
		err := h.inTurn(t.Context(), func() error {
			t.Error("it was nobody's turn")
			return nil
		})
		busy, ok := fault.From(err)
		require.True(t, ok)
		require.Equal(t, fault.RetryLater, busy.Why())
		require.Equal(t, retryAfter, busy.RetryAfter)

		gone, leave := context.WithCancel(t.Context())
		leave()
		require.Equal(t, context.Canceled, h.inTurn(gone, func() error { return nil }))
		same, err := h.Same(gone, "agbada and gele", nil)
		require.ErrorIs(t, err, context.Canceled)
		require.False(t, same)
		h.turns.Release(1)
		require.NoError(t, h.inTurn(t.Context(), func() error { return nil }), "a turn that was given up is free again")
	})
}

func TestAPanicGivesTheTurnBack(t *testing.T) {
	t.Parallel()
	h := waiter(1)
	require.Panics(t, func() { _ = h.inTurn(t.Context(), func() error { panic("broken") }) })
	require.True(t, h.turns.TryAcquire(1))
}

func TestHalfOfTheProcessorsHash(t *testing.T) {
	t.Parallel()
	h := NewHasher()
	turns := int64(max(1, runtime.GOMAXPROCS(0)/2))
	require.True(t, h.turns.TryAcquire(turns))
	require.False(t, h.turns.TryAcquire(1))
}
