package cache_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

func TestFailuresOfTheSource(t *testing.T) {
	_, p := processes(t, 2)
	c := cache.New[int, int](p[0].bus, cache.Settings{Name: "item"})
	hasty := cache.New[int, int](p[1].bus, cache.Settings{Name: "item", FetchTimeout: 50 * time.Millisecond})
	rows := newSource(map[int]int{1: 10})
	broken := errors.New("broken")
	ctx := context.Background()
	failIn := func(c *cache.Cache[int, int], fetch cache.Fetch[int, int]) error {
		_, err := c.GetMany(ctx, []int{1}, fetch)
		return err
	}
	fail := func(fetch cache.Fetch[int, int]) error { return failIn(c, fetch) }
	require.ErrorIs(t, fail(func(context.Context, []int) (map[int]int, error) { return nil, broken }), broken)
	require.ErrorIs(t, failIn(hasty, func(ctx context.Context, _ []int) (map[int]int, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}), context.DeadlineExceeded, "the source has its own time limit")
	require.Equal(t, 10, find(t, c, 1, rows.fetch), "an error is not remembered")
	require.Equal(t, uint64(1), c.Stats().Fills, "both gave the lease back")

	drop(t, c, 1)
	require.ErrorContains(t, fail(func(context.Context, []int) (map[int]int, error) { panic("oh") }), "panic: oh")
	drop(t, c, 1)
	require.Error(t, fail(func(context.Context, []int) (map[int]int, error) {
		runtime.Goexit()
		return nil, nil
	}))
	require.Equal(t, 10, find(t, c, 1, rows.fetch))
}
