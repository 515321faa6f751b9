package cache_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
)

// gallery is one process that shows rows: each by a cached read, pages by Shown.
type gallery struct {
	*process
	rows       *source
	items      *cache.Cache[int, int]
	everything *cache.Group
	things     *cache.Family
	pages      *cache.Shown
}

func galleries(t testing.TB, n int) (*source, []*gallery) {
	t.Helper()
	rows := newSource(map[int]int{0: 0, 1: 0, 2: 0, 3: 0})
	_, processes := processes(t, n)
	all := make([]*gallery, n)
	for i, p := range processes {
		everything := cache.NewGroup(p.bus, "everything")
		all[i] = &gallery{
			process: p, rows: rows, items: cache.New[int, int](p.bus, cache.Settings{Name: "item"}), everything: everything,
			things: cache.NewFamily(p.bus, "thing"), pages: cache.NewShown(everything, cache.Settings{Name: "page", LocalSize: 1 << 20}),
		}
	}
	return rows, all
}

// change does what is to be done after a commit.
func (g *gallery) change(id int) {
	g.t.Helper()
	ctx := context.Background()
	if err := g.items.Drop(ctx, id); err != nil {
		g.t.Error(err)
	}
	if err := g.everything.Move(ctx); err != nil {
		g.t.Error(err)
	}
	if err := cache.Move(ctx, g.things.Of(id)...); err != nil {
		g.t.Error(err)
	}
}

// page shows some rows; between says what happens while it is made.
func (g *gallery) page(between func(), ids ...int) string {
	g.t.Helper()
	got, err := g.pages.Get(context.Background(), fmt.Sprint(ids), func(ctx context.Context) ([]byte, error) {
		g.things.Saw(ctx, ids...)
		found, err := g.items.GetMany(ctx, ids, g.rows.fetch)
		if between != nil {
			between()
		}
		text := ""
		for _, id := range ids {
			text += strconv.Itoa(found[id]) + " "
		}
		return []byte(text), err
	})
	if err != nil {
		g.t.Error(err)
		return ""
	}
	return string(got.Body)
}

func TestAnAnswerGoesWithWhatItShows(t *testing.T) {
	rows, all := galleries(t, 2)
	one, other := all[0], all[1]
	require.Equal(t, "0 0 ", one.page(nil, 1, 2))
	require.Equal(t, "0 0 ", other.page(nil, 1, 2))
	require.Equal(t, uint64(1), other.pages.Stats().RedisHits, "what one process made the other has")
	heard := other.heard()
	rows.set(3, 7)
	one.change(3)
	for range 3 { // The row, everything, the thing.
		await(t, heard)
	}
	one.page(nil, 1, 2)
	other.page(nil, 1, 2)
	require.Equal(t, uint64(1), one.pages.Stats().Fetches+other.pages.Stats().Fetches, "what is not shown drops nothing")
	rows.set(2, 9)
	one.change(2)
	for range 3 {
		await(t, heard)
	}
	require.Equal(t, "0 9 ", other.page(nil, 1, 2))
	require.Equal(t, "0 9 ", one.page(nil, 1, 2))
}

func TestAnAnswerThatTellsNothingGoesWithEverything(t *testing.T) {
	rows, all := galleries(t, 1)
	mute := func() string {
		got, err := all[0].pages.Get(t.Context(), "mute", func(context.Context) ([]byte, error) { return []byte(strconv.Itoa(rows.rows[0])), nil })
		require.NoError(t, err)
		return string(got.Body)
	}
	require.Equal(t, "0", mute())
	rows.set(0, 5)
	require.Equal(t, "0", mute())
	all[0].change(3)
	require.Equal(t, "5", mute())
}

// The answer is made of rows from before a change and stored after it.
func TestAnAnswerFromBeforeAChangeIsNotKept(t *testing.T) {
	for name, changer := range map[string]int{"changed here": 0, "changed elsewhere": 1} {
		t.Run(name, func(t *testing.T) {
			rows, all := galleries(t, 2)
			all[0].page(nil, 2) // So that the group is known.
			heard := all[1-changer].heard()
			got := all[0].page(func() {
				rows.set(1, 11)
				all[changer].change(1)
			}, 1)
			require.Equal(t, "0 ", got, "it had read before the change")
			require.Equal(t, uint64(1), all[0].pages.Stats().RefusedFills)
			for range 3 { // The row, everything, the thing.
				await(t, heard)
			}
			for _, g := range all {
				require.Equal(t, "11 ", g.page(nil, 1))
			}
		})
	}
}

func TestAnAnswerIsMadeOnceForABurst(t *testing.T) {
	_, all := galleries(t, 1)
	start, asked := make(chan struct{}), sync.WaitGroup{}
	var made atomic.Int64
	for range 50 {
		asked.Go(func() {
			<-start
			all[0].page(func() { made.Add(1) }, 1, 2, 3)
		})
	}
	close(start)
	asked.Wait()
	require.Equal(t, int64(1), made.Load())
}

func TestAPanicIsAnErrorForAllWhoWait(t *testing.T) {
	_, all := galleries(t, 1)
	_, err := all[0].pages.Get(t.Context(), "x", func(context.Context) ([]byte, error) { panic("boom") })
	require.ErrorContains(t, err, "boom")
}

// Processes change, and show pages of, the same few rows as fast as they can. A
// page never shows less than its own process had dropped before, and in the end
// all pages are right.
func TestPagesNeverGoBack(t *testing.T) {
	const keys, rounds = 4, 150
	rows, all := galleries(t, 2)
	var work sync.WaitGroup
	for _, g := range all {
		var committed [keys]atomic.Int64
		for range 2 {
			work.Go(func() {
				for range rounds {
					id := rand.IntN(keys)
					version := rows.raise(id)
					g.change(id)
					raise(&committed[id], int64(version))
				}
			})
		}
		for range 4 {
			work.Go(func() {
				for range 3 * rounds {
					a, b := rand.IntN(keys), rand.IntN(keys)
					leastA, leastB := committed[a].Load(), committed[b].Load()
					var seenA, seenB int64
					if _, err := fmt.Sscan(g.page(nil, a, b), &seenA, &seenB); err != nil || seenA < leastA || seenB < leastB {
						t.Error("went back", err, seenA, leastA, seenB, leastB)
					}
				}
			})
		}
	}
	work.Wait()
	heard := []<-chan struct{}{all[0].heardOf("marker"), all[1].heardOf("marker")}
	require.NoError(t, cache.NewGroup(all[0].bus, "marker").Move(t.Context()))
	await(t, heard[0])
	await(t, heard[1])
	for _, g := range all {
		for a := range keys {
			for b := range keys {
				want := fmt.Sprintf("%d %d ", rows.rows[a], rows.rows[b])
				require.Equal(t, want, g.page(nil, a, b))
				require.Equal(t, want, g.page(nil, a, b))
			}
		}
	}
}

func TestWithoutRedisPagesAreMadeAnew(t *testing.T) {
	s := newServer(t)
	way := newProxy(t, s.addr())
	p := newProcess(t, s, way.addr(), cache.Options{})
	everything := cache.NewGroup(p.bus, "everything")
	pages, made := cache.NewShown(everything, cache.Settings{Name: "page", LocalSize: 1 << 20}), 0
	show := func() {
		_, err := pages.Get(t.Context(), "x", func(context.Context) ([]byte, error) { made++; return []byte("x"), nil })
		require.NoError(t, err)
	}
	show()
	show()
	require.Equal(t, 1, made)
	way.setCut(true)
	require.Eventually(t, func() bool { return !p.hub.Connected() }, patience, time.Millisecond)
	show()
	show()
	require.Equal(t, 3, made, "what changes is not heard of")
}

func TestAnAnswerIsKeptAsLongAsItsReadersSay(t *testing.T) {
	s := newServer(t)
	now := &moving{at: time.Unix(1_800_000_000, 0)}
	p := newProcess(t, s, s.addr(), cache.Options{Clock: now})
	pages, made := cache.NewShown(cache.NewGroup(p.bus, "everything"), cache.Settings{Name: "page", TTL: time.Hour, LocalSize: 1 << 20}), 0
	show := func(life time.Duration) {
		_, err := pages.Get(t.Context(), life.String(), func(ctx context.Context) ([]byte, error) {
			made++
			cache.Within(ctx, 2*time.Hour)
			if life > 0 {
				cache.Within(ctx, life)
			}
			return []byte("x"), nil
		})
		require.NoError(t, err)
	}
	show(time.Minute)
	show(0)
	now.pass(59 * time.Second)
	show(time.Minute)
	require.Equal(t, 2, made)
	now.pass(2 * time.Second)
	show(time.Minute)
	show(0)
	require.Equal(t, 3, made)
	now.pass(time.Hour)
	show(0)
	require.Equal(t, 4, made)
}

// moving is a clock that a test moves.
type moving struct {
	mu sync.Mutex
	at time.Time
}

func (m *moving) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.at
}

func (m *moving) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at = m.at.Add(d)
}
