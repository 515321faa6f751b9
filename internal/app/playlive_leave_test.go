package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/clock"
)

// leaves deletes the account, as its owner does.
func (s *stadium) leaves(v *visitor) {
	s.t.Helper()
	payload, codes := v.do("accountDelete", "", challengeFields, nil)
	require.Empty(s.t, codes)
	challenge := payload["challenge"].(map[string]any)["id"]
	_, codes = v.do("accountDeleteConfirm", "input: {challengeId: $id, code: $code}", "done",
		map[string]any{"id": typed{"ID!", challenge}, "code": codeOf(s.t, letters(s.t, s.shop, s.config)[0])})
	require.Empty(s.t, codes)
}

// gone is the name of who leaves, which nobody else has.
const gone = "Zanzibarrow Obi"

// past gives somebody scores of long ago, each on boards of their own.
func (s *stadium) past(name, game string, score int, days ...int) {
	s.t.Helper()
	for _, ago := range days {
		_, err := s.shop.Pool.Pgx().Exec(s.t.Context(), `INSERT INTO game_scores (user_id, game_type, score, points_earned, level_reached, time_played_seconds, device_platform, status, created_at, updated_at)
			SELECT id, lower($2), $3, 0, 0, 60, 'web', 'accepted', now() - $4 * interval '1 day', now() FROM users WHERE name = $1`, name, game, score, ago)
		require.NoError(s.t, err)
	}
}

// boardsOf are all boards that scores of these days are on. Those of days are
// kept for eight more.
func boardsOf(days ...int) (boards []boardName) {
	for _, period := range periods {
		for _, ago := range days {
			day := time.Now().In(clock.Lagos).AddDate(0, 0, -ago).Format(time.DateOnly)
			boards = append(boards, boardName{fmt.Sprintf("period: %s, on: %q", period, day), ago < 8})
		}
	}
	return boards
}

// Who is erased is on no board of any game, period and time, at no server, and
// leaves the screens of those who watch. Their name is in no answer.
func TestPlayLiveWhoIsErasedLeavesEveryBoard(t *testing.T) {
	t.Parallel()
	s := newStadium(t, 3)
	there, elsewhere := s.withServer()
	days := []int{0, 1, 9, 40}
	leaver := s.joins(gone, "customer")
	for _, game := range []string{"TETRIS", "SNAKE"} {
		s.past(gone, game, 45, days[1:]...)
		s.past("PlayerA Obi", game, 44, days[1:]...)
		leaver.scores(game, 50)
		for i, v := range s.players {
			v.scores(game, 40+5*i) // Above them, nobody; beside them, the last one.
		}
	}
	s.righteous(there, days)
	_, codes := s.players[0].do("referralClaim", "code: $it", "referral { id }", map[string]any{"it": leaver.invitation()})
	require.Empty(t, codes)
	code := leaver.invitation()
	for _, v := range []*visitor{s.staff, s.staff.at(there)} {
		require.Contains(t, v.everywhere(code, days), "Zanzibarrow", "what is searched is there")
	}
	here := s.players[2].watches(s.server, "TETRIS", "DAILY")
	far := s.players[1].at(there).watches(elsewhere, "TETRIS", "MONTHLY")
	require.Contains(t, strings.Join(here.shown(), " "), "Zanzibarrow")
	before := far.shown()
	require.Contains(t, strings.Join(before, " "), "Zanzibarrow")

	s.opens()
	s.leaves(leaver)
	_, refused := leaver.send(`mutation { gameStart(game: SNAKE) { round { id } } }`, nil)
	require.Contains(t, refused.Body.String(), "UNAUTHENTICATED")
	s.settled()
	for _, one := range []*screen{here, far} {
		one.forgets("Zanzibarrow")
	}
	s.absent(there, code, days)
	s.players[0].scores("TETRIS", 60) // News that come later bring nobody back.
	for _, one := range []*screen{here, far} {
		one.forgets("Zanzibarrow")
	}
	require.EqualValues(t, 2, s.players[1].at(there).watches(elsewhere, "SNAKE", "DAILY").me["rank"], "who was below has moved up")
}

// righteous waits until all boards of these days are right at both servers.
func (s *stadium) righteous(there *app.App, days []int) {
	s.t.Helper()
	for _, game := range []string{"TETRIS", "SNAKE"} {
		for _, one := range boardsOf(days...) {
			s.rightly(s.shop, game, one)
			s.rightly(there, game, one)
		}
	}
}

// absent requires that whoever left is nowhere, and that the boards are right
// without them.
func (s *stadium) absent(there *app.App, code string, days []int) {
	s.t.Helper()
	s.righteous(there, days)
	for _, v := range []*visitor{s.staff, s.staff.at(there), s.players[0], s.players[0].at(there)} {
		require.Eventually(s.t, func() bool { return !strings.Contains(v.everywhere(code, days), "Zanzibarrow") }, patience, 20*time.Millisecond)
	}
}

// everywhere is what all fields answer that show names of players. Pages of a
// board may be kept by a server, so it asks for the same each time.
func (v *visitor) everywhere(code string, days []int) string {
	v.t.Helper()
	var answers strings.Builder
	ask := func(query string) { answers.WriteString(v.body(v.t.Context(), query, nil)) }
	for _, game := range []string{"TETRIS", "SNAKE"} {
		for _, one := range boardsOf(days...) {
			ask(`{ leaderboard(game: ` + game + `, ` + one.arguments + `) { players top(first: 100) { player { name } } me { player { name } }
				around { player { name } } entries(first: 50) { totalCount nodes { player { name } } } last: entries(last: 2) { nodes { player { name } } } } }`)
		}
	}
	ask(`{ referralCode(code: "` + code + `") { referrer } }`)
	ask(`{ me { notifications(first: 50) { nodes { title message } } referrals(first: 50) { nodes { friend } } } }`)
	ask(`{ gameScores(first: 100) { nodes { player { name } } } }`)
	return answers.String()
}

// forgets takes updates until nobody of this name is shown, and requires that
// the board closed up behind them.
func (s *screen) forgets(name string) {
	s.t.Helper()
	for strings.Contains(strings.Join(s.shown(), " "), name) {
		s.takes()
	}
	s.sound()
	require.Equal(s.t, len(s.places), s.players)
}
