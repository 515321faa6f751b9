package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"
)

// Games are the games that can be played, as the command line names them. A
// quiz and the wheel are not among them: the server decides those.
func Games() []string {
	names := make([]string, len(games))
	for i, game := range games {
		names[i] = game.name
	}
	return names
}

// game is how a game is played as far as the API sees it.
type game struct {
	name, kind string
	// shortest is the shortest round that can be true.
	shortest time.Duration
	// score is what somebody of a skill between 0 and 1 reaches in so much time.
	score func(took time.Duration, skill float64) result
}

// result is the end of a round.
type result struct{ score, level, moves int }

// The scores are what the games' rules believe, see `games` in the API; where
// they believe more, nobody would play so well.
var games = [...]game{
	{"snake", "SNAKE", time.Second, func(took time.Duration, skill float64) result {
		score := upTo(took, skill, 10, 50, 4_000) / 10 * 10
		return result{score, score / 100, 3 * int(took.Seconds())}
	}},
	{"tetris", "TETRIS", time.Second, func(took time.Duration, skill float64) result {
		score := upTo(took, skill, 150, 400, 1_000_000) / 100 * 100
		return result{score, min(score/1_000, 100), 2 * int(took.Seconds())}
	}},
	{"memory", "MEMORY", 6 * time.Second, func(took time.Duration, skill float64) result {
		slowest := min(took.Seconds()/0.55, 40)
		moves := 8 + int((slowest-8)*(1-skill))
		return result{score: 1_200 - 20*moves, moves: moves}
	}},
}

// upTo is the share of a skill in the most that can be reached.
func upTo(took time.Duration, skill float64, aSecond, atOnce, most float64) int {
	return int(skill * min(aSecond*took.Seconds()+atOnce, most))
}

func gameOf(name string) (game, bool) {
	place := slices.IndexFunc(games[:], func(g game) bool { return g.name == name })
	if place < 0 {
		return game{}, false
	}
	return games[place], true
}

// The operations of a round.
const (
	askStart = `mutation DemoStart($game: GameType!) { result: gameStart(game: $game) {
  round { id }
  userErrors { code message ... on RetryLaterError { retryAfter } }
} }`
	askFinish = `mutation DemoFinish($input: GameFinishInput!) { result: gameFinish(input: $input) {
  points
  best
  place { rank }
  userErrors { code message ... on RetryLaterError { retryAfter } }
} }`
)

// round is one that was opened.
type round struct {
	id    string
	begun time.Time
}

func (c *client) start(ctx context.Context, who *signedIn, g game) (*round, error) {
	var started struct {
		Round struct{ ID string }
		outcome
	}
	if err := c.mutate(ctx, who.headers(who.access), askStart, map[string]any{"game": g.kind}, &started); err != nil {
		return nil, err
	}
	// The server's clock for this round runs since before now, so what is true
	// by ours is true by its.
	return &round{started.Round.ID, time.Now()}, nil
}

// finished is what a round gave.
type finished struct {
	Points int
	Best   bool
	Place  *struct{ Rank int }
	outcome
}

func (c *client) finish(ctx context.Context, who *signedIn, r *round, reached result) (*finished, error) {
	input := map[string]any{"roundId": r.id, "score": reached.score, "level": reached.level, "moves": reached.moves}
	var got finished
	err := c.mutate(ctx, who.headers(who.access), askFinish, map[string]any{"input": input}, &got)
	return &got, err
}

// length is how long a round takes: the mean on average and never less than can
// be true, with a few much longer ones, which are those that come to the top.
func (g game) length(mean time.Duration) time.Duration {
	spare := max(mean-g.shortest, 0)
	return g.shortest + time.Duration(min(rand.ExpFloat64(), 6)*float64(spare)) //nolint:gosec // Chance for a demo.
}

// skill grows with the share of the run that is over; luck does the rest.
func skill(share float64) float64 {
	return min(0.4+0.5*share, 0.9) * (0.6 + 0.4*rand.Float64()) //nolint:gosec // Chance for a demo.
}
