package game

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
)

// FinishInput is how a round ended. Which fields it has depends on the game.
type FinishInput struct {
	Round uuid.UUID
	// Score is what was reached; of snake, tetris and memory.
	Score *int
	// Level is the one at the end, and Moves how often the player acted.
	Level, Moves *int
	// Answers are those of a quiz. A question without one counts as wrong.
	Answers []Answer
}

// Answer is a choice in a quiz.
type Answer struct {
	// Question is its id.
	Question string
	// Choice is the place of an option, from 0, in the order of the round.
	Choice int
}

// check tells what the game of the round cannot read.
func (in FinishInput) check(l *law) error {
	var faults fault.Faults
	for _, number := range []struct {
		field      string
		value      *int
		needs, may bool
	}{
		{"input.score", in.Score, l.needs.score, l.may.score},
		{"input.level", in.Level, l.needs.level, l.may.level},
		{"input.moves", in.Moves, l.needs.moves, l.may.moves},
	} {
		switch {
		case number.value == nil:
			faults.Check(!number.needs, number.field, "must be given for %s", l.Type)
		case !number.needs && !number.may:
			faults.Check(false, number.field, "is nothing that %s has", l.Type)
		default:
			faults.Check(*number.value >= 0 && *number.value <= math.MaxInt32, number.field, "must be between 0 and %d", math.MaxInt32)
		}
	}
	if l.needs.answers {
		faults.Check(len(in.Answers) > 0, "input.answers", "must be given for %s", l.Type)
	} else {
		faults.Check(len(in.Answers) == 0, "input.answers", "are nothing that %s has", l.Type)
	}
	return faults.Err()
}

// hash is the same for the same input, in whatever order its answers come.
func (in FinishInput) hash() ([]byte, error) {
	in.Answers = slices.SortedFunc(slices.Values(in.Answers), func(a, b Answer) int {
		return cmp.Or(cmp.Compare(a.Question, b.Question), a.Choice-b.Choice)
	})
	raw, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("hashing the end of a round: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}
