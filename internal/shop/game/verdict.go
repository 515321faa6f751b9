package game

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"time"

	"zuka/ent/db"
	"zuka/ent/db/gameround"
	"zuka/ent/db/gamescore"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/game/quiz"
)

// Mark is what an answer was worth.
type Mark struct {
	Question string
	// Choice is what was chosen, and Correct what would have been right: places
	// of options in the order of the round.
	Choice, Correct int
	Right           bool
}

// verdict is what the server finds about the end of a round, before the day's
// points are looked at.
type verdict struct {
	play
	points int
	// rejected is why it cannot be true; empty when it can.
	rejected string
	prize    *Segment
	marks    []Mark
	about    shape.GameRound
}

// decide finds what a round came to. Input that the game cannot read is a fault.
func (s *Service) decide(l *law, round *db.GameRound, in FinishInput, now time.Time) (v verdict, err error) {
	if err := in.check(l); err != nil {
		return v, err
	}
	v.play = play{score: value(in.Score), level: value(in.Level), moves: value(in.Moves), took: max(0, now.Sub(round.StartedAt))}
	v.about = shape.GameRound{RoundID: round.ID.String(), Seed: int64(round.Seed), Moves: v.moves}
	switch l.Type {
	case gamescore.GameTypeQuiz:
		if v.marks, err = mark(s.Quiz, round.Questions, in.Answers); err != nil {
			return v, err
		}
		v.about.Correct, v.about.Asked = right(v.marks), len(round.Questions)
		v.answered, v.score = len(v.marks), quizScore(v.about.Correct, v.took)
		v.points = v.about.Correct * rightPoints
	case gamescore.GameTypeWheel:
		if v.prize, err = spin(s.Random, l.Segments); err != nil {
			return v, err
		}
		v.about.Prize, v.score, v.points = v.prize.Label, v.prize.Points, v.prize.Points
	default:
		v.points = l.points(v.score)
	}
	if v.rejected = l.implausible(v.play); v.rejected != "" {
		// The marks are not for who did not read the questions: they would fetch
		// the whole bank in minutes.
		v.about.Rejected, v.points, v.marks = v.rejected, 0, nil
	}
	return v, nil
}

// mark marks a quiz, in the order of the round. It says nothing about questions
// that were not answered.
func mark(bank *quiz.Bank, round []shape.QuizQuestion, answers []Answer) ([]Mark, error) {
	var faults fault.Faults
	options := make(map[string]int, len(round))
	for _, asked := range bank.Ask(round) {
		options[asked.ID] = len(asked.Options)
	}
	chosen := make(map[string]int, len(round))
	for i, answer := range answers {
		if len(faults) > len(round) {
			break // Enough is said.
		}
		_, twice := chosen[answer.Question]
		of, asked := options[answer.Question]
		faults.Check(asked, "input.answers", "answer %d is to no question of this round", i+1)
		faults.Check(!twice, "input.answers", "answer %d is to a question that has one", i+1)
		faults.Check(!asked || answer.Choice >= 0 && answer.Choice < of, "input.answers", "answer %d is none of the options", i+1)
		if asked {
			chosen[answer.Question] = answer.Choice
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return marks(bank, round, chosen), nil
}

func marks(bank *quiz.Bank, round []shape.QuizQuestion, chosen map[string]int) []Mark {
	var marks []Mark
	for _, question := range round {
		if choice, answered := chosen[question.ID]; answered {
			correct, ok := bank.Mark(question, choice)
			marks = append(marks, Mark{Question: question.ID, Choice: choice, Correct: correct, Right: ok})
		}
	}
	return marks
}

func right(marks []Mark) (n int) {
	for _, mark := range marks {
		if mark.Right {
			n++
		}
	}
	return n
}

// spin chooses a segment, each by its share of the weights.
func spin(random io.Reader, segments []Segment) (*Segment, error) {
	all := 0
	for _, segment := range segments {
		all += segment.Weight
	}
	at, err := rand.Int(random, big.NewInt(int64(all)))
	if err != nil {
		return nil, fmt.Errorf("turning the wheel: %w", err)
	}
	place := int(at.Int64())
	for i := range segments {
		if place -= segments[i].Weight; place < 0 {
			return &segments[i], nil
		}
	}
	return nil, fmt.Errorf("the wheel stopped outside of itself, at %d of %d", at, all)
}

// refusal tells the player why a score does not count. A quiz has no score of
// the player's own to point at.
func refusal(game gameround.GameType, why string) *fault.Fault {
	field := "input.score"
	if game == gameround.GameTypeQuiz {
		field = "input.answers"
	}
	return fault.Refuse(fault.ScoreRejected, field, "%s", why)
}

func value(given *int) int {
	if given == nil {
		return 0
	}
	return *given
}
