package seed

import (
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
)

// roundsKept is how long the shop keeps rounds whose time is over.
const roundsKept = 7 * 24 * time.Hour

// roundTimes are how long a round can be finished.
var roundTimes = map[string]time.Duration{
	"snake": time.Hour, "tetris": 2 * time.Hour, "memory": 30 * time.Minute, "quiz": 10 * time.Minute, "wheel": 10 * time.Minute,
}

// quizAsks is how many questions a quiz has.
const quizAsks = 10

// asked are some questions of the shop's bank; a test looks them up there.
var asked = []string{
	"wax-technique", "adire-colour", "adire-city", "aso-oke-make", "aso-oke-people", "akwete-state", "kente-country", "linen-plant",
	"silk-animal", "denim-weave", "confluence", "capital", "gulf", "aso-rock", "olumo-rock",
}

// questions are what a quiz asks; none in other games.
func questions(game string, r dice.Roll) []shape.QuizQuestion {
	drawn := []shape.QuizQuestion{}
	if game != "quiz" {
		return drawn
	}
	for _, id := range dice.Some(r, asked, quizAsks) {
		drawn = append(drawn, shape.QuizQuestion{ID: id, Order: r.Perm(4)})
	}
	return drawn
}

func (w *world) roundID(play int) uuid.UUID { return dice.UUID(w.plays[play].at, "round", play) }

// roundRows are the rounds that are kept: those of the last plays, and some that
// are being played, of the shopper and of others.
func (w *writer) roundRows(yield func([]any) bool) {
	for i := range w.plays {
		p := &w.plays[i]
		began := p.at.Add(-time.Duration(p.seconds) * time.Second)
		ends := began.Add(roundTimes[p.game])
		if w.plan.Now.Sub(ends) > roundsKept {
			continue
		}
		if !yield([]any{bytes16(w.roundID(i)), p.game, p.seed, p.platform, questions(p.game, dice.New("questions", i)), began, ends, p.at, nil,
			bytes16(w.customers[p.user].id), i + 1}) {
			return
		}
	}
	if w.plan.Plays == 0 {
		return
	}
	for i, game := range []string{"snake", "tetris", "memory", "quiz", "snake", "tetris"} {
		r := dice.New("open round", i)
		user, began := 0, w.plan.Now.Add(-time.Duration(r.Between(20, 90))*time.Second)
		if i > 0 {
			user = min(accounts+i, w.plan.Users-1)
		}
		var abandoned any
		if i == 5 {
			abandoned = w.plan.Now
		}
		if !yield([]any{bytes16(dice.UUID(began, "open round", i)), game, r.Int64N(1 << 31), platform(r), questions(game, r), began,
			began.Add(roundTimes[game]), nil, abandoned, bytes16(w.customers[user].id), nil}) {
			return
		}
	}
}
