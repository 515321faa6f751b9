package game

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/game/board"
)

func TestStaffTakeAScoreBack(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	staff, _ := a.person(viewer.Staff)
	kept := a.snake(ctx, 300).Score
	score := a.snake(ctx, 400).Score
	a.pass(time.Hour)
	for range 3 {
		voided, err := a.Void(staff, VoidInput{score.ID, " A bot played. "})
		require.NoError(t, err)
		require.Equal(t, gamescore.StatusVoided, voided.Status)
		require.Equal(t, "A bot played.", *voided.VoidReason)
		require.WithinDuration(t, noon.Add(74*time.Minute), voided.UpdatedAt, 0)
	}
	other, err := a.Void(staff, VoidInput{score.ID, "Another reason."})
	require.NoError(t, err)
	require.Equal(t, "A bot played.", *other.VoidReason)
	require.Equal(t, []board.Score{{ID: score.ID, User: user, Game: snake, Score: 400, At: score.CreatedAt.UTC()}}, a.voided)
	require.Equal(t, 15, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Len(t, a.told, 1)
	told := a.told[0]
	require.Equal(t, user, told.User)
	require.Equal(t, "Your score of 400 in Snake and its 20 points do not count any more. The reason: A bot played.", told.Message)
	require.Contains(t, told.Source, "void:")
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_scores WHERE status = 'accepted' AND id = $1", kept.ID))
	require.True(t, a.snake(ctx, 350).Best, "what was taken back is no record")
	a.exact()
}

func TestWhatCannotBeVoided(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	staff, _ := a.person(viewer.Staff)
	score, rejected := a.snake(ctx, 300).Score, a.snake(ctx, 4_001).Score
	_, err := a.Void(ctx, VoidInput{score.ID, "A bot played."})
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = a.Void(t.Context(), VoidInput{score.ID, "A bot played."})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = a.Void(staff, VoidInput{score.ID + 1000, "A bot played."})
	refused(t, err, fault.Gone, "input", "scoreId")
	_, err = a.Void(staff, VoidInput{rejected.ID, "A bot played."})
	refused(t, err, fault.StateConflict, "input", "scoreId")
	for _, reason := range []string{"", "  no  ", strings.Repeat("é", 201), "a\x00bot", "a\xffbot"} {
		_, err = a.Void(staff, VoidInput{score.ID, reason})
		refused(t, err, fault.InputInvalid, "input", "reason")
	}
	_, err = a.Void(staff, VoidInput{score.ID, strings.Repeat("é", 200)})
	require.NoError(t, err)
}

func TestFortyVoidsTakeBackOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	staff, _ := a.person(viewer.Staff)
	score := a.snake(ctx, 400).Score
	var done atomic.Int32
	a.behind("game_scores", 40, func(int) {
		voided, err := a.Void(staff, VoidInput{score.ID, "A bot played."})
		if assert.NoError(t, err) && voided.Status == gamescore.StatusVoided {
			done.Add(1)
		}
	})
	require.EqualValues(t, 40, done.Load())
	require.Zero(t, a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Len(t, a.voided, 1)
	require.Len(t, a.told, 1)
}

func TestVoidsWhileOthersPlay(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	staff, _ := a.person(viewer.Staff)
	var scores []int
	for range 10 {
		scores = append(scores, a.snake(ctx, 200).Score.ID)
	}
	a.behind("users", 30, func(i int) {
		if i < 10 {
			_, err := a.Void(staff, VoidInput{scores[i], "A bot played."})
			assert.NoError(t, err)
			return
		}
		game := []gamescore.GameType{snake, tetris}[i%2]
		round, err := a.Start(ctx, StartInput{game})
		if !assert.NoError(t, err) {
			return
		}
		_, err = a.Finish(ctx, FinishInput{Round: round.ID, Score: pointer(40)})
		assert.True(t, err == nil || fault.For(err, fault.StateConflict), "%v", err)
	})
	require.Equal(t, a.number("SELECT coalesce(sum(points_earned), 0) FROM game_scores WHERE status = 'accepted'"),
		a.number("SELECT reward_points FROM users WHERE id = $1", user))
	require.Len(t, a.voided, 10)
	a.exact()
}
