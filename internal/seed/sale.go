package seed

import (
	"context"
	"fmt"
	"time"

	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/seed/dice"
	"zuka/internal/seed/goods"
	"zuka/internal/seed/people"
)

// number is the order number that people say; the year is that of Lagos.
func (w *world) number(i int) string {
	return fmt.Sprintf("ZUKA-%d-%06d", w.orders[i].at.In(clock.Lagos).Year(), i+1)
}

// buyer is who ordered.
func (o *order) buyer() people.Person {
	if o.user >= 0 {
		p, _ := person(o.user)
		return p
	}
	return people.Make(o.guest)
}

func writeOrders(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "orders", `id created_at updated_at order_number user_id guest_email guest_phone status payment_status payment_method
		payment_reference paystack_reference flutterwave_reference subtotal_ngn shipping_ngn discount_ngn tax_ngn total_ngn shipping_address
		tracking_number shipping_provider estimated_delivery_date delivered_at coupon_code points_earned points_used stock_held expires_at paid_at
		cancelled_at`, func(yield func([]any) bool) {
		for i := range w.orders {
			if !yield(w.orderRow(i)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	if err := w.copy(ctx, "order_items", `id created_at order_id product_id product_snapshot quantity unit_price_ngn total_price_ngn size color`,
		w.orderLines); err != nil {
		return err
	}
	if err := w.copy(ctx, "order_events", "created_at order_id version kind actor", w.steps); err != nil {
		return err
	}
	return w.copy(ctx, "coupon_redemptions", "id created_at coupon_id order_id user_id discount_ngn returned_at", w.redemptions)
}

// unpaidLife is how long an unpaid order is kept.
const unpaidLife = 30 * time.Minute

// steps are the timelines: how each order was placed.
func (w *writer) steps(yield func([]any) bool) {
	for i := range w.orders {
		if !yield([]any{w.orders[i].at, i + 1, 1, "placed", "customer"}) {
			return
		}
	}
}

func (w *writer) orderRow(i int) []any {
	o, r := &w.orders[i], dice.New("order row", i)
	p := o.buyer()
	var user, email, phone any
	if o.user >= 0 {
		user = bytes16(w.customers[o.user].id)
	} else if email = p.Email; r.Chance(45) {
		email, phone = nil, p.Phone
	}
	reference := w.reference(i)
	var paystack, flutterwave, payment any
	switch {
	case o.method == "paystack":
		paystack = reference
	case o.method == "flutterwave":
		flutterwave = reference
	}
	if o.paid {
		payment = reference
	}
	var tracking, carrier, delivered any
	if o.status == "shipped" || o.status == "delivered" || o.status == "refunded" {
		carrier = []string{"GIG Logistics", "Kwik", "Sendbox"}[r.Weighted(60, 20, 20)]
		tracking = fmt.Sprintf("ZK%010d", 1_000_000_000+r.Int64N(8_999_999_999))
	}
	if o.status == "delivered" {
		delivered = o.deliveredAt()
	}
	var coupon any
	if o.coupon >= 0 {
		coupon = coupons[o.coupon].code
	}
	var expires, paid, cancelled any
	switch {
	case o.paid:
		paid = o.paidAt()
	case o.status == "cancelled":
		cancelled = o.undoneAt()
	case o.method != "cash_on_delivery":
		expires = o.at.Add(unpaidLife)
	}
	a := p.Address
	return []any{i + 1, o.at, w.lastChange(o), w.number(i), user, email, phone, o.status, o.paymentStatus(), o.method, payment, paystack, flutterwave,
		o.subtotal, o.shipping, o.discount(), o.tax(), o.total(),
		shape.Address{RecipientName: p.Name, Phone: p.Phone, StreetAddress: street(a), City: a.City, State: a.State, Country: "Nigeria", PostalCode: a.PostalCode},
		tracking, carrier, clock.Day(o.at.Add(4 * 24 * time.Hour)), delivered, coupon, o.pointsMade, o.pointsUsed,
		o.status != "cancelled", expires, paid, cancelled}
}

func (w *world) lastChange(o *order) time.Time {
	at := o.at
	switch o.status {
	case "delivered":
		at = o.deliveredAt()
	case "cancelled", "refunded":
		at = o.undoneAt()
	case "shipped", "processing":
		at = o.at.Add(20 * time.Hour)
	}
	if at.After(w.plan.Now) {
		return w.plan.Now
	}
	return at
}

func (o *order) paymentStatus() string {
	switch {
	case o.status == "refunded":
		return "refunded"
	case o.paid:
		return "paid"
	case o.status == "cancelled" && o.method != "cash_on_delivery":
		return "failed"
	default:
		return "pending"
	}
}

// reference is our name for the payment at its provider.
func (w *world) reference(i int) string {
	return fmt.Sprintf("zk-%06d-%08x", i+1, uint32(dice.New("reference", i).Uint64()))
}

func (w *writer) orderLines(yield func([]any) bool) {
	id := 0
	for i := range w.orders {
		o := &w.orders[i]
		for _, l := range o.lines {
			id++
			g := &w.goods[l.ware]
			snapshot := shape.ProductSnapshot{Name: g.Name, Slug: g.Slug, SKU: g.SKU, ImageURL: "/media/products/" + g.Slug + ".svg",
				Brand: brandNames[g.Brand], PriceNGN: l.price, Size: l.size, Color: l.color}
			if !yield([]any{id, o.at, i + 1, l.ware + 1, snapshot, l.quantity, l.price, l.price * int64(l.quantity), optional(l.size), optional(l.color)}) {
				return
			}
		}
	}
}

var brandNames = func() map[string]string {
	names := make(map[string]string)
	for _, brand := range goods.Brands() {
		names[brand.Slug] = brand.Name
	}
	return names
}()

func (w *writer) redemptions(yield func([]any) bool) {
	id := 0
	for i := range w.orders {
		o := &w.orders[i]
		if o.coupon < 0 {
			continue
		}
		id++
		var user, returned any
		if o.user >= 0 {
			user = bytes16(w.customers[o.user].id)
		}
		if o.returned() {
			returned = o.undoneAt()
		}
		if !yield([]any{id, o.at, o.coupon + 1, i + 1, user, o.couponOff, returned}) {
			return
		}
	}
}
