package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Redis is emptied again and again while people play: no score is missing from
// what is rebuilt, whether a reader, the sweep or staff have it rebuilt, and who
// watches ends with the truth.
func TestPlayLiveAFlushedRedisLosesNoScore(t *testing.T) {
	t.Parallel()
	s := ownStadium(t, 6, false)
	watching := s.players[0].watches(s.server, "TETRIS", "WEEKLY")
	for i, v := range s.players {
		v.scores("TETRIS", 10+i)
	}
	s.right("TETRIS")
	s.play("TETRIS", 8, map[int]func(){5: s.flush, 12: s.flush, 20: s.flush, 33: s.flush, 48: s.flush})
	truth := s.truth("TETRIS", nil, nil)
	require.Len(t, truth, 6)
	watching.ends(truth)
	s.right("TETRIS")

	s.flush()
	s.opens() // The sweep is among the first jobs; nobody reads.
	require.Eventually(t, func() bool {
		return s.keys.HExists(t.Context(), "zuka:{boards}:mark", "id").Val()
	}, longPatience, 20*time.Millisecond, "the sweep comes to its end")
	for _, game := range []string{"snake", "tetris", "memory", "quiz", "wheel"} {
		require.Len(t, s.keys.Keys(t.Context(), "zuka:{boards}:"+game+":*:people").Val(), len(periods), game)
	}
	s.right("TETRIS")
	s.right("SNAKE")

	s.flush()
	s.players[3].scores("TETRIS", 399) // Onto a board that is not there.
	for _, period := range periods {
		_, codes := s.staff.do("leaderboardRebuild", "game: TETRIS, period: "+period, "done", nil)
		require.Empty(t, codes)
	}
	s.settled()
	s.right("TETRIS")
	watching.ends(s.truth("TETRIS", nil, nil))
	require.Equal(t, 6*8+6+1, count(t, s.shop, `SELECT count(*) FROM game_scores WHERE status = 'accepted'`))
}

// While Redis is dead rounds begin and end as ever, only that nobody is told
// where they stand; what was played is on the boards once it is back.
func TestPlayLiveGamesGoOnWhileRedisIsKilled(t *testing.T) {
	t.Parallel()
	s := ownStadium(t, 4, true)
	s.opens()
	s.swept()
	a, b, c := s.players[0], s.players[1], s.players[2]
	watching := a.watches(s.server, "TETRIS", "ALL_TIME")
	a.scores("TETRIS", 100)
	b.scores("TETRIS", 200)
	s.right("TETRIS") // Where there is no whole board nobody is told their place.
	require.EqualValues(t, 1, c.scores("TETRIS", 300)["place"].(map[string]any)["rank"], "it is told while Redis is there")
	watching.ends(s.truth("TETRIS", nil, nil))
	round := a.starts("TETRIS")

	require.NoError(t, s.own.Kill())
	for range 2 { // The same again is the same answer.
		payload, codes := a.finishes(round, "score: 350")
		require.Empty(t, codes)
		require.Equal(t, map[string]any{"status": "ACCEPTED", "reason": nil}, payload["score"])
		require.Equal(t, []any{3.0, true, nil}, []any{payload["points"], payload["best"], payload["place"]})
	}
	b.scores("TETRIS", 250)
	payload, codes := c.finishes(c.starts("TETRIS"), "score: 999000")
	require.Equal(t, []string{"SCORE_REJECTED"}, codes, "what cannot be true cannot be true now either")
	require.Nil(t, payload["place"])
	board := c.ask(`{ leaderboard(game: TETRIS, period: ALL_TIME) { players me { rank score } top(first: 100) { rank score player { name } } } }`, nil)["leaderboard"].(map[string]any)
	require.Equal(t, s.truth("TETRIS", nil, nil), placesOf(board["top"]))
	require.Equal(t, map[string]any{"rank": 2.0, "score": 300.0}, board["me"])
	refused := b.follows(s.server, boardField("TETRIS", "DAILY"))
	require.Contains(t, <-refused.events, `"SERVICE_UNAVAILABLE"`, "nobody hears news of it")
	late := b.watches(s.server, "TETRIS", "ALL_TIME") // What others who watch it have.

	require.NoError(t, s.own.Restart(t.Context()))
	for _, one := range []*screen{watching, late} {
		one.ends(s.truth("TETRIS", nil, nil))
		require.Greater(t, one.snapshots, 1, "news may have been lost")
	}
	s.right("TETRIS")
	s.play("TETRIS", 8, map[int]func(){
		6:  func() { require.NoError(t, s.own.Kill()) },
		18: func() { require.NoError(t, s.own.Restart(t.Context())) },
	})
	watching.ends(s.truth("TETRIS", nil, nil))
	s.right("TETRIS")
	require.Equal(t, 5+4*8, count(t, s.shop, `SELECT count(*) FROM game_scores WHERE status = 'accepted'`))
}

// swept waits for the first sweep of the boards, which would tell of them at a moment
// of its own; the next comes 15 seconds later.
func (s *stadium) swept() {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		return count(s.t, s.shop, `SELECT count(*) FROM river_job WHERE kind = 'sweep' AND args->>'what' = 'boards' AND state = 'completed'`) > 0
	}, longPatience, 20*time.Millisecond)
}

// older lets Redis keep what it has now, does something while jobs are done, and has
// Redis die and come back as it was before. No jobs are done any more then, so that no
// sweep makes up for it.
func (s *stadium) older(do func()) {
	s.t.Helper()
	stop, err := open(s.t, s.config).StartJobs(s.t.Context()) // Another server's, for one does them once.
	require.NoError(s.t, err)
	s.swept()
	_, err = s.shop.Play.Boards.Reconcile(s.t.Context()) // As every 15 seconds.
	require.NoError(s.t, err)
	require.NoError(s.t, s.keys.Save(s.t.Context()).Err())
	do()
	require.NoError(s.t, stop())
	require.NoError(s.t, s.own.Kill())
	require.NoError(s.t, s.own.Restart(s.t.Context()))
}

// A Redis that comes back from a snapshot of some seconds ago has whole boards
// that are not right: scores are missing, and there are some that were taken
// off and people who were erased meanwhile. The sweep makes up for it.
func TestPlayLiveARedisFromAnOlderSnapshotIsCaughtUp(t *testing.T) {
	t.Parallel()
	s := ownStadium(t, 5, false)
	for i, v := range s.players {
		v.scores("TETRIS", 100+i)
	}
	_, codes := s.players[1].finishes(s.players[1].starts("TETRIS"), "score: 390")
	require.Empty(t, codes)
	cheat := s.staff.ask(`{ gameScores(filter: {game: TETRIS}, first: 1) { nodes { id score } } }`, nil)["gameScores"].(map[string]any)["nodes"].([]any)[0].(map[string]any)
	require.EqualValues(t, 390, cheat["score"])
	s.right("TETRIS")
	s.older(func() {
		s.players[0].scores("TETRIS", 300)
		_, codes := s.staff.do("gameScoreVoid", fmt.Sprintf(`input: {scoreId: %q, reason: "Not by hand"}`, cheat["id"]), "score { status }", nil)
		require.Empty(t, codes)
		s.leaves(s.players[4])
		s.settled()
		require.Empty(t, s.differs(s.shop, "TETRIS", boardName{"period: ALL_TIME", true}), "and then Redis forgets that it was told")
	})
	require.Eventually(t, func() bool { // Redis is asked again a moment after it is back.
		return strings.Contains(s.differs(s.shop, "TETRIS", boardName{"period: ALL_TIME", true}), "shows [1. PlayerB O. 390")
	}, patience, 20*time.Millisecond, "the board is the old one")
	s.opens()
	s.right("TETRIS") // When the sweep comes again.
	require.Len(t, s.truth("TETRIS", nil, nil), 4)
}
