package checkout

import (
	"fmt"

	"zuka/internal/shop/cart"
	"zuka/internal/shop/loyalty"
)

// ProblemCode is what is wrong with a cart, as the API spells it.
type ProblemCode string

// The problems of a cart.
const (
	OutOfStock      ProblemCode = "OUT_OF_STOCK"
	QuantityReduced ProblemCode = "QUANTITY_REDUCED"
	PriceMoved      ProblemCode = "PRICE_CHANGED"
	ProductGone     ProblemCode = "PRODUCT_GONE"
	CouponInvalid   ProblemCode = "COUPON_INVALID"
	RewardInvalid   ProblemCode = "REWARD_INVALID"
	PointsReduced   ProblemCode = "POINTS_REDUCED"
)

// Problem is something that a shopper must know before ordering.
type Problem struct {
	Code    ProblemCode
	Message string
	// Line is nil when it is about the whole cart.
	Line *cart.Line
}

// Blocking tells whether the order cannot be made while it is there.
func (p Problem) Blocking() bool {
	return p.Code == OutOfStock || p.Code == QuantityReduced || p.Code == ProductGone
}

func lineProblems(line *cart.Line) (found []Problem) {
	name := line.Now.Name
	switch {
	case !line.Now.Sold():
		return []Problem{{ProductGone, name + " is not sold any more.", line}}
	case line.Now.Stock == 0:
		found = append(found, Problem{OutOfStock, name + " is sold out.", line})
	case line.Now.Stock < line.Quantity:
		found = append(found, Problem{QuantityReduced, fmt.Sprintf("Only %d of %s are left.", line.Now.Stock, name), line})
	}
	if line.UnitPriceNgn != nil && *line.UnitPriceNgn != line.Now.Price {
		found = append(found, Problem{PriceMoved, fmt.Sprintf("%s costs %s now, it was %s.", name, line.Now.Price.Formatted(), line.UnitPriceNgn.Formatted()), line})
	}
	return found
}

func pointsReduced(spent int) string {
	if spent == 0 {
		return fmt.Sprintf("No points can be spent on this cart: at least %d, at most a fifth of the subtotal.", loyalty.Least)
	}
	return fmt.Sprintf("Only %d points can be spent on this cart.", spent)
}

func percent(n int) string { return fmt.Sprintf("%d%%", n) }
