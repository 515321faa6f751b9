// Package words turns what a shopper typed into what the full-text index is
// asked. It knows nothing of the database: text in, text out.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"zuka/internal/platform/fault"
)

const (
	// MaxLength is how many characters a query may have.
	MaxLength = 200
	// maxTokens is how many words of a query count; nobody types more, and
	// each costs a look into the index.
	maxTokens = 12
)

// Query is a search in words, ready to be asked.
type Query struct {
	// Tokens are the words without accents and case, in the order typed.
	Tokens []string
	// open means the last word may be unfinished.
	open bool
}

// Parse checks and splits a query. The field is named in faults. A query
// without a single letter or digit has no tokens.
func Parse(field, text string) (Query, error) {
	if utf8.RuneCountInString(text) > MaxLength {
		return Query{}, fault.Invalid(field, "must have at most %d characters", MaxLength)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return Query{}, fault.Invalid(field, "must be valid text")
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	tokens := split(text)
	if len(tokens) > maxTokens {
		tokens = tokens[:maxTokens]
	}
	return Query{Tokens: tokens, open: unicode.IsLetter(last) || unicode.IsDigit(last)}, nil
}

// Empty tells whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.Tokens) == 0 }

// String is the query as a person would read it back.
func (q Query) String() string { return strings.Join(q.Tokens, " ") }

// With is the query with some words replaced, each found by its position.
func (q Query) With(replaced map[int]string) Query {
	tokens := append([]string(nil), q.Tokens...)
	for i, word := range replaced {
		tokens[i] = word
	}
	return Query{Tokens: tokens}
}

// TSQuery is the query in the language of PostgreSQL's to_tsquery: every word
// must be there, in one of its synonyms, and the last one may be unfinished.
// Tokens are letters and digits only, so nothing in them is an operator.
func (q Query) TSQuery() string {
	var parts []string
	for i := 0; i < len(q.Tokens); {
		group, length := synonyms(q.Tokens[i:])
		open := q.open && i+length == len(q.Tokens)
		parts = append(parts, alternatives(q.Tokens[i:i+length], group, open))
		i += length
	}
	return strings.Join(parts, " & ")
}

// alternatives is one word, or one phrase, with all that means the same.
func alternatives(typed, group []string, open bool) string {
	texts := []string{phrase(typed, open)}
	for _, other := range group {
		if text := phrase(strings.Fields(other), false); other != strings.Join(typed, " ") {
			texts = append(texts, text)
		}
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "(" + strings.Join(texts, " | ") + ")"
}

func phrase(tokens []string, open bool) string {
	text := strings.Join(tokens, " <-> ")
	if open {
		// PostgreSQL takes the stem of an unfinished word too, so the finished
		// form is found with it. To ask for both would double the number of
		// rows that the planner expects, and it would read the whole table.
		text += ":*"
	}
	if len(tokens) > 1 {
		text = "(" + text + ")"
	}
	return text
}

// Fold is a text without case and accents, as the index holds it.
func Fold(text string) string {
	// Chains keep state, so each call has its own.
	fold := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(fold, text)
	if err != nil {
		folded = text // Only broken UTF-8 fails, which Parse has refused.
	}
	return strings.ToLower(folded)
}

func split(text string) []string {
	return strings.FieldsFunc(Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
