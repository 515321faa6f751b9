package taste

import (
	"math"
	"slices"
	"strings"
	"time"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
)

// The kinds of what is learned.
const (
	KindColor    = "color"
	KindSize     = "size"
	KindBrand    = "brand"
	KindCategory = "category"
	KindPrice    = "price"
)

// How something was learned.
const (
	Said    = "said"
	Viewed  = "viewed"
	Bought  = "bought"
	Refused = "refused"
)

// say is how much a source has to say: where signs of several come together,
// the person is told of the plainest.
var say = map[string]int{Viewed: 1, Refused: 2, Bought: 3, Said: 4}

// longestValue bounds a value, in bytes: none of the catalogue is longer.
const longestValue = 100

// Learn adds signs of one moment and source to what a pet knows. Signs of
// before a forgetting are left out; to say a liking anew ends the forgetting.
func Learn(p *shape.PetPreferences, signs []brain.Sign, source string, at time.Time) {
	lesson{signs: signs, source: source, at: moment(at)}.teach(p)
}

// lesson are signs that came together.
type lesson struct {
	signs  []brain.Sign
	source string
	at     time.Time
	// of is when that was which is taken back; zero where nothing is.
	of time.Time
}

// moment is a time as JSON and PostgreSQL keep it.
func moment(at time.Time) time.Time { return at.UTC().Truncate(time.Microsecond) }

func (l lesson) teach(p *shape.PetPreferences) {
	for _, sign := range l.signs {
		sign.Value = strings.TrimSpace(sign.Value)
		if forgotten(p, sign, l.dated()) {
			continue
		}
		learned := false
		if sign.Kind == KindPrice {
			learned = learnPrice(p, sign, l.at)
		} else if list := listOf(p, sign.Kind); list != nil && fit(sign) {
			*list = strongest(l.merge(*list, sign))
			learned = true
		}
		if learned && l.source == Said {
			remember(p, sign)
		}
	}
}

// dated is when that happened which the signs are of.
func (l lesson) dated() time.Time {
	if l.of.IsZero() {
		return l.at
	}
	return l.of
}

// fit tells whether a sign can be learned at all.
func fit(sign brain.Sign) bool {
	return sign.Value != "" && len(sign.Value) <= longestValue && sign.Weight != 0 && !math.IsNaN(sign.Weight) && !math.IsInf(sign.Weight, 0)
}

// listOf is where a kind is kept; nil for a kind that is none.
func listOf(p *shape.PetPreferences, kind string) *[]shape.Learned {
	switch kind {
	case KindColor:
		return &p.Colors
	case KindSize:
		return &p.Sizes
	case KindBrand:
		return &p.Brands
	case KindCategory:
		return &p.Categories
	}
	return nil
}

// merge adds a sign to the list of its kind. The list is the caller's own.
func (l lesson) merge(list []shape.Learned, sign brain.Sign) []shape.Learned {
	i := slices.IndexFunc(list, func(known shape.Learned) bool { return strings.EqualFold(known.Value, sign.Value) })
	if !l.of.IsZero() {
		if i >= 0 {
			list[i] = l.takenBack(list[i], sign.Weight)
		}
		return list
	}
	if i < 0 {
		return append(list, shape.Learned{Value: sign.Value, Weight: bounded(sign.Weight), Source: l.source, LearnedAt: l.at})
	}
	before := list[i]
	after := added(before, sign.Weight, l.at)
	if before.Weight > 0 != (after.Weight > 0) || say[l.source] >= say[before.Source] {
		after.Source = l.source
	}
	list[i] = after
	return list
}

// takenBack is a liking without what a deed brought, as much as is left of that.
// It makes no dislike: who gives something back need not dislike its colour.
func (l lesson) takenBack(known shape.Learned, weight float64) shape.Learned {
	left := known.Weight + weight*decay(known.LearnedAt.Sub(l.of))
	known.Weight = bounded(max(left, min(0, known.Weight)))
	return known
}
