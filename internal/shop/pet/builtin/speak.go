package builtin

import (
	"context"
	"strings"
	"time"
	"unicode"

	"zuka/internal/shop/pet/voice"
)

// lastWord is said where no voice has a word, so that nobody gets silence.
const lastWord = "Tell me that once more?"

// text is what is left to say. After a break that is the rest of the same
// answer; where the answer came out another, a word that links the two.
func (t *turn) text() string {
	answer := strings.Join(t.lines, " ")
	whole := strings.TrimSpace(t.hello + " " + answer)
	if whole == "" {
		whole = lastWord
	}
	said := t.ask.Said
	if strings.TrimSpace(said) == "" {
		return whole
	}
	if rest, ok := strings.CutPrefix(whole, said); ok {
		return rest
	}
	if answer == "" {
		answer = whole
	}
	link := t.phrase(voice.GoingOn)
	if last := said[len(said)-1]; last == ' ' || last == '\n' {
		return strings.TrimSpace(link + " " + answer)
	}
	return " " + strings.TrimSpace(link+" "+answer)
}

// speak says a text word by word.
func (b *Brain) speak(ctx context.Context, text string, say func(string) error) error {
	for i, piece := range pieces(text) {
		if i > 0 && b.config.Pace > 0 {
			if err := b.config.Wait(ctx, b.config.Pace); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := say(piece); err != nil {
			return err
		}
	}
	return nil
}

// pieces cuts a text into words, each with the blanks before it; joined they
// are the text.
func pieces(text string) []string {
	var out []string
	start, inWord := 0, false
	for i, r := range text {
		blank := unicode.IsSpace(r)
		if blank && inWord {
			out = append(out, text[start:i])
			start = i
		}
		inWord = !blank
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
