package taste

import (
	"math"
	"strings"
	"time"

	"zuka/ent/shape"
)

// liking is how much a category or brand is liked, between 0 and 1; it has an id
// or a slug.
type liking struct {
	id     int
	slug   string
	weight float64
}

type likings []liking

// columns are the likings as a statement takes them.
func (l likings) columns() (ids []int, slugs []string, weights []float64) {
	ids, slugs, weights = make([]int, len(l)), make([]string, len(l)), make([]float64, len(l))
	for i, one := range l {
		ids[i], slugs[i], weights[i] = one.id, one.slug, one.weight
	}
	return ids, slugs, weights
}

// liked is all that is known of what a person likes and dislikes.
type liked struct {
	categories, brands likings
	// By the value in lower case; below 0 for what is disliked.
	colors, sizes map[string]float64
	price         *shape.PriceRange
	notCategories []string
	notBrands     []string
}

// newLiked joins the profile with what pets have learned, the newest pet first.
func newLiked(categories, brands []shape.Affinity, sizes, colors []shape.Leaning, price *shape.PriceRange, pets []shape.PetPreferences, now time.Time) *liked {
	l := &liked{colors: map[string]float64{}, sizes: map[string]float64{}, price: price, notCategories: []string{}}
	for _, c := range categories {
		l.categories = append(l.categories, liking{id: c.ID, weight: c.Weight})
	}
	for _, b := range brands {
		l.brands = append(l.brands, liking{id: b.ID, weight: b.Weight})
	}
	for _, s := range sizes {
		l.sizes[strings.ToLower(s.Value)] += s.Weight
	}
	for _, c := range colors {
		l.colors[strings.ToLower(c.Value)] += c.Weight
	}
	asked := false
	for i := range pets {
		p := &pets[i]
		l.categories = learned(l.categories, &l.notCategories, p.Categories, now)
		l.brands = learned(l.brands, &l.notBrands, p.Brands, now)
		values(l.colors, p.Colors, now)
		values(l.sizes, p.Sizes, now)
		if p.Price != nil && !asked {
			l.price, asked = p.Price, true
		}
	}
	return l
}

// learned adds what a pet knows to the likings, and its dislikes to others.
func learned(all likings, not *[]string, list []shape.Learned, now time.Time) likings {
	for _, one := range list {
		switch weight := strength(one, now); {
		case weight <= -dislike:
			*not = append(*not, one.Value)
		case weight > 0:
			all = append(all, liking{slug: one.Value, weight: share(weight)})
		}
	}
	return all
}

// values adds what a pet knows of colours or sizes, dislikes too.
func values(all map[string]float64, list []shape.Learned, now time.Time) {
	for _, one := range list {
		all[strings.ToLower(one.Value)] += share(strength(one, now))
	}
}

// share brings the weight of a pet to the scale of a profile, whose weights are
// shares: a plain "I like it" is a half.
func share(weight float64) float64 { return weight / (math.Abs(weight) + 2) }
