package taste

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"zuka/ent/shape"
)

const (
	// MaxWeight bounds how strong a liking or dislike becomes.
	MaxWeight = 10
	// MaxValues is how many values of a kind are kept.
	MaxValues = 20
	// halfLife is after how long a sign weighs half.
	halfLife = 60 * 24 * time.Hour
	// faint is the weight below which nothing is kept.
	faint = 0.005
)

// decay is what is left of a weight after a time.
func decay(passed time.Duration) float64 {
	return math.Exp2(-max(0, passed.Hours()) / halfLife.Hours())
}

// strength is what a weight is worth at a later moment. A stored weight is that
// of its last sign, so that nothing is written only because time passes.
func strength(l shape.Learned, at time.Time) float64 {
	return l.Weight * decay(at.Sub(l.LearnedAt))
}

// added is a liking after one more sign, in whatever order signs come.
func added(l shape.Learned, weight float64, at time.Time) shape.Learned {
	if at.After(l.LearnedAt) {
		l.Weight, l.LearnedAt = strength(l, at), at
	} else {
		weight *= decay(l.LearnedAt.Sub(at))
	}
	l.Weight = bounded(l.Weight + weight)
	return l
}

// bounded is a weight within its bounds, in steps that read well in JSON.
func bounded(weight float64) float64 {
	return math.Round(max(-MaxWeight, min(MaxWeight, weight))*1e6) / 1e6
}

// newest is when the last of them was learned.
func newest(lists ...[]shape.Learned) (at time.Time) {
	for _, list := range lists {
		for _, l := range list {
			if l.LearnedAt.After(at) {
				at = l.LearnedAt
			}
		}
	}
	return at
}

// strongest orders a list by strength and leaves out what is too many or faint.
func strongest(list []shape.Learned) []shape.Learned {
	at := newest(list)
	list = slices.DeleteFunc(list, func(l shape.Learned) bool { return !(math.Abs(l.Weight) >= faint) })
	slices.SortStableFunc(list, func(a, b shape.Learned) int {
		return cmp.Or(
			cmp.Compare(math.Abs(strength(b, at)), math.Abs(strength(a, at))),
			b.LearnedAt.Compare(a.LearnedAt),
			strings.Compare(a.Value, b.Value))
	})
	if len(list) > MaxValues {
		list = list[:MaxValues:MaxValues]
	}
	if len(list) == 0 {
		return nil
	}
	return list
}
