package builtin

import (
	"strings"

	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// smallTalk is what is answered with a line and nothing else.
var smallTalk = map[understand.Intent]voice.Kind{
	understand.HowAreYou: voice.HowAreYou,
	understand.WhoAreYou: voice.WhoAmI,
	understand.WhatCan:   voice.WhatICan,
	understand.Thanks:    voice.YoureWelcome,
	understand.Goodbye:   voice.Bye,
	understand.Praise:    voice.Praised,
	understand.Scold:     voice.Scolded,
	understand.Joke:      voice.Joke,
	understand.OffTopic:  voice.OffTopic,
	understand.Attack:    voice.AttackMet,
	understand.Human:     voice.Person,
	understand.Forget:    voice.HowToForget,
	understand.Greeting:  voice.HelloAgain,
}

// greet answers a greeting: alone with a whole line, before a request with the
// beginning of one, and only where a conversation begins.
func (t *turn) greet() {
	if len(t.ask.History) > 0 {
		return
	}
	switch {
	case t.m.Intent == understand.Greeting:
		t.hello = t.phrase(voice.Hello)
	case t.m.Greets && t.m.Intent != understand.Attack:
		t.hello = sentence(t.phrase(voice.Hello))
	}
}

// sentence is the first sentence of a text.
func sentence(text string) string {
	for i, r := range text {
		if strings.ContainsRune(".!?", r) && (i+1 == len(text) || text[i+1] == ' ') {
			return text[:i+1]
		}
	}
	return text
}

// unclear asks to say it in other words; the second time in a row it tells what
// the pet can do.
func (t *turn) unclear() error {
	if t.m.State != "" {
		return t.delivery() // "What about Kano?"
	}
	if t.wasUnclear() {
		t.say(voice.WhatICan)
		return nil
	}
	t.say(voice.Unclear)
	return nil
}

// wasUnclear tells whether the message before this was not understood either.
func (t *turn) wasUnclear() bool {
	for i := len(t.ask.History) - 1; i >= 0; i-- {
		if said := t.ask.History[i]; said.FromShopper {
			m := t.reader.Read(said.Text, understand.Context{Memory: t.ask.Memory})
			return m.Intent == understand.Unclear
		}
	}
	return false
}
