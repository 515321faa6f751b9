package checkout

import (
	"context"
	"errors"
	"strconv"
	"time"

	"zuka/ent/db"
	orderrow "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
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
	number  string
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

// once is the whole transaction, once for each key.
func (p *placing) once(ctx context.Context, tx postgres.Tx, key idempotency.Key) error {
	p.tx = tx
	answer, err := idempotency.Claim(ctx, tx, key, p.Clock.Now())
	if err != nil {
		return fault.Below("input", err)
	}
	if answer != nil {
		return p.again(answer)
	}
	if err := p.run(ctx); err != nil {
		return err
	}
	return idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: "Order", ID: strconv.Itoa(p.order.ID)})
}

// run does the whole order, in the order of the locks. What others wait for
// comes late: nobody else needs this cart, everybody the products.
func (p *placing) run(ctx context.Context) error {
	locked, err := p.Cart.Lock(ctx, p.tx, p.owner)
	if err != nil {
		return err
	}
	if locked == nil || len(locked.Lines) == 0 {
		return fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	p.quote = &Quote{Cart: locked}
	for _, step := range []func(context.Context) error{p.prepare, p.price, p.take, p.agree, p.write, p.use, p.open, p.spend} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// prepare does what only this order has to do with: it learns who orders, takes
// a number and empties the cart.
func (p *placing) prepare(ctx context.Context) (err error) {
	if p.quote.standing, err = standingIn(ctx, p.tx, p.owner.User); err != nil {
		return err
	}
	if p.number, err = p.Order.Number(ctx, p.tx); err != nil {
		return err
	}
	return p.Cart.Empty(ctx, p.tx, p.quote.Cart)
}

// price is the quote on the locked cart; a coupon is used up by it, and a reward.
func (p *placing) price(ctx context.Context) error {
	q := p.quote
	q.addLines()
	basket, err := q.basket(ctx, p.tx)
	if err != nil {
		return err
	}
	if q.CouponCode != nil {
		outcome, failed := p.Coupon.Redeem(ctx, p.tx, *q.CouponCode, basket)
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

// errMoved says that a price, or what there is at all, changed between the
// reading of the cart and the lock on the products. The order is begun again.
var errMoved = errors.New("a price or stock moved while an order was placed")

// take takes the pieces out of the stock. What the rows say under their lock
// counts.
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
		// What was sold out when the cart was read, and so not in the total, has
		// come back since.
		if price := now[thing(pieces[i])]; price != line.Now.Price || line.Now.Stock == 0 {
			return errMoved
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
		return p.closed(ctx)
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

// closed refuses a way to pay that is not open for this order.
func (p *placing) closed(ctx context.Context) error {
	open := 0
	if p.in.Method == orderrow.PaymentMethodCashOnDelivery && p.quote.standing.phoneSure {
		var err error
		if open, err = p.Order.OpenCashOrders(ctx, p.tx, p.quote.standing.phone); err != nil {
			return err
		}
	}
	if why := p.Service.closed(p.in.Method, p.quote, open); why != "" {
		return fault.Refuse(fault.PaymentMethodUnavailable, "input.paymentMethod", "%s", why)
	}
	return nil
}

// write makes the order's rows.
func (p *placing) write(ctx context.Context) (err error) {
	draft := p.draft()
	draft.Visit = person(viewer.From(ctx).Visiting())
	p.order, err = p.Order.Place(ctx, p.tx, draft)
	return err
}

func (p *placing) draft() order.Draft {
	q, now := p.quote, p.Clock.Now()
	d := order.Draft{
		Number: p.number, User: person(p.owner.User), GuestEmail: p.in.email, GuestPhone: p.in.phone, Method: p.in.Method,
		Subtotal: q.Subtotal, Discount: q.Discount, Shipping: q.Shipping, Tax: q.Tax, Total: q.Total,
		ShippingAddress: p.in.shipping, BillingAddress: p.in.billing, PointsUsed: q.Spent, EstimatedDelivery: &q.delivery.Latest,
		Lines: make([]order.DraftLine, len(q.Lines)),
	}
	if d.User == nil {
		d.TokenHash = order.TokenHash(p.Order.Token(p.number))
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
	end := now.Add(life).Truncate(time.Microsecond) // As it is stored.
	return &end
}

// use records which codes the order uses up.
func (p *placing) use(ctx context.Context) error {
	q := p.quote
	if q.outcome != nil {
		if err := p.Coupon.Record(ctx, p.tx, q.outcome.Coupon.ID, p.order.ID, p.owner.User, q.Coupon.Discount); err != nil {
			return err
		}
	}
	if q.reward == nil {
		return nil
	}
	return p.Loyalty.BindReward(ctx, p.tx, q.reward.ID, p.order.ID)
}

// open begins the first attempt to pay. Where codes and points pay for
// everything, there is nothing to wait for.
func (p *placing) open(ctx context.Context) (err error) {
	if p.order.TotalNgn == 0 && p.in.Method != orderrow.PaymentMethodCashOnDelivery {
		return p.free(ctx)
	}
	p.payment, err = p.Payment.First(ctx, p.tx, p.order)
	return err
}

// spend pays with points.
func (p *placing) spend(ctx context.Context) error {
	if p.quote.Spent == 0 {
		return nil
	}
	return p.Loyalty.Spend(ctx, p.tx, p.owner.User, p.quote.Spent, p.order.ID)
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
	return st.sold(ctx)
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
