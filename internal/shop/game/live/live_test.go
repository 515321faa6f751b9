package live

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/shop/game/board"
)

func TestBeginsWithASnapshot(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		for n := range 150 {
			a.score(n+1, 1000-n)
		}
		guest, first, last := a.follow(3, 0), a.follow(100, 1), a.follow(1, 150)
		u := guest.take()
		require.True(t, u.Snapshot)
		require.Nil(t, u.Me)
		require.Equal(t, a.snake, u.Board)
		require.Equal(t, 150, u.Players)
		require.Equal(t, []int{1000, 999, 998}, guest.scores())
		first.take()
		require.Equal(t, Mine{1, 1000}, first.me)
		require.Len(t, first.rows, 100)
		last.take()
		require.Equal(t, Mine{150, 851}, last.me)
		require.Equal(t, []int{1000}, last.scores())
	})
}

func TestAnEmptyBoardIsShownToo(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 1)
		u := s.take()
		require.True(t, u.Snapshot)
		require.Empty(t, u.Entries())
		require.Nil(t, u.Me)
		a.score(1, 5)
		require.NotNil(t, s.take())
		require.Equal(t, Mine{1, 5}, s.me)
	})
}

func TestShowsAChangeAtOnceAndThenFourTimesASecond(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 0)
		s.take()
		time.Sleep(time.Second)
		var pushes []time.Time
		began := time.Now()
		for n := 1; n <= 300; n++ { // 3 s
			a.score(1, n)
			if u := s.take(); u != nil {
				pushes = append(pushes, time.Now())
			}
			time.Sleep(10 * time.Millisecond)
		}
		require.Equal(t, began, pushes[0], "at once")
		require.InDelta(t, 12, len(pushes), 1)
		for i := 1; i < len(pushes); i++ {
			require.GreaterOrEqual(t, pushes[i].Sub(pushes[i-1]), defaultEvery)
			require.LessOrEqual(t, pushes[i].Sub(pushes[i-1]), defaultEvery+10*time.Millisecond)
		}
		time.Sleep(defaultEvery)
		s.take()
		reads, _, _ := a.boards.log()
		for i := 2; i < len(reads); i++ {
			require.GreaterOrEqual(t, reads[i].Sub(reads[i-1]), defaultEvery)
		}
		require.Equal(t, []int{300}, s.scores(), "the last change is shown")
		time.Sleep(time.Hour)
		require.Nil(t, s.take())
	})
}

func TestASlowReaderIsToldOnceWhatChangedSinceItRead(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		for n := 1; n <= 4; n++ {
			a.score(n, 100*n)
		}
		slow, quick := a.follow(3, 1), a.follow(3, 1)
		slow.take()
		quick.take()
		a.tick(1, 500) // First.
		require.Equal(t, Mine{1, 500}, *quick.take().Me)
		a.tick(5, 600) // Before it; who was third leaves.
		require.Equal(t, []string{key(3)}, quick.take().Left())
		a.tick(5, 0) // And comes again.
		quick.take()
		u := slow.take()
		require.False(t, u.Snapshot)
		require.Equal(t, []string{key(2)}, u.Left())
		require.Len(t, u.Entries(), 3)
		require.Equal(t, quick.rows, slow.rows)
		require.Equal(t, Mine{1, 500}, slow.me)
		require.Nil(t, slow.take())
	})
}

func TestWhatIsAsItWasForAReaderIsNotTold(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		for n := 1; n <= 3; n++ {
			a.score(n, 100*n)
		}
		s, mine := a.follow(1, 0), a.follow(1, 1)
		s.take()
		mine.take()
		a.tick(4, 5)
		require.Nil(t, s.take(), "below the top")
		require.Nil(t, mine.take(), "below the viewer")
		a.tick(2, 205)
		require.Nil(t, mine.take())
		a.tick(4, 150)
		require.Nil(t, s.take())
		u := mine.take()
		require.Equal(t, Mine{4, 100}, *u.Me)
		require.False(t, u.Snapshot)
		require.Empty(t, u.Entries())
		a.tick(5, 1000) // There and back before anybody looks.
		a.tick(5, 0)
		require.Nil(t, s.take())
		require.Nil(t, mine.take())
		a.tick(1, 0)
		require.Nil(t, mine.take().Me, "the viewer is on the board no more")
	})
}

func TestWhoOnlyLeavesIsTold(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(1, 20)
		a.score(2, 10)
		s := a.follow(5, 0)
		s.take()
		a.tick(2, 0)
		u := s.take()
		require.NotNil(t, u)
		require.Empty(t, u.Entries())
		require.Equal(t, []string{key(2)}, u.Left())
		require.Equal(t, 1, u.Players)
	})
}

func TestOneThatIsFarBehindGetsASnapshot(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s, waiting := a.follow(10, 0), a.follow(10, 0)
		s.take()
		for n := 1; n <= remembered; n++ {
			a.tick(1, n)
		}
		require.False(t, s.take().Snapshot)
		for n := 1; n <= remembered+1; n++ {
			a.tick(1, 1000+n)
		}
		require.True(t, s.take().Snapshot)
		require.Equal(t, []int{1000 + remembered + 1}, s.scores())
		require.True(t, waiting.take().Snapshot, "it has nothing yet")
		require.Equal(t, s.rows, waiting.rows)
	})
}

func TestAQuietReaderIsNotFarBehind(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(1, 1000)
		s := a.follow(1, 0)
		s.take()
		for n := 1; n <= remembered+10; n++ {
			a.tick(2, n)
		}
		a.tick(1, 2000)
		require.False(t, s.take().Snapshot)
	})
}

func TestAllWhoGetTheSameShareIt(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		one, two, slow, other := a.follow(10, 1), a.follow(10, 0), a.follow(10, 2), a.follow(9, 0)
		require.Same(t, one.take().Shared(), two.take().Shared())
		slow.take()
		other.take()
		a.tick(1, 10)
		require.Same(t, one.take().Shared(), two.take().Shared())
		a.tick(1, 20)
		first, late := one.take().Shared(), slow.take().Shared()
		require.Same(t, first, two.take().Shared())
		require.NotSame(t, first, late)
		require.NotSame(t, first, other.take().Shared())
		require.Same(t, a.follow(10, 0).take().Shared(), a.follow(10, 0).take().Shared())
	})
}

func TestTheNextBoardBeginsWithASnapshot(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(1, 10)
		s := a.follow(10, 1)
		s.take()
		old := a.snake
		a.snake = board.At(gamescore.GameTypeSnake, board.Weekly, old.Until)
		a.score(2, 7)
		time.Sleep(time.Until(old.Until) - time.Nanosecond)
		require.Nil(t, s.take())
		time.Sleep(2 * time.Millisecond)
		u := s.take()
		require.True(t, u.Snapshot)
		require.Equal(t, a.snake, u.Board)
		require.Equal(t, []int{7}, s.scores())
		require.Nil(t, u.Me)
		require.Zero(t, a.boards.listening(old))
		a.boards.set(old, 1, 20)
		require.Nil(t, s.take())
		time.Sleep(defaultEvery)
		a.score(1, 9)
		s.take()
		require.Equal(t, []int{9, 7}, s.scores())
	})
}

func TestWhoComesDuringTheFirstReadIsShownIt(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(2, 20)
		screens := make(chan *screen, 3)
		a.boards.placing = func() { time.Sleep(time.Second) }
		go func() { screens <- a.follow(10, 1) }()
		synctest.Wait()
		for who := range 2 {
			go func() { screens <- a.follow(10, 2*who) }()
		}
		for range 3 {
			s := <-screens
			time.Sleep(5 * time.Second)
			u := s.take()
			require.NotNil(t, u)
			require.True(t, u.Snapshot)
		}
		reads, _, _ := a.boards.log()
		require.Len(t, reads, 1)
	})
}

func TestWhoIsInTheTopStandsWhereTheTopSays(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(1, 10)
		a.boards.stand = map[uuid.UUID]board.Place{somebody(1): {Rank: 2, Score: 9}, somebody(2): {Rank: 200, Score: 1}}
		one, two := a.follow(10, 1), a.follow(10, 2)
		one.take()
		require.Equal(t, Mine{1, 10}, one.me)
		two.take()
		require.Equal(t, Mine{200, 1}, two.me)
		a.tick(1, 20)
		one.take()
		require.Equal(t, Mine{1, 20}, one.me)
	})
}

func TestOneWatcherForAllAndNoneForNobody(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		ctx, cancel := context.WithCancel(t.Context())
		one, two := a.followUntil(ctx, 10, 1), a.followUntil(ctx, 5, 0)
		stays := a.followUntil(t.Context(), 5, 1)
		require.Equal(t, 1, a.boards.listening(a.snake))
		cancel()
		require.True(t, one.closed())
		require.True(t, two.closed())
		a.score(1, 5)
		stays.take()
		require.Equal(t, Mine{1, 5}, stays.me)
		brief, cancel := context.WithCancel(t.Context())
		a.followUntil(brief, 10, 2)
		time.Sleep(time.Second)
		a.tick(1, 6)
		cancel()
		a.tick(1, 7)
		_, _, placed := a.boards.log()
		require.Equal(t, []int{2, 1}, placed[len(placed)-2:], "who has left is not asked for")
		a.Stop()
		require.True(t, stays.closed())
	})
	inArcade(t, func(t *testing.T, a *arcade) {
		ctx, cancel := context.WithCancel(t.Context())
		a.followUntil(ctx, 10, 1)
		cancel()
		synctest.Wait()
		require.Zero(t, a.boards.listening(a.snake))
		a.mu.Lock()
		require.Empty(t, a.watchers)
		a.mu.Unlock()
		s := a.follow(10, 1)
		require.True(t, s.take().Snapshot)
	})
}

func TestNewcomersAreAskedForTogether(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		a.score(7, 70)
		a.follow(10, 0)
		var came []*screen
		for n := range 500 {
			came = append(came, a.follow(10, n+1))
		}
		for _, s := range came {
			require.True(t, s.take().Snapshot)
		}
		require.Equal(t, Mine{1, 70}, came[6].me)
		reads, _, placed := a.boards.log()
		require.Len(t, reads, 1, "the state was there")
		asked := 0
		for _, n := range placed {
			asked += n
		}
		require.Equal(t, 500, asked)
		require.NotNil(t, a.follow(3, 7).take(), "another device of somebody whose place is known")
		_, _, after := a.boards.log()
		require.Equal(t, placed, after)
		time.Sleep(time.Second)
		a.score(1, 100)
		_, _, placed = a.boards.log()
		require.Equal(t, 500, slices.Max(placed), "each once")
	})
}
