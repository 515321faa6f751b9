package board_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/page"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/game/board"
	"zuka/internal/testenv"
)

func TestForgottenPeopleAreOnNoBoardAndDoNotComeBack(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	gone, stays := a.player(), a.player()
	a.clock.set(noon.AddDate(0, 0, -5)) // A day and a week that are over, and kept.
	past := a.now(board.Daily)
	a.score(gone, 7)
	a.rebuild(board.Periods...)
	a.clock.set(noon)
	a.rebuild(board.Periods...)
	last := a.score(gone, 9)
	a.score(stays, 1)
	a.commitErase(gone)
	require.NoError(t, a.Forget(t.Context(), gone))
	a.Scored(t.Context(), last) // A request that was late.
	boards := []board.Board{past}
	for _, period := range board.Periods {
		boards = append(boards, a.now(period))
	}
	for i, b := range boards {
		require.True(t, a.whole(b))
		require.Equal(t, a.model(b), append([]board.Entry{}, top(t, a.Service, b)...))
		n, err := a.Count(t.Context(), b)
		require.NoError(t, err)
		require.Equal(t, min(i, 1), n)
	}
}

func TestAVoidedScoreDoesNotComeBack(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	one := a.player()
	a.rebuild(board.Daily)
	a.score(one, 5)
	second, third := a.score(one, 8), a.score(one, 7)
	a.void(second)
	a.Scored(t.Context(), second) // A request that was late.
	require.Equal(t, []board.Entry{{Rank: 1, User: one, Score: 7, ScoreID: third.ID}}, top(t, a.Service, a.now(board.Daily)))
}

func TestAChangeIsTold(t *testing.T) {
	t.Parallel()
	eachArena(t, func(t *testing.T, a *arena) {
		hub := pubsub.New(a.client, pubsub.Options{Prefix: a.prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
		hub.Start()
		t.Cleanup(hub.Stop)
		sub, err := hub.Subscribe(t.Context(), board.Channel(a.now(board.Daily)), pubsub.SubscribeOptions{Mode: pubsub.Strict, Buffer: 10})
		require.NoError(t, err)
		heard := func() string {
			select {
			case payload := <-sub.C():
				return string(payload)
			case <-time.After(patience):
				return "nothing"
			}
		}
		a.rebuild(board.Daily)
		require.Equal(t, "{}", heard())
		one := a.player()
		best := a.score(one, 5)
		require.Equal(t, "{}", heard())
		a.score(one, 4) // Changes nothing.
		a.void(best)    // Taken away, and the lower one in its place.
		require.Equal(t, "{}", heard())
		require.Equal(t, "{}", heard())
		require.NoError(t, a.Forget(t.Context(), one))
		require.Equal(t, "{}", heard())
		require.Empty(t, sub.C())
	})
}

func TestPagesAreKeptForFiveMinutesAndDroppedForAVoid(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	client.Options().ContextTimeoutEnabled = true
	hub := pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	bus, err := cache.NewBus(cache.Options{Redis: client, Hub: hub, Prefix: prefix + "cache:", OpTimeout: opTimeout})
	require.NoError(t, err)
	bus.Start()
	hub.Start()
	t.Cleanup(func() { bus.Stop(); hub.Stop() })
	a := newArenaOn(t, client, prefix, func(c *board.Config) { c.Bus = bus })
	a.rebuild(board.Daily)
	shown := func() (scores []int) {
		found, err := a.Page(t.Context(), a.now(board.Daily), page.Args{})
		require.NoError(t, err)
		for _, e := range found.Nodes() {
			scores = append(scores, e.Score)
		}
		return scores
	}
	one, other := a.player(), a.player()
	first := a.score(one, 5)
	require.Equal(t, []int{5}, shown())
	second := a.score(other, 6)
	require.Equal(t, []int{5}, shown(), "a page is as old as it may be")
	require.Len(t, top(t, a.Service, a.now(board.Daily)), 2, "what is live is not")
	a.void(first)
	require.Equal(t, []int{6}, shown())
	a.commitErase(second.User)
	require.NoError(t, a.Forget(t.Context(), second.User))
	require.Empty(t, shown())
}

// told is who was overtaken, one after the other.
type told chan notice

type notice struct {
	user uuid.UUID
	rank int
}

func (n told) Overtaken(_ context.Context, user uuid.UUID, _ board.Game, rank int) error {
	n <- notice{user, rank}
	return nil
}

func TestWhoIsOvertakenIsTold(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	heard := make(told, 10)
	a := newArenaOn(t, client, prefix, func(c *board.Config) { c.Notices = heard })
	a.rebuild(board.Weekly)
	one, two, three := a.player(), a.player(), a.player()
	next := func() notice {
		select {
		case n := <-heard:
			return n
		case <-time.After(patience):
			return notice{}
		}
	}
	a.score(one, 10)
	a.score(two, 20) // New, and above one.
	require.Equal(t, notice{one, 2}, next())
	a.score(three, 5) // Above nobody.
	a.score(two, 30)  // Was above one already.
	a.score(one, 30)  // Equal, and later.
	a.score(three, 25)
	a.score(three, 40) // Above two, not above one alone.
	require.Equal(t, notice{two, 2}, next())
	a.score(three, 1) // Changes nothing.
	a.clock.set(noon.AddDate(0, 0, 7))
	late := board.Score{ID: 1 << 40, User: one, Game: snake, Score: 99, At: noon}
	a.Scored(t.Context(), late) // Of a week that is over.
	a.clock.set(noon)
	require.Empty(t, heard)
}

func TestOnlyTheTopIsTold(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	heard := make(told, 10)
	a := newArenaOn(t, client, prefix, func(c *board.Config) { c.Notices = heard })
	a.rebuild(board.Weekly)
	people := a.players(60)
	for i, p := range people {
		a.score(p, 160-i)
	}
	a.score(people[59], 109) // Rank 53.
	a.score(people[58], 110) // Rank 52, above 51 others.
	a.score(people[57], 125) // Rank 37.
	require.Equal(t, notice{people[36], 38}, <-heard)
	require.Empty(t, heard)
}
