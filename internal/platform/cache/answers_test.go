package cache_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

// computing counts how often answers are computed from its present text.
type computing struct {
	text  atomic.Value
	times atomic.Int64
}

func (c *computing) run(context.Context) (string, error) {
	c.times.Add(1)
	return c.text.Load().(string), nil
}

func newComputing(text string) *computing {
	c := &computing{}
	c.text.Store(text)
	return c
}

func answer(t testing.TB, a *cache.Answers[string], key string, compute func(context.Context) (string, error)) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	got, err := a.Get(ctx, key, compute)
	require.NoError(t, err)
	return got
}

func TestAnswersMoveTogether(t *testing.T) {
	_, p := processes(t, 2)
	groups := []*cache.Group{cache.NewGroup(p[0].bus, "catalog"), cache.NewGroup(p[1].bus, "catalog")}
	facets := []*cache.Answers[string]{
		cache.NewAnswers[string](groups[0], cache.Settings{Name: "facets"}),
		cache.NewAnswers[string](groups[1], cache.Settings{Name: "facets"}),
	}
	pages := cache.NewAnswers[string](groups[0], cache.Settings{Name: "pages"})
	apart := cache.NewAnswers[string](cache.NewGroup(p[0].bus, "apart"), cache.Settings{Name: "apart"})
	work := newComputing("old")
	long := strings.Repeat("filter ", 1000)
	heard := p[1].heard()
	for range 3 {
		for _, a := range append(facets, pages, apart) {
			require.Equal(t, "old", answer(t, a, "a", work.run))
			require.Equal(t, "old", answer(t, a, long, work.run))
		}
	}
	require.Equal(t, int64(6), work.times.Load(), "both processes share, other names and keys do not")
	for _, key := range p[0].client.Keys(context.Background(), "*").Val() {
		require.Less(t, len(key), 200)
	}

	work.text.Store("new")
	require.NoError(t, groups[0].Move(context.Background()))
	await(t, heard)
	for range 2 {
		for _, a := range append(facets, pages) {
			require.Equal(t, "new", answer(t, a, "a", work.run))
		}
	}
	require.Equal(t, "old", answer(t, apart, "a", work.run), "another group stays")
	require.Equal(t, int64(8), work.times.Load())
}

// An answer computed from what a move made old is not found after it.
func TestOldAnswerIsNotFoundAfterAMove(t *testing.T) {
	_, p := processes(t, 2)
	group := cache.NewGroup(p[1].bus, "g")
	one := cache.NewAnswers[string](cache.NewGroup(p[0].bus, "g"), cache.Settings{Name: "a"})
	two := cache.NewAnswers[string](group, cache.Settings{Name: "a"})
	work := newComputing("old")
	heard := p[0].heard()
	reached, release, old := make(chan struct{}), make(chan struct{}), make(chan string, 1)
	go func() {
		got, err := one.Get(context.Background(), "k", func(ctx context.Context) (string, error) {
			got, err := work.run(ctx)
			close(reached)
			<-release
			return got, err
		})
		if err != nil {
			t.Error(err)
		}
		old <- got
	}()
	await(t, reached)
	work.text.Store("new")
	require.NoError(t, group.Move(context.Background()))
	await(t, heard)
	require.Equal(t, "new", answer(t, one, "k", work.run), "nobody joins a computation from before")
	close(release)
	require.Equal(t, "old", await(t, old))
	require.Equal(t, "new", answer(t, one, "k", work.run))
	require.Equal(t, "new", answer(t, two, "k", work.run))
}

func TestAnswersWithoutRedis(t *testing.T) {
	s, p := processes(t, 1)
	group := cache.NewGroup(p[0].bus, "g")
	a := cache.NewAnswers[string](group, cache.Settings{Name: "a"})
	work := newComputing("one")
	require.Equal(t, "one", answer(t, a, "k", work.run))
	require.NoError(t, s.Kill())
	require.Eventually(t, func() bool { return !p[0].hub.Connected() }, patience, time.Millisecond)
	work.text.Store("two")
	require.Error(t, group.Move(context.Background()))
	require.Equal(t, "two", answer(t, a, "k", work.run))

	// A heavy answer is still computed once for all who ask at the same time.
	reached, release := make(chan struct{}), make(chan struct{})
	heavy := func(context.Context) (string, error) {
		close(reached) // A second time would panic.
		<-release
		return "heavy", nil
	}
	got := make(chan string, 20)
	ask := func() {
		text, err := a.Get(context.Background(), "k", heavy)
		if err != nil {
			t.Error(err)
		}
		got <- text
	}
	joined := a.Stats().Coalesced
	go ask()
	await(t, reached)
	for range 19 {
		go ask()
	}
	require.Eventually(t, func() bool { return a.Stats().Coalesced == joined+19 }, patience, time.Millisecond)
	_ = group.Move(context.Background()) // It fails, and is heard of here all the same.
	require.Equal(t, "two", answer(t, a, "k", work.run), "nobody joins a computation from before")
	close(release)
	for range 20 {
		require.Equal(t, "heavy", await(t, got))
	}

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	require.NoError(t, s.Restart(ctx))
	require.Eventually(t, func() bool {
		before := work.times.Load()
		answer(t, a, "k", work.run)
		return work.times.Load() == before
	}, patience, time.Millisecond, "answers are kept again")
}

func TestAnswersForManyKeys(t *testing.T) {
	_, p := processes(t, 1)
	a := cache.NewAnswers[int](cache.NewGroup(p[0].bus, "g"), cache.Settings{Name: "a"})
	off := cache.NewAnswers[int](cache.NewGroup(p[0].bus, "g"), cache.Settings{Name: "off", Disabled: true})
	var asked [][]string
	fetch := func(_ context.Context, keys []string) (map[string]int, error) {
		asked = append(asked, keys)
		found := map[string]int{}
		for _, key := range keys {
			if key != "none" {
				found[key] = len(key)
			}
		}
		return found, nil
	}
	ctx := context.Background()
	want := map[string]int{"a": 1, "bb": 2}
	for range 2 {
		got, err := a.GetMany(ctx, []string{"a", "none", "bb", "a"}, fetch)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := a.GetMany(ctx, []string{"bb", "ccc"}, fetch)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"bb": 2, "ccc": 3}, got)
	require.Equal(t, [][]string{{"a", "none", "bb"}, {"ccc"}}, asked)
	got, err = off.GetMany(ctx, []string{"a"}, fetch)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"a": 1}, got)

	broken := errors.New("broken")
	_, err = a.Get(ctx, "z", func(context.Context) (int, error) { return 0, broken })
	require.ErrorIs(t, err, broken)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = a.Get(ended, "zz", func(ctx context.Context) (int, error) { return 0, broken })
	require.Error(t, err)
}

func TestMetrics(t *testing.T) {
	s := newServer(t)
	registry := prometheus.NewPedanticRegistry()
	p := newProcess(t, s, s.addr(), cache.Options{Metrics: registry})
	c := cache.New[int, int](p.bus, cache.Settings{Name: "item"})
	rows := newSource(map[int]int{1: 10})
	find(t, c, 1, rows.fetch)
	find(t, c, 1, rows.fetch)
	drop(t, c, 1)
	_, err := cache.NewBus(cache.Options{Redis: p.client, Metrics: registry})
	require.Error(t, err, "one bus a registry")

	values := map[string]float64{}
	families, err := registry.Gather()
	require.NoError(t, err)
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			name := family.GetName()
			for _, label := range metric.GetLabel() {
				name += "," + label.GetValue()
			}
			values[name] = metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
	}
	require.Equal(t, 1.0, values["cache_lookups_total,item,local,hit"])
	require.Equal(t, 1.0, values["cache_lookups_total,item,local,miss"])
	require.Equal(t, 1.0, values["cache_lookups_total,item,redis,miss"])
	require.Equal(t, 1.0, values["cache_fetched_keys_total,item"])
	require.Equal(t, 1.0, values["cache_fills_total,item,stored"])
	require.Equal(t, 1.0, values["cache_dropped_keys_total,item"])
	require.Equal(t, 1.0, values["cache_local_live"])
	require.Contains(t, values, "cache_pending_drops")
	p.bus.Stop()
	families, err = registry.Gather()
	require.NoError(t, err)
	require.Empty(t, families)
}
