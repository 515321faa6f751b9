package checkout

import (
	"context"
	"strings"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/loyalty"
)

// trying counts who tries codes, so that nobody goes through all of them.
func (s *Service) trying(ctx context.Context) error {
	return s.Limits.Take(ctx, ratelimit.Use{Limit: codesTried, Key: viewer.From(ctx).Owner()})
}

// CheckCoupon says what a coupon would take off the viewer's cart. It uses
// nothing up.
func (s *Service) CheckCoupon(ctx context.Context, code string) (*Applied, error) {
	if err := s.trying(ctx); err != nil {
		return nil, err
	}
	_, outcome, err := s.tried(ctx, code)
	if err != nil {
		return nil, err
	}
	return &Applied{
		Code: outcome.Coupon.Code, Description: outcome.Coupon.Description, Discount: outcome.Discount, FreeShipping: outcome.FreeShipping,
	}, nil
}

// tried is what a coupon does on the viewer's cart as it is, whatever coupon is
// on it now.
func (s *Service) tried(ctx context.Context, code string) (*cart.Cart, *coupon.Outcome, error) {
	found, err := s.Cart.Mine(ctx)
	if err != nil {
		return nil, nil, err
	}
	q := &Quote{Cart: found}
	basket := coupon.Basket{User: viewer.From(ctx).User}
	if found != nil {
		typed := *found.Cart
		typed.CouponCode = &code
		q.Cart = &cart.Cart{Cart: &typed, Lines: found.Lines}
		q.addLines()
		if basket, err = q.basket(ctx, s.Pool.SQL()); err != nil {
			return nil, nil, err
		}
	}
	outcome, err := s.Coupon.Check(ctx, code, basket)
	return found, outcome, err
}

// ApplyCoupon puts a coupon on the viewer's cart, if it works now.
func (s *Service) ApplyCoupon(ctx context.Context, code string) (*cart.Result, error) {
	if err := s.trying(ctx); err != nil {
		return nil, err
	}
	found, outcome, err := s.tried(ctx, code)
	if refused := fault.For(err, fault.CouponRefused); (err == nil || refused) && (found == nil || len(found.Lines) == 0) {
		// No coupon works on nothing, whatever the code is.
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	if err != nil {
		return nil, err
	}
	return s.Cart.SetCoupon(ctx, &outcome.Coupon.Code)
}

// ApplyReward puts one of the person's rewards on their cart, if it works now.
func (s *Service) ApplyReward(ctx context.Context, code string) (*cart.Result, error) {
	if err := s.trying(ctx); err != nil {
		return nil, err
	}
	q, err := s.Mine(ctx, nil)
	if err != nil {
		return nil, err
	}
	if q == nil || len(q.Lines) == 0 {
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	reward, err := s.Loyalty.RewardFor(ctx, viewer.From(ctx).User, strings.TrimSpace(code), q.Subtotal)
	if err != nil {
		return nil, err
	}
	return s.Cart.SetReward(ctx, &reward.Code)
}

// ApplyPoints wants points to be spent on the order of the viewer's cart.
func (s *Service) ApplyPoints(ctx context.Context, points int) (*cart.Result, error) {
	q, err := s.Mine(ctx, nil)
	if err != nil {
		return nil, err
	}
	if q == nil || len(q.Lines) == 0 {
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	most := s.PointsAvailable(q)
	detail := fault.PointsDetail{Balance: q.standing.points}
	switch {
	case points < loyalty.Least:
		return nil, fault.Invalid("points", "must be at least %d", loyalty.Least)
	case points > q.standing.points:
		return nil, fault.Refuse(fault.InsufficientPoints, "points", "you have %d points", q.standing.points).With(detail)
	case points > most:
		return nil, fault.Refuse(fault.InsufficientPoints, "points", "at most %d points can be spent on this cart, a fifth of the subtotal", most).With(detail)
	}
	return s.Cart.SetPoints(ctx, points)
}
