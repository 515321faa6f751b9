package builtin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/builtin"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// script is a reader that knows what it will be told.
type script map[string]understand.Meaning

func (s script) Read(message string, _ understand.Context) understand.Meaning {
	m := s[message]
	if m.Intent == "" {
		m.Intent = understand.Unclear
	}
	return m
}

func reading(r builtin.Reader) func(context.Context) (builtin.Reader, error) {
	return func(context.Context) (builtin.Reader, error) { return r, nil }
}

func nameOf(kind, slug string) string {
	for _, e := range append(categories, brands...) {
		if e.Slug == slug {
			return e.Name
		}
	}
	return ""
}

// chat is a conversation that goes on.
type chat struct {
	t     *testing.T
	brain *builtin.Brain
	desk  *shopDesk
	ask   brain.Ask
	last  brain.Answer
}

func newChat(t *testing.T, reader builtin.Reader) *chat {
	return &chat{t: t, brain: builtin.New(builtin.Config{Lexicon: reading(reader), NameOf: nameOf}), desk: &shopDesk{fail: map[string]error{}},
		ask: brain.Ask{Persona: brain.Nonchalant, PetName: "Ziggy", Shopper: "Ada", Seed: 1, Now: now}}
}

// say sends a message and gives the answer.
func (c *chat) say(message string) string {
	c.t.Helper()
	c.ask.Message = message
	c.ask.Seed += 7
	text, answer, err := answer(c.brain, c.ask, c.desk)
	if err != nil {
		c.t.Fatalf("%q: %v", message, err)
	}
	c.t.Logf("> %s\n< %s", message, text)
	if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "{}") {
		c.t.Fatalf("%q: %q", message, text)
	}
	if n := len(strings.Fields(text)); n > 75 {
		c.t.Errorf("%q is answered in %d words: %s", message, n, text)
	}
	c.last, c.ask.Memory = answer, answer.Memory
	c.ask.History = append(c.ask.History, brain.Turn{FromShopper: true, Text: message}, brain.Turn{Text: text})
	return text
}

// hears sends a message and expects words in the answer.
func (c *chat) hears(message string, wanted ...string) {
	c.t.Helper()
	text := c.say(message)
	for _, w := range wanted {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(w)) {
			c.t.Errorf("%s: %q is answered %q, which lacks %q", c.ask.Persona, message, text, w)
		}
	}
}

// line sends a message and expects a line of a kind in the answer.
func (c *chat) line(message string, kind voice.Kind, pairs ...string) {
	c.t.Helper()
	if text := c.say(message); !holds(c.ask.Persona, text, kind, pairs...) {
		c.t.Errorf("%s: %q is answered %q, which is no %s", c.ask.Persona, message, text, kind)
	}
}

func holds(persona brain.Persona, text string, kind voice.Kind, pairs ...string) bool {
	values := voice.Values{"pet": "Ziggy", "shopper": "Ada"}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	for seed := range uint64(300) {
		if line := voice.Line(persona, kind, seed, values); line != "" && strings.Contains(strings.ToLower(text), strings.ToLower(line)) {
			return true
		}
	}
	return false
}

func answer(b *builtin.Brain, ask brain.Ask, desk brain.Desk) (string, brain.Answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var text strings.Builder
	got, err := b.Answer(ctx, ask, desk, func(piece string) error {
		text.WriteString(piece)
		return nil
	})
	return text.String(), got, err
}
