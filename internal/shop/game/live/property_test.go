package live

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"zuka/ent/db/gamescore"
	"zuka/internal/shop/game/board"
	"zuka/internal/testenv/leak"
)

// crowd is some screens, of which each reads when it likes.
type crowd struct {
	tester
	*arcade
	screens []*seen
}

type seen struct {
	*screen
	who   int
	leave context.CancelFunc
	shown bool
}

func (c *crowd) check(s *seen) {
	c.tester.Helper()
	if s.take() != nil {
		s.shown = true
	}
	if !s.shown {
		return
	}
	c.mu.Lock()
	w := c.watchers[which{gamescore.GameTypeSnake, board.Weekly}]
	c.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	require.Len(c.tester, s.rows, len(w.now.first(s.top)))
	for i, entry := range w.now.first(s.top) {
		require.Equal(c.tester, *entry, s.rows[i])
	}
	if s.who != 0 {
		require.Equal(c.tester, w.seats[somebody(s.who)].mine, s.me)
	}
}

// heal lets everything that is outstanding happen.
func (c *crowd) heal() {
	c.tester.Helper()
	for _, what := range []string{"top", "players", "places"} {
		c.boards.breaks(what, false)
	}
	time.Sleep(maxBackoff + defaultEvery)
	for _, s := range c.screens {
		c.check(s)
		require.True(c.tester, s.shown)
		require.Nil(c.tester, s.take())
		var all []board.Entry
		c.boards.locked(func() { all = c.boards.all(c.snake) })
		require.Len(c.tester, s.rows, min(s.top, len(all)))
		mine := Mine{}
		for i, entry := range all {
			if i < s.top {
				entry.Player = s.rows[i].Player
				require.Equal(c.tester, entry, s.rows[i])
			}
			if s.who != 0 && entry.User == somebody(s.who) {
				mine = Mine{entry.Rank, entry.Score}
			}
		}
		require.Equal(c.tester, mine, s.me)
	}
}

// come brings one reader more.
func (c *crowd) come(rt *rapid.T) {
	for _, what := range []string{"top", "players", "places"} { // Else the first could not begin.
		if len(c.screens) == 0 {
			c.boards.breaks(what, false)
		}
	}
	ctx, leave := context.WithCancel(c.Context())
	who := rapid.IntRange(0, 12).Draw(rt, "who")
	s := c.followUntil(ctx, rapid.IntRange(1, 15).Draw(rt, "top"), who)
	s.tester = c.tester
	c.screens = append(c.screens, &seen{screen: s, who: who, leave: leave})
}

// actions are all that can happen.
func (c *crowd) actions() map[string]func(*rapid.T) {
	someone := rapid.IntRange(1, 12)
	return map[string]func(*rapid.T){
		"score": func(rt *rapid.T) {
			c.boards.set(c.snake, someone.Draw(rt, "who"), rapid.IntRange(0, 20).Draw(rt, "score"))
		},
		"wait": func(rt *rapid.T) {
			time.Sleep(time.Duration(rapid.IntRange(0, 400).Draw(rt, "ms")) * time.Millisecond)
		},
		"come": c.come,
		"go": func(rt *rapid.T) {
			if len(c.screens) == 0 {
				return
			}
			c.screens[0].leave()
			c.screens = c.screens[1:]
			synctest.Wait()
		},
		"read": func(rt *rapid.T) {
			if len(c.screens) > 0 {
				c.check(rapid.SampledFrom(c.screens).Draw(rt, "reader"))
			}
		},
		"gap": func(*rapid.T) {
			if len(c.screens) > 0 {
				c.boards.gap(c.snake)
				synctest.Wait()
			}
		},
		"break": func(rt *rapid.T) {
			c.boards.breaks(rapid.SampledFrom([]string{"top", "players", "places"}).Draw(rt, "what"), true)
		},
		"heal": func(*rapid.T) { c.heal() },
	}
}

// Whatever happens to the board, to the service and to the readers, what a
// reader makes of its updates is the state that was read last, and the board
// itself when nothing is outstanding.
func TestUpdatesMakeTheBoard(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		// Rapid would ask for the deadline, which a bubble does not have.
		rapid.Check(struct{ testing.TB }{t}, func(rt *rapid.T) {
			c := &crowd{tester: rt, arcade: a}
			a.boards.clear()
			a.snake = a.present()
			defer func() {
				for _, s := range c.screens {
					s.leave()
				}
				synctest.Wait()
			}()
			rt.Repeat(c.actions())
			c.heal()
		})
	})
}

// Readers of all kinds come and go at once, in real time.
func TestReadersComeAndGo(t *testing.T) {
	before := goleak.IgnoreCurrent()
	b := newBoards()
	s := New(Config{Source: b, Every: time.Millisecond})
	s.subscribe = b.subscribe
	s.Start()
	snake := board.At(gamescore.GameTypeSnake, board.AllTime, time.Now())
	stop := make(chan struct{})
	var scoring, reading sync.WaitGroup
	scoring.Go(func() {
		for n := 1; ; n++ {
			select {
			case <-stop:
				return
			default:
				b.set(snake, n%40, n)
			}
		}
	})
	for n := range 64 {
		reading.Go(func() {
			for range 20 {
				ctx, cancel := context.WithCancel(t.Context())
				who := somebody(n % 32)
				if n%4 == 0 {
					who = uuid.Nil
				}
				updates, err := s.Follow(ctx, gamescore.GameTypeSnake, board.AllTime, 1+n%20, who)
				require.NoError(t, err)
				screen := &screen{tester: t, top: 1 + n%20}
				for range 1 + n%5 {
					screen.apply(<-updates)
					screen.scores()
				}
				cancel()
				for range updates { // Until it is closed.
				}
			}
		})
	}
	reading.Wait()
	close(stop)
	scoring.Wait()
	s.Stop()
	require.Empty(t, s.watchers)
	leak.None(t, before)
}
