package game

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/ratelimit"
)

func TestARoundIsOpened(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	a.Random = chance(0xff)
	ctx, user := a.player()
	for _, game := range Games() {
		round := a.start(ctx, game.Type)
		require.Equal(t, user, round.UserID)
		require.EqualValues(t, game.Type, round.GameType)
		require.EqualValues(t, "android", round.DevicePlatform)
		require.Equal(t, 1<<31-1, round.Seed, "an integer of GraphQL")
		require.True(t, noon.Equal(round.StartedAt))
		require.True(t, noon.Add(game.RoundTime).Equal(round.ExpiresAt))
		require.Len(t, round.Questions, game.Questions)
		require.Len(t, round.Asked, game.Questions)
		for i, asked := range round.Asked {
			require.Equal(t, round.Questions[i].ID, asked.ID)
			require.Len(t, asked.Options, 4)
		}
		found, err := a.FindRound(t.Context(), user, round.ID)
		require.NoError(t, err)
		require.Equal(t, round.Asked, found.Asked)
		_, other := a.player()
		found, err = a.FindRound(t.Context(), other, round.ID)
		require.NoError(t, err)
		require.Nil(t, found)
	}
	_, err := a.Start(ctx, StartInput{"chess"})
	refused(t, err, fault.InputInvalid, "game")
	_, err = a.Start(t.Context(), StartInput{snake})
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestANewRoundTakesTheOldOnesPlace(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	first, other := a.start(ctx, snake), a.start(ctx, tetris)
	second := a.start(ctx, snake)
	stranger, _ := a.player()
	a.start(stranger, snake)
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_rounds WHERE user_id = $1 AND abandoned_at IS NOT NULL AND id = $2", user, first.ID))
	require.Equal(t, 3, a.number("SELECT count(*) FROM game_rounds WHERE abandoned_at IS NULL"))
	_, err := a.Finish(ctx, FinishInput{Round: first.ID, Score: pointer(1)})
	refused(t, err, fault.StateConflict, "input", "roundId")
	a.finish(ctx, FinishInput{Round: second.ID, Score: pointer(1)})
	a.finish(ctx, FinishInput{Round: other.ID, Score: pointer(1)})
	a.start(ctx, snake)
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_rounds WHERE abandoned_at IS NOT NULL"), "a finished round stays finished")
}

func TestFortyStartsLeaveOneRoundOpen(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	a.start(ctx, snake)
	a.behind("game_rounds", 40, func(int) {
		_, err := a.Start(ctx, StartInput{snake})
		assert.NoError(t, err)
	})
	require.Equal(t, 41, a.number("SELECT count(*) FROM game_rounds WHERE user_id = $1", user))
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_rounds WHERE user_id = $1 AND abandoned_at IS NULL", user))
}

func TestStartsAndEndsAtOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 10 {
				round, err := a.Start(ctx, StartInput{snake})
				if !assert.NoError(t, err) {
					return
				}
				if _, err = a.Finish(ctx, FinishInput{Round: round.ID, Score: pointer(40)}); err != nil {
					assert.True(t, fault.For(err, fault.StateConflict), "%v", err)
				}
			}
		})
	}
	wait.Wait()
	a.exact()
	require.Equal(t, 80, a.number("SELECT count(*) FROM game_rounds WHERE user_id = $1", user))
	require.Equal(t, a.heard(), a.number("SELECT count(*) FROM game_rounds WHERE finished_at IS NOT NULL"))
}

func TestTheWheelTurnsOnceADayInLagos(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	a.at(time.Date(2026, 5, 20, 22, 58, 30, 500, time.UTC)) // 23:58:30 in Lagos.
	a.finish(ctx, FinishInput{Round: a.start(ctx, wheel).ID})
	_, err := a.Start(ctx, StartInput{wheel})
	found := refused(t, err, fault.RetryLater, "game")
	require.Equal(t, 90*time.Second, found.RetryAfter)
	require.True(t, fault.Is(err, fault.RateLimited))
	other, _ := a.player()
	a.start(other, wheel)

	a.at(time.Date(2026, 5, 20, 23, 0, 0, 0, time.UTC))
	a.start(ctx, wheel)
	require.Equal(t, clock.Day(a.Now()).Day(), 21)
	round := a.start(ctx, wheel)
	a.finish(ctx, FinishInput{Round: round.ID})
	_, err = a.Start(ctx, StartInput{wheel})
	require.Equal(t, 24*time.Hour, refused(t, err, fault.RetryLater, "game").RetryAfter)
	require.Equal(t, 2, a.number("SELECT count(*) FROM game_scores"))
	a.exact()
}

func TestARoundThatWasOpenBeforeATurnDoesNotTurnAgain(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	first := a.start(ctx, wheel)
	a.finish(ctx, FinishInput{Round: first.ID})
	// As a start leaves it that looked for a turn before that was there.
	a.exec(`INSERT INTO game_rounds (id, user_id, game_type, seed, started_at, expires_at)
		VALUES (gen_random_uuid(), $1, 'wheel', 1, $2, $3)`, user, noon, noon.Add(time.Minute))
	var late FinishInput
	require.NoError(t, a.pool.Pgx().QueryRow(t.Context(), "SELECT id FROM game_rounds WHERE finished_at IS NULL").Scan(&late.Round))
	_, err := a.Finish(ctx, late)
	refused(t, err, fault.RetryLater, "input", "roundId")
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_scores"))
}

func TestThereIsAnEndToStarts(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	a.Limits = ratelimit.New(ratelimit.Options{Clock: a})
	ctx, _ := a.player()
	for range 120 {
		a.start(ctx, snake)
	}
	_, err := a.Start(ctx, StartInput{tetris})
	require.Equal(t, 30*time.Second, refused(t, err, fault.RetryLater).RetryAfter)
	other, _ := a.player()
	a.start(other, snake)
}

func TestRoundsAreRemovedAWeekAfterTheirTime(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, user := a.player()
	a.snake(ctx, 100)
	a.exec(`INSERT INTO game_rounds (id, user_id, game_type, seed, started_at, expires_at, abandoned_at)
		SELECT gen_random_uuid(), $1, 'snake', 1, $2, $2, $2 FROM generate_series(1, 2500)`, user, noon.AddDate(0, 0, -1))
	a.at(noon.AddDate(0, 0, 6))
	gone, err := a.CleanRounds(t.Context())
	require.NoError(t, err)
	require.Zero(t, gone)
	a.pass(time.Second)
	gone, err = a.CleanRounds(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2500, gone)
	a.at(noon.Add(time.Hour).AddDate(0, 0, 7).Add(time.Microsecond))
	gone, err = a.CleanRounds(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, gone)
	require.Equal(t, 1, a.number("SELECT count(*) FROM game_scores"), "what was reached stays")
}
