package builtin

import (
	"slices"
	"strconv"
	"strings"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
	"zuka/internal/shop/pet/voice"
)

// answered takes the message as the answer to the pet's own question, where it
// is one.
func (t *turn) answered() (bool, error) {
	q := t.mem.Question
	if q == nil {
		return false, nil
	}
	switch q.Wants {
	case "size", "color":
		if q.Add != nil {
			return t.answeredChoice(*q)
		}
	case "product":
		return t.answeredProduct(*q)
	case "state":
		return t.answeredState()
	case "coupon":
		return t.answeredCoupon()
	case "order":
		if t.m.Order != "" && t.mayAnswer() {
			return true, t.orderWhere()
		}
	}
	return false, nil
}

// mayAnswer tells whether the intent leaves it open that a question is
// answered.
func (t *turn) mayAnswer() bool {
	switch t.m.Intent {
	case understand.Unclear, understand.Narrow, understand.Choose, understand.AddToCart, understand.Yes, understand.Search, understand.SizeHelp:
		return true
	}
	return false
}

// answeredChoice takes a size or colour, and goes on adding. What asks about
// the product, or for another, is no answer.
func (t *turn) answeredChoice(q brain.Question) (bool, error) {
	add := *q.Add
	p, err := t.desk.Product(t.ctx, add.Product)
	if err != nil {
		// The product is gone, or the desk fails: what follows tells.
		return false, hide(t.ctx, err)
	}
	choices := sizesOf(p, add.Color)
	if q.Wants == "color" {
		choices = colorsOf(p, add.Size)
	}
	got := t.choiceIn(choices)
	bare := got != "" && strings.EqualFold(strings.Join(tokens(t.ask.Message), " "), strings.Join(tokens(got), " "))
	if !bare && (!t.mayAnswer() || t.m.Intent != understand.Choose && t.namesAnother(p, got)) {
		return false, nil
	}
	wish := t.wish()
	if t.m.Quantity > 0 && strconv.Itoa(t.m.Quantity) != or(got, wish.Size) {
		add.Quantity = t.m.Quantity
	}
	size, color := wish.Size, wish.Color
	if q.Wants == "size" {
		size = or(got, size)
	} else {
		color = or(got, color)
	}
	if size == "" && color == "" {
		switch t.m.Intent {
		// It was said again that the thing is wanted, not in which size.
		case understand.AddToCart, understand.Yes:
			return true, t.complete(add, p)
		}
		return false, nil
	}
	add.Size, add.Color = or(size, add.Size), or(color, add.Color)
	return true, t.complete(add, p)
}

// choiceIn is the one of some choices that the message names: by its place, by
// what was understood, or as it stands there.
func (t *turn) choiceIn(choices []string) string {
	if t.m.Ordinal != 0 && (!t.saysAdd() || hasWord(t.ask.Message, "size") || hasWord(t.ask.Message, "colour")) {
		place := t.m.Ordinal
		if place < 0 {
			place += len(choices) + 1
		}
		if place >= 1 && place <= len(choices) {
			return choices[place-1]
		}
	}
	for _, named := range [][]string{t.m.Search.Sizes, t.m.Search.Colors} {
		for _, want := range named {
			if got := match(choices, want); len(got) == 1 {
				return got[0]
			}
		}
	}
	// The longest, for "extra large" holds "large".
	longest := ""
	for _, choice := range choices {
		if len(choice) > len(longest) && hasWord(t.ask.Message, choice) {
			longest = choice
		}
	}
	return longest
}

// addWords are how shoppers say that a thing is to go into the cart.
var addWords = []string{"add", "buy", "put", "cart", "take", "pick", "order", "purchase", "carry", "throw", "get"}

// saysAdd tells whether the message itself asks to add. A reader also takes an
// answer to a question as the wish that the question was about.
func (t *turn) saysAdd() bool {
	return slices.ContainsFunc(addWords, func(w string) bool { return hasWord(t.ask.Message, w) })
}

// namesAnother tells whether the message names goods that the product is not.
// Loose words beside a choice, as in "42 for my guy", name none.
func (t *turn) namesAnother(p brain.Product, got string) bool {
	s := t.m.Search
	if t.m.Ordinal != 0 && got == "" && t.saysAdd() {
		return true
	}
	if len(s.Categories)+len(s.Brands) == 0 && (s.Text == "" || got != "") {
		return false
	}
	return t.score(p, words(t.ask.Message)) == 0
}

// answeredProduct takes which of the products shown is meant.
func (t *turn) answeredProduct(q brain.Question) (bool, error) {
	if !t.mayAnswer() {
		return false, nil
	}
	p, n := t.pick()
	// "Yes" to one card, and no other bare word, means what is talked about.
	vague := t.m.Ordinal == 0 && !t.m.Refers && !namesGoods(t.m.Search) && len(t.m.Search.Colors) == 0
	if vague && t.m.Intent != understand.Yes && t.m.Intent != understand.Choose && t.m.Intent != understand.AddToCart {
		p, n = t.byWords(t.pool())
	}
	if n == 1 && t.m.Intent == understand.Search && !within(words(t.ask.Message), words(p.Name+" "+strings.Join(p.Colors, " "))) {
		// Goods are looked for that one of those shown happens to be like.
		return false, nil
	}
	if n != 1 {
		if t.m.Intent == understand.Yes {
			t.askWhich(q.Add)
			return true, nil
		}
		return false, nil
	}
	if q.Add == nil {
		if t.m.Intent == understand.AddToCart && t.saysAdd() {
			return false, nil
		}
		now, err := t.look(*p)
		t.mem.Question = nil
		if now != nil && err == nil {
			t.summary(*now)
		}
		return true, err
	}
	add, wish := *q.Add, t.wish()
	add.Size, add.Color = or(wish.Size, add.Size), or(wish.Color, add.Color)
	if wish.Quantity > 0 {
		add.Quantity = wish.Quantity
	}
	return true, t.complete(add, *p)
}

// answeredState takes the name of a state, also one that was not understood:
// the desk knows them all.
func (t *turn) answeredState() (bool, error) {
	if t.m.State == "" && t.m.Intent == understand.Unclear && len(strings.Fields(t.ask.Message)) <= 3 {
		t.m.State = strings.TrimSpace(t.ask.Message)
	}
	t.mem.Question = nil
	if t.m.State == "" || !t.mayAnswer() {
		return false, nil
	}
	return true, t.delivery()
}

// answeredCoupon takes a code; to "yes" the only one that there is.
func (t *turn) answeredCoupon() (bool, error) {
	said := strings.Fields(t.ask.Message)
	if t.m.Coupon == "" && t.m.Intent == understand.Unclear && len(said) == 1 && len(said[0]) >= 3 && len(said[0]) <= 40 {
		t.m.Coupon = strings.ToUpper(strings.Trim(said[0], ".,!?\"'"))
	}
	t.mem.Question = nil
	if t.m.Coupon != "" && t.mayAnswer() || t.m.Intent == understand.Yes {
		return true, t.useCoupon()
	}
	return false, nil
}

// yes agrees to what was asked; where nothing was, it is asked what to.
func (t *turn) yes() error {
	if q := t.mem.Question; q != nil && q.Wants == "product" {
		t.askWhich(q.Add)
		return nil
	}
	if !nothingNamed(t.m.Search) {
		return t.narrow()
	}
	// Offers that no question is remembered of: something near what was not
	// found, or what is sold out.
	if t.mem.Search != nil && len(t.recent) > 0 && strings.HasSuffix(t.recent[0], strings.ToLower(lookAgain)) {
		return t.find(wider(*t.mem.Search))
	}
	if p := t.mem.Subject; p != nil && p.Stock <= 0 && p.Category != "" {
		near := brain.Search{Categories: []string{p.Category}}
		if t.mem.Search == nil || !sameSearch(near, *t.mem.Search) {
			return t.find(near)
		}
	}
	t.say(voice.YesWhat)
	return nil
}

// no ends what was asked; "no, in red" narrows.
func (t *turn) no() error {
	t.mem.Question = nil
	if !nothingNamed(t.m.Search) && (t.base() != nil || namesGoods(t.m.Search)) {
		return t.narrow()
	}
	t.say(voice.NoProblem)
	return nil
}
