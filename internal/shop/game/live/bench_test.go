package live

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/shop/game/board"
)

const many = 10_000

// hall is a Source in which every read has everybody at another place.
type hall struct {
	turn    int
	players map[uuid.UUID]board.Player
	places  map[uuid.UUID]board.Place
	users   []uuid.UUID
}

func newHall(people int) *hall {
	h := &hall{players: map[uuid.UUID]board.Player{}, places: map[uuid.UUID]board.Place{}}
	for n := range people {
		h.users = append(h.users, somebody(n+1))
		h.players[h.users[n]] = board.Player{Key: h.users[n].String(), Name: "Ada O."}
	}
	return h
}

// RawTop moves ten of a hundred a read.
func (h *hall) RawTop(_ context.Context, _ board.Board, n int) ([]board.Entry, error) {
	h.turn++
	entries := make([]board.Entry, n)
	for i := range entries {
		entries[i] = board.Entry{Rank: i + 1, User: h.users[i], Score: 1_000_000 - i}
	}
	for i := range 10 {
		entries[n-1-i].Score += h.turn % 1000
	}
	return entries, nil
}

func (h *hall) Count(context.Context, board.Board) (int, error) { return len(h.users), nil }

func (h *hall) PlayersOf(context.Context, []uuid.UUID) (map[uuid.UUID]board.Player, error) {
	return h.players, nil
}

func (h *hall) Places(_ context.Context, _ board.Board, users []uuid.UUID) (map[uuid.UUID]board.Place, error) {
	for i, user := range users {
		h.places[user] = board.Place{Rank: 200 + i + h.turn%1000, Score: 5}
	}
	return h.places, nil
}

// fill is a watcher with many readers that does not run: reads are done by
// hand.
func fill(tb testing.TB, who func(n int) uuid.UUID) *watcher {
	tb.Helper()
	w := newWatcher(New(Config{Source: newHall(many + 200)}), which{gamescore.GameTypeSnake, board.AllTime})
	w.board = w.present()
	w.mu.Lock()
	defer w.mu.Unlock()
	for n := range many {
		w.add(100, who(n))
	}
	return w
}

func guest(int) uuid.UUID      { return uuid.Nil }
func signedIn(n int) uuid.UUID { return somebody(n + 201) }

// BenchmarkFanOut is one push to 10,000 readers, from the read of the board to
// the last channel. The Source costs it nothing but the map of places.
func BenchmarkFanOut(b *testing.B) {
	for _, kind := range []struct {
		name string
		who  func(int) uuid.UUID
	}{{"guests", guest}, {"signed in", signedIn}} {
		b.Run(kind.name+" always behind", func(b *testing.B) {
			w := fill(b, kind.who)
			measure(b, w, func() {})
		})
		b.Run(kind.name+" half behind", func(b *testing.B) {
			w := fill(b, kind.who)
			turn := 0
			measure(b, w, func() { // Each takes now and then, from another state than its neighbour.
				turn++
				for i, r := range w.readers {
					if (i*7+turn)%(2+i%9) == 0 {
						<-r.updates
					}
				}
			})
		})
		b.Run(kind.name+" waiting", func(b *testing.B) {
			w := fill(b, kind.who)
			var took sync.WaitGroup
			for _, r := range w.readers {
				go func() {
					for range r.updates {
						took.Done()
					}
				}()
			}
			took.Add(many)
			measure(b, w, func() { took.Wait(); took.Add(many) })
			w.end()
		})
	}
}

func measure(b *testing.B, w *watcher, after func()) {
	b.Helper()
	require.NoError(b, w.read())
	after()
	var before, end runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		if err := w.read(); err != nil {
			b.Fatal(err)
		}
		after()
	}
	runtime.ReadMemStats(&end)
	deliveries := float64(b.N) * many
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/deliveries, "ns/delivery")
	b.ReportMetric(float64(end.Mallocs-before.Mallocs)/deliveries, "allocs/delivery")
	b.ReportMetric(float64(end.TotalAlloc-before.TotalAlloc)/deliveries, "B/delivery")
}

// BenchmarkRendered is what a reader pays for words that are there already.
func BenchmarkRendered(b *testing.B) {
	d := &Delta{}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			d.Rendered("all", func() []byte { return make([]byte, d.Players) })
		}
	})
}

// Many readers of one board, none of whom reads, cost little memory and no
// goroutine.
func TestManyReadersCostLittle(t *testing.T) {
	b := newBoards()
	source := newHall(many + 200)
	_, _ = source.Places(t.Context(), board.Board{}, source.users) // So that its map does not grow later.
	s := New(Config{Source: source, Every: time.Millisecond})
	s.subscribe = b.subscribe
	s.Start()
	defer s.Stop()
	follow := func(ctx context.Context, who uuid.UUID) <-chan *Update {
		updates, err := s.Follow(ctx, gamescore.GameTypeSnake, board.AllTime, 100, who)
		require.NoError(t, err)
		return updates
	}
	first := follow(t.Context(), uuid.Nil)
	<-first
	kept := make([]<-chan *Update, 0, many)
	contexts := make([]context.Context, many) // Each subscription has one in any case.
	for n := range contexts {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		contexts[n] = ctx
	}
	used, goroutines := heap(), runtime.NumGoroutine()
	for n := range many {
		kept = append(kept, follow(contexts[n], signedIn(n)))
	}
	of := board.At(gamescore.GameTypeSnake, board.AllTime, time.Now())
	for range 200 { // Old states must not pile up.
		b.set(of, 1, 1)
		<-first
	}
	cost := (heap() - used) / many
	t.Logf("%d bytes a reader", cost)
	require.Less(t, cost, int64(2048))
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	for _, updates := range kept {
		require.True(t, (<-updates).Snapshot)
	}
	runtime.KeepAlive(contexts)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
