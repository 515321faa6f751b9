package live

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
)

func TestTheNextBoardIsTriedUntilItCanBeHeard(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 0)
		s.take()
		a.boards.breaks("hub", true)
		time.Sleep(time.Until(a.snake.Until) + time.Hour)
		require.Nil(t, s.take())
		a.boards.breaks("hub", false)
		time.Sleep(maxBackoff)
		require.True(t, s.take().Snapshot)
	})
}

func TestAfterAGapTheBoardIsReadAndShownWhole(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 0)
		s.take()
		time.Sleep(time.Second)
		a.boards.breaks("top", true)
		a.boards.gap(a.snake)
		require.Nil(t, s.take())
		time.Sleep(30 * time.Second)
		synctest.Wait()
		reads, _, _ := a.boards.log()
		require.Less(t, len(reads), 20, "with pauses that grow")
		a.boards.breaks("top", false)
		time.Sleep(maxBackoff)
		require.True(t, s.take().Snapshot)
		require.Nil(t, s.take())
	})
}

func TestAFailureBringsNoPushForward(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 0)
		s.take()
		time.Sleep(time.Second)
		a.score(1, 10)
		s.take()
		pushed := time.Now()
		a.boards.breaks("places", true)
		newcomer := a.follow(10, 2)
		synctest.Wait()
		a.boards.breaks("places", false)
		a.score(1, 20)
		u := <-s.updates
		require.Equal(t, 20, u.Entries()[0].Score)
		require.Equal(t, defaultEvery, time.Since(pushed))
		require.True(t, newcomer.take().Snapshot)
	})
}

func TestAReadThatFailsIsDoneAgain(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"top", "players", "places"} {
		inArcade(t, func(t *testing.T, a *arcade) {
			s := a.follow(10, 1)
			s.take()
			a.boards.breaks(what, true)
			a.tick(1, 10)
			time.Sleep(time.Minute)
			require.Nil(t, s.take())
			newcomer := a.follow(10, 0)
			require.True(t, newcomer.take().Snapshot, "it sees what was last read")
			signedIn := a.follow(10, 2)
			a.boards.breaks(what, false)
			time.Sleep(maxBackoff)
			require.False(t, s.take().Snapshot, "it has lost nothing")
			require.Equal(t, []int{10}, s.scores())
			newcomer.take()
			require.Equal(t, []int{10}, newcomer.scores())
			signedIn.take()
			require.Equal(t, []int{10}, signedIn.scores())
		})
	}
}

func TestWhenTheHubStopsAllIsClosed(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		s := a.follow(10, 1)
		a.boards.locked(func() { close(a.boards.feeds[board.Channel(a.snake)][0].news) })
		require.True(t, s.closed())
	})
}

func TestWhoCannotFollowIsToldWhy(t *testing.T) {
	t.Parallel()
	inArcade(t, func(t *testing.T, a *arcade) {
		_, err := a.Follow(t.Context(), "chess", "hourly", 101, uuid.Nil)
		var faults fault.Faults
		require.ErrorAs(t, err, &faults)
		require.Len(t, faults, 3)

		a.boards.breaks("top", true)
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.AllTime, 1, uuid.Nil)
		require.ErrorIs(t, err, errBroken)
		a.boards.breaks("top", false)
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.AllTime, 1, uuid.Nil)
		require.NoError(t, err)

		a.subscribe = func(context.Context, string) (feed, error) { return nil, pubsub.ErrUnavailable }
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.Daily, 1, uuid.Nil)
		requireUnavailable(t, err)
		a.subscribe = func(ctx context.Context, _ string) (feed, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = a.Follow(ctx, gamescore.GameTypeQuiz, board.Daily, 1, uuid.Nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.AfterFunc(time.Second, a.Stop)
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.Daily, 1, uuid.Nil)
		requireUnavailable(t, err)
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.Daily, 1, uuid.Nil)
		requireUnavailable(t, err)
		a.Start()
		_, err = a.Follow(t.Context(), gamescore.GameTypeQuiz, board.Daily, 1, uuid.Nil)
		requireUnavailable(t, err)
	})
}

func requireUnavailable(t *testing.T, err error) {
	t.Helper()
	found, ok := fault.From(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, fault.ServiceUnavailable, found.Code)
}
