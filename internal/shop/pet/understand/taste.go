package understand

import (
	"slices"

	"zuka/internal/shop/pet/brain"
)

// weights of signs of taste.
const (
	asked    = 1
	liked    = 2
	disliked = -2
	avoided  = -1
)

// readTaste gathers what the message shows of a taste: strong signs from what
// the person says of themselves, weak ones from what they ask for.
func (r *reading) readTaste() {
	s := r.search
	likes, hates, size := r.feelings()
	asks := r.meaning.Intent == Search || r.meaning.Intent == Narrow || r.meaning.Intent == Recommend || r.meaning.Intent == Deals
	weight := func(says bool) float64 {
		switch {
		case says:
			return liked
		case asks:
			return asked
		}
		return 0
	}
	r.signs("color", s.Colors, weight(likes))
	r.signs("size", s.Sizes, weight(size))
	r.signs("brand", s.Brands, weight(likes))
	r.signs("category", s.Categories, weight(likes && len(s.Colors) == 0))
	if asks && (s.Min > 0 || s.Max > 0) {
		r.meaning.Signs = append(r.meaning.Signs, brain.Sign{Kind: "price", Weight: asked, Min: s.Min, Max: s.Max})
	}
	against := 0.0
	switch {
	case hates:
		against = disliked
	case asks:
		against = avoided
	}
	r.signs("color", s.NotColors, against)
	r.signs("brand", r.notBrands, against)
	r.signs("category", r.notCategories, against)
}

func (r *reading) signs(kind string, values []string, weight float64) {
	if weight == 0 {
		return
	}
	for _, value := range values {
		r.meaning.Signs = append(r.meaning.Signs, brain.Sign{Kind: kind, Value: value, Weight: weight})
	}
}

// feelings are what the person says of their own taste.
func (r *reading) feelings() (likes, hates, size bool) {
	for _, h := range r.hits {
		if h.intent != Likes || r.reported {
			continue
		}
		told := r.words[h.from:h.to]
		has := func(words ...string) bool {
			return slices.ContainsFunc(told, func(t token) bool { return slices.Contains(words, t.word) })
		}
		switch {
		case has("no", "dont", "never", "cant", "hate", "dislike", "detest", "doesnt"):
			hates = true
		case has("size", "wear"):
			size = true
			likes = likes || has("like", "love", "prefer")
		default:
			likes = true
		}
	}
	return likes, hates, size
}
