package app_test

import (
	"cmp"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// screen shows a board as docs/playing.md tells clients to: it applies what
// comes to what it has.
type screen struct {
	*follower
	// places are by the key of the player.
	places map[string]screenPlace
	// heard is how many updates came, and snapshots how many of them began anew.
	heard, snapshots int
	players          int
	me               map[string]any
	// left are the keys of those who left.
	left map[string]bool
}

type screenPlace struct {
	rank, score int
	name        string
}

const boardUpdate = ` { snapshot startsAt players me { rank score } changes { left entries { rank score player { key name gem } } } }`

func boardField(game, period string) string {
	return "leaderboard(game: " + game + ", period: " + period + ", top: 100)" + boardUpdate
}

// watches shows a board over server-sent events.
func (v *visitor) watches(server *httptest.Server, game, period string) *screen {
	v.t.Helper()
	return newScreen(v.follows(server, boardField(game, period)))
}

// watchesBySocket shows it over a WebSocket.
func (v *visitor) watchesBySocket(game, period string) *screen {
	v.t.Helper()
	return newScreen(v.listens(boardField(game, period)))
}

// newScreen takes the first update, which is a snapshot.
func newScreen(from *follower) *screen {
	from.t.Helper()
	s := &screen{follower: from, places: map[string]screenPlace{}, left: map[string]bool{}}
	s.takes()
	require.Equal(from.t, 1, s.snapshots, "it begins with all of it")
	return s
}

// takes waits for an update and applies it.
func (s *screen) takes() {
	s.t.Helper()
	update := s.next()
	changes := update["changes"].(map[string]any)
	s.heard++
	if update["snapshot"] == true {
		s.snapshots++
		clear(s.places)
	}
	for _, key := range changes["left"].([]any) {
		require.Contains(s.t, s.places, key, "who leaves was there")
		delete(s.places, key.(string))
		s.left[key.(string)] = true
	}
	for _, one := range changes["entries"].([]any) {
		one := one.(map[string]any)
		player := one["player"].(map[string]any)
		s.places[player["key"].(string)] = screenPlace{int(one["rank"].(float64)), int(one["score"].(float64)), player["name"].(string)}
	}
	s.players = int(update["players"].(float64))
	s.me, _ = update["me"].(map[string]any)
}

// shown are the places in order.
func (s *screen) shown() []string {
	texts := []string{}
	for _, one := range s.inOrder() {
		texts = append(texts, placeText(one.rank, one.name, one.score))
	}
	return texts
}

func (s *screen) inOrder() []screenPlace {
	all := make([]screenPlace, 0, len(s.places))
	for _, one := range s.places {
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b screenPlace) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// sound requires that what is shown is a board: every rank once and no score
// above a better one.
func (s *screen) sound() {
	s.t.Helper()
	all := s.inOrder()
	for i, one := range all {
		require.Equal(s.t, i+1, one.rank, s.shown())
		require.True(s.t, i == 0 || all[i-1].score >= one.score, s.shown())
	}
}

// ends waits until the truth is shown; everything on the way is a board whose
// players only rise, unless it may fall because somebody was taken off.
func (s *screen) ends(want []string) {
	s.t.Helper()
	for {
		s.sound()
		if slices.Equal(want, s.shown()) && s.players == len(want) {
			return
		}
		before := map[string]int{}
		for key, one := range s.places {
			before[key] = one.score
		}
		s.takes()
		for key, score := range before {
			one, there := s.places[key]
			require.True(s.t, there, "nobody was taken off")
			require.GreaterOrEqual(s.t, one.score, score, "news of %s are older than what was told", one.name)
		}
	}
}

// The screen itself must be able to tell a wrong board.
func TestPlayLiveTheScreenFollowsChanges(t *testing.T) {
	t.Parallel()
	events := make(chan string, 3)
	entry := func(rank, score, key string) string {
		return `{"rank":` + rank + `,"score":` + score + `,"player":{"key":"` + key + `","name":"` + key + `","gem":"QUARTZ"}}`
	}
	say := func(snapshot, left, entries string) {
		events <- `{"data":{"told":{"snapshot":` + snapshot + `,"players":2,"me":null,"changes":{"left":[` + left + `],"entries":[` + entries + `]}}}}`
	}
	say("true", "", entry("1", "9", "a")+","+entry("2", "5", "b"))
	s := newScreen(&follower{t: t, what: "board", events: events})
	require.Equal(t, []string{"1. a 9", "2. b 5"}, s.shown())
	say("false", `"a"`, entry("1", "5", "b")+","+entry("2", "4", "c"))
	s.takes()
	require.Equal(t, []string{"1. b 5", "2. c 4"}, s.shown())
	require.True(t, s.left["a"])
	say("true", "", entry("1", "3", "d"))
	s.takes()
	require.Equal(t, []string{"1. d 3"}, s.shown())
	require.Equal(t, 2, s.snapshots)
}
