package pet

import (
	"strings"
	"time"
	"unicode/utf8"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
)

const (
	// longestTurn and longestSummary are how many characters are kept of a turn,
	// and of what is kept in mind in all.
	longestTurn, longestSummary = 300, 600
	// topics are how many things a pet keeps in mind.
	topics = 6
)

// remember keeps in mind what was said and what it was about.
func (w *work) remember(memory *shape.PetMemory, answer string, now time.Time) {
	memory.Turns = append(memory.Turns,
		shape.PetTurn{Role: "user", Text: cut(w.message.MessageText, longestTurn), At: w.message.CreatedAt},
		shape.PetTurn{Role: "pet", Text: cut(answer, longestTurn), At: now})
	memory.Turns = memory.Turns[max(0, len(memory.Turns)-keptTurns):]
	if w.desk != nil && len(w.desk.Shown()) > 0 {
		memory.LastProductIDs = w.desk.Shown()
	}
	if topic := about(w.thought.Memory); topic != "" {
		memory.Summary = withTopic(memory.Summary, topic)
	}
}

// about is what a conversation is about, in a few words.
func about(memory brain.Memory) string {
	switch {
	case memory.Subject != nil:
		return "talked about " + memory.Subject.Name
	case memory.Search != nil:
		if words := wanted(*memory.Search); words != "" {
			return "looked for " + words
		}
	}
	return ""
}

// wanted is a search as a person would read it.
func wanted(in brain.Search) string {
	var parts []string
	for _, list := range [][]string{in.Colors, in.Brands, in.Categories} {
		for _, word := range list {
			parts = append(parts, strings.ToLower(strings.ReplaceAll(word, "-", " ")))
		}
	}
	if in.Text != "" {
		parts = append(parts, in.Text)
	}
	if in.Max > 0 {
		parts = append(parts, "up to "+brain.Naira(in.Max))
	}
	return strings.Join(parts, " ")
}

// withTopic puts a topic behind the others: each once, the oldest go.
func withTopic(summary, topic string) string {
	topic = cut(plain(strings.ToValidUTF8(topic, ""), false), longestSummary/topics-2)
	var kept []string
	for _, one := range strings.Split(summary, "; ") {
		if one != "" && one != topic {
			kept = append(kept, one)
		}
	}
	kept = append(kept, topic)
	return strings.Join(kept[max(0, len(kept)-topics):], "; ")
}

// cut shortens a text, and says so.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
