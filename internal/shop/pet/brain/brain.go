package brain

import (
	"context"
	"errors"
	"time"
)

// Brain answers messages. It is safe for use from many goroutines.
type Brain interface {
	// Name is how usage is told apart: builtin or llm.
	Name() string
	// Answer thinks about a message and says what there is to say, piece by
	// piece. What it has said stays said, also when it fails: whoever goes on
	// is told of it in Ask.Said.
	Answer(ctx context.Context, ask Ask, desk Desk, say Say) (Answer, error)
}

// Say takes the next piece of the answer: a word or a few, with the blank
// before it. An error ends the answer.
type Say func(piece string) error

// Persona is a voice. The help is the same in all.
type Persona string

// The personas.
const (
	Grumpy     Persona = "grumpy"
	Rude       Persona = "rude"
	Nonchalant Persona = "nonchalant"
	Funny      Persona = "funny"
)

// Personas are all of them.
var Personas = []Persona{Grumpy, Rude, Nonchalant, Funny}

// Turn is something that was said earlier.
type Turn struct {
	FromShopper bool
	Text        string
}

// Ask is a message with what a brain may know to answer it.
type Ask struct {
	Persona Persona
	// PetName is what the person calls the pet, Shopper the person's first name
	// or empty.
	PetName, Shopper string
	Message          string
	// History are the turns before, oldest first; Summary tells of those before
	// them.
	History []Turn
	Summary string
	// Memory is what the conversation is about.
	Memory Memory
	// Liked is what the pet has learned.
	Liked Likings
	// Seed chooses phrasings: the same seed and message are the same answer.
	Seed uint64
	// Now is the time of the message.
	Now time.Time
	// Said is what was said already by an attempt that broke off: empty, or the
	// beginning of the answer, which the rest must follow without repeating it.
	Said string
}

// Answer is what came of a message beside the words.
type Answer struct {
	// Memory is what the conversation is about now.
	Memory Memory
	// Learned are signs of taste in what the person wrote.
	Learned []Sign
	// Tokens are what a model charged, or an estimate; 0 without one.
	TokensIn, TokensOut int
}

// Memory is what a conversation is about.
type Memory struct {
	// Shown are the products shown last, in order: "the second one" is of these.
	Shown []Product `json:"shown,omitempty"`
	// Subject is the product talked about, nil when none is.
	Subject *Product `json:"subject,omitempty"`
	// Search is the last search, which "in red" narrows; nil before the first.
	Search *Search `json:"search,omitempty"`
	// Question is what the pet asked and waits to hear; nil when nothing.
	Question *Question `json:"question,omitempty"`
}

// Question is what a pet has asked back.
type Question struct {
	// Wants is size, color, product, order, coupon or state.
	Wants string `json:"wants"`
	// Add is what is to be put in the cart once it is answered.
	Add *Add `json:"add,omitempty"`
}

// Likings are what is known of a taste, strongest first; dislikes apart.
type Likings struct {
	Colors, Sizes, Brands, Categories []string
	NotColors, NotBrands              []string
	MinPrice, MaxPrice                int64
}

// Sign is a sign of taste in a message.
type Sign struct {
	// Kind is color, size, brand, category or price.
	Kind string
	// Value is a colour or size, or the slug of a brand or category; empty for price.
	Value string
	// Weight is how strong it is, below 0 for a dislike: 1 for what was asked
	// for, 2 for "I like", -2 for "I hate".
	Weight   float64
	Min, Max int64
}

// Faults that a desk answers with. Any other error is its own failure.
var (
	// ErrTooMany says that this message has used its tools up.
	ErrTooMany = errors.New("the tools of this message are used up")
	// ErrGone says that there is no such thing, or it is another's.
	ErrGone = errors.New("there is no such thing")
)
