package board_test

import (
	"context"
	"math"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/shop/game/board"
)

// Ids that a double cannot tell apart: 2^53 and 2^53+1 are the same one.
func TestEqualScoresGoToWhoWasFirstWhateverTheIDs(t *testing.T) {
	t.Parallel()
	eachArena(t, func(t *testing.T, a *arena) {
		a.rebuild(board.Daily)
		const big = 1 << 53
		ids := []int{big + 1, big, math.MaxInt64, big + 2, 1, math.MaxInt64 - 1, 255, 256}
		who := map[int]uuid.UUID{}
		for _, id := range ids {
			who[id] = uuid.New()
			a.Scored(t.Context(), board.Score{ID: id, User: who[id], Game: snake, Score: math.MaxInt32, At: noon})
		}
		// Whoever has the same score again, later or with an older row that comes late.
		a.Scored(t.Context(), board.Score{ID: big - 1, User: who[big+2], Game: snake, Score: math.MaxInt32, At: noon})
		a.Scored(t.Context(), board.Score{ID: big + 9, User: who[1], Game: snake, Score: math.MaxInt32, At: noon})
		want := []board.Entry{}
		for rank, id := range []int{1, 255, 256, big - 1, big, big + 1, math.MaxInt64 - 1, math.MaxInt64} {
			one := who[id]
			if id == big-1 {
				one = who[big+2]
			}
			want = append(want, board.Entry{Rank: rank + 1, User: one, Score: math.MaxInt32, ScoreID: id})
		}
		require.Equal(t, want, top(t, a.Service, a.now(board.Daily)))
		places, err := a.Places(t.Context(), a.now(board.Daily), []uuid.UUID{who[big], uuid.New(), who[math.MaxInt64]})
		require.NoError(t, err)
		require.Equal(t, map[uuid.UUID]board.Place{
			who[big]: {Rank: 5, Score: math.MaxInt32, ScoreID: big}, who[math.MaxInt64]: {Rank: 8, Score: math.MaxInt32, ScoreID: math.MaxInt64},
		}, places)
	})
}

func TestPlayersAreShownAsThePublicSeesThem(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	one, other := a.player(), a.player()
	a.score(one, 10)
	a.score(other, 20)
	for _, s := range []*board.Service{a.Service, a.plain()} {
		entries, err := s.Top(t.Context(), a.now(board.Daily), 10)
		require.NoError(t, err)
		require.Len(t, entries, 2)
		require.Equal(t, other, entries[0].User)
		require.Equal(t, "Adaeze O.", entries[0].Player.Name)
		require.Equal(t, user.GemLevelTopaz, entries[0].Player.Gem)
		require.Len(t, entries[0].Player.Key, 24)
		require.NotEqual(t, entries[0].Player.Key, entries[1].Player.Key)
		nobody, err := s.Place(t.Context(), a.now(board.Daily), uuid.New())
		require.NoError(t, err)
		require.Nil(t, nobody)
		none, err := s.Around(t.Context(), a.now(board.Daily), uuid.New(), 5, 5)
		require.NoError(t, err)
		require.Empty(t, none)
	}
}

// Everything that is read is what a naive model says, from Redis and from
// PostgreSQL, after scores, voids, erasures, losses and rebuilds in any order.
func TestBoardsAreWhatTheModelSays(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	ctx := context.Background()
	today := noon
	rapid.Check(t, func(r *rapid.T) {
		today = today.AddDate(0, 0, 1)
		a.clock.set(today)
		people := a.players(6)
		a.rebuild(board.Periods...)
		_, err := a.Reconcile(ctx)
		require.NoError(r, err)
		someone := rapid.SampledFrom(people)
		points := rapid.IntRange(0, 5) // Few, for ties.
		var mine []board.Score
		r.Repeat(map[string]func(*rapid.T){
			"score": func(r *rapid.T) { mine = append(mine, a.score(someone.Draw(r, "who"), points.Draw(r, "score"))) },
			"late": func(r *rapid.T) {
				one, other := a.commit(someone.Draw(r, "who"), points.Draw(r, "score")), a.commit(someone.Draw(r, "other"), points.Draw(r, "score"))
				a.Scored(ctx, other)
				a.Scored(ctx, one)
				a.Scored(ctx, other)
				mine = append(mine, one, other)
			},
			"void": func(r *rapid.T) {
				if len(mine) > 0 {
					a.void(rapid.SampledFrom(mine).Draw(r, "score"))
				}
			},
			"erase": func(r *rapid.T) {
				if rapid.IntRange(0, 4).Draw(r, "seldom") == 0 {
					gone := someone.Draw(r, "who")
					a.commitErase(gone)
					require.NoError(r, a.Forget(ctx, gone))
				}
			},
			"rebuild": func(r *rapid.T) { a.rebuild(rapid.SampledFrom(board.Periods).Draw(r, "period")) },
			"crash": func(r *rapid.T) { // Before Redis was told.
				mine = append(mine, a.commit(someone.Draw(r, "who"), points.Draw(r, "score")))
				a.commitVoid(rapid.SampledFrom(mine).Draw(r, "voided"))
				_, err := a.Reconcile(ctx)
				require.NoError(r, err)
			},
			"": func(r *rapid.T) {
				b := a.now(rapid.SampledFrom(board.Periods).Draw(r, "period"))
				a.compare(r, b, someone.Draw(r, "reader"))
			},
		})
	})
}

// compare fails when a board is read differently from the model.
func (a *arena) compare(r *rapid.T, b board.Board, who uuid.UUID) {
	ctx := context.Background()
	all := a.model(b)
	before, after := rapid.IntRange(0, 3).Draw(r, "before"), rapid.IntRange(0, 3).Draw(r, "after")
	require.True(r, a.whole(b))
	for _, s := range []*board.Service{a.Service, a.plain()} {
		require.Equal(r, all[:min(len(all), 100)], append([]board.Entry{}, top(a, s, b)...))
		n, err := s.Count(ctx, b)
		require.NoError(r, err)
		require.Equal(r, len(all), n)
		places, err := s.Places(ctx, b, []uuid.UUID{who, uuid.New()})
		require.NoError(r, err)
		around, err := s.Around(ctx, b, who, before, after)
		require.NoError(r, err)
		place, err := s.Place(ctx, b, who)
		require.NoError(r, err)
		var want []board.Entry
		for i, e := range all {
			if e.User == who {
				want = all[max(0, i-before):min(len(all), i+after+1)]
				require.Equal(r, board.Place{Rank: e.Rank, Score: e.Score, ScoreID: e.ScoreID}, places[who])
				require.Equal(r, []board.Entry{e}, bare(place))
			}
		}
		require.Equal(r, len(want) == 0, place == nil)
		require.Equal(r, len(want) == 0, len(places) == 0)
		require.Equal(r, append([]board.Entry{}, want...), bare(around...))
		a.comparePage(r, s, b, all)
	}
}

// comparePage reads a page between two scores, which may be nobody's.
func (a *arena) comparePage(r *rapid.T, s *board.Service, b board.Board, all []board.Entry) {
	size := rapid.IntRange(1, 4).Draw(r, "size")
	args := page.Args{}
	part := all
	if len(all) > 0 {
		walk, err := s.Page(context.Background(), b, page.Args{First: new(int32(100))})
		require.NoError(r, err)
		edges := walk.Edges()
		if i := rapid.IntRange(-1, len(edges)-1).Draw(r, "after"); i >= 0 {
			args.After, part = new(edges[i].Cursor()), all[i+1:]
		}
		if j := rapid.IntRange(-1, len(edges)-1).Draw(r, "before"); j >= 0 {
			args.Before = new(edges[j].Cursor())
			part = part[:max(0, len(part)-(len(all)-j))]
		}
	}
	if rapid.Bool().Draw(r, "backward") {
		args.Last = new(int32(size))
		part = part[max(0, len(part)-size):]
	} else {
		args.First = new(int32(size))
		part = part[:min(len(part), size)]
	}
	found, err := s.Page(context.Background(), b, args)
	require.NoError(r, err)
	require.Equal(r, append([]board.Entry{}, part...), bare(found.Nodes()...))
	total, err := found.TotalCount(context.Background())
	require.NoError(r, err)
	require.Equal(r, len(all), total)
}

// bare is entries without their players.
func bare(entries ...*board.Entry) []board.Entry {
	plain := []board.Entry{}
	for _, e := range entries {
		if e != nil {
			one := *e
			one.Player = board.Player{}
			plain = append(plain, one)
		}
	}
	return plain
}

// Whoever does not move is met once, however the others move.
func TestPagesWhileScoresMove(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	a.rebuild(board.Daily)
	movers, still := a.players(10), a.players(25)
	for i := range still {
		a.score(still[i], 100+i/5) // Ties of five.
		if i < len(movers) {
			a.score(movers[i], 100+i/3)
		}
	}
	for _, fast := range []bool{false, true} {
		for _, backward := range []bool{false, true} {
			met := map[uuid.UUID]int{}
			args := page.Args{First: new(int32(3))}
			if backward {
				args = page.Args{Last: new(int32(3))}
			}
			for more, step := true, 0; more; step++ {
				s := a.plain()
				if fast {
					s = a.Service
				}
				found, err := s.Page(t.Context(), a.now(board.Daily), args)
				require.NoError(t, err)
				for _, e := range found.Nodes() {
					met[e.User]++
				}
				a.score(movers[step%len(movers)], 100+step) // Over all who are still to be met, or were.
				args.After, args.Before, more = found.PageInfo.EndCursor, nil, found.PageInfo.HasNextPage
				if backward {
					args.After, args.Before, more = nil, found.PageInfo.StartCursor, found.PageInfo.HasPreviousPage
				}
			}
			for _, one := range still {
				require.Equal(t, 1, met[one])
			}
		}
	}
}

func TestCursorsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	a := newArena(t)
	a.score(a.player(), 1)
	found, err := a.Page(t.Context(), a.now(board.Daily), page.Args{})
	require.NoError(t, err)
	for name, args := range map[string]page.Args{
		"after": {After: found.PageInfo.EndCursor}, "before": {Before: new("nonsense")}, "first": {First: new(int32(101))},
	} {
		_, err = a.Page(t.Context(), a.now(board.Weekly), args)
		refused, ok := fault.From(err)
		require.True(t, ok, name)
		require.Equal(t, []string{name}, refused.Field, name)
	}
}
