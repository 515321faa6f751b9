package checkout

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zuka/ent/db"
	orderrow "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/order"
)

// placing is one order on its way into the database.
type placing struct {
	*Service
	tx    postgres.Tx
	owner cart.Owner
	in    *wanted

	quote   *Quote
	taken   []inventory.Taken
	order   *db.Order
	payment *db.Payment
	// replayed tells that an earlier request placed it, as orderID.
	replayed bool
	orderID  int
}

// again takes the answer of an earlier request.
func (p *placing) again(answer *idempotency.Answer) (err error) {
	p.replayed = true
	if p.orderID, err = strconv.Atoi(answer.ID); err != nil || answer.Kind != "Order" {
		return fault.Refuse(fault.IdempotencyKeyReused, "input.idempotencyKey", "was used for another request: make a new one for each")
	}
	return nil
}

// run does the whole order, in the order of the locks.
func (p *placing) run(ctx context.Context) error {
	locked, err := p.Cart.Lock(ctx, p.tx, p.owner)
	if err != nil {
		return err
	}
	if locked == nil || len(locked.Lines) == 0 {
		return fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	for _, step := range []func(context.Context) error{p.price(locked), p.take, p.agree, p.write, p.spend, p.finish} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// price is the quote on the locked cart; a coupon is used up by it, and a reward.
func (p *placing) price(locked *cart.Cart) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		q := &Quote{Cart: locked}
		p.quote = q
		if q.standing, err = p.standing(ctx, p.owner.User); err != nil {
			return err
		}
		q.addLines()
		basket, err := p.basket(ctx, q)
		if err != nil {
			return err
		}
		if q.CouponCode != nil {
			outcome, failed := p.redeem(ctx, *q.CouponCode, basket)
			if err := q.takeCoupon(outcome, failed); err != nil {
				return err
			}
		}
		if q.RewardCode != nil {
			reward, failed := p.Loyalty.UseReward(ctx, p.tx, p.owner.User, *q.RewardCode, q.Subtotal)
			if err := q.takeReward(reward, failed); err != nil {
				return err
			}
		}
		q.takePoints(p.Loyalty)
		return q.deliver(&p.in.shipping.State, p.Clock)
	}
}

func (p *placing) redeem(ctx context.Context, code string, basket coupon.Basket) (*coupon.Outcome, error) {
	return p.Coupon.Redeem(ctx, p.tx, code, basket)
}

// take takes the pieces out of the stock. What the rows say under their lock
// counts: a price that has moved since the cart was read is told as such.
func (p *placing) take(ctx context.Context) error {
	pieces := make([]inventory.Piece, len(p.quote.Lines))
	for i, line := range p.quote.Lines {
		pieces[i] = inventory.Piece{Product: line.ProductID, Size: orEmpty(line.Size), Color: orEmpty(line.Color), Quantity: line.Quantity}
	}
	var err error
	if p.taken, err = p.Inventory.Take(ctx, p.tx, pieces); err != nil {
		return err
	}
	now := make(map[inventory.Piece]naira, len(p.taken))
	for _, one := range p.taken {
		now[thing(one.Piece)] = one.UnitPrice
	}
	for i, line := range p.quote.Lines {
		if price := now[thing(pieces[i])]; price != line.Now.Price {
			moved := p.quote.Total + (price-line.Now.Price)*naira(line.Quantity)
			return changedTotal(p.in.ExpectedTotal, moved)
		}
	}
	return nil
}

// thing is a piece without how many.
func thing(p inventory.Piece) inventory.Piece {
	p.Quantity = 0
	return p
}

// agree compares the total with the one that the shopper saw.
func (p *placing) agree(ctx context.Context) error {
	q := p.quote
	if q.Total == p.in.ExpectedTotal {
		return p.payable(ctx)
	}
	var faults fault.Faults
	for _, why := range q.codes {
		faults.Keep(why)
	}
	faults.Keep(changedTotal(p.in.ExpectedTotal, q.Total))
	return faults.Err()
}

func changedTotal(expected, actual naira) error {
	return fault.Refuse(fault.PriceChanged, "input.expectedTotal", "the total is %s now, not %s", actual.Formatted(), expected.Formatted()).
		With(fault.PriceDetail{Expected: expected, Actual: actual})
}

// payable refuses a way to pay that is not open for this order.
func (p *placing) payable(ctx context.Context) error {
	open := 0
	if p.in.Method == orderrow.PaymentMethodCashOnDelivery && p.quote.standing.phoneSure {
		var err error
		if open, err = p.Order.OpenCashOrders(ctx, p.tx, p.quote.standing.phone); err != nil {
			return err
		}
	}
	if why := p.closed(p.in.Method, p.quote, open); why != "" {
		return fault.Refuse(fault.PaymentMethodUnavailable, "input.paymentMethod", "%s", why)
	}
	return nil
}

// write makes the order's rows.
func (p *placing) write(ctx context.Context) error {
	number, err := p.Order.Number(ctx, p.tx)
	if err != nil {
		return err
	}
	draft := p.draft(number)
	if p.order, err = p.Order.Place(ctx, p.tx, draft); err != nil {
		return err
	}
	return nil
}

func (p *placing) draft(number string) order.Draft {
	q, now := p.quote, p.Clock.Now()
	d := order.Draft{
		Number: number, User: person(p.owner.User), GuestEmail: p.in.email, GuestPhone: p.in.phone, Method: p.in.Method,
		Subtotal: q.Subtotal, Discount: q.Discount, Shipping: q.Shipping, Tax: q.Tax, Total: q.Total,
		ShippingAddress: p.in.shipping, BillingAddress: p.in.billing, PointsUsed: q.Spent, EstimatedDelivery: &q.delivery.Latest,
		Lines: make([]order.DraftLine, len(q.Lines)),
	}
	if d.User == nil {
		d.TokenHash = order.TokenHash(p.Order.Token(number))
	}
	if q.outcome != nil {
		d.CouponCode = &q.outcome.Coupon.Code
	}
	if q.reward != nil {
		d.RewardCode = &q.reward.Code
	}
	if p.in.Method != orderrow.PaymentMethodCashOnDelivery {
		d.ExpiresAt = until(now, unpaidLife)
	}
	for i, line := range q.Lines {
		d.Lines[i] = order.DraftLine{
			Product: line.ProductID, Quantity: line.Quantity, UnitPrice: line.Now.Price, Size: line.Size, Color: line.Color,
			Snapshot: shape.ProductSnapshot{
				Name: line.Now.Name, Slug: line.Now.Slug, SKU: line.Now.SKU, ImageURL: line.Now.ImageURL, Brand: line.Now.Brand,
				PriceNGN: int64(line.Now.Price), Size: orEmpty(line.Size), Color: orEmpty(line.Color),
			},
		}
	}
	return d
}

func until(now time.Time, life time.Duration) *time.Time {
	end := now.Add(life)
	return &end
}

// spend records what the order uses up besides the stock.
func (p *placing) spend(ctx context.Context) error {
	q := p.quote
	if q.outcome != nil {
		if err := p.Coupon.Record(ctx, p.tx, q.outcome.Coupon.ID, p.order.ID, p.owner.User, q.Coupon.Discount); err != nil {
			return err
		}
	}
	if q.reward != nil {
		if err := p.Loyalty.BindReward(ctx, p.tx, q.reward.ID, p.order.ID); err != nil {
			return err
		}
	}
	if q.Spent == 0 {
		return nil
	}
	if err := p.Loyalty.Spend(ctx, p.tx, p.owner.User, q.Spent, p.order.ID); err != nil {
		return fmt.Errorf("spending points on an order: %w", err)
	}
	return nil
}

// finish begins the first attempt to pay and empties the cart. Where codes and
// points pay for everything, there is nothing to wait for.
func (p *placing) finish(ctx context.Context) (err error) {
	if p.order.TotalNgn == 0 && p.in.Method != orderrow.PaymentMethodCashOnDelivery {
		err = p.free(ctx)
	} else {
		p.payment, err = p.Payment.Open(ctx, p.tx, p.order)
	}
	if err != nil {
		return err
	}
	return p.Cart.Empty(ctx, p.tx, p.quote.Cart)
}

func (p *placing) free(ctx context.Context) error {
	st := &settling{Service: p.Service, tx: p.tx, order: p.order}
	err := st.step(ctx, order.Step{
		From: []order.Status{orderrow.StatusPending}, To: orderrow.StatusPaid, Kind: orderevent.KindPaid, Actor: orderevent.ActorShop,
		Note: "Codes and points paid for everything.",
	})
	if err != nil {
		return err
	}
	p.order = st.order
	return st.sell(ctx, 1)
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
