package builtin_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/builtin"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

var bags = script{"bags": {Intent: understand.Search, Greets: true, Search: brain.Search{Categories: []string{"tote-bags"}}}}

func TestItSpeaksWordByWordAtItsPace(t *testing.T) {
	waited := 0
	b := builtin.New(builtin.Config{Lexicon: reading(bags), Pace: time.Millisecond, Wait: func(context.Context, time.Duration) error {
		waited++
		return nil
	}})
	if b.Name() != "builtin" {
		t.Error(b.Name())
	}
	var pieces []string
	_, err := b.Answer(t.Context(), brain.Ask{Persona: brain.Nonchalant, Message: "bags"}, &shopDesk{}, func(piece string) error {
		pieces = append(pieces, piece)
		return nil
	})
	if err != nil || len(pieces) < 3 || waited != len(pieces)-1 {
		t.Fatalf("%q, %d pauses, %v", pieces, waited, err)
	}
	for i, piece := range pieces {
		if (i > 0) != strings.HasPrefix(piece, " ") || strings.Contains(piece[1:], " ") {
			t.Errorf("piece %d is %q", i, piece)
		}
	}
}

func TestTheRealPauseEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := builtin.New(builtin.Config{Lexicon: reading(bags), Pace: time.Hour})
	_, err := b.Answer(ctx, brain.Ask{Message: "bags"}, &shopDesk{}, func(string) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAListenerThatLeavesEndsTheAnswer(t *testing.T) {
	gone := errors.New("gone")
	b := builtin.New(builtin.Config{Lexicon: reading(bags), Pace: time.Nanosecond})
	said := 0
	_, err := b.Answer(t.Context(), brain.Ask{Message: "bags"}, &shopDesk{}, func(string) error {
		if said++; said == 3 {
			return gone
		}
		return nil
	})
	if !errors.Is(err, gone) || said != 3 {
		t.Error(err, said)
	}
}

func TestAnAnswerThatBrokeOffGoesOnWhereItStopped(t *testing.T) {
	b := builtin.New(builtin.Config{Lexicon: reading(bags)})
	ask := brain.Ask{Persona: brain.Nonchalant, Message: "bags", Seed: 5}
	whole, _, err := answer(b, ask, &shopDesk{})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{1, len(whole) / 2, len(whole) - 1} {
		ask.Said = whole[:at]
		if rest, _, err := answer(b, ask, &shopDesk{}); err != nil || ask.Said+rest != whole {
			t.Errorf("after %q comes %q: %v", ask.Said, rest, err)
		}
	}
	ask.Said = whole
	if rest, _, err := answer(b, ask, &shopDesk{}); err != nil || rest != "" {
		t.Errorf("after all of it comes %q: %v", rest, err)
	}
}

func TestAfterAnotherBeginningItLinksAndLeavesTheGreetingOut(t *testing.T) {
	b := builtin.New(builtin.Config{Lexicon: reading(bags)})
	ask := brain.Ask{Persona: brain.Nonchalant, Message: "bags", Seed: 5}
	whole, _, _ := answer(b, ask, &shopDesk{})
	ask.Said = "Let me see what the shelves"
	rest, _, err := answer(b, ask, &shopDesk{})
	if err != nil || !strings.HasPrefix(rest, " ") || !holds(ask.Persona, rest, voice.GoingOn) || !strings.Contains(rest, "tote bags") {
		t.Errorf("%q: %v", rest, err)
	}
	if greeting, _, _ := strings.Cut(whole, " "); strings.Contains(rest, greeting) {
		t.Errorf("%q greets as %q does", rest, whole)
	}
	ask.Said += " "
	if rest, _, _ = answer(b, ask, &shopDesk{}); strings.HasPrefix(rest, " ") {
		t.Errorf("two blanks before %q", rest)
	}
}

func TestTheSameAskIsTheSameAnswer(t *testing.T) {
	b := builtin.New(builtin.Config{Lexicon: reading(bags)})
	texts := map[string]bool{}
	for seed := range uint64(30) {
		ask := brain.Ask{Persona: brain.Nonchalant, Message: "bags", Seed: seed}
		one, _, _ := answer(b, ask, &shopDesk{})
		two, _, _ := answer(b, ask, &shopDesk{})
		if one != two {
			t.Errorf("%q, then %q", one, two)
		}
		texts[one] = true
	}
	if len(texts) < 8 {
		t.Errorf("only %d phrasings", len(texts))
	}
}

func TestItDoesNotRepeatItsLastPhrasing(t *testing.T) {
	b := builtin.New(builtin.Config{Lexicon: reading(script{"ok": {Intent: understand.Thanks}})})
	for seed := range uint64(50) {
		ask := brain.Ask{Persona: brain.Nonchalant, Message: "ok", Seed: seed}
		one, _, _ := answer(b, ask, &shopDesk{})
		ask.History = []brain.Turn{{FromShopper: true, Text: "ok"}, {Text: one}}
		if two, _, _ := answer(b, ask, &shopDesk{}); two == one {
			t.Errorf("twice %q", one)
		}
	}
}

func TestFailures(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		fault error
		kind  voice.Kind
	}{"too many": {brain.ErrTooMany, voice.ToolsUp}, "broken": {broken, voice.Trouble}} {
		chat := newChat(t, bags)
		chat.desk.fail["search"] = c.fault
		t.Log(name)
		chat.line("bags", c.kind)
	}
	chat := newChat(t, bags)
	chat.desk.fail["search"] = context.Canceled
	chat.ask.Message = "bags"
	if text, _, err := answer(chat.brain, chat.ask, chat.desk); !errors.Is(err, context.Canceled) || text != "" {
		t.Errorf("%q, %v", text, err)
	}
	b := builtin.New(builtin.Config{Lexicon: func(context.Context) (builtin.Reader, error) { return nil, broken }})
	if text, _, err := answer(b, brain.Ask{Persona: brain.Nonchalant, Message: "bags"}, &shopDesk{}); err != nil || !holds(brain.Nonchalant, text, voice.Trouble) {
		t.Errorf("%q, %v", text, err)
	}
}
