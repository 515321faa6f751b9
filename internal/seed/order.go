package seed

import (
	"math"
	"sort"
	"time"

	"zuka/internal/seed/dice"
	"zuka/internal/seed/people"
)

// order is one purchase.
type order struct {
	at     time.Time
	user   int // -1 for a guest
	guest  int // who the guest is
	lines  []line
	method string
	status string
	paid   bool
	// coupon is an index into coupons, -1 without.
	coupon int
	// couponOff is what the coupon takes off, pointsUsed what points do.
	couponOff              int64
	subtotal, shipping     int64
	pointsUsed, pointsMade int
	// introduced says that it is what an invitation waited for: no points are
	// spent on it, so that it stays large enough.
	introduced bool
}

// line is one product of an order.
type line struct {
	ware        int
	size, color string
	quantity    int
	price       int64
}

func (o *order) discount() int64 { return o.couponOff + int64(o.pointsUsed) }

func (o *order) total() int64 { return o.subtotal - o.discount() + o.shipping }

// tax is the VAT of 7.5 % contained in what is paid for the goods.
func (o *order) tax() int64 { return (6*(o.subtotal-o.discount()) + 43) / 86 }

// counts tells whether the order is a sale.
func (o *order) counts() bool { return o.status != "cancelled" && o.status != "refunded" && o.paid }

func power16(x float64) float64 { return math.Pow(x, 1.6) }

// guestsFrom is where the people who buy without an account begin.
const guestsFrom = 1_000_000

func (w *world) takeOrders() {
	w.orders = make([]order, w.plan.Orders)
	for i := range w.orders {
		w.orders[i] = w.take(dice.New("order", i), i)
	}
	sort.SliceStable(w.orders, func(i, j int) bool { return w.orders[i].at.Before(w.orders[j].at) })
	for i := range w.orders {
		o := &w.orders[i]
		if !o.counts() {
			continue
		}
		for _, l := range o.lines {
			w.goods[l.ware].sold += l.quantity
		}
	}
}

func (w *world) take(r dice.Roll, index int) order {
	o := order{user: -1, guest: guestsFrom + index, coupon: -1}
	since, state := w.plan.Now.Add(-history), people.Make(o.guest).State
	if !r.Chance(14) {
		o.user = w.somebody(r)
		since, state = w.customers[o.user].joined, w.customers[o.user].state
	}
	// More of the orders are recent: the shop grows.
	if recent := w.plan.Now.Add(-60 * 24 * time.Hour); since.Before(recent) && r.Chance(35) {
		since = recent
	}
	o.at = waking(r, since, w.plan.Now.Add(-3*time.Minute))
	for range 1 + r.Weighted(52, 27, 13, 8) {
		w.add(r, &o)
	}
	if r.Chance(18) {
		w.applyCoupon(r, &o)
	}
	o.shipping = shipping(state, o.subtotal)
	if o.coupon >= 0 && coupons[o.coupon].kind == "free_shipping" {
		o.shipping = 0
	}
	o.method = []string{"paystack", "flutterwave", "cash_on_delivery"}[r.Weighted(54, 22, 24)]
	if o.method == "cash_on_delivery" && (o.user < 0 || o.total() > cashLimit) {
		o.method = "paystack"
	}
	o.status, o.paid = progress(r, w.plan.Now.Sub(o.at), o.method)
	return o
}

// cashLimit is the highest total that is paid at the door, in naira.
const cashLimit = 100_000

func (w *world) add(r dice.Roll, o *order) {
	chosen := w.known(r, o.at)
	for _, l := range o.lines {
		if l.ware == chosen {
			return
		}
	}
	piece := &w.goods[chosen]
	l := line{ware: chosen, quantity: 1 + r.Weighted(86, 11, 3), price: piece.now()}
	if piece.Kind.Variants {
		l.size, l.color = dice.Pick(r, piece.Sizes), dice.Pick(r, piece.Colors)
	}
	o.lines = append(o.lines, l)
	o.subtotal += l.price * int64(l.quantity)
}

// shipping is the price of delivery to a state, in naira; free from 50,000.
func shipping(state string, subtotal int64) int64 {
	switch {
	case subtotal >= 50_000:
		return 0
	case state == "Lagos":
		return 1_500
	case southWest[state]:
		return 2_500
	default:
		return 3_500
	}
}

var southWest = map[string]bool{"Ekiti": true, "Ogun": true, "Ondo": true, "Osun": true, "Oyo": true}

// progress is how far an order of some age has come, and whether it is paid.
func progress(r dice.Roll, age time.Duration, method string) (status string, paid bool) {
	cash := method == "cash_on_delivery"
	const day = 24 * time.Hour
	switch {
	case age > 9*day:
		status = []string{"delivered", "cancelled", "refunded"}[r.Weighted(88, 9, 3)]
	case age > 4*day:
		status = []string{"delivered", "shipped", "cancelled"}[r.Weighted(60, 34, 6)]
	case age > day:
		status = []string{"shipped", "processing", "cancelled"}[r.Weighted(45, 49, 6)]
	case age > 30*time.Minute:
		status = []string{"processing", "paid", "cancelled"}[r.Weighted(40, 52, 8)]
	default:
		status = []string{"pending", "paid"}[r.Weighted(40, 60)]
	}
	if cash {
		switch status {
		case "paid":
			status = "processing"
		case "refunded":
			status = "delivered"
		}
		return status, status == "delivered"
	}
	return status, status != "pending" && status != "cancelled"
}

// paidAt is when the money came.
func (o *order) paidAt() time.Time {
	if o.method == "cash_on_delivery" {
		return o.deliveredAt()
	}
	return o.at.Add(2 * time.Minute)
}

// deliveredAt is when the parcel arrived, if it did.
func (o *order) deliveredAt() time.Time {
	r := dice.New("delivery", int(o.at.UnixMicro()))
	return o.at.Add(time.Duration(r.Between(30, 95)) * time.Hour)
}

// undoneAt is when a cancelled order ended or a refunded one was paid back.
func (o *order) undoneAt() time.Time {
	if o.status == "refunded" {
		return o.paidAt().Add(5 * 24 * time.Hour)
	}
	return o.at.Add(30 * time.Minute)
}
