package builtin

import (
	"fmt"
	"slices"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// manyHits is from how many hits on a price is asked for.
const manyHits = 50

// lookAgain ends the offer to search for something near.
const lookAgain = " and I'll look again."

// letGo says what a search went without.
var letGo = map[string]string{"price": "your price", "size": "that size", "color": "that colour", "brand": "that brand"}

// search looks for what was named; where nothing was, the taste chooses.
func (t *turn) search() error {
	if nothingNamed(t.m.Search) {
		if nothingLiked(t.ask.Liked) {
			t.say(voice.AskWhat)
			return nil
		}
		return t.recommend()
	}
	return t.find(t.m.Search)
}

// find searches and tells what came of it.
func (t *turn) find(s brain.Search) error {
	before := t.mem.Search
	found, err := t.desk.Search(t.ctx, s)
	if err != nil {
		return err
	}
	t.mem.Search = &s
	if len(found.Products) == 0 {
		t.mem.Question = nil
		t.notFound(s)
		return nil
	}
	t.show(found)
	what := t.brain.What(s)
	switch {
	case found.Widened != "":
		t.say(voice.FoundWider, "what", what, "let_go", or(letGo[found.Widened], "part of it"))
	case found.Total <= 1 && len(found.Products) == 1:
		p := found.Products[0]
		t.say(voice.FoundOne, "what", what, "name", p.Name, "price", brain.Naira(p.Price))
	case t.wantsBudget(s, before, found.Total):
		t.say(voice.AskBudget, "what", what)
	default:
		t.say(voice.Found, "what", what, "count", count(max(found.Total, len(found.Products))))
	}
	return nil
}

// wantsBudget tells whether to ask for a price: where there is a lot, at the
// beginning of a search, and not each time.
func (t *turn) wantsBudget(s brain.Search, before *brain.Search, total int) bool {
	fresh := before == nil || before.Min == 0 && before.Max == 0 && !slices.Equal(before.Categories, s.Categories)
	return total > manyHits && s.Min == 0 && s.Max == 0 && !s.Deals && s.Sort == "" && fresh && t.ask.Seed%2 == 0
}

// notFound tells that there is nothing, and what could be changed.
func (t *turn) notFound(s brain.Search) {
	t.say(voice.NotFound, "what", t.brain.What(s))
	var ways []string
	add := func(given bool, way string) {
		if given && len(ways) < 2 {
			ways = append(ways, way)
		}
	}
	add(s.Max > 0, "a price above "+brain.Naira(s.Max))
	add(len(s.Colors) > 0, "another colour")
	add(len(s.Sizes) > 0, "another size")
	add(len(s.Brands) > 0, "another brand")
	add(s.Min > 0, "a lower price")
	if len(ways) > 0 {
		t.lines = append(t.lines, "Give me "+either(ways)+lookAgain)
	}
}

// wider is a search without what its offer named first.
func wider(s brain.Search) brain.Search {
	switch {
	case s.Max > 0:
		s.Max = 0
	case len(s.Colors) > 0:
		s.Colors = nil
	case len(s.Sizes) > 0:
		s.Sizes = nil
	case len(s.Brands) > 0:
		s.Brands = nil
	default:
		s.Min = 0
	}
	return s
}

// narrow searches the same again with what was added.
func (t *turn) narrow() error {
	if nothingNamed(t.m.Search) {
		return t.unclear()
	}
	return t.find(t.merged())
}

// merged is the search that the message narrows, with what it says.
func (t *turn) merged() brain.Search {
	if base := t.base(); base != nil {
		return merge(*base, t.m.Search)
	}
	return t.m.Search
}

// base is the search talked about. Products that were chosen by taste stand for
// their category.
func (t *turn) base() *brain.Search {
	if t.mem.Search != nil {
		return t.mem.Search
	}
	for _, p := range []*brain.Product{t.mem.Subject, nth(t.mem.Shown, 1)} {
		if p != nil && p.Category != "" {
			return &brain.Search{Categories: []string{p.Category}}
		}
	}
	return nil
}

// merge adds to a search: a value replaces others of its kind, colours that are
// not wanted add up. Another category drops what only fitted the old one.
func merge(base, add brain.Search) brain.Search {
	out := base
	out.Skip = 0
	if len(add.Categories) > 0 && !slices.Equal(add.Categories, base.Categories) {
		out.Categories, out.Sizes, out.Text, out.Gender = add.Categories, nil, "", ""
	}
	replace(&out.Brands, add.Brands)
	replace(&out.Sizes, add.Sizes)
	replace(&out.Colors, add.Colors)
	for _, color := range add.NotColors {
		if !slices.Contains(out.NotColors, color) {
			out.NotColors = append(slices.Clone(out.NotColors), color)
		}
	}
	out.NotColors = without(out.NotColors, add.Colors)
	out.Colors = without(out.Colors, add.NotColors)
	out.Text, out.Gender, out.Sort = or(add.Text, out.Text), or(add.Gender, out.Gender), or(add.Sort, out.Sort)
	if add.Min > 0 || add.Max > 0 {
		out.Min, out.Max = add.Min, add.Max
	}
	out.Deals = out.Deals || add.Deals
	return out
}

func replace(old *[]string, with []string) {
	if len(with) > 0 {
		*old = with
	}
}

func without(items, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(items), func(item string) bool { return slices.Contains(gone, item) })
}

// more shows the next of the same.
func (t *turn) more() error {
	base := t.base()
	if !nothingNamed(t.m.Search) && (base == nil || !sameSearch(merge(*base, t.m.Search), *base)) {
		return t.find(t.merged())
	}
	if base == nil {
		t.say(voice.AskWhat)
		return nil
	}
	next := *base
	if t.mem.Search != nil {
		next.Skip += len(t.mem.Shown)
	}
	found, err := t.desk.Search(t.ctx, next)
	if err != nil {
		return err
	}
	// Beyond the last hit a desk may widen; that is no more of the same.
	if len(found.Products) == 0 || found.Widened != "" {
		t.say(voice.NoMore)
		return nil
	}
	t.mem.Search = &next
	t.show(found)
	t.say(voice.FoundMore)
	return nil
}

// cheaper shows the same for less than what is talked about, or less than the
// cheapest that was shown.
func (t *turn) cheaper() error {
	than := t.mem.Subject
	if p := nth(t.mem.Shown, t.m.Ordinal); p != nil {
		than = p
	}
	if than == nil && len(t.mem.Shown) > 0 {
		p := slices.MinFunc(t.mem.Shown, func(a, b brain.Product) int { return int(a.Price - b.Price) })
		than = &p
	}
	base := t.base()
	named := len(t.m.Search.Categories) > 0 && (base == nil || !slices.Equal(base.Categories, t.m.Search.Categories))
	if than == nil || base == nil || named {
		if nothingNamed(t.m.Search) {
			return t.deals()
		}
		s := t.m.Search
		s.Sort = "cheapest"
		return t.find(s)
	}
	s := merge(*base, t.m.Search)
	s.Max = than.Price - 1
	if most := t.m.Search.Max; most > 0 {
		s.Max = min(s.Max, most)
	}
	s.Min, s.Sort = 0, ""
	return t.findCheaper(s, *than)
}

func (t *turn) findCheaper(s brain.Search, than brain.Product) error {
	var found brain.Found
	if s.Max > 0 {
		var err error
		if found, err = t.desk.Search(t.ctx, s); err != nil {
			return err
		}
	}
	if len(found.Products) == 0 || found.Widened == "price" {
		t.say(voice.NoCheaper, "name", than.Name, "price", brain.Naira(than.Price))
		return nil
	}
	t.mem.Search = &s
	t.show(found)
	limit := s.Max
	s.Max = 0
	if found.Widened != "" {
		t.say(voice.FoundWider, "what", t.brain.What(s), "let_go", or(letGo[found.Widened], "part of it"))
		return nil
	}
	// The limit is as round as the price it lies under.
	if limit == than.Price-1 {
		limit = than.Price
	}
	t.say(voice.Cheaper, "what", t.brain.What(s), "price", brain.Naira(limit))
	return nil
}

// deals shows what is reduced, and mentions the coupons.
func (t *turn) deals() error {
	s := t.m.Search
	s.Deals = true
	found, err := t.desk.Search(t.ctx, s)
	if err != nil {
		return err
	}
	if len(found.Products) == 0 {
		t.say(voice.NoDeals)
	} else {
		t.mem.Search = &s
		t.show(found)
		t.say(voice.Deals, "count", count(max(found.Total, len(found.Products))))
	}
	return t.mentionCoupons(2)
}

// haggle refuses kindly and shows what is reduced, where something is.
func (t *turn) haggle() error {
	name := ""
	if p, sure := t.pick(); sure == 1 {
		name = p.Name
	}
	t.say(voice.Haggled, "name", name)
	// A question that is open is of more use than deals.
	if t.mem.Question != nil {
		return nil
	}
	s := brain.Search{Deals: true}
	if base := t.base(); base != nil {
		s.Categories, s.Gender = base.Categories, base.Gender
	}
	found, err := t.desk.Search(t.ctx, s)
	if err != nil || len(found.Products) == 0 || found.Widened != "" {
		return hide(t.ctx, err)
	}
	subject, shown := t.mem.Subject, t.mem.Shown
	t.show(found)
	// The haggling is about the same product still.
	if subject != nil {
		t.mem.Subject = subject
	} else if len(shown) == 1 {
		t.mem.Subject = &shown[0]
	}
	t.say(voice.Deals, "count", count(max(found.Total, len(found.Products))))
	return nil
}

func nothingNamed(s brain.Search) bool {
	return s.Text == "" && s.Gender == "" && s.Sort == "" && s.Min == 0 && s.Max == 0 && !s.Deals &&
		len(s.Categories)+len(s.Brands)+len(s.Colors)+len(s.NotColors)+len(s.Sizes) == 0
}

func sameSearch(a, b brain.Search) bool {
	a.Skip, b.Skip = 0, 0
	return fmt.Sprint(a) == fmt.Sprint(b)
}
