package seed

import (
	"sort"
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
	moves                 int
	rejected              bool
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
		p := play{at: waking(r, since, w.plan.Now.Add(-time.Minute)), user: user, platform: platform(r), seed: r.Int64N(1 << 40)}
		p.game = games[r.Weighted(30, 22, 18, 20, 10)]
		p.outcome(r)
		w.plays[i] = p
	}
	sort.SliceStable(w.plays, func(i, j int) bool { return w.plays[i].at.Before(w.plays[j].at) })
	// What a day gives is bounded, in the order of the day.
	given := make(map[[2]int64]int)
	for i := range w.plays {
		p := &w.plays[i]
		day := [2]int64{int64(p.user), clock.Day(p.at).Unix()}
		p.points = max(0, min(p.points, gamePoints-given[day]))
		if p.rejected {
			p.points = 0
		}
		given[day] += p.points
	}
}

// outcome is how a round went; a better player has a longer one.
func (p *play) outcome(r dice.Roll) {
	skill := r.ExpFloat64()
	switch p.game {
	case "snake":
		p.score = int(60 + 240*skill)
		p.level, p.seconds, p.moves = 1+p.score/150, 20+p.score/4, p.score/2
	case "tetris":
		p.score = int(400 + 3_200*skill)
		p.level, p.seconds, p.moves = 1+p.score/1_500, 40+p.score/12, p.score/9
	case "memory":
		p.moves = 16 + r.IntN(30)
		p.score, p.level, p.seconds = 1_200-p.moves*20, 1+r.IntN(5), 25+p.moves*2
	case "quiz":
		p.moves = 10
		p.score, p.level, p.seconds = r.Between(2, 10)*100, 1, 40+r.IntN(90)
	default:
		p.score, p.seconds, p.moves = dice.Pick(r, []int{5, 10, 10, 20, 20, 50, 100}), 5, 1
	}
	p.points = min(p.score/20, 60)
	if p.game == "wheel" {
		p.points = p.score
	}
	p.rejected = r.Chance(0.7)
}
