package quiz

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/shape"
)

func TestTheBankIsLargeAndWhole(t *testing.T) {
	t.Parallel()
	bank := New()
	require.GreaterOrEqual(t, bank.Len(), 150)
	for _, topic := range topics {
		require.GreaterOrEqual(t, len(topic), 10)
	}
	for _, q := range bank.questions {
		require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, q.id)
		require.Regexp(t, `^\S.*\?$`, q.text)
		require.LessOrEqual(t, len(q.text), 120, q.id)
		for _, option := range q.options {
			require.LessOrEqual(t, len(option), 48, q.id)
			require.NotRegexp(t, `^\s|\s$`, option, q.id)
		}
	}
}

// A player who knows nothing must not win by choosing the longest option, or
// the shortest.
func TestTheLengthOfAnOptionTellsNothing(t *testing.T) {
	t.Parallel()
	longest, shortest := 0, 0
	bank := New()
	for _, q := range bank.questions {
		right, least, most := len(q.options[0]), 1<<30, 0
		for _, wrong := range q.options[1:] {
			least, most = min(least, len(wrong)), max(most, len(wrong))
		}
		if right > most {
			longest++
		}
		if right < least {
			shortest++
		}
	}
	require.Less(t, longest*100, bank.Len()*35, "the right option is the longest too often: %d of %d", longest, bank.Len())
	require.Less(t, shortest*100, bank.Len()*35, "the right option is the shortest too often: %d of %d", shortest, bank.Len())
}

func TestFaultsInTheBankAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	fine := [...]string{"a", "b", "c", "d"}
	_, err := open([]question{
		{"one", "Same?", fine},
		{"one", "Other?", fine},
		{"two", "Same?", fine},
		{"three", "Third?", [...]string{"a", "b", "a", "d"}},
		{"four", "Fourth?", [...]string{"a", "", "c", "d"}},
		{"", "Fifth?", fine},
	})
	for _, part := range []string{
		`"one" is in the bank twice`, `"two" is in the bank twice`,
		`"three": an option is missing or there twice`, `"four": an option is missing or there twice`, `"": the id or the text is missing`,
	} {
		require.ErrorContains(t, err, part)
	}
}

func TestARoundIsAskedAndMarked(t *testing.T) {
	t.Parallel()
	bank := New()
	rapid.Check(t, func(t *rapid.T) {
		seed, n := rapid.Int64().Draw(t, "seed"), rapid.IntRange(-2, bank.Len()+3).Draw(t, "n")
		round := bank.Draw(seed, n)
		require.Equal(t, round, bank.Draw(seed, n))
		require.Len(t, round, max(0, min(n, bank.Len())))
		asked, seen := bank.Ask(round), make(map[string]bool)
		require.Len(t, asked, len(round))
		for i, one := range asked {
			require.False(t, seen[one.ID])
			seen[one.ID] = true
			source := bank.byID[one.ID]
			require.Equal(t, source.text, one.Text)
			require.ElementsMatch(t, source.options[:], one.Options)
			for choice := -1; choice <= Options; choice++ {
				right, ok := bank.Mark(round[i], choice)
				require.Equal(t, source.options[0], one.Options[right])
				require.Equal(t, choice == right, ok)
			}
		}
	})
}

// Over many rounds every question and every place comes equally often; the
// bounds are far outside of what chance does.
func TestNoPlaceAndNoQuestionIsPreferred(t *testing.T) {
	t.Parallel()
	bank := New()
	const rounds, each = 8_000, 10
	places, questions := [Options]int{}, make(map[string]int)
	for seed := range int64(rounds) {
		for _, drawn := range bank.Draw(seed, each) {
			right, _ := bank.Mark(drawn, 0)
			places[right]++
			questions[drawn.ID]++
		}
	}
	for place, count := range places {
		require.InDelta(t, rounds*each/Options, count, rounds*each/40, "place %d", place)
	}
	expected := float64(rounds*each) / float64(bank.Len())
	require.Len(t, questions, bank.Len())
	for id, count := range questions {
		require.InDelta(t, expected, count, expected*0.6, id)
	}
}

// Players are told the seed, so it must not be enough to work out the places.
func TestTheDrawDependsOnTheWordsOfTheBank(t *testing.T) {
	t.Parallel()
	bank := New()
	changed := slices.Clone(bank.questions)
	changed[0].text += "?"
	other, err := open(changed)
	require.NoError(t, err)
	require.NotEqual(t, bank.Draw(1, 10), other.Draw(1, 10))
	require.NotEqual(t, bank.Draw(1, 10), bank.Draw(2, 10))
}

func TestARoundOutlivesAQuestion(t *testing.T) {
	t.Parallel()
	bank := New()
	round := bank.Draw(7, 3)
	gone := shape.QuizQuestion{ID: "gone", Order: []int{0, 1, 2, 3}}
	require.Len(t, bank.Ask(append(round, gone)), 3)
	for _, broken := range []shape.QuizQuestion{gone, {ID: round[0].ID}, {ID: round[0].ID, Order: []int{0, 0, 1, 2}}, {ID: round[0].ID, Order: []int{0, 1, 2, 4}}} {
		require.Empty(t, bank.Ask([]shape.QuizQuestion{broken}))
		right, ok := bank.Mark(broken, -1)
		require.Equal(t, -1, right)
		require.False(t, ok)
	}
}
