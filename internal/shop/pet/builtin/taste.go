package builtin

import (
	"slices"
	"strings"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// mostKnown bounds how much of each kind of liking is told.
const mostKnown = 3

// recommend chooses by taste. What was named beyond a category, a gender and a
// price only a search can look for; where that finds nothing the taste does.
func (t *turn) recommend() error {
	s := t.m.Search
	if s.Text != "" || len(s.Brands)+len(s.Colors)+len(s.Sizes)+len(s.NotColors) > 0 || s.Deals {
		found, err := t.desk.Search(t.ctx, s)
		if err != nil {
			return err
		}
		if len(found.Products) > 0 {
			t.show(found)
			t.mem.Search = &s
			t.say(voice.Found, "what", t.brain.What(s), "count", count(max(found.Total, len(found.Products))))
			return nil
		}
	}
	in := brain.Recommend{Gender: s.Gender, Max: s.Max}
	t.mem.Search = nil
	if len(s.Categories) > 0 {
		in.Category = s.Categories[0]
		t.mem.Search = &brain.Search{Categories: s.Categories, Gender: s.Gender, Max: s.Max}
	}
	found, err := t.desk.Recommend(t.ctx, in)
	if err != nil {
		return err
	}
	if len(found.Products) == 0 {
		t.say(voice.AskWhat)
		return nil
	}
	t.show(found)
	if found.Why != "" {
		t.say(voice.Recommended, "why", found.Why)
		return nil
	}
	t.say(voice.BestSellers)
	return nil
}

// goesWith shows what goes with a product: one of those shown, or the first of
// the sort that was named.
func (t *turn) goesWith() error {
	p, n := t.pick()
	name := ""
	switch {
	case n == 1 && p != nil:
		name = p.Name
	case namesGoods(t.m.Search):
		found, err := t.desk.Search(t.ctx, t.m.Search)
		if err != nil {
			return err
		}
		if len(found.Products) == 0 {
			t.notFound(t.m.Search)
			return nil
		}
		p, name = &found.Products[0], t.brain.What(t.m.Search)
	case len(t.mem.Shown) == 0:
		t.say(voice.AskWhat)
		return nil
	default:
		t.askWhich(nil)
		return nil
	}
	beside := *p
	found, err := t.desk.Recommend(t.ctx, brain.Recommend{Beside: beside.ID})
	if err != nil {
		return err
	}
	if len(found.Products) == 0 {
		t.say(voice.NotFound, "what", "things to go with "+name)
		return nil
	}
	t.mem.Search = nil
	t.show(found)
	t.say(voice.GoesWith, "name", name)
	return nil
}

// likes tells what was noted. The signs themselves are learned with the answer.
func (t *turn) likes() error {
	liked, not := t.signs(1), t.signs(-1)
	// "I like it" is about the product talked about.
	if p, n := t.current(); len(t.m.Signs) == 0 && n == 1 && p.Category != "" {
		t.learned = []brain.Sign{{Kind: "category", Value: p.Category, Weight: 1}}
		t.mem.Subject = p
		liked = append(liked, p.Name)
	}
	if len(liked)+len(not) == 0 {
		return t.unclear()
	}
	t.say(voice.Noted, "what", all(liked))
	t.say(voice.NotedAgainst, "what", either(not))
	return nil
}

// signs say what the signs of one direction are about: shades as the one colour
// that they are of, kinds of goods by what they share.
func (t *turn) signs(way float64) []string {
	var out, colors, categories []string
	for _, s := range t.m.Signs {
		switch {
		case s.Weight*way <= 0:
		case s.Kind == "color":
			colors = append(colors, s.Value)
		case s.Kind == "category":
			categories = append(categories, s.Value)
		default:
			out = append(out, t.sign(s))
		}
	}
	out = append([]string{hue(colors)}, append(out, t.brain.nounOf(categories))...)
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// sign says what a sign of taste is about.
func (t *turn) sign(s brain.Sign) string {
	switch s.Kind {
	case "size":
		return "size " + s.Value
	case "brand":
		return t.brain.nameOf(s.Kind, s.Value)
	case "price":
		return strings.TrimSpace("things " + priceRange(s.Min, s.Max))
	}
	return ""
}

// known tells what the pet has learned.
func (t *turn) known() error {
	l := t.ask.Liked
	if nothingLiked(l) {
		t.say(voice.KnownNothing)
		return nil
	}
	first := func(items []string) []string { return items[:min(len(items), mostKnown)] }
	var known []string
	known = append(known, lower(first(l.Colors))...)
	for _, size := range first(l.Sizes) {
		known = append(known, "size "+size)
	}
	known = append(known, t.brain.names("brand", first(l.Brands))...)
	known = append(known, t.brain.names("category", first(l.Categories))...)
	if prices := priceRange(l.MinPrice, l.MaxPrice); prices != "" {
		known = append(known, "prices "+prices)
	}
	for _, not := range append(lower(first(l.NotColors)), t.brain.names("brand", first(l.NotBrands))...) {
		known = append(known, "no "+not)
	}
	t.say(voice.KnownAre, "what", strings.Join(known, ", "))
	return nil
}

func nothingLiked(l brain.Likings) bool {
	return len(l.Colors)+len(l.Sizes)+len(l.Brands)+len(l.Categories)+len(l.NotColors)+len(l.NotBrands) == 0 &&
		l.MinPrice == 0 && l.MaxPrice == 0
}
