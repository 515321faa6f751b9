package pet

import (
	"zuka/ent/db/userpet"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// PersonaInfo is a voice that can be chosen.
type PersonaInfo struct {
	Persona           Persona
	Name, Description string
}

// Greeting is how it says hello, as a taste of it.
func (p PersonaInfo) Greeting() string {
	return voice.Line(brain.Persona(p.Persona), voice.Hello, 1, voice.Values{"pet": "Your pet"})
}

// Personas are the voices (rules.md, "The pet").
func Personas() []PersonaInfo {
	return []PersonaInfo{
		{userpet.PersonaTypeGrumpy, "Grumpy", "A tired uncle who has seen every sale, complains about all of them and finds you the right thing anyway."},
		{userpet.PersonaTypeRude, "Rude", "A sharp tongue about how people shop and type. It never goes for you as a person."},
		{userpet.PersonaTypeNonchalant, "Nonchalant", "Few words and no fuss. It shrugs, and the answer is right."},
		{userpet.PersonaTypeFunny, "Funny", "A comedian of the market who would rather make you smile than close the sale, and does both."},
	}
}
