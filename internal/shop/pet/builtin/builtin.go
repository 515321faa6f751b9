package builtin

import (
	"context"
	"errors"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// Reader understands messages.
type Reader interface {
	Read(message string, in understand.Context) understand.Meaning
}

// Config is what the brain is made of.
type Config struct {
	// Lexicon gives the reader that knows the shop's words as they are now.
	Lexicon func(context.Context) (Reader, error)
	// Pace is the pause between two words; 0 for none.
	Pace time.Duration
	// Wait pauses; nil for the clock. It returns the context's error when that
	// ends first.
	Wait func(context.Context, time.Duration) error
	// NameOf names a brand or category, by the kind "brand" or "category" and
	// its slug. Nil, or an empty answer, makes a name of the slug.
	NameOf func(kind, slug string) string
}

// Brain answers without a network.
type Brain struct{ config Config }

var _ brain.Brain = (*Brain)(nil)

// New makes a brain.
func New(config Config) *Brain {
	if config.Wait == nil {
		config.Wait = wait
	}
	return &Brain{config}
}

// Name is builtin.
func (b *Brain) Name() string { return "builtin" }

// Answer acts first and speaks then, so that a shopper never reads of something
// that did not come about.
func (b *Brain) Answer(ctx context.Context, ask brain.Ask, desk brain.Desk, say brain.Say) (brain.Answer, error) {
	t := newTurn(ctx, b, ask, desk)
	if err := t.settle(t.think()); err != nil {
		return brain.Answer{}, err
	}
	if err := b.speak(ctx, t.text(), say); err != nil {
		return brain.Answer{}, err
	}
	return brain.Answer{Memory: t.mem, Learned: t.learned}, nil
}

// think reads the message and does what it wants.
func (t *turn) think() error {
	reader, err := t.brain.config.Lexicon(t.ctx)
	if err != nil {
		return err
	}
	t.reader = reader
	t.m = reader.Read(t.ask.Message, understand.Context{Memory: t.mem})
	if t.m.Intent != understand.Attack {
		t.learned = t.m.Signs
	}
	t.greet()
	return t.act()
}

// settle makes words of a failure. Only the end of the context stays one: a
// shopper who was told that something did not work has got an answer.
func (t *turn) settle(err error) error {
	if ended := t.ctx.Err(); ended != nil {
		return ended
	}
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, brain.ErrTooMany):
		t.say(voice.ToolsUp)
	default:
		// What was found before the failure is not told half; a question that was
		// open stays so.
		t.lines, t.mem = nil, t.ask.Memory
		t.say(voice.Trouble)
	}
	return nil
}
