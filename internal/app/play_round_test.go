package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

// impatient is how often a client sends the end of a round at once.
const impatient = 50

// ended is everything that the end of a round tells.
const ended = `score { id status reason score pointsEarned } points best prize { label points } marks { questionId choice correct right }
	place { rank score } account { balance xp }`

// answered are the first options to all questions of a quiz.
func answered(questions any) string {
	var all []string
	for _, one := range questions.([]any) {
		all = append(all, fmt.Sprintf("{questionId: %q, choice: 0}", one.(map[string]any)["id"]))
	}
	return "answers: [" + strings.Join(all, ", ") + "]"
}

// The end of a round that is sent by an impatient client counts once, and all of
// its answers are the same.
func TestPlayOfARoundEndsOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	began := time.Now()
	for _, row := range []struct {
		game, how string
		// score is what must come, or -1 where chance decides.
		score, points int
		// code is why nothing came of it; "done" where something did.
		code string
	}{
		{"SNAKE", "score: 400, level: 2", 400, 20, "done"},
		{"TETRIS", "score: 900, moves: 90", 900, 9, "done"},
		{"MEMORY", "score: 1000, moves: 10", 1000, 25, "done"},
		{"QUIZ", "", -1, -1, "done"},
		{"WHEEL", "", -1, -1, "done"},
		{"SNAKE", "score: 4000", 4000, 0, "SCORE_REJECTED"},
	} {
		t.Run(row.game+" "+row.how, func(t *testing.T) {
			v := a.player()
			v.t = t
			a.hands.show(began)
			payload, codes := v.do("gameStart", "game: "+row.game, "round { id questions { id } }", nil)
			require.Empty(t, codes)
			round := payload["round"].(map[string]any)
			if row.game == "QUIZ" {
				row.how = answered(round["questions"])
			}
			a.hands.show(began.Add(time.Minute))
			input := fmt.Sprintf("input: {roundId: %q, %s}", round["id"], row.how)
			answers := together(t, impatient, func(int) (reply, error) { return v.tries("gameFinish", input, ended) })
			require.Equal(t, map[string]int{row.code: impatient}, tally(answers))
			v.playedOnce(answers, row.score, row.points)
			again, _ := v.do("gameFinish", input, ended, nil)
			require.Equal(t, answers[0].fields["score"], again["score"], "and any time later")
			require.Equal(t, row.code == "done", again["place"] != nil, "what counts is on the board by now")
		})
	}
	a.balances()
	require.Equal(t, 6, count(t, a.shop, `SELECT count(*) FROM game_scores`))
	require.Equal(t, 6, count(t, a.shop, `SELECT count(DISTINCT score_id) FROM game_rounds WHERE finished_at IS NOT NULL`))
}

// playedOnce requires that all answers to one end of a round are the same, and
// that it counts once.
func (v *visitor) playedOnce(answers []payload, score, points int) {
	t := v.t
	t.Helper()
	for _, one := range answers {
		place := one.fields["place"]
		delete(one.fields, "place") // Who asks before the score is on the board has none yet.
		require.Equal(t, answers[0].fields, one.fields)
		if place != nil {
			require.Equal(t, map[string]any{"rank": 1.0, "score": one.fields["score"].(map[string]any)["score"]}, place)
		}
	}
	kept, gave := answers[0].fields["score"].(map[string]any), int(answers[0].fields["points"].(float64))
	if score >= 0 {
		require.EqualValues(t, score, kept["score"])
		require.Equal(t, points, gave)
	}
	require.EqualValues(t, gave, kept["pointsEarned"])
	p := v.purse()
	require.Equal(t, []int{gave, gave, gave}, []int{p.balance, p.xp, p.by["GAME"]})
	require.LessOrEqual(t, p.lines["GAME"], 1)
	require.EqualValues(t, gave, answers[0].fields["account"].(map[string]any)["balance"])
	scores := v.ask(`{ me { gameScores { nodes { id } } } }`, nil)["me"].(map[string]any)["gameScores"].(map[string]any)["nodes"].([]any)
	require.Equal(t, []any{map[string]any{"id": kept["id"]}}, scores)
}

// Of two results of one round the first counts; the other is refused, however
// often either is sent.
func TestPlayOfTwoResultsOneCounts(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	round := v.starts("SNAKE")
	results := []float64{40, 20}
	answers := together(t, impatient, func(i int) (reply, error) {
		return v.tries("gameFinish", fmt.Sprintf("input: {roundId: %q, score: %.0f}", round, results[i%2]), ended)
	})
	require.Equal(t, map[string]int{"done": impatient / 2, "STATE_CONFLICT": impatient / 2}, tally(answers))
	var won float64
	for i, one := range answers {
		if len(one.codes) > 0 {
			require.Nil(t, one.fields["score"])
			continue
		}
		won = results[i%2]
		require.EqualValues(t, won, one.fields["score"].(map[string]any)["score"])
	}
	require.Equal(t, int(won)/20, v.purse().balance)
	require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM game_scores WHERE score = $1`, int(won)))
	require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM game_scores`))
}

// marathon are rounds of three games that end in the same moment, several times
// each. They are worth 146 points.
func (a *arcade) marathon(v *visitor, at time.Time) {
	a.t.Helper()
	a.hands.show(at)
	ends := []string{
		fmt.Sprintf("input: {roundId: %q, score: 1200}", v.starts("SNAKE")),
		fmt.Sprintf("input: {roundId: %q, score: 6000}", v.starts("TETRIS")),
		fmt.Sprintf("input: {roundId: %q, score: 1040, moves: 8}", v.starts("MEMORY")),
	}
	a.hands.show(at.Add(3 * time.Minute))
	answers := together(a.t, 5*len(ends), func(i int) (reply, error) { return v.tries("gameFinish", ends[i%len(ends)], ended) })
	require.Equal(a.t, map[string]int{"done": 5 * len(ends)}, tally(answers))
}

// All games together give 200 points on a day in Lagos, whatever ends at once,
// and the wheel turns once; at midnight there is another day.
func TestPlayOfADayEndsAtMidnight(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	midnight := clock.Day(time.Now())
	for i, want := range []int{146, 200, 200} {
		a.marathon(v, midnight.Add(time.Duration(10*i-40)*time.Minute))
		require.Equal(t, want, v.purse().by["GAME"])
	}
	a.hands.show(midnight.Add(-time.Second))
	_, codes := v.finishes(v.starts("WHEEL"), "")
	require.Empty(t, codes)
	require.Equal(t, 200, v.purse().by["GAME"], "the prize is above the day's points")
	turn := func() []any {
		payload, codes := v.do("gameStart", "game: WHEEL", "round { id }", nil)
		if len(codes) == 0 {
			return nil
		}
		require.Nil(t, payload["round"])
		return []any{codes[0], payload["userErrors"].([]any)[0].(map[string]any)["retryAfter"]}
	}
	require.Equal(t, []any{"RETRY_LATER", 1.0}, turn())
	a.hands.show(midnight)
	require.Nil(t, turn())
	a.marathon(v, midnight)
	require.Equal(t, 346, v.purse().by["GAME"])
	a.balances()
}
