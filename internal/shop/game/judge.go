package game

import (
	"fmt"
	"time"

	"zuka/ent/db/gamescore"
)

// play is the end of a round as it is judged.
type play struct {
	score, level, moves int
	// answered is how many questions of a quiz were answered.
	answered int
	// took is the time on the server's clock, from the start of the round.
	took time.Duration
}

// implausible tells why a play of this game cannot be true; empty when it can.
func (l *law) implausible(p play) string {
	if l.judge == nil {
		return ""
	}
	if why := l.judge(p); why != "" {
		return why
	}
	if most := min(highestLevel, 1+p.score/100); p.level > most {
		return fmt.Sprintf("with a score of %d the level is at most %d", p.score, most)
	}
	return ""
}

// atSpeed judges a game in which the score grows with the time. The head start
// is for what is reached at once and for clocks that are not read together.
func atSpeed(p play, most, aSecond, headStart int) string {
	if p.score > most {
		return fmt.Sprintf("nobody reaches more than %d", most)
	}
	if reachable := headStart + int(p.took.Milliseconds())*aSecond/1000; p.score > reachable {
		return fmt.Sprintf("in %s nobody reaches more than %d", shown(p.took), reachable)
	}
	return ""
}

// memorable judges a memory, whose score follows from its moves.
func memorable(p play) string {
	switch {
	case p.moves < fewestMoves || p.moves > mostMoves:
		return fmt.Sprintf("a memory takes %d to %d moves", fewestMoves, mostMoves)
	case p.score != max(0, memoryBest-memoryMove*p.moves):
		return fmt.Sprintf("%d moves are not a score of %d", p.moves, p.score)
	case p.took < time.Duration(p.moves)*moveTime:
		return fmt.Sprintf("nobody makes %d moves in %s", p.moves, shown(p.took))
	}
	return ""
}

// readable judges a quiz by whether there was time to read it.
func readable(p play) string {
	if p.took < time.Duration(p.answered)*answerTime {
		return fmt.Sprintf("nobody answers %d questions in %s", p.answered, shown(p.took))
	}
	return ""
}

// quizScore is the score of a quiz.
func quizScore(right int, took time.Duration) int {
	score := right * rightScore
	if right >= quickFrom {
		score += max(0, quickUnder-int(took.Seconds()))
	}
	return score
}

// seconds are the whole seconds of a round.
func (p play) seconds() int { return int(p.took / time.Second) }

func shown(took time.Duration) string { return took.Truncate(time.Second / 10).String() }

// title is a game's name for reading.
func title(game gamescore.GameType) string {
	if l := lawOf(game); l != nil {
		return l.Name
	}
	return string(game)
}
