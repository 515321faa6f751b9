package analytics

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// chore is an errand that ends when it is told how.
type chore struct {
	*errand[int]
	begun atomic.Int32
	end   chan error
}

func newChore(t *testing.T) *chore {
	c := &chore{errand: newErrand[int]("sweeping the floor", "the floor", slog.New(slog.DiscardHandler)), end: make(chan error)}
	t.Cleanup(c.stop)
	return c
}

// request asks as a request does, which has 10 seconds.
func (c *chore) request(t *testing.T, asked string) (int, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return c.ask(ctx, asked, func(ctx context.Context) (int, error) {
		turn := int(c.begun.Add(1))
		select {
		case err := <-c.end:
			return turn, err
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	})
}

func TestWorkOutlivesTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newChore(t)
		begun := time.Now()
		_, err := c.request(t, "the hall")
		require.Less(t, time.Since(begun), 10*time.Second, "the answer still reaches who asked")
		told, _ := fault.From(err)
		require.Equal(t, fault.RetryLater, told.Why())
		require.Equal(t, againAfter, told.RetryAfter)
		require.ErrorContains(t, err, "goes on in the background")

		_, err = c.request(t, "the stairs")
		require.True(t, fault.For(err, fault.StateConflict), "%v", err)
		require.ErrorContains(t, err, "the hall")

		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				turn, err := c.request(t, "the hall")
				require.NoError(t, err)
				require.Equal(t, 1, turn, "they wait for the one that goes on")
			})
		}
		synctest.Wait()
		c.end <- nil
		both.Wait()
		require.EqualValues(t, 1, c.begun.Load())
	})
}

// Who went without an outcome is given it once, for a minute.
func TestAnOutcomeIsKeptForWhoAsksAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, broken := newChore(t), errors.New("the broom is broken")
		again := func(asked string, turn int, late time.Duration) {
			t.Helper()
			_, err := c.request(t, asked)
			require.True(t, fault.For(err, fault.RetryLater), "%v", err)
			c.end <- broken
			time.Sleep(late)
			go func() { c.end <- nil }() // Of a new one, should there be any.
			got, err := c.request(t, asked)
			require.Equal(t, turn, got)
			if late < owedTime {
				require.ErrorIs(t, err, broken)
				got, err = c.request(t, asked)
				require.Equal(t, turn+1, got)
			}
			require.NoError(t, err)
		}
		again("the hall", 1, owedTime/2)  // The first, and a second that nobody waited for.
		again("the stairs", 4, owedTime)  // The third is too old, and the fourth is new.
		again("the hall", 5, time.Second) // Another of the same name owes nothing.
	})
}

func TestAnErrandHasItsOwnEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newChore(t)
		_, err := c.request(t, "the hall")
		require.True(t, fault.For(err, fault.RetryLater), "%v", err)
		time.Sleep(errandTime - 30*time.Second)
		synctest.Wait()
		require.True(t, c.last.at.IsZero())
		_, err = c.request(t, "the hall")
		require.True(t, fault.For(err, fault.RetryLater), "%v", err)
		time.Sleep(5 * time.Second)
		_, err = c.request(t, "the hall")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.EqualValues(t, 1, c.begun.Load())
	})
}

func TestTheEndOfTheProcessCutsErrandsOff(t *testing.T) {
	t.Parallel()
	c := newChore(t)
	var asking sync.WaitGroup
	for range 20 {
		asking.Go(func() {
			_, err := c.request(t, "the hall")
			if !fault.Is(err, fault.ServiceUnavailable) {
				require.ErrorIs(t, err, context.Canceled)
			}
		})
	}
	c.stop()
	asking.Wait()
	_, err := c.request(t, "the hall")
	require.True(t, fault.Is(err, fault.ServiceUnavailable), "%v", err)
	require.LessOrEqual(t, c.begun.Load(), int32(1))
}

func TestAPanicOfAnErrandIsAnError(t *testing.T) {
	t.Parallel()
	c := newChore(t)
	_, err := c.ask(t.Context(), "the hall", func(context.Context) (int, error) { panic("a mouse") })
	require.ErrorContains(t, err, "a mouse")
	_, known := fault.From(err)
	require.False(t, known, "nobody is shown it")
}
