package goods

import (
	"strings"
	"unicode/utf8"

	"zuka/internal/seed/dice"
)

// longestPitch is what the line under a product's name has room for.
const longestPitch = 140

// properCloths are material names that keep their capital inside a sentence.
var properCloths = []string{"Ankara", "Swiss", "French", "Guinea", "Duchess", "Adire"}

// pitch is the one sentence under the name.
func (t *text) pitch() string {
	cloth := t.fabric.Name
	keep := false
	for _, p := range properCloths {
		keep = keep || strings.HasPrefix(cloth, p)
	}
	if !keep {
		cloth = lower(cloth)
	}
	cloth, _, _ = strings.Cut(cloth, " (")
	color, v := strings.ToLower(t.colors[0]), t.voice
	lines := []string{
		upper(v.that(strings.TrimPrefix(t.cut.Text, "{It}"))),
		upper(v.that(strings.TrimPrefix(t.cut.Text, "{It}"))),
		upper(v.short) + " in " + cloth + " by " + t.brand.Name + ".",
		"From " + t.brand.Name + ": " + v.a() + " in " + cloth + ", ready to ship.",
		upper(v.a()) + " in " + color + ", finished by hand at " + t.brand.Name + ".",
		t.brand.Name + " made " + v.this() + " in " + cloth + ", in " + color + " and more.",
		t.invitation(),
	}
	if len(t.colors) == 1 {
		lines[5] = t.brand.Name + " made " + v.this() + " in " + cloth + ", in " + color + "."
	}
	for range 8 {
		if line := dice.Pick(t.roll, lines); line != "" && utf8.RuneCountInString(line) <= longestPitch {
			return line
		}
	}
	return lines[2]
}

// invitation is a sentence about an occasion that names the product, or "" when the one it finds does not.
func (t *text) invitation() string {
	s := dice.Pick(t.roll, dice.Pick(t.roll, t.kind.Uses).Says)
	if !strings.Contains(s, "{it}") {
		return ""
	}
	return strings.ReplaceAll(s, "{it}", t.voice.this())
}
