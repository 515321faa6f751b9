package builtin

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// lately is how many of the pet's last turns a phrasing is compared with.
const lately = 3

// turn is the work on one message.
type turn struct {
	ctx    context.Context
	brain  *Brain
	ask    brain.Ask
	desk   brain.Desk
	reader Reader
	m      understand.Meaning
	// mem is what the conversation is about after the message. Its parts are
	// replaced, never changed: they are the caller's too.
	mem     brain.Memory
	learned []brain.Sign
	// hello is a greeting before the answer, which an answer that goes on after
	// a break leaves out.
	hello string
	lines []string
	// phrased counts lines, so that each has its own seed.
	phrased uint64
	// recent are the pet's last turns in lower case.
	recent []string
}

func newTurn(ctx context.Context, b *Brain, ask brain.Ask, desk brain.Desk) *turn {
	t := &turn{ctx: ctx, brain: b, ask: ask, desk: desk, mem: ask.Memory}
	for i := len(ask.History) - 1; i >= 0 && len(t.recent) < lately; i-- {
		if !ask.History[i].FromShopper {
			t.recent = append(t.recent, strings.ToLower(ask.History[i].Text))
		}
	}
	return t
}

// say adds a line; pairs are names and what they stand for.
func (t *turn) say(kind voice.Kind, pairs ...string) {
	if line := t.phrase(kind, pairs...); line != "" {
		t.lines = append(t.lines, line)
	}
}

// phrase words a line, in another way than the last turns did where it can.
func (t *turn) phrase(kind voice.Kind, pairs ...string) string {
	values := voice.Values{}
	pairs = append(pairs, "pet", t.ask.PetName, "shopper", t.ask.Shopper)
	for i := 0; i+1 < len(pairs); i += 2 {
		if value := tidy(pairs[i+1]); value != "" {
			values[pairs[i]] = value
		}
	}
	seed := mix(t.ask.Seed + t.phrased)
	t.phrased++
	first := ""
	for try := range uint64(6) {
		line := upright(voice.Line(t.ask.Persona, kind, seed+try, values))
		if line != "" && !t.saidLately(line, values) {
			return line
		}
		if first == "" {
			first = line
		}
	}
	return first
}

// upright begins a line with a capital, also where it begins with a value.
func upright(line string) string {
	first, size := utf8.DecodeRuneInString(line)
	if !unicode.IsLower(first) {
		return line
	}
	return string(unicode.ToUpper(first)) + line[size:]
}

// saidLately tells whether a line's own words, without what was filled in, were
// in one of the last turns.
func (t *turn) saidLately(line string, values voice.Values) bool {
	if len(t.recent) == 0 {
		return false
	}
	bare := strings.ToLower(line)
	for _, value := range values {
		// A single letter is in every word.
		if len(value) > 1 {
			bare = strings.ReplaceAll(bare, strings.ToLower(value), "\x00")
		}
	}
	var parts []string
	for part := range strings.SplitSeq(bare, "\x00") {
		if part = strings.TrimSpace(part); len(part) > 3 {
			parts = append(parts, part)
		}
	}
	for _, text := range t.recent {
		if len(parts) > 0 && containsAll(text, parts) {
			return true
		}
	}
	return false
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// mix spreads seeds that lie beside each other (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// tidy keeps braces and line breaks out of what is filled in: names come from
// a catalogue and words from a shopper.
func tidy(value string) string {
	value = strings.Map(func(r rune) rune {
		switch {
		case r == '{' || r == '}':
			return -1
		case r < ' ' || r == 0x7f:
			return ' '
		}
		return r
	}, value)
	return strings.Join(strings.Fields(value), " ")
}
