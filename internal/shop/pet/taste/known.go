package taste

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
)

// plain is from which weight on something counts as a liking, and -dislike from
// which on as a dislike: to turn one thing down is not yet to dislike its maker.
const (
	plain   = 0.5
	dislike = 1
)

// Names are the names that shoppers read, by slug.
type Names struct{ Brands, Categories map[string]string }

// Preference is something a pet has learned, as the person is shown it.
type Preference struct {
	Kind, Value, Label string
	// Weight is below 0 for a dislike.
	Weight    float64
	Source    string
	LearnedAt time.Time
	// Why says where it is from.
	Why string
}

// Known are all things that a pet has learned, strongest first.
func Known(p *shape.PetPreferences, names Names) []Preference {
	if p == nil {
		return nil
	}
	at := newest(p.Colors, p.Sizes, p.Brands, p.Categories, []shape.Learned{{LearnedAt: p.PriceLearnedAt}})
	var all []Preference
	for _, kind := range []string{KindColor, KindSize, KindBrand, KindCategory} {
		for _, l := range *listOf(p, kind) {
			all = append(all, Preference{Kind: kind, Value: l.Value, Label: names.label(kind, l.Value), Weight: bounded(strength(l, at)),
				Source: l.Source, LearnedAt: l.LearnedAt, Why: why(l.Source, l.Weight)})
		}
	}
	if p.Price != nil {
		all = append(all, Preference{Kind: KindPrice, Label: priceLabel(*p.Price), Weight: bounded(decay(at.Sub(p.PriceLearnedAt))),
			Source: Said, LearnedAt: p.PriceLearnedAt, Why: "You asked for this price"})
	}
	slices.SortStableFunc(all, func(a, b Preference) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)), b.LearnedAt.Compare(a.LearnedAt))
	})
	return all
}

func (n Names) label(kind, value string) string {
	switch kind {
	case KindBrand:
		return cmp.Or(n.Brands[value], strings.ReplaceAll(value, "-", " "))
	case KindCategory:
		return cmp.Or(n.Categories[value], strings.ReplaceAll(value, "-", " "))
	}
	return value
}

func priceLabel(r shape.PriceRange) string {
	switch {
	case r.MaxNGN == 0:
		return "From " + brain.Naira(r.MinNGN)
	case r.MinNGN == 0:
		return "Up to " + brain.Naira(r.MaxNGN)
	}
	return brain.Naira(r.MinNGN) + " to " + brain.Naira(r.MaxNGN)
}

func why(source string, weight float64) string {
	switch {
	case source == Viewed:
		return "You looked at it often"
	case source == Bought:
		return "You bought it"
	case source == Refused:
		return "You turned it down"
	case weight < 0:
		return "You said that you do not like it"
	}
	return "You said that you like it"
}

// Likings are what a brain is told of what a pet has learned.
func Likings(p *shape.PetPreferences) brain.Likings {
	if p == nil {
		return brain.Likings{}
	}
	at := newest(p.Colors, p.Sizes, p.Brands, p.Categories)
	pick := func(list []shape.Learned, wanted func(float64) bool) (values []string) {
		for _, l := range strongest(slices.Clone(list)) {
			if wanted(strength(l, at)) {
				values = append(values, l.Value)
			}
		}
		return values
	}
	liked := func(weight float64) bool { return weight >= plain }
	disliked := func(weight float64) bool { return weight <= -dislike }
	all := brain.Likings{
		Colors: pick(p.Colors, liked), Sizes: pick(p.Sizes, liked), Brands: pick(p.Brands, liked), Categories: pick(p.Categories, liked),
		NotColors: pick(p.Colors, disliked), NotBrands: pick(p.Brands, disliked),
	}
	if p.Price != nil {
		all.MinPrice, all.MaxPrice = p.Price.MinNGN, p.Price.MaxNGN
	}
	return all
}
