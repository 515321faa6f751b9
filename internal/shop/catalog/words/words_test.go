package words

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
)

func TestTSQuery(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"":                 "",
		"  !? ":            "",
		"wedding ":         "wedding",
		"wedd":             "wedd:*",
		"Àṣọ òkè ":         "((aso <-> oke) | asooke)",
		"red WEDDING ":     "red & wedding",
		"trainers ":        "(trainers | sneakers | kicks | canvas)",
		"head tie ":        "((head <-> tie) | gele | headtie | headgear)",
		"blue t-shirt ":    "blue & ((t <-> shirt) | tshirt | tee)",
		"o'brien & | ! ( ": "o & brien",
		"gele":             "(gele:* | headtie | (head <-> tie) | headgear)",
	} {
		query, err := Parse("query", typed)
		require.NoError(t, err)
		require.Equal(t, want, query.TSQuery(), "%q", typed)
	}
}

func TestParseRefusesByName(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("é", MaxLength+1), "a\x00b", "a\xff"} {
		_, err := Parse("query", text)
		require.True(t, fault.Is(err, fault.BadUserInput))
		require.ErrorContains(t, err, "query: ")
	}
	query, err := Parse("query", strings.Repeat("é", MaxLength))
	require.NoError(t, err)
	require.Len(t, query.Tokens, 1)
}

func TestWithReplacesByPositionAndCloses(t *testing.T) {
	t.Parallel()
	query, err := Parse("query", "ankra gown")
	require.NoError(t, err)
	fixed := query.With(map[int]string{0: "ankara"})
	require.Equal(t, "ankara gown", fixed.String())
	require.Equal(t, "ankra gown", query.String())
	require.NotContains(t, fixed.TSQuery(), ":*")
}

func TestNoTextBreaksOutOfTheQueryLanguage(t *testing.T) {
	t.Parallel()
	allowed := regexp.MustCompile(`^[\p{L}\p{N} &|()<>:*-]*$`)
	operator := regexp.MustCompile(`[\p{L}\p{N}]+`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 60, -1).Draw(t, "text")
		query, err := Parse("query", text)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(query.Tokens), maxTokens)
		require.Regexp(t, allowed, query.TSQuery())
		bare := strings.TrimSpace(operator.ReplaceAllString(query.TSQuery(), "w"))
		require.NotRegexp(t, `w\s+w`, bare, "two words without an operator")
	})
}

func TestEverySynonymIsFoldedAndLeadsToItsGroup(t *testing.T) {
	t.Parallel()
	for _, group := range groups {
		for _, phrase := range group {
			require.Equal(t, strings.Join(split(phrase), " "), phrase)
			require.LessOrEqual(t, len(strings.Fields(phrase)), longestPhrase)
			found, length := synonyms(strings.Fields(phrase))
			require.Equal(t, group, found, phrase)
			require.Equal(t, len(strings.Fields(phrase)), length)
		}
	}
}
