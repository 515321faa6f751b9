package game

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/game/board"
)

func TestARoundIsFinishedOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	round := a.start(ctx, snake)
	a.pass(61*time.Second + 900*time.Millisecond)
	in := FinishInput{Round: round.ID, Score: pointer(410), Level: pointer(4), Moves: pointer(77)}
	done := a.finish(ctx, in)
	require.Equal(t, 20, done.Points)
	require.True(t, done.Best)
	require.Nil(t, done.Rejected)
	score := done.Score
	require.Equal(t, []int{410, 20, 4, 61}, []int{score.Score, score.PointsEarned, score.LevelReached, score.TimePlayedSeconds})
	require.Equal(t, gamescore.StatusAccepted, score.Status)
	require.EqualValues(t, "android", score.DevicePlatform)
	require.True(t, a.Now().Equal(score.CreatedAt))
	require.Equal(t, round.ID.String(), score.Metadata.RoundID)
	require.Equal(t, int64(round.Seed), score.Metadata.Seed)
	require.Equal(t, 77, score.Metadata.Moves)
	require.Equal(t, []board.Score{{ID: score.ID, User: user, Game: snake, Score: 410, At: score.CreatedAt.UTC()}}, a.scored)

	a.snake(ctx, 800) // What came later does not change the answer.
	a.pass(48 * time.Hour)
	again := a.finish(ctx, in)
	require.Equal(t, done.Score.ID, again.Score.ID)
	done.Score, again.Score = nil, nil
	require.Equal(t, done, again)

	in.Score = pointer(411)
	_, err := a.Finish(ctx, in)
	refused(t, err, fault.StateConflict, "input", "roundId")
	require.Len(t, a.scored, 2)
	require.Equal(t, 2, a.number("SELECT count(*) FROM game_scores"))
	require.Equal(t, 60, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	a.exact()
}

func TestFiftyEndsOfARoundCountOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	round := a.start(ctx, snake)
	a.pass(time.Minute)
	var mu sync.Mutex
	ids, conflicts := map[int]int{}, 0
	a.behind("game_rounds", 50, func(i int) {
		done, err := a.Finish(ctx, FinishInput{Round: round.ID, Score: pointer(200 + i%2)})
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			ids[done.Score.ID]++
			assert.Equal(t, 10, done.Points)
			assert.True(t, done.Best)
		case assert.True(t, fault.For(err, fault.StateConflict), "%v", err):
			conflicts++
		}
	})
	require.Len(t, ids, 1)
	require.Equal(t, 25, conflicts)
	require.Equal(t, 1, a.heard())
	require.Equal(t, 10, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Equal(t, 1, a.number("SELECT count(*) FROM user_points_history"))
	a.exact()
}

func TestADayGivesTwoHundredPointsAlsoAtOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	// No client can open so many rounds at once; rows can.
	a.exec(`INSERT INTO game_rounds (id, user_id, game_type, seed, started_at, expires_at, abandoned_at)
		SELECT gen_random_uuid(), $1, g, 1, $2::timestamptz, $2::timestamptz + interval '2 hours', NULL
		FROM unnest(ARRAY['snake', 'tetris']) AS g`, user, noon)
	memories := a.start(ctx, memory)
	questions := a.start(ctx, quizz)
	prizes := a.start(ctx, wheel)
	a.pass(8 * time.Minute)
	a.exec(`INSERT INTO user_points_history (user_id, points, source_type, source_id, created_at) VALUES ($1, 60, 'game', 'before', $2)`, user, noon)
	a.exec(`UPDATE users SET reward_points = 60 WHERE id = $1`, user)
	var rounds [2]uuid.UUID
	for i, kind := range []string{"snake", "tetris"} {
		require.NoError(t, a.pool.Pgx().QueryRow(t.Context(), "SELECT id FROM game_rounds WHERE game_type = $1", kind).Scan(&rounds[i]))
	}
	inputs := []FinishInput{
		{Round: rounds[0], Score: pointer(4_000)}, {Round: rounds[1], Score: pointer(6_000)},
		{Round: memories.ID, Score: pointer(1_000), Moves: pointer(10)}, {Round: questions.ID, Answers: a.answers(questions, 10)},
		{Round: prizes.ID},
	}
	a.behind("users", 25, func(i int) {
		_, err := a.Finish(ctx, inputs[i%5])
		assert.NoError(t, err)
	})
	require.Equal(t, DailyPoints, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Equal(t, DailyPoints-60, a.number("SELECT sum(points_earned) FROM game_scores"))
	require.Equal(t, 5, a.heard(), "each counts on the boards")
	a.exact()

	require.Zero(t, a.snake(ctx, 1_000).Points)
	a.exact()
	a.pass(24 * time.Hour)
	require.Equal(t, 50, a.snake(ctx, 1_000).Points, "another day")
}

func TestTheBestOfAPersonInAGame(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	other, _ := a.player()
	a.snake(other, 900)
	require.False(t, a.snake(ctx, 0).Best, "nothing is no record")
	first := a.snake(ctx, 100)
	require.True(t, first.Best)
	require.False(t, a.snake(ctx, 100).Best)
	second := a.snake(ctx, 500)
	require.True(t, second.Best)
	require.False(t, a.snake(ctx, 200).Best)
	require.NotNil(t, a.snake(ctx, 4_001).Rejected)
	require.True(t, a.snake(ctx, 600).Best, "what cannot be true is no record")
	round := a.start(ctx, tetris)
	a.pass(time.Minute)
	require.True(t, a.finish(ctx, FinishInput{Round: round.ID, Score: pointer(50)}).Best)
}

func TestWhatCannotBeTrueGivesNothingAndIsKept(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	round := a.start(ctx, snake)
	a.pass(time.Second)
	in := FinishInput{Round: round.ID, Score: pointer(3_000), Level: pointer(31)}
	for range 3 {
		done := a.finish(ctx, in)
		refused(t, done.Rejected, fault.ScoreRejected, "input", "score")
		require.Equal(t, "in 1s nobody reaches more than 60", done.Rejected.Message)
		require.Zero(t, done.Points)
		require.False(t, done.Best)
		require.Equal(t, gamescore.StatusRejected, done.Score.Status)
		require.Equal(t, []int{3_000, 0, 31}, []int{done.Score.Score, done.Score.PointsEarned, done.Score.LevelReached})
		require.Equal(t, done.Rejected.Message, done.Score.Metadata.Rejected)
		a.pass(time.Hour) // More time afterwards does not help.
	}
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_scores"))
	require.Zero(t, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Zero(t, a.heard())
	a.exact()
}

func TestWhatCannotBeReadCostsNothing(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	round := a.start(ctx, snake)
	questions := a.start(ctx, quizz)
	a.pass(time.Minute)
	good := a.answers(questions, 10)
	for name, row := range map[string]struct {
		in    FinishInput
		field string
	}{
		"no score":                 {FinishInput{Round: round.ID}, "score"},
		"below zero":               {FinishInput{Round: round.ID, Score: pointer(-5)}, "score"},
		"beyond integers":          {FinishInput{Round: round.ID, Score: pointer(1 << 40)}, "score"},
		"another game's":           {FinishInput{Round: round.ID, Score: pointer(1), Answers: good}, "answers"},
		"a quiz without answers":   {FinishInput{Round: questions.ID}, "answers"},
		"a quiz with its score":    {FinishInput{Round: questions.ID, Score: pointer(1), Answers: good}, "score"},
		"an unknown question":      {FinishInput{Round: questions.ID, Answers: []Answer{{"what", 0}}}, "answers"},
		"a question twice":         {FinishInput{Round: questions.ID, Answers: []Answer{good[0], good[0]}}, "answers"},
		"a choice below":           {FinishInput{Round: questions.ID, Answers: []Answer{{good[0].Question, -1}}}, "answers"},
		"a choice above":           {FinishInput{Round: questions.ID, Answers: []Answer{{good[0].Question, 4}}}, "answers"},
		"more than can be a round": {FinishInput{Round: questions.ID, Answers: make([]Answer, 10_000)}, "answers"},
	} {
		_, err := a.Finish(ctx, row.in)
		found := refused(t, err, fault.InputInvalid, "input", row.field)
		require.NotEmpty(t, found.Message, name)
		require.Less(t, len(err.Error()), 5_000, name)
	}
	require.Zero(t, a.number("SELECT count(*) FROM game_scores"))
	require.Nil(t, a.finish(ctx, FinishInput{Round: round.ID, Score: pointer(5)}).Rejected)
	require.Nil(t, a.finish(ctx, FinishInput{Round: questions.ID, Answers: good}).Rejected)
}

func TestRoundsThatCannotBeFinished(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	stranger, _ := a.player()
	round := a.start(ctx, memory)
	in := FinishInput{Round: round.ID, Score: pointer(1_040), Moves: pointer(8)}
	_, err := a.Finish(stranger, in)
	refused(t, err, fault.Gone, "input", "roundId")
	_, err = a.Finish(ctx, FinishInput{Round: uuid.New(), Score: pointer(1)})
	refused(t, err, fault.Gone, "input", "roundId")
	_, err = a.Finish(t.Context(), in)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	a.pass(30 * time.Minute)
	_, err = a.Finish(ctx, in)
	refused(t, err, fault.StateConflict, "input", "roundId")
	a.pass(-time.Microsecond)
	require.Equal(t, 26, a.finish(ctx, in).Points)
}

func TestPointsThatCannotBeGivenLeaveTheRoundOpen(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	round := a.start(ctx, snake)
	a.pass(time.Minute)
	a.fail = errors.New("the ledger is away")
	_, err := a.Finish(ctx, FinishInput{Round: round.ID, Score: pointer(100)})
	require.ErrorIs(t, err, a.fail)
	require.Zero(t, a.number("SELECT count(*) FROM game_scores"))
	require.Zero(t, a.heard())
	a.fail = nil
	require.Equal(t, 5, a.finish(ctx, FinishInput{Round: round.ID, Score: pointer(100)}).Points)
}

func TestWhoIsDeletedPlaysNoMore(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	played := a.start(ctx, snake)
	in := FinishInput{Round: played.ID, Score: pointer(1)}
	a.finish(ctx, in)
	round := a.start(ctx, snake)
	a.exec("UPDATE users SET deleted_at = $2 WHERE id = $1", user, noon)
	_, err := a.Finish(ctx, FinishInput{Round: round.ID, Score: pointer(1)})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	a.exec("DELETE FROM game_scores WHERE user_id = $1", user)
	_, err = a.Finish(ctx, in)
	refused(t, err, fault.Gone, "input", "roundId")
}

func TestAnEndCostsFewStatements(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	counted, counter := postgres.WithCounter(ctx)
	round := a.start(counted, snake)
	require.LessOrEqual(t, len(counter.Statements()), 5, "%q", counter.Statements())
	a.pass(time.Minute)
	a.Boards = nil
	counted, counter = postgres.WithCounter(ctx)
	a.finish(counted, FinishInput{Round: round.ID, Score: pointer(100)})
	// Three are the ledger's.
	require.LessOrEqual(t, len(counter.Statements()), 6+3, "%q", counter.Statements())
}
