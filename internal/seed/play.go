package seed

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/seed/dice"
)

// play is one finished round of a game.
type play struct {
	at                    time.Time
	user                  int
	game, platform        string
	score, level, seconds int
	points                int
	seed                  int64
	moves, right          int
	prize                 string
	rejected              string // why the server did not believe it
}

// gamePoints is how many points games give a person in a Lagos day.
const gamePoints = 200

var games = []string{"snake", "tetris", "memory", "quiz", "wheel"}

// platforms and how often each is used.
var (
	platforms       = []string{"web", "android", "ios"}
	platformWeights = []int{38, 50, 12}
)

func platform(r dice.Roll) string { return platforms[r.Weighted(platformWeights...)] }

func (w *world) playGames() {
	w.plays = make([]play, w.plan.Plays)
	for i := range w.plays {
		r := dice.New("play", i)
		user := w.somebody(r)
		if user > 0 && user < accounts {
			user = accounts // Staff do not play.
		}
		since := later(w.customers[user].joined, w.plan.Now.Add(-120*24*time.Hour))
		p := play{at: waking(r, since, w.plan.Now.Add(-time.Minute)), user: user, platform: platform(r), seed: r.Int64N(1 << 31)}
		p.game = games[r.Weighted(30, 22, 18, 20, 10)]
		p.outcome(r)
		w.plays[i] = p
	}
	sort.SliceStable(w.plays, func(i, j int) bool { return w.plays[i].at.Before(w.plays[j].at) })
	// What a day gives is bounded, in the order of the day, and so is the wheel.
	given, spun := make(map[[2]int64]int), make(map[[2]int64]bool)
	for i := range w.plays {
		p := &w.plays[i]
		day := [2]int64{int64(p.user), clock.Day(p.at).Unix()}
		if p.game == "wheel" && spun[day] {
			p.game = "memory"
			p.outcome(dice.New("second turn", i))
		}
		spun[day] = spun[day] || p.game == "wheel"
		p.points = max(0, min(p.points, gamePoints-given[day]))
		given[day] += p.points
	}
}

// segments are the parts of the wheel and how large they are.
var (
	segments       = []int{5, 10, 15, 20, 30, 50, 100}
	segmentWeights = []int{30, 25, 20, 12, 8, 4, 1}
)

// outcome is how a round went; a better player has a longer one. It is what the
// game itself would believe, except for a few that it would not.
func (p *play) outcome(r dice.Roll) {
	*p = play{at: p.at, user: p.user, game: p.game, platform: p.platform, seed: p.seed}
	skill, cheats := r.ExpFloat64(), r.Chance(0.7)
	switch p.game {
	case "snake":
		p.score = min(int(60+240*skill), 4_000)
		p.level, p.seconds, p.moves, p.points = 1+p.score/150, 20+p.score/4, p.score/2, min(p.score/20, 60)
		if cheats {
			p.refuse(3, "in 3s nobody reaches more than 80")
			p.score += 100
		}
	case "tetris":
		p.score = int(400 + 3_200*skill)
		p.level, p.seconds, p.moves, p.points = 1+p.score/1_500, 40+p.score/12, p.score/9, min(p.score/100, 60)
		if cheats {
			p.refuse(2, "in 2s nobody reaches more than 700")
			p.score += 1_000
		}
	case "memory":
		p.moves = 16 + r.IntN(30)
		p.score = 1_200 - p.moves*20
		p.level, p.seconds, p.points = min(1+r.IntN(5), 1+p.score/100), 25+p.moves*2, min(p.score/40, 30)
		if cheats {
			p.refuse(3, fmt.Sprintf("nobody makes %d moves in 3s", p.moves))
		}
	case "quiz":
		p.right, p.seconds = r.Between(2, 10), 40+r.IntN(90)
		if cheats {
			p.refuse(4, "nobody answers 10 questions in 4s")
		}
		p.score = p.right * 100
		if p.right >= 5 {
			p.score += max(0, 60-p.seconds)
		}
		if !cheats {
			p.points = 5 * p.right
		}
	default: // The server turns the wheel: there is nothing to disbelieve.
		p.score, p.seconds = segments[r.Weighted(segmentWeights...)], 5
		p.points, p.prize = p.score, fmt.Sprintf("%d points", p.score)
	}
}

// words are what the ledger says of its points.
func (p *play) words() string {
	name := strings.ToUpper(p.game[:1]) + p.game[1:]
	if p.prize != "" {
		return name + ": " + p.prize
	}
	return fmt.Sprintf("%s: a score of %d", name, p.score)
}

// refuse makes a round one that was too fast to be true.
func (p *play) refuse(seconds int, why string) { p.seconds, p.rejected, p.points = seconds, why, 0 }
