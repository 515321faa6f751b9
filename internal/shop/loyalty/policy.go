package loyalty

import (
	"time"

	"zuka/ent/db"
	"zuka/ent/db/userreward"
	"zuka/internal/platform/money"
)

const (
	// Least is how many points are spent at least, when any are.
	Least = 100
	// MostPercent is how much of the subtotal points may pay, in percent.
	MostPercent = 20
	// ForReview is what a review of something bought here gives.
	ForReview = 20
	// longestCode is how many characters of a code are looked at.
	longestCode = 100

	// mostAdjusted is how many points staff may give or take at once.
	mostAdjusted = 100_000
	// shortestReason and longestReason are in characters, as are the next three.
	shortestReason, longestReason = 3, 200

	longestSlug, longestName, longestText = 60, 100, 500
	// mostCost is in points, and what a reward may give of them.
	mostCost   = 1_000_000
	mostDays   = 365
	mostPlaces = 1_000_000
	mostNaira  = 1_000_000_000
)

// most is how many points may pay for a subtotal. A point is worth one naira.
func most(subtotal money.Naira) int { return int(max(0, percent(subtotal, MostPercent))) }

// percent is a share rounded down, without a product that could overflow.
func percent(amount money.Naira, share int) money.Naira {
	n := money.Naira(share)
	return amount/100*n + amount%100*n/100
}

// cashback is how many points a reward gives when its order is paid.
func cashback(r *db.UserReward) int {
	if r.ValueAmountNgn == nil {
		return 0
	}
	return int(*r.ValueAmountNgn)
}

// try is what a reward does to an order of this subtotal, or in words why it
// does nothing.
func try(r *db.UserReward, subtotal money.Naira, now time.Time) (*Reward, string) {
	switch {
	case r.Used:
		return nil, "this reward has been used"
	case r.ExpiresAt != nil && !now.Before(*r.ExpiresAt):
		return nil, "this reward has run out"
	case r.Type != userreward.TypeDiscount && r.Type != userreward.TypeFreeShipping && r.Type != userreward.TypeCashback:
		return nil, "this reward is not for orders"
	case r.MinSpendNgn != nil && subtotal < *r.MinSpendNgn:
		return nil, "this reward works on orders from " + r.MinSpendNgn.Formatted()
	}
	reward := &Reward{UserReward: r, FreeShipping: r.Type == userreward.TypeFreeShipping}
	switch {
	case reward.FreeShipping:
	case r.Type == userreward.TypeCashback:
		reward.Cashback = cashback(r)
	case r.ValuePercent != nil:
		reward.Discount = percent(subtotal, *r.ValuePercent)
	case r.ValueAmountNgn != nil:
		reward.Discount = *r.ValueAmountNgn
	}
	reward.Discount = max(0, min(reward.Discount, subtotal))
	return reward, ""
}
