package fault

import "zuka/internal/platform/money"

// StockDetail says how many pieces there are.
type StockDetail struct{ Available int }

// CouponDetail says which coupon was refused, and why: NOT_FOUND, NOT_STARTED,
// EXPIRED, INACTIVE, USAGE_LIMIT, USER_LIMIT, MINIMUM_SPEND, NOT_APPLICABLE or
// SIGN_IN_REQUIRED.
type CouponDetail struct{ Code, Reason string }

// PriceDetail says what the shopper saw and what it costs now, in naira.
type PriceDetail struct{ Expected, Actual money.Naira }

// PointsDetail says how many points can be spent.
type PointsDetail struct{ Balance int }

// With adds what else a client needs to mend the fault.
func (f *Fault) With(detail any) *Fault {
	f.Detail = detail
	return f
}
