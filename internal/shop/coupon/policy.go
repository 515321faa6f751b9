package coupon

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/coupon"
	"zuka/internal/platform/money"
)

const (
	// longestCode, longestName and longestText are in characters.
	longestCode = 40
	longestName = 100
	longestText = 300
	// mostCategories and mostProducts are how many of them a coupon may name.
	mostCategories = 50
	mostProducts   = 200
	// mostNaira and mostUses keep numbers within what columns and sums hold.
	mostNaira = 1_000_000_000
	mostUses  = 1_000_000_000
)

// The reasons for which a coupon does not work, in the order in which they are
// looked for: first what nobody here can change, last what the cart can.
const (
	notFound       = "NOT_FOUND"
	inactive       = "INACTIVE"
	notStarted     = "NOT_STARTED"
	expired        = "EXPIRED"
	usageLimit     = "USAGE_LIMIT"
	signInRequired = "SIGN_IN_REQUIRED"
	userLimit      = "USER_LIMIT"
	minimumSpend   = "MINIMUM_SPEND"
	notApplicable  = "NOT_APPLICABLE"
)

// Line is a line of an order.
type Line struct {
	Product int
	// Categories are the product's category and all above it.
	Categories []int
	// Amount is what the whole line costs.
	Amount money.Naira
}

// Basket is what a coupon is tried on.
type Basket struct {
	Lines    []Line
	Subtotal money.Naira
	// User is who orders; uuid.Nil for a guest.
	User uuid.UUID
}

// Outcome is what a coupon does to a basket.
type Outcome struct {
	Coupon *db.Coupon
	// Discount is what it takes off the goods.
	Discount     money.Naira
	FreeShipping bool
}

// try is what a coupon does to a basket, or the reason why it does nothing. The
// person has used it so many times before.
func try(c *db.Coupon, used int, basket Basket, now time.Time) (*Outcome, string) {
	switch {
	case !c.Active:
		return nil, inactive
	case now.Before(c.ValidFrom):
		return nil, notStarted
	case c.ValidUntil != nil && !now.Before(*c.ValidUntil):
		return nil, expired
	case c.UsageLimit != nil && c.UsageCount >= *c.UsageLimit:
		return nil, usageLimit
	case c.UserLimit != nil && basket.User == uuid.Nil:
		return nil, signInRequired
	case c.UserLimit != nil && used >= *c.UserLimit:
		return nil, userLimit
	case c.MinSpendNgn != nil && basket.Subtotal < *c.MinSpendNgn:
		return nil, minimumSpend
	}
	amount, any := applicable(c, basket)
	if !any {
		return nil, notApplicable
	}
	outcome := &Outcome{Coupon: c, FreeShipping: c.Type == coupon.TypeFreeShipping}
	switch {
	case c.Type == coupon.TypePercentage && c.ValuePercent != nil:
		outcome.Discount = percent(amount, *c.ValuePercent)
		if c.MaxDiscountNgn != nil {
			outcome.Discount = min(outcome.Discount, *c.MaxDiscountNgn)
		}
	case c.Type == coupon.TypeFixedAmount && c.ValueAmountNgn != nil:
		outcome.Discount = *c.ValueAmountNgn
	}
	outcome.Discount = max(0, min(outcome.Discount, amount, basket.Subtotal))
	return outcome, ""
}

// applicable is what the lines cost on which a coupon works: those of a product
// or a category that it names, or all where it names neither.
func applicable(c *db.Coupon, basket Basket) (amount money.Naira, any bool) {
	all := len(c.ApplicableCategories) == 0 && len(c.ApplicableProducts) == 0
	for _, line := range basket.Lines {
		if all || slices.Contains(c.ApplicableProducts, line.Product) ||
			slices.ContainsFunc(line.Categories, func(id int) bool { return slices.Contains(c.ApplicableCategories, id) }) {
			amount, any = amount+line.Amount, true
		}
	}
	return amount, any
}

// percent is a share rounded down, without a product that could overflow.
func percent(amount money.Naira, share int) money.Naira {
	n := money.Naira(share)
	return amount/100*n + amount%100*n/100
}
