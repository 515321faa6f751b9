package checkout

import (
	"context"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/delivery"
	"zuka/internal/shop/loyalty"
)

// dearest is a state to which delivery costs most: what is counted while it is
// not known where a cart goes.
const dearest = "Kano"

// Applied is a code on a cart and what it does now.
type Applied struct {
	Code, Description string
	// Discount is in naira; zero when the code does not work now.
	Discount     naira
	FreeShipping bool
}

// Quote is a cart with what it would cost now.
type Quote struct {
	*cart.Cart
	// State is where it would go.
	State string
	// Subtotal counts the lines that can be bought. All are naira.
	Subtotal, Discount, Shipping, Tax, Total naira
	// Coupon and Reward are nil where there is none on the cart.
	Coupon, Reward *Applied
	// Spent are the points that the order would take.
	Spent    int
	Problems []Problem

	standing standing
	outcome  *coupon.Outcome // nil when no coupon works
	reward   *loyalty.Reward // nil when no reward works
	delivery delivery.Option
	codes    []error // why a code that is on the cart does not work
}

// GlobalID names the cart in the API.
func (q *Quote) GlobalID() globalid.ID { return q.Cart.Cart.GlobalID() }

// Quantity is how many pieces are in the cart.
func (q *Quote) Quantity() int {
	n := 0
	for _, line := range q.Lines {
		n += line.Quantity
	}
	return n
}

// Owner is whose cart it is.
func (q *Quote) owner() cart.Owner {
	owner := cart.Owner{}
	if q.UserID != nil {
		owner.User = *q.UserID
	} else if q.SessionID != nil {
		owner.Session = *q.SessionID
	}
	return owner
}

// Mine is the viewer's cart, with delivery to a state counted; nil when there is
// none. Without a state it is the one of the person's default address.
func (s *Service) Mine(ctx context.Context, state *string) (*Quote, error) {
	found, err := s.Cart.Mine(ctx)
	if err != nil || found == nil {
		return nil, err
	}
	return s.quote(ctx, found, state)
}

// Quoted prices a cart that is at hand, for delivery to the default address.
func (s *Service) Quoted(ctx context.Context, found *cart.Cart) (*Quote, error) {
	if found == nil {
		return nil, nil
	}
	return s.quote(ctx, found, nil)
}

// quote prices a cart. Nothing is used up.
func (s *Service) quote(ctx context.Context, found *cart.Cart, state *string) (*Quote, error) {
	q := &Quote{Cart: found}
	var err error
	if q.standing, err = standingIn(ctx, s.Pool.SQL(), q.owner().User); err != nil {
		return nil, err
	}
	q.addLines()
	basket, err := q.basket(ctx, s.Pool.SQL())
	if err != nil {
		return nil, err
	}
	if found.CouponCode != nil && q.Subtotal > 0 {
		outcome, failed := s.Coupon.Check(ctx, *found.CouponCode, basket)
		if err := q.takeCoupon(outcome, failed); err != nil {
			return nil, err
		}
	}
	if found.RewardCode != nil && q.Subtotal > 0 {
		reward, failed := s.Loyalty.RewardFor(ctx, q.owner().User, *found.RewardCode, q.Subtotal)
		if err := q.takeReward(reward, failed); err != nil {
			return nil, err
		}
	}
	q.takePoints(s.Loyalty)
	return q, q.deliver(state, s.Clock)
}

// addLines sums what can be bought, and says what cannot.
func (q *Quote) addLines() {
	for _, line := range q.Lines {
		q.Problems = append(q.Problems, lineProblems(line)...)
		q.Subtotal += Worth(line)
	}
}

// takeCoupon puts what a coupon does into the quote. Why it does nothing is no
// failure of the quote.
func (q *Quote) takeCoupon(outcome *coupon.Outcome, failed error) error {
	applied := &Applied{Code: *q.CouponCode}
	q.Coupon, q.outcome = applied, nil
	if failed != nil {
		return q.refused(failed, CouponInvalid)
	}
	q.outcome = outcome
	applied.Code, applied.Description, applied.FreeShipping = outcome.Coupon.Code, outcome.Coupon.Description, outcome.FreeShipping
	applied.Discount = min(outcome.Discount, q.Subtotal)
	q.Discount += applied.Discount
	return nil
}

// takeReward does the same for a reward, of what the coupon has left.
func (q *Quote) takeReward(reward *loyalty.Reward, failed error) error {
	applied := &Applied{Code: *q.RewardCode}
	q.Reward, q.reward = applied, nil
	if failed != nil {
		return q.refused(failed, RewardInvalid)
	}
	q.reward = reward
	applied.FreeShipping, applied.Discount = reward.FreeShipping, min(reward.Discount, q.Subtotal-q.Discount)
	applied.Description = describe(reward)
	q.Discount += applied.Discount
	return nil
}

func describe(reward *loyalty.Reward) string {
	switch {
	case reward.FreeShipping:
		return "Free delivery"
	case reward.ValuePercent != nil:
		return "A reward of " + percent(*reward.ValuePercent)
	}
	return "A reward of " + reward.Discount.Formatted()
}

func (q *Quote) refused(failed error, code ProblemCode) error {
	why, expected := fault.From(failed)
	if !expected || why.Code != fault.BadUserInput {
		return failed
	}
	q.codes = append(q.codes, failed)
	q.Problems = append(q.Problems, Problem{Code: code, Message: why.Message})
	return nil
}

// takePoints spends as many points as were wanted and may be.
func (q *Quote) takePoints(rules *loyalty.Service) {
	if q.Points == 0 {
		return
	}
	q.Spent = min(q.Points, q.mostPoints(rules))
	if q.Spent < loyalty.Least {
		q.Spent = 0
	}
	q.Discount += naira(q.Spent)
	if q.Spent < q.Points {
		q.Problems = append(q.Problems, Problem{Code: PointsReduced, Message: pointsReduced(q.Spent)})
	}
}

// mostPoints is how many points could be spent on the cart.
func (q *Quote) mostPoints(rules *loyalty.Service) int {
	left := int(q.Subtotal - q.codesDiscount())
	most := min(rules.MostAt(q.Subtotal), left, q.standing.points)
	if most < loyalty.Least {
		return 0
	}
	return most
}

func (q *Quote) codesDiscount() (off naira) {
	for _, applied := range []*Applied{q.Coupon, q.Reward} {
		if applied != nil {
			off += applied.Discount
		}
	}
	return off
}

// PointsAvailable is how many points the person could spend on the cart.
func (s *Service) PointsAvailable(q *Quote) int { return q.mostPoints(s.Loyalty) }

// deliver adds delivery and what follows from it.
func (q *Quote) deliver(state *string, now clock.Clock) error {
	q.State = dearest
	if q.standing.state != "" {
		q.State = q.standing.state
	}
	if state != nil {
		q.State = *state
	}
	free := q.outcome != nil && q.outcome.FreeShipping || q.reward != nil && q.reward.FreeShipping
	options, err := delivery.Options(q.State, q.Subtotal, free, now.Now())
	if err != nil {
		return err
	}
	q.delivery = options[0]
	q.State = q.delivery.State
	if q.Subtotal > 0 {
		q.Shipping = q.delivery.Price
	}
	q.Tax = vat(q.Subtotal - q.Discount)
	q.Total = q.Subtotal - q.Discount + q.Shipping
	return nil
}

// DeliveryOptions are the ways to deliver the viewer's cart to a state.
func (s *Service) DeliveryOptions(ctx context.Context, state string) ([]delivery.Option, error) {
	q, err := s.Mine(ctx, &state)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return delivery.Options(state, 0, false, s.Clock.Now())
	}
	free := q.Shipping == 0 && q.Subtotal > 0
	return delivery.Options(state, q.Subtotal, free, s.Clock.Now())
}
