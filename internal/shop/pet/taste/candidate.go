package taste

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What each part of a taste counts.
const (
	forCategory, forBrand, forColor, forPrice, forSize, forSales = 3.0, 2.5, 2.0, 1.5, 1.0, 1.0
	// evident is from which weight on a liking is named.
	evident = 0.1
	// mostOfCategory is how many of one category stand before others.
	mostOfCategory = 3
	// oneSize is what goods that come in no sizes are sold as.
	oneSize = "One size"
	// mostReasons is how many likings are named.
	mostReasons = 2
)

// candidate is a product that may be recommended.
type candidate struct {
	id, category, sold          int
	price                       int64
	colors, sizes               []string
	categoryWeight, brandWeight float64
	categoryName                string
	brandName, brandSlug        string

	score   float64
	reasons []reason
}

// reason is a liking that a candidate meets.
type reason struct {
	text  string
	worth float64
}

// rank orders candidates by how well they fit, without those that are disliked.
func (l *liked) rank(found []candidate) []candidate {
	most := 1
	for _, c := range found {
		most = max(most, c.sold)
	}
	found = slices.DeleteFunc(found, l.dislikes)
	for i := range found {
		c := &found[i]
		c.score = forSales*math.Log1p(float64(c.sold))/math.Log1p(float64(most)) + forPrice*l.affords(c.price)
		c.meets(strings.ToLower(c.categoryName), forCategory, c.categoryWeight)
		c.meets(c.brandName, forBrand, c.brandWeight)
		color, weight := best(l.colors, c.colors)
		c.meets(strings.ToLower(color), forColor, weight)
		size, weight := best(l.sizes, c.sizes)
		if !strings.EqualFold(size, oneSize) { // To like it says nothing.
			c.meets("size "+size, forSize, weight)
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.score, a.score), b.id-a.id) })
	return found
}

// dislikes tells whether a candidate is of a maker that is disliked, or comes in
// disliked colours alone.
func (l *liked) dislikes(c candidate) bool {
	disliked := func(color string) bool { return l.colors[strings.ToLower(color)] <= share(-dislike) }
	return slices.Contains(l.notBrands, c.brandSlug) ||
		len(c.colors) > 0 && !slices.ContainsFunc(c.colors, func(color string) bool { return !disliked(color) })
}

// affords is how well a price fits: 1 within the range, less with every part of
// it that lies outside.
func (l *liked) affords(price int64) float64 {
	if l.price == nil || price <= 0 {
		return 0
	}
	switch low, high := l.price.MinNGN, l.price.MaxNGN; {
	case high > 0 && price > high:
		return max(0, 1-2*float64(price-high)/float64(high))
	case price < low:
		return max(0, 1-float64(low-price)/float64(low))
	}
	return 1
}

// best is the value that is liked most, and how much.
func best(liked map[string]float64, values []string) (value string, weight float64) {
	for i, one := range values {
		if w := liked[strings.ToLower(one)]; i == 0 || w > weight {
			value, weight = one, w
		}
	}
	return value, max(-1, min(1, weight))
}

func (c *candidate) meets(text string, counts, weight float64) {
	c.score += counts * min(1, weight)
	if weight >= evident {
		c.reasons = append(c.reasons, reason{text, counts * min(1, weight)})
	}
}

// why names the likings that count most; nothing where none is met.
func (c *candidate) why() string {
	if len(c.reasons) == 0 {
		return ""
	}
	slices.SortStableFunc(c.reasons, func(a, b reason) int { return cmp.Compare(b.worth, a.worth) })
	var named []string
	for _, r := range c.reasons[:min(mostReasons, len(c.reasons))] {
		named = append(named, r.text)
	}
	return "because you like " + strings.Join(named, " and ")
}

// choose takes the first of a ranking, at most three of a category while there
// are others.
func choose(ranked []candidate, first int) []Pick {
	picks, later := make([]Pick, 0, first), []candidate(nil)
	taken := map[int]int{}
	take := func(c candidate) { picks = append(picks, Pick{Product: c.id, Why: c.why()}) }
	for _, c := range ranked {
		switch {
		case len(picks) == first:
			return picks
		case taken[c.category] == mostOfCategory:
			later = append(later, c)
		default:
			taken[c.category]++
			take(c)
		}
	}
	for _, c := range later[:min(len(later), first-len(picks))] {
		take(c)
	}
	return picks
}
