package quiz

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"zuka/ent/shape"
)

// Options is how many options a question has.
const Options = 4

// question is one as the bank has it.
type question struct {
	// id names it in rounds that are stored, so it never changes.
	id, text string
	// options are in the bank's order: the right one is first, so that a reader
	// sees at once what is claimed. Every round mixes them.
	options [Options]string
}

// Asked is a question as the player sees it.
type Asked struct {
	// ID is what the player's answer names.
	ID, Text string
	// Options are in the round's order; the answer is an index into them.
	Options []string
}

// Bank is all questions. It is only read, so everybody may use it at once.
type Bank struct {
	questions []question
	byID      map[string]question
	// digest is of all the words in the bank; nobody has it who has not the bank.
	digest [sha256.Size]byte
}

// New opens the bank.
func New() *Bank {
	bank, err := open(slices.Concat(topics...))
	if err != nil {
		panic("quiz: " + err.Error()) // The questions are constants of the build, and a test opens them.
	}
	return bank
}

// topics are the parts of the bank, each in a file of its own.
var topics = [][]question{
	fabrics, nativeWear, tailoring, careOfClothes, shopping,
	history, geography, states, culture, languages, music, books, food, sport,
}

// open names every question that is not as it must be.
func open(questions []question) (*Bank, error) {
	bank := &Bank{questions: questions, byID: make(map[string]question, len(questions))}
	words, texts := sha256.New(), make(map[string]bool, len(questions))
	var faults []error
	for _, q := range questions {
		if err := q.check(); err != nil {
			faults = append(faults, fmt.Errorf("question %q: %w", q.id, err))
		}
		if _, twice := bank.byID[q.id]; twice || texts[q.text] {
			faults = append(faults, fmt.Errorf("question %q is in the bank twice", q.id))
		}
		bank.byID[q.id], texts[q.text] = q, true
		fmt.Fprintf(words, "%q\n", []any{q.id, q.text, q.options}) // A hash takes everything.
	}
	words.Sum(bank.digest[:0])
	return bank, errors.Join(faults...)
}

// check tells what is wrong with a question by itself.
func (q question) check() error {
	if q.id == "" || q.text == "" {
		return errors.New("the id or the text is missing")
	}
	options := slices.Sorted(slices.Values(q.options[:]))
	if options[0] == "" || len(slices.Compact(options)) != Options {
		return errors.New("an option is missing or there twice")
	}
	return nil
}

// Len is how many questions there are.
func (b *Bank) Len() int { return len(b.questions) }

// Draw chooses n different questions for a round, or all when there are not so
// many, and the order of their options. The same seed gives the same.
func (b *Bank) Draw(seed int64, n int) []shape.QuizQuestion {
	key := sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(b.digest[:]), uint64(seed)))
	chance := rand.New(rand.NewChaCha8(key)) //nolint:gosec // ChaCha8 under a key that the player cannot know.
	drawn := make([]shape.QuizQuestion, 0, max(0, min(n, len(b.questions))))
	for _, i := range chance.Perm(len(b.questions))[:cap(drawn)] {
		drawn = append(drawn, shape.QuizQuestion{ID: b.questions[i].id, Order: chance.Perm(Options)})
	}
	return drawn
}

// Ask puts a round's questions into words, in the round's order. One that has
// left the bank since then is left out.
func (b *Bank) Ask(round []shape.QuizQuestion) []Asked {
	asked := make([]Asked, 0, len(round))
	for _, drawn := range round {
		q, known := b.byID[drawn.ID]
		if !known || !valid(drawn.Order) {
			continue
		}
		one := Asked{ID: q.id, Text: q.text, Options: make([]string, Options)}
		for place, option := range drawn.Order {
			one.Options[place] = q.options[option]
		}
		asked = append(asked, one)
	}
	return asked
}

// Mark tells at which place of the round's order the right option is, and
// whether choice is that place. The place is -1 when the question has left the
// bank, and then no choice is right.
func (b *Bank) Mark(q shape.QuizQuestion, choice int) (right int, ok bool) {
	if _, known := b.byID[q.ID]; !known || !valid(q.Order) {
		return -1, false
	}
	right = slices.Index(q.Order, 0)
	return right, choice == right
}

// valid tells whether an order has every option once.
func valid(order []int) bool {
	sorted := slices.Sorted(slices.Values(order))
	return slices.Equal(sorted, []int{0, 1, 2, 3})
}
