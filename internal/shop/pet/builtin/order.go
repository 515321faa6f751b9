package builtin

import (
	"errors"
	"strings"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/voice"
)

// lagos is the shop's time: Nigeria has had one all year for as long as there
// are shops on the web.
var lagos = time.FixedZone("WAT", 3600)

// mostItems bounds how many things of an order are named.
const mostItems = 3

// statuses are words for what an order's status is.
var statuses = map[string]string{
	"pending": "placed, but not paid yet", "paid": "paid", "processing": "being packed", "shipped": "on its way",
	"delivered": "delivered", "cancelled": "cancelled", "refunded": "refunded",
}

// orderWhere tells where one order is, or where the last ones are.
func (t *turn) orderWhere() error {
	t.mem.Question = nil
	orders, err := t.desk.OrderStatus(t.ctx, t.m.Order)
	switch {
	case errors.Is(err, brain.ErrGone), err == nil && len(orders) == 0:
		t.noOrder()
		return nil
	case err != nil:
		return err
	case len(orders) == 1:
		t.order(orders[0])
		return nil
	}
	told := make([]string, 0, len(orders))
	for _, o := range orders {
		words := o.Number + " (" + status(o)
		if when := t.arrival(o); when != "" {
			words += ", expected " + when
		}
		told = append(told, words+")")
	}
	t.say(voice.OrdersAre, "orders", strings.Join(told, "; "))
	return nil
}

func (t *turn) noOrder() {
	if t.m.Order != "" {
		t.say(voice.NoSuchOrder, "number", t.m.Order)
		return
	}
	t.say(voice.NoOrders)
}

// order tells of one order. One that should have come already is for a person
// of the shop.
func (t *turn) order(o brain.Order) {
	if when := t.arrival(o); when != "" {
		t.say(voice.OrderComes, "number", o.Number, "status", status(o), "when", when)
		return
	}
	items := o.Items
	if len(items) > mostItems {
		items = append(items[:mostItems:mostItems], "more")
	}
	t.say(voice.OrderIs, "number", o.Number, "status", status(o), "items", or(all(items), "what you chose"))
	if open(o) && !o.Latest.IsZero() {
		t.say(voice.Person)
	}
}

// open tells whether an order is still to come.
func open(o brain.Order) bool {
	return o.Status != "delivered" && o.Status != "cancelled" && o.Status != "refunded"
}

func status(o brain.Order) string {
	if o.Status == "pending" && o.PaymentStatus == "paid" {
		return "paid"
	}
	return or(statuses[o.Status], strings.ReplaceAll(strings.ToLower(or(o.Status, "on file")), "_", " "))
}

// arrival says when an order comes; empty when that is not known, or was to be
// before today.
func (t *turn) arrival(o brain.Order) string {
	from, to := o.Earliest, o.Latest
	if to.IsZero() {
		to = from
	}
	if from.IsZero() {
		from = to
	}
	if to.IsZero() || !open(o) {
		return ""
	}
	from, to = from.In(lagos), to.In(lagos)
	y, m, d := t.ask.Now.In(lagos).Date()
	if to.Before(time.Date(y, m, d, 0, 0, 0, 0, lagos)) {
		return ""
	}
	if day(from) == day(to) {
		return day(to)
	}
	return "between " + day(from) + " and " + day(to)
}

func day(at time.Time) string { return at.Format("Monday 2 January") }

// orderStop tells how an order is cancelled, and where one that was named is:
// what is on its way cannot be stopped.
func (t *turn) orderStop() error {
	if t.m.Order == "" {
		t.say(voice.HowToCancel)
		return nil
	}
	orders, err := t.desk.OrderStatus(t.ctx, t.m.Order)
	if errors.Is(err, brain.ErrGone) || err == nil && len(orders) == 0 {
		t.noOrder()
		return nil
	}
	if err != nil {
		return err
	}
	t.order(orders[0])
	switch orders[0].Status {
	case "cancelled", "refunded":
	case "shipped", "delivered":
		t.say(voice.ReturnsAre, "days", count(t.desk.Shop().ReturnDays))
	default:
		t.say(voice.HowToCancel)
	}
	return nil
}
