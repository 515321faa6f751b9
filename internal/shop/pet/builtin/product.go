package builtin

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// pick finds the product that the message means among those talked about, and
// how many it could be: 1 when it is sure.
func (t *turn) pick() (*brain.Product, int) {
	if t.m.Ordinal != 0 {
		if p := nth(t.mem.Shown, t.m.Ordinal); p != nil {
			return p, 1
		}
		// There is no seventh of six: it is to be asked which.
		if len(t.mem.Shown) > 0 {
			return nil, max(len(t.mem.Shown), 2)
		}
	}
	s := t.m.Search
	if namesGoods(s) {
		p, n := t.byWords(t.pool())
		if n == 0 && t.m.Refers && t.mem.Subject != nil {
			return t.mem.Subject, 1
		}
		return p, n
	}
	if len(s.Colors) > 0 && !t.m.Refers {
		return t.byColor(s.Colors)
	}
	return t.current()
}

// current is the product talked about.
func (t *turn) current() (*brain.Product, int) {
	if t.mem.Subject != nil {
		return t.mem.Subject, 1
	}
	return nth(t.mem.Shown, 1), len(t.mem.Shown)
}

// byColor finds "the black one".
func (t *turn) byColor(colors []string) (*brain.Product, int) {
	has := func(p brain.Product) bool {
		return slices.ContainsFunc(colors, func(c string) bool { return len(match(p.Colors, c)) > 0 || hasWord(p.Name, c) })
	}
	if t.mem.Subject != nil && has(*t.mem.Subject) {
		return t.mem.Subject, 1
	}
	var fit []*brain.Product
	for i := range t.mem.Shown {
		if has(t.mem.Shown[i]) {
			fit = append(fit, &t.mem.Shown[i])
		}
	}
	if len(fit) == 0 {
		return t.current()
	}
	return fit[0], len(fit)
}

// pool are the products that words may mean.
func (t *turn) pool() []brain.Product {
	pool := t.mem.Shown
	if s := t.mem.Subject; s != nil && !slices.ContainsFunc(pool, func(p brain.Product) bool { return p.ID == s.ID }) {
		pool = append(slices.Clone(pool), *s)
	}
	return pool
}

// byWords finds the product whose name, brand or category the message's words
// fit best, and how many fit as well.
func (t *turn) byWords(pool []brain.Product) (*brain.Product, int) {
	said := words(t.ask.Message)
	best, n := 0, 0
	var p *brain.Product
	for i := range pool {
		switch score := t.score(pool[i], said); {
		case score == 0 || score < best:
		case score > best:
			best, n, p = score, 1, &pool[i]
		default:
			n++
			if s := t.mem.Subject; s != nil && pool[i].ID == s.ID {
				p = &pool[i]
			}
		}
	}
	// Of those that fit as well the one talked about is meant.
	if n > 1 && t.mem.Subject != nil && p.ID == t.mem.Subject.ID {
		n = 1
	}
	return p, n
}

// score is how well a product fits words. A colour alone fits nothing: "the
// black bag" is no black dress.
func (t *turn) score(p brain.Product, said []string) int {
	var colors []string
	for _, c := range t.m.Search.Colors {
		colors = append(colors, words(c)...)
	}
	goods, hue := 0, 0
	for _, w := range words(p.Name) {
		switch {
		case !slices.Contains(said, w):
		case slices.Contains(colors, w):
			hue++
		default:
			goods += 2
		}
	}
	if slices.Contains(t.m.Search.Categories, p.Category) {
		goods++
	}
	if p.Brand != "" && slices.ContainsFunc(t.m.Search.Brands, func(slug string) bool {
		return strings.EqualFold(slug, p.Brand) || strings.EqualFold(t.brain.nameOf("brand", slug), p.Brand)
	}) {
		goods++
	}
	if goods == 0 {
		return 0
	}
	if slices.ContainsFunc(t.m.Search.Colors, func(c string) bool { return len(match(p.Colors, c)) > 0 }) {
		hue++
	}
	return 2*goods + hue
}

// resolve finds the one product meant. Where it cannot, it asks or shows what
// it could be, and the product is nil; add is what waits for the answer.
func (t *turn) resolve(add *brain.Add) (*brain.Product, error) {
	p, n := t.pick()
	switch {
	case n == 1:
		return p, nil
	case n == 0 && (namesGoods(t.m.Search) || len(t.m.Search.Colors) > 0):
		return t.lookFor(add)
	case len(t.mem.Shown) == 0:
		t.mem.Question = nil
		t.say(voice.AskWhat)
	default:
		t.askWhich(add)
	}
	return nil, nil
}

// lookFor finds a product that was not shown yet. It is sure of one that alone
// fits, or whose whole name was said.
func (t *turn) lookFor(add *brain.Add) (*brain.Product, error) {
	s := t.m.Search
	s.Skip = 0
	found, err := t.desk.Search(t.ctx, s)
	if err != nil {
		return nil, err
	}
	t.mem.Search = &s
	if len(found.Products) == 0 {
		t.mem.Question = nil
		t.notFound(s)
		return nil, nil
	}
	t.show(found)
	if found.Widened == "" {
		if len(found.Products) == 1 && found.Total <= 1 {
			return &found.Products[0], nil
		}
		if p, n := t.byWords(found.Products); n == 1 && within(words(p.Name), words(t.ask.Message)) {
			return p, nil
		}
	}
	what := t.brain.What(s)
	if found.Widened != "" {
		t.say(voice.FoundWider, "what", what, "let_go", or(letGo[found.Widened], "part of it"))
	} else {
		t.say(voice.Found, "what", what, "count", count(max(found.Total, len(found.Products))))
	}
	if add != nil {
		t.askWhich(add)
	}
	return nil, nil
}

// askWhich asks which of the products shown is meant.
func (t *turn) askWhich(add *brain.Add) {
	t.mem.Question = &brain.Question{Wants: "product", Add: add}
	t.say(voice.WhichOne)
}

// look reads a product anew and makes it what is talked about. It is nil, and
// that was said, when the shop does not sell it any more.
func (t *turn) look(p brain.Product) (*brain.Product, error) {
	now, err := t.desk.Product(t.ctx, p.ID)
	if errors.Is(err, brain.ErrGone) {
		t.mem.Question = nil
		t.say(voice.SoldOut, "name", or(p.Name, "that one"))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t.mem.Subject = &now
	return &now, nil
}

// namesGoods tells whether a search names a sort of goods, not only a colour, a
// size or a price.
func namesGoods(s brain.Search) bool {
	return s.Text != "" || len(s.Categories) > 0 || len(s.Brands) > 0
}

// match are the choices that a word means: the same, else those that hold it,
// as "blue" is in "Royal blue".
func match(choices []string, want string) []string {
	var held []string
	for _, c := range choices {
		if strings.EqualFold(c, want) {
			return []string{c}
		}
		if hasWord(c, want) {
			held = append(held, c)
		}
	}
	return held
}

// hasWord tells whether words stand in a text as whole words.
func hasWord(text, want string) bool {
	in := func(s string) string { return " " + strings.Join(tokens(s), " ") + " " }
	return len(tokens(want)) > 0 && strings.Contains(in(text), in(want))
}

// tokens are the words of a text in lower case; sizes such as 14.5 and XX-L
// stay whole.
func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '/' && r != '\''
	})
}

// fillers are words that are in names and messages and tell nothing.
var fillers = map[string]bool{
	"the": true, "a": true, "an": true, "and": true, "with": true, "in": true, "of": true, "for": true, "to": true, "my": true, "me": true,
	"men": true, "women": true, "kid": true, "one": true, "cart": true, "add": true, "size": true, "by": true, "on": true, "it": true,
}

// words are the words of a text that tell something, without plurals.
func words(text string) []string {
	var out []string
	for _, w := range tokens(text) {
		w = strings.TrimSuffix(strings.Trim(w, "./'"), "'s")
		switch {
		case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"):
			w = w[:len(w)-2]
		case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
			w = w[:len(w)-1]
		}
		if w != "" && !fillers[w] {
			out = append(out, w)
		}
	}
	return out
}

func within(some, all []string) bool {
	return len(some) > 0 && !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(all, w) })
}
