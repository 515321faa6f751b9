package game

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// plays has a person end n games, three at the same moment each.
func (a *arcade) plays(user uuid.UUID, n int) {
	a.exec(`INSERT INTO game_scores (user_id, game_type, score, points_earned, level_reached, time_played_seconds, status, metadata, created_at, updated_at)
		SELECT $1, CASE WHEN n % 2 = 0 THEN 'snake' ELSE 'tetris' END, n, 0, 0, 0,
			CASE WHEN n % 5 = 0 THEN 'rejected' ELSE 'accepted' END, '{}', $2::timestamptz + n / 3 * interval '1 second', $2
		FROM generate_series(1, $3::int) AS n`, user, noon, n)
}

// walk reads a list page by page, forwards or backwards, as scores newest first.
func walk(t *testing.T, ctx context.Context, read func(context.Context, page.Args) (*Connection, error), backward bool) (scores []int) {
	t.Helper()
	args := page.Args{First: pointer[int32](4)}
	if backward {
		args = page.Args{Last: pointer[int32](4)}
	}
	for {
		found, err := read(ctx, args)
		require.NoError(t, err)
		var here []int
		for _, one := range found.Nodes() {
			here = append(here, one.Score)
		}
		if backward {
			scores = append(here, scores...)
			if !found.PageInfo.HasPreviousPage {
				return scores
			}
			args.Before = found.PageInfo.StartCursor
			continue
		}
		scores = append(scores, here...)
		if !found.PageInfo.HasNextPage {
			return scores
		}
		args.After = found.PageInfo.EndCursor
	}
}

func TestListsOfScores(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	_, user := a.player()
	_, other := a.player()
	staff, _ := a.person(viewer.Staff)
	a.plays(user, 31)
	a.plays(other, 6)
	expect := func(n int, keep func(int) bool) (scores []int) {
		for i := n; i > 0; i-- {
			if keep(i) {
				scores = append(scores, i)
			}
		}
		return scores
	}
	for name, row := range map[string]struct {
		read func(context.Context, page.Args) (*Connection, error)
		want []int
	}{
		"mine": {func(ctx context.Context, args page.Args) (*Connection, error) { return a.Mine(ctx, user, nil, args) }, expect(31, func(int) bool { return true })},
		"mine of a game": {func(ctx context.Context, args page.Args) (*Connection, error) {
			return a.Mine(ctx, user, pointer(snake), args)
		}, expect(31, func(n int) bool { return n%2 == 0 })},
		"rejected ones, for staff": {func(ctx context.Context, args page.Args) (*Connection, error) {
			return a.Scores(ctx, ScoreFilter{User: &user, Status: pointer(gamescore.StatusRejected)}, args)
		}, expect(31, func(n int) bool { return n%5 == 0 })},
		"another's, for staff": {func(ctx context.Context, args page.Args) (*Connection, error) {
			return a.Scores(ctx, ScoreFilter{User: &other, Game: pointer(tetris)}, args)
		}, []int{5, 3, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, walk(t, staff, row.read, false))
			require.Equal(t, row.want, walk(t, staff, row.read, true))
			found, err := row.read(staff, page.Args{})
			require.NoError(t, err)
			total, err := found.TotalCount(t.Context())
			require.NoError(t, err)
			require.Equal(t, len(row.want), total)
		})
	}
	all, err := a.Scores(staff, ScoreFilter{}, page.Args{First: pointer[int32](100)})
	require.NoError(t, err)
	require.Len(t, all.Nodes(), 37)
	_, err = a.Scores(staff, ScoreFilter{Game: pointer(snake)}, page.Args{After: all.PageInfo.StartCursor})
	refused(t, err, fault.InputInvalid, "after")
}

func TestWhoSeesScores(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	_, other := a.player()
	_, err := a.Scores(ctx, ScoreFilter{}, page.Args{})
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = a.Scores(t.Context(), ScoreFilter{}, page.Args{})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	score := a.snake(ctx, 100).Score
	found, err := a.Find(t.Context(), user, score.ID)
	require.NoError(t, err)
	require.Equal(t, score.ID, found.ID)
	for _, one := range []struct {
		user uuid.UUID
		id   int
	}{{other, score.ID}, {uuid.Nil, score.ID}, {user, score.ID + 1}, {user, -1}} {
		found, err = a.Find(t.Context(), one.user, one.id)
		require.NoError(t, err)
		require.Nil(t, found)
	}
	round, err := a.FindRound(t.Context(), user, uuid.New())
	require.NoError(t, err)
	require.Nil(t, round)
}

func TestListsUseTheirIndexes(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	_, user := a.player()
	_, other := a.player()
	a.plays(user, 5_000)
	a.plays(other, 50_000)
	a.exec("ANALYZE game_scores")
	staff, _ := a.person(viewer.Staff)
	ctx, counter := postgres.WithCounter(staff)
	first, err := a.Scores(ctx, ScoreFilter{Status: pointer(gamescore.StatusRejected)}, page.Args{})
	require.NoError(t, err)
	_, err = a.Scores(ctx, ScoreFilter{Status: pointer(gamescore.StatusRejected)}, page.Args{After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	_, err = a.Mine(ctx, user, nil, page.Args{})
	require.NoError(t, err)
	_, err = a.Mine(ctx, user, pointer(snake), page.Args{})
	require.NoError(t, err)
	runs := counter.Runs()
	require.Len(t, runs, 4)
	for _, run := range runs {
		rows, err := a.pool.Pgx().Query(t.Context(), "EXPLAIN "+run.SQL, run.Args...)
		require.NoError(t, err)
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		text := strings.Join(plan, "\n")
		require.Contains(t, text, "Index", run.SQL)
		require.NotContains(t, text, "Sort", run.SQL)
		require.NotContains(t, text, "Seq Scan", run.SQL)
	}
}
