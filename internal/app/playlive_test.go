package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/devstack"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// stadium is a market where people play while others watch.
type stadium struct {
	*market
	// own is its Redis where that is to be taken away, and keys a client of it.
	own     *devstack.Server
	keys    *redis.Client
	players []*visitor
}

// longPatience is for what the sweep of the boards does, which comes every 15
// seconds.
const longPatience = patience

// periods are all of them, as the schema calls them.
var periods = []string{"DAILY", "WEEKLY", "MONTHLY", "ALL_TIME"}

// newStadium is one with so many players, each on a phone. Nobody's tries are
// counted, for a code is wanted soon after another.
func newStadium(t *testing.T, players int) *stadium {
	t.Helper()
	config := sample(t, false)
	config.LimitsOff = true
	return stadiumOf(t, config, players)
}

// ownStadium has a Redis of its own.
func ownStadium(t *testing.T, players int, limits bool) *stadium {
	t.Helper()
	own, config := testenv.OwnRedis(t), sample(t, false)
	config.RedisURL, config.RedisPrefix, config.LimitsOff = own.URL(), "zuka:", !limits
	s := stadiumOf(t, config, players)
	s.own = own
	return s
}

func stadiumOf(t *testing.T, config app.Config, players int) *stadium {
	t.Helper()
	s := &stadium{market: &market{t: t, shop: open(t, config), config: config}}
	s.server = serving(t, s.shop)
	if options, err := redis.ParseURL(config.RedisURL); err == nil { // Not on a cluster, where keys are in several places.
		s.keys = redis.NewClient(options)
		t.Cleanup(func() { _ = s.keys.Close() }) // Nothing is left to be said on it.
	}
	s.staff = s.joins("Chidi Eze", "staff")
	for i := range players {
		s.players = append(s.players, s.joins(fmt.Sprintf("Player%c Obi", 'A'+i), "customer"))
	}
	return s
}

// joins is somebody of this name, signed in on a phone.
func (s *stadium) joins(name, role string) *visitor {
	s.t.Helper()
	number := fmt.Sprintf("80310%05d", count(s.t, s.shop, `SELECT count(*) FROM users`))
	_, err := s.shop.Pool.Pgx().Exec(s.t.Context(), `INSERT INTO users (id, name, role, referral_code, phone, phone_verified)
		VALUES (gen_random_uuid(), $1, $2, 'LIVE' || $3, '+234' || $3, true)`, name, role, number)
	require.NoError(s.t, err)
	v := mobile(s.t, s.shop)
	byPhone(s.t, v, s.config, "0"+number)
	return v
}

// scores plays a round.
func (v *visitor) scores(game string, score int) map[string]any {
	v.t.Helper()
	payload, codes := v.finishes(v.starts(game), fmt.Sprintf("score: %d", score))
	require.Empty(v.t, codes)
	require.Equal(v.t, "ACCEPTED", payload["score"].(map[string]any)["status"])
	return payload
}

// scoresQuietly does the same from another goroutine.
func (v *visitor) scoresQuietly(ctx context.Context, game string, score int) error {
	begun, err := v.quietly(ctx, `mutation { result: gameStart(game: `+game+`) { round { id } userErrors { code } } }`, nil)
	if err != nil || len(begun.Errors) > 0 {
		return errors.Join(err, fmt.Errorf("a start: %v", begun.Errors))
	}
	round, is := begun.Data["result"].(map[string]any)["round"].(map[string]any)
	if !is {
		return fmt.Errorf("a start: %v", begun.Data)
	}
	ended, err := v.quietly(ctx, fmt.Sprintf(`mutation { result: gameFinish(input: {roundId: %q, score: %d}) { score { status } userErrors { code } } }`,
		round["id"], score), nil)
	if err != nil || len(ended.Errors) > 0 {
		return errors.Join(err, fmt.Errorf("an end: %v", ended.Errors))
	}
	if got, is := ended.Data["result"].(map[string]any)["score"].(map[string]any); !is || got["status"] != "ACCEPTED" {
		return fmt.Errorf("an end: %v", ended.Data)
	}
	return nil
}

// play lets all players play so many rounds side by side. What is to happen is
// done when so many of them are finished, while the others go on.
func (s *stadium) play(game string, rounds int, happens map[int]func()) {
	s.t.Helper()
	finished := make(chan error)
	for i, v := range s.players {
		go func() {
			for round := range rounds {
				// Tens, so that there are equal scores.
				err := v.scoresQuietly(s.t.Context(), game, (i*70+round*110+i*round*30)%400)
				select {
				case finished <- err:
				case <-s.t.Context().Done():
					return
				}
			}
		}()
	}
	var failed error
	for n := range rounds * len(s.players) {
		failed = errors.Join(failed, <-finished)
		if do := happens[n+1]; do != nil {
			do()
		}
	}
	require.NoError(s.t, failed)
}

// truth is the board that the rows of scores make between two moments, best
// first. Both are as the API tells them, nil for none.
func (s *stadium) truth(game string, from, until any) []string {
	s.t.Helper()
	rows, err := s.shop.Pool.Pgx().Query(s.t.Context(), `WITH counted AS (
			SELECT s.id, s.user_id, s.score, u.name FROM game_scores AS s JOIN users AS u ON u.id = s.user_id
			WHERE u.deleted_at IS NULL AND s.status = 'accepted' AND s.game_type = lower($1)
				AND s.created_at >= coalesce($2::text, '-infinity')::timestamptz AND s.created_at < coalesce($3::text, 'infinity')::timestamptz)
		SELECT left(name, strpos(name, ' ') + 1) || '.', score FROM counted AS c
		WHERE NOT EXISTS (SELECT FROM counted AS o WHERE o.user_id = c.user_id AND (o.score > c.score OR o.score = c.score AND o.id < c.id))
		ORDER BY score DESC, id`, game, from, until)
	require.NoError(s.t, err)
	defer rows.Close()
	places := []string{}
	for rows.Next() {
		var name string
		var score int
		require.NoError(s.t, rows.Scan(&name, &score))
		places = append(places, placeText(len(places)+1, name, score))
	}
	require.NoError(s.t, rows.Err())
	return places
}

func placeText(rank int, name string, score int) string {
	return fmt.Sprintf("%d. %s %d", rank, name, score)
}

// placesOf reads entries as they are in an answer.
func placesOf(entries any) []string {
	places := []string{}
	for _, one := range entries.([]any) {
		one := one.(map[string]any)
		places = append(places, placeText(int(one["rank"].(float64)), one["player"].(map[string]any)["name"].(string), int(one["score"].(float64))))
	}
	return places
}

// boardName names a board beside its game, and says whether Redis keeps it.
type boardName struct {
	arguments string
	kept      bool
}

// differs is how a board at a server differs from the truth; empty when it is
// right and was read from Redis, if that keeps it.
func (s *stadium) differs(shop *app.App, game string, which boardName) string {
	s.t.Helper()
	arguments := which.arguments
	ctx, counter := postgres.WithCounter(s.t.Context())
	got, err := s.staff.at(shop).quietly(ctx, `{ leaderboard(game: `+game+`, `+arguments+`) { startsAt endsAt players
		top(first: 100) { rank score player { name } } } }`, nil)
	if err != nil || len(got.Errors) > 0 {
		return fmt.Sprint(arguments, err, got.Errors)
	}
	board := got.Data["leaderboard"].(map[string]any)
	want, shown := s.truth(game, board["startsAt"], board["endsAt"]), placesOf(board["top"])
	switch {
	case !slices.Equal(want, shown):
		return fmt.Sprintf("%s shows %v, and not %v", arguments, shown, want)
	case board["players"] != float64(len(want)):
		return fmt.Sprintf("%s has %v players, and not %d", arguments, board["players"], len(want))
	case which.kept && strings.Contains(strings.Join(counter.Statements(), "\n"), "game_scores"):
		return arguments + " is read from the database"
	}
	return ""
}

// right waits until all periods of a game are right and in Redis.
func (s *stadium) right(game string, shops ...*app.App) {
	s.t.Helper()
	for _, shop := range append(shops, s.shop) {
		for _, period := range periods {
			s.rightly(shop, game, boardName{"period: " + period, true})
		}
	}
}

func (s *stadium) rightly(shop *app.App, game string, which boardName) {
	s.t.Helper()
	last := ""
	defer func() {
		if last != "" {
			s.t.Log(last)
		}
	}()
	require.Eventually(s.t, func() bool {
		last = s.differs(shop, game, which)
		return last == ""
	}, longPatience, 20*time.Millisecond, which.arguments)
}

// flush empties Redis.
func (s *stadium) flush() {
	s.t.Helper()
	require.NoError(s.t, s.keys.FlushAll(s.t.Context()).Err())
}

// withServer is another server of the same shop.
func (s *stadium) withServer() (*app.App, *httptest.Server) {
	s.t.Helper()
	there := open(s.t, s.config)
	return there, serving(s.t, there)
}
