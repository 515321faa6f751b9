package goods

import (
	"strings"
	"unicode/utf8"

	"zuka/internal/seed/dice"
)

// orders are the ways a description can run: c the cut, f the material, d and e workmanship, u and v occasions,
// b the brand, s sizes and colours. A letter whose part a product lacks is passed over.
var orders = []string{
	"cfdu", "cfus", "fcdu", "ucfd", "bcfu", "cdfbs", "cufdbs", "fcbdus", "ucfs", "bfcdus", "cfdusb", "cdfu", "fcdsu", "bcdfus",
	"cfedu", "fcudb", "cbfu", "ufcd", "cfduv", "ucdfb", "csfdu", "fcuvs", "cudfs", "fcdub", "cfedub", "bcufd",
}

// Sentences about the maker, for those times when its own story is not quoted.
var makerSays = []string{
	"Made for us by {brand}.", "{brand} makes {it} in small batches, never more than forty at a time.",
	"You will find the {brand} label inside.", "{brand} checks each piece by hand before it leaves the workshop.",
	"This is {brand} doing what {brand} does best.", "Every order is packed by {brand} within two working days.",
	"From the current {brand} collection.", "{brand} stands behind the work: a loose stitch is mended free of charge.",
	"Designed and finished in Nigeria by {brand}.", "{brand} has sold this shape for three seasons and still gets letters about it.",
}

// Sentences about sizes and colours.
var (
	sizeSays  = []string{"Sizes run from {low} to {high}.", "Available from {low} to {high}.", "Cut in sizes {low} to {high}.", "Choose your size from {low} to {high}; the size chart is below."}
	colorSays = []string{"Choose between {colors}.", "Comes in {colors}.", "Available in {colors}.", "The colours this season are {colors}.", "Made in {colors}."}
	soleSays  = []string{"Comes in {colors} only.", "Made in {colors} this season.", "The colour is {colors}, as in the pictures.", "Photographed by daylight in {colors}, the only colour we made."}
)

// text is what a description is made from, and what it used.
type text struct {
	roll   dice.Roll
	kind   Kind
	voice  voice
	cut    Cut
	fabric Fabric
	brand  Brand
	sizes  []string
	colors []string
	used   []string // tags of the occasions mentioned
	taken  map[string]bool
	about  bool // the sentence before named the product, so a pronoun is clear
}

// compose writes the description: three to six sentences in one of the orders.
func (t *text) compose() string {
	order := dice.Pick(t.roll, orders)
	var out []string
	length := 0
	add := func(part rune) {
		s := t.sentence(part)
		if s == "" || len(out) == 6 {
			return
		}
		out, length = append(out, s), length+utf8.RuneCountInString(s)+1
		t.about = t.names(s) || t.about && (part == 'c' || part == 's' || part == 'u')
	}
	for _, part := range order {
		add(part)
	}
	for _, part := range "sbev" {
		if (len(out) < 4 || length < 170) && !strings.ContainsRune(order, part) {
			add(part)
		}
	}
	if len(out) >= 5 && t.roll.Chance(50) {
		cut := t.roll.Between(2, 3)
		return strings.Join(out[:cut], " ") + "\n\n" + strings.Join(out[cut:], " ")
	}
	return strings.Join(out, " ")
}

// sentence makes one part, or "" when the product has nothing to say there.
func (t *text) sentence(part rune) string {
	switch part {
	case 'c':
		return strings.Replace(t.cut.Text, "{It}", t.subject(), 1)
	case 'f':
		return t.fresh(t.fabric.Says)
	case 'd', 'e':
		s := t.fresh(t.kind.Details)
		if rest, ok := strings.CutPrefix(s, "It "); ok && !t.about {
			return "The " + t.voice.short + " " + rest
		}
		return s
	case 'u', 'v':
		return t.occasion()
	case 'b':
		return t.maker()
	}
	return t.choices()
}

// subject names the product; a pronoun only where the sentence before was about it too.
func (t *text) subject() string {
	v := t.voice
	switch {
	case t.about:
		return v.one("It", "They")
	case t.roll.Chance(65):
		return upper(v.this())
	}
	return "The " + v.short
}

// fresh picks a sentence that has not been used yet.
func (t *text) fresh(says []string) string {
	if len(says) == 0 {
		return ""
	}
	at := t.roll.IntN(len(says))
	for range says {
		if s := says[at]; !t.taken[s] {
			t.taken[s] = true
			return s
		}
		at = (at + 1) % len(says)
	}
	return ""
}

// occasion picks a use and one of its sentences, and remembers the tag.
func (t *text) occasion() string {
	use := dice.Pick(t.roll, t.kind.Uses)
	s := t.fresh(use.Says)
	if s == "" {
		return ""
	}
	t.used = append(t.used, use.Tag)
	it := t.voice.this()
	if t.about && t.roll.Chance(80) {
		it = t.voice.it()
	}
	return strings.ReplaceAll(s, "{it}", it)
}

// maker tells of the brand: its own first sentence, or a plain word about its work.
func (t *text) maker() string {
	if t.roll.Chance(40) {
		story, _, _ := strings.Cut(t.brand.Description, ". ")
		return strings.TrimSuffix(story, ".") + "."
	}
	return strings.NewReplacer("{brand}", t.brand.Name, "{it}", t.voice.this()).Replace(dice.Pick(t.roll, makerSays))
}

// choices tells which sizes or which colours there are.
func (t *text) choices() string {
	n := len(t.sizes)
	if n > 2 && !strings.HasPrefix(t.sizes[0], "Up") && t.roll.Chance(50) {
		return strings.NewReplacer("{low}", t.sizes[0], "{high}", t.sizes[n-1]).Replace(dice.Pick(t.roll, sizeSays))
	}
	says := colorSays
	if len(t.colors) == 1 {
		says = soleSays
	}
	return strings.ReplaceAll(dice.Pick(t.roll, says), "{colors}", strings.ToLower(listed(t.colors)))
}

// names reports whether a sentence says "this dress" or "the dress".
func (t *text) names(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, strings.ToLower(t.voice.this())) || strings.Contains(s, "the "+strings.ToLower(t.voice.short))
}
