package game

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// model is what should be, kept by hand beside the database.
type model struct {
	*arcade
	ctx   context.Context
	staff context.Context
	user  uuid.UUID
	// open are the rounds that a naive reader of the rules holds open.
	open map[gamescore.GameType]*Round
	// ended are the inputs that were answered, with their answers.
	ended []ended
	// given are points by day; best is by game and counts accepted ones.
	given  map[time.Time]int
	spun   map[time.Time]bool
	states map[int]gamescore.Status
}

type ended struct {
	in   FinishInput
	done *Finished
}

func TestPlayByTheRules(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	staff, _ := a.person(viewer.Staff)
	rapid.Check(t, func(r *rapid.T) {
		m := &model{
			arcade: a, staff: staff, open: map[gamescore.GameType]*Round{}, given: map[time.Time]int{},
			spun: map[time.Time]bool{}, states: map[int]gamescore.Status{},
		}
		m.ctx, m.user = a.player()
		r.Repeat(map[string]func(*rapid.T){
			"": func(r *rapid.T) { m.holds(r) }, "start": m.start, "finish": m.finish, "finish again": m.again, "void": m.void,
			"time passes": func(r *rapid.T) {
				m.pass(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 20 * time.Minute, 3 * time.Hour, 20 * time.Hour}).Draw(r, "time"))
			},
		})
	})
}

func (m *model) start(r *rapid.T) {
	game := rapid.SampledFrom([]gamescore.GameType{snake, tetris, memory, quizz, wheel}).Draw(r, "game")
	round, err := m.Service.Start(m.ctx, StartInput{game})
	if game == wheel && m.spun[clock.Day(m.Now())] {
		require.True(r, fault.For(err, fault.RetryLater), "%v", err)
		return
	}
	require.NoError(r, err)
	m.open[game] = round
}

func (m *model) finish(r *rapid.T) {
	var games []gamescore.GameType
	for _, game := range Games() {
		if m.open[game.Type] != nil {
			games = append(games, game.Type)
		}
	}
	if len(games) == 0 {
		r.Skip("nothing is open")
	}
	game := rapid.SampledFrom(games).Draw(r, "game")
	round, now := m.open[game], m.Now()
	in := FinishInput{Round: round.ID}
	switch game {
	case quizz:
		in.Answers = m.answers(round, rapid.IntRange(0, 10).Draw(r, "right"))
	case memory:
		in.Moves = pointer(rapid.IntRange(5, 40).Draw(r, "moves"))
		in.Score = pointer(max(0, 1_200-20**in.Moves))
	case snake, tetris:
		in.Score = pointer(rapid.IntRange(0, 5_000).Draw(r, "score"))
	}
	done, err := m.Service.Finish(m.ctx, in)
	if !now.Before(round.ExpiresAt) {
		require.True(r, fault.For(err, fault.StateConflict), "%v", err)
		return
	}
	require.NoError(r, err)
	delete(m.open, game)
	m.ended = append(m.ended, ended{in, done})
	m.states[done.Score.ID] = done.Score.Status
	day := clock.Day(now)
	if game == wheel {
		m.spun[day] = true
	}
	if done.Rejected != nil {
		require.Zero(r, done.Points)
		return
	}
	most := lawOf(game).mostPoints()
	require.LessOrEqual(r, done.Points, min(most, DailyPoints-m.given[day]))
	m.given[day] += done.Points
}

func (m *model) again(r *rapid.T) {
	if len(m.ended) == 0 {
		r.Skip("nothing has ended")
	}
	one := rapid.SampledFrom(m.ended).Draw(r, "which")
	again, err := m.Service.Finish(m.ctx, one.in)
	require.NoError(r, err)
	require.Equal(r, one.done.Score.ID, again.Score.ID)
	require.Equal(r, one.done.Points, again.Points)
	require.Equal(r, one.done.Prize, again.Prize)
	require.Equal(r, one.done.Marks, again.Marks)
	require.Equal(r, one.done.Rejected, again.Rejected)
	one.in.Level = pointer(17)
	_, err = m.Service.Finish(m.ctx, one.in)
	require.True(r, fault.For(err, fault.StateConflict), "%v", err)
}

func (m *model) void(r *rapid.T) {
	if len(m.ended) == 0 {
		r.Skip("nothing has ended")
	}
	score := rapid.SampledFrom(m.ended).Draw(r, "which").done.Score
	_, err := m.Service.Void(m.staff, VoidInput{score.ID, "A bot played."})
	if m.states[score.ID] == gamescore.StatusRejected {
		require.True(r, fault.For(err, fault.StateConflict), "%v", err)
		return
	}
	require.NoError(r, err)
	m.states[score.ID] = gamescore.StatusVoided
}

// holds compares the database with the model.
func (m *model) holds(r *rapid.T) {
	want := map[gamescore.Status]int{}
	for _, status := range m.states {
		want[status]++
	}
	for _, status := range []gamescore.Status{gamescore.StatusAccepted, gamescore.StatusRejected, gamescore.StatusVoided} {
		require.Equal(r, want[status], m.number("SELECT count(*) FROM game_scores WHERE user_id = $1 AND status = $2", m.user, string(status)))
	}
	require.Equal(r, m.number("SELECT coalesce(sum(points_earned), 0) FROM game_scores WHERE user_id = $1 AND status = 'accepted'", m.user),
		m.number("SELECT reward_points FROM users WHERE id = $1", m.user))
	for day, points := range m.given {
		require.LessOrEqual(r, points, DailyPoints, day)
	}
	m.exact()
	require.Equal(r, m.number("SELECT count(*) FROM game_scores WHERE status <> 'rejected'"), m.heard())
}
