package builtin

import (
	"slices"
	"strings"
	"unicode"

	"zuka/internal/shop/pet/brain"
)

const (
	// mostWords bounds how much of a shopper's own words is said back.
	mostWords = 4
	// mostListed bounds lists of sizes and colours.
	mostListed = 10
)

// What says what is looked for: "red dresses under ₦20,000 in size 12".
func (b *Brain) What(s brain.Search) string {
	parts := []string{}
	add := func(words ...string) {
		for _, w := range words {
			if w != "" {
				parts = append(parts, w)
			}
		}
	}
	if s.Deals {
		add("reduced")
	}
	add(hue(s.Colors), b.goods(s))
	if len(s.Brands) > 0 {
		add("by", either(b.names("brand", s.Brands)))
	}
	if len(s.NotColors) > 0 {
		add("not in", hue(s.NotColors))
	}
	add(priceRange(s.Min, s.Max))
	if len(s.Sizes) > 0 {
		add("in size", either(s.Sizes))
	}
	return strings.Join(parts, " ")
}

// baseColors are the colours that others are shades of.
var baseColors = []string{"blue", "green", "red", "pink", "brown", "yellow", "purple", "grey", "orange", "gold", "silver", "black", "white", "wash"}

// hue names colours. A shopper who says "blue" means all the shades that the
// shop has: then that word is enough.
func hue(colors []string) string {
	var bases []string
	for _, base := range baseColors {
		if slices.ContainsFunc(colors, func(c string) bool { return hasWord(c, base) }) {
			bases = append(bases, base)
		}
	}
	if len(colors) > 2 && len(bases) > 0 {
		return either(bases)
	}
	return either(lower(colors))
}

// goods is the noun of a search, with the shopper's own words before it.
func (b *Brain) goods(s brain.Search) string {
	noun := b.nounOf(s.Categories)
	words := plainWords(s.Text)
	of := map[string]string{"women": "women's", "men": "men's", "kids": "kids'", "unisex": "unisex"}[s.Gender]
	if noun != "" && (strings.Contains(noun, "men's ") || strings.Contains(noun, "kids'") || strings.Contains(noun, "s' ")) {
		of = ""
	}
	switch {
	case noun == "" && words == "":
		noun = "things"
	case noun == "":
		noun, words = words, ""
	case strings.Contains(noun, words):
		words = ""
	}
	return strings.Join(strings.Fields(of+" "+words+" "+noun), " ")
}

// nounOf names categories. A shopper who says "shoes" means all kinds of them,
// whose names end alike: then that word is enough.
func (b *Brain) nounOf(slugs []string) string {
	names := b.names("category", slugs)
	if len(names) < 2 {
		return either(names)
	}
	if last, times := commonest(names, lastOf); times > 1 {
		return last
	}
	if first, times := commonest(names, firstOf); times == len(names) {
		return first + " things"
	}
	if len(names) > 2 {
		return strings.Join(names[:2], ", ") + " and the like"
	}
	return either(names)
}

// commonest is the part that most names share, the first of those that do as
// often, and how often.
func commonest(names []string, part func(string) string) (string, int) {
	best, most := "", 0
	for _, name := range names {
		times := 0
		for _, other := range names {
			if part(other) == part(name) {
				times++
			}
		}
		if times > most {
			best, most = part(name), times
		}
	}
	return best, most
}

func firstOf(name string) string { first, _, _ := strings.Cut(name, " "); return first }

func lastOf(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// names are the names of slugs, a category's in lower case.
func (b *Brain) names(kind string, slugs []string) []string {
	out := make([]string, 0, len(slugs))
	for _, slug := range slugs {
		if name := b.nameOf(kind, slug); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (b *Brain) nameOf(kind, slug string) string {
	name := ""
	if b.config.NameOf != nil {
		name = b.config.NameOf(kind, slug)
	}
	if name == "" {
		name = strings.NewReplacer("womens-", "women's ", "mens-", "men's ", "kids-", "kids' ", "-", " ").Replace(slug)
		if kind == "brand" {
			return capitals(name)
		}
	}
	if kind == "category" {
		name = strings.ToLower(strings.ReplaceAll(name, "&", "and"))
	}
	return name
}

func capitals(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		r := []rune(w)
		r[0] = unicode.ToUpper(r[0])
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

// plainWords keeps a few harmless words of what a shopper wrote.
func plainWords(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\''
	})
	kept := words[:0]
	for _, w := range words {
		if len(w) <= 24 && len(kept) < mostWords {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func priceRange(from, to int64) string {
	switch {
	case from > 0 && to > from:
		return "between " + brain.Naira(from) + " and " + brain.Naira(to)
	case from > 0 && to == from:
		return "at " + brain.Naira(to)
	case to > 0:
		return "under " + brain.Naira(to)
	case from > 0:
		return "above " + brain.Naira(from)
	}
	return ""
}

func either(items []string) string { return list(items, "or") }
func all(items []string) string    { return list(items, "and") }

// list joins items as one says them, and breaks off a long list.
func list(items []string, word string) string {
	if len(items) > mostListed {
		items = append(slices.Clone(items[:mostListed-1]), "more")
	}
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + word + " " + items[last]
}

func lower(items []string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = strings.ToLower(item)
	}
	return out
}
