package turn

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlySoManyRunAtOnce(t *testing.T) {
	t.Parallel()
	turns := New(3)
	var running, most atomic.Int64
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() {
			inside, done, err := turns.Take(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer done()
			count := func() {
				most.Store(max(most.Load(), running.Add(1)))
				running.Add(-1)
			}
			count()
			if err := Aside(inside, func() error { return nil }); err != nil {
				t.Error(err)
			}
			count()
		})
	}
	group.Wait()
	require.LessOrEqual(t, most.Load(), int64(3))
	require.True(t, turns.free.TryAcquire(3), "every turn is back")
}

func TestWhoStepsAsideLetsOthersRun(t *testing.T) {
	t.Parallel()
	turns := New(1)
	inside, done, err := turns.Take(t.Context())
	require.NoError(t, err)
	failed := errors.New("failed")
	require.ErrorIs(t, Aside(inside, func() error {
		_, other, err := turns.Take(t.Context())
		require.NoError(t, err, "the turn is free meanwhile")
		other()
		return failed
	}), failed)
	require.False(t, turns.free.TryAcquire(1), "it is taken again")
	done()
	require.True(t, turns.free.TryAcquire(1))
}

func TestWhoIsCalledAwayWhileAsideHoldsNoTurn(t *testing.T) {
	t.Parallel()
	turns := New(1)
	ctx, cancel := context.WithCancel(t.Context())
	inside, done, err := turns.Take(ctx)
	require.NoError(t, err)
	var other func()
	require.ErrorIs(t, Aside(inside, func() (err error) {
		_, other, err = turns.Take(t.Context())
		cancel()
		return err
	}), context.Canceled)
	done()
	require.False(t, turns.free.TryAcquire(1), "the other still has it")
	other()
	require.True(t, turns.free.TryAcquire(1), "and nobody gave it back twice")
}

func TestPartsMayStepAsideTogether(t *testing.T) {
	t.Parallel()
	turns := New(1)
	inside, done, err := turns.Take(t.Context())
	require.NoError(t, err)
	require.NoError(t, Aside(inside, func() error {
		return Aside(inside, func() error {
			require.True(t, turns.free.TryAcquire(1))
			turns.free.Release(1)
			return nil
		})
	}))
	done()
	require.True(t, turns.free.TryAcquire(1))
	require.NoError(t, Aside(t.Context(), func() error { return nil }), "outside of an operation nothing is given back")
}
