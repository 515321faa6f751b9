package taste

import (
	"time"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
)

// dearest bounds a price, in naira: more is a slip of the finger.
const dearest = 1_000_000_000

// learnPrice takes an asked price range over: one that overlaps what was asked
// before widens it, any other replaces it.
func learnPrice(p *shape.PetPreferences, sign brain.Sign, at time.Time) bool {
	asked, ok := rangeOf(sign.Min, sign.Max)
	if !ok || at.Before(p.PriceLearnedAt) {
		return false
	}
	if p.Price != nil && at.Sub(p.PriceLearnedAt) < halfLife {
		if known, ok := rangeOf(p.Price.MinNGN, p.Price.MaxNGN); ok && overlap(known, asked) {
			if wide, ok := rangeOf(min(known.MinNGN, asked.MinNGN), widest(known.MaxNGN, asked.MaxNGN)); ok {
				asked = wide
			}
		}
	}
	p.Price, p.PriceLearnedAt = &asked, at
	return true
}

// rangeOf is a range with its ends in order; ok is false for one that says
// nothing.
func rangeOf(low, high int64) (r shape.PriceRange, ok bool) {
	low, high = max(0, min(low, dearest)), max(0, min(high, dearest))
	if high > 0 && low > high {
		low, high = high, low
	}
	return shape.PriceRange{MinNGN: low, MaxNGN: high}, low > 0 || high > 0
}

func overlap(a, b shape.PriceRange) bool {
	return (a.MaxNGN == 0 || b.MinNGN <= a.MaxNGN) && (b.MaxNGN == 0 || a.MinNGN <= b.MaxNGN)
}

// widest is the higher of two upper ends, of which 0 is the open one.
func widest(a, b int64) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}
