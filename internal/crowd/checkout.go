package crowd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// place is somewhere that parcels go to.
type place struct{ street, city, state string }

var places = [...]place{
	{"12 Allen Avenue", "Ikeja", "Lagos"}, {"5 Aminu Kano Crescent", "Wuse", "FCT"}, {"8 Aba Road", "Port Harcourt", "Rivers"},
	{"3 Zoo Road", "Kano", "Kano"}, {"27 Ring Road", "Ibadan", "Oyo"}, {"14 Ogui Road", "Enugu", "Enugu"},
	{"9 Ahmadu Bello Way", "Kaduna", "Kaduna"}, {"40 Sapele Road", "Benin City", "Edo"}, {"6 Zik Avenue", "Awka", "Anambra"},
	{"2 Nnebisi Road", "Asaba", "Delta"},
}

// ways are how an order can be paid, and wayShares how often each is wished for,
// in per cent.
var (
	ways      = [...]string{"PAYSTACK", "FLUTTERWAVE", "CASH_ON_DELIVERY"}
	wayShares = [...]int{50, 20, 30}
)

// choices are what the page before the order shows.
type choices struct {
	PaymentMethods []struct {
		Method    string
		Available bool
	}
	Cart *struct {
		Quantity int
		Total    struct{ Amount int }
		Problems []struct {
			Code     string
			Blocking bool
		}
	}
}

// checkout orders what is in the cart, or something put into it for that, and
// looks at the order.
func (s *shopper) checkout(ctx context.Context) {
	if !s.enters(ctx) || s.pieces == 0 && !s.add(ctx) {
		return
	}
	to := places[s.dice.IntN(len(places))]
	total, way, ok := s.chooses(ctx, to)
	if !ok {
		return
	}
	wanted := values{
		"idempotencyKey": s.key("order", s.orders), "expectedTotal": total, "paymentMethod": way,
		"email": fmt.Sprintf("crowd.%s.%d@example.ng", s.run, s.number+1),
		"address": values{
			"recipientName": s.name(), "phone": fmt.Sprintf("0803%07d", s.number), "streetAddress": to.street, "city": to.city, "state": to.state,
		},
	}
	s.orders++
	body, came := s.ask(ctx, checkoutOrder, values{"input": wanted})
	if came == failed {
		return
	}
	s.lines, s.pieces = nil, 0
	if came == short {
		s.ask(ctx, cartClear, nil)
		return
	}
	made, ok := read[struct {
		Order       *struct{ Number string }
		AccessToken *string
	}](s, checkoutOrder, body)
	if ok && made.Order != nil {
		s.ask(ctx, orderView, values{"number": made.Order.Number, "token": made.AccessToken})
	}
}

// chooses asks what can be chosen, and decides how to pay what it costs there, in
// naira; false when nothing can be ordered. A cart with something that has run
// out is emptied.
func (s *shopper) chooses(ctx context.Context, to place) (total int, way string, ok bool) {
	body, came := s.ask(ctx, checkoutView, values{"state": to.state})
	if came != good {
		return 0, "", false
	}
	var seen struct{ Data choices }
	if err := json.Unmarshal(body, &seen); err != nil {
		s.fail(checkoutView, err)
		return 0, "", false
	}
	cart := seen.Data.Cart
	if cart == nil || cart.Quantity == 0 {
		s.fail(checkoutView, errors.New("the cart has been emptied"))
		s.lines, s.pieces = nil, 0
		return 0, "", false
	}
	for _, problem := range cart.Problems {
		if problem.Blocking {
			s.short[checkoutView]++
			s.ask(ctx, cartClear, nil)
			s.lines, s.pieces = nil, 0
			return 0, "", false
		}
	}
	way = seen.Data.way(ways[pick(s.dice, wayShares[:])])
	if way == "" {
		s.fail(checkoutView, errors.New("there is no way to pay"))
	}
	return cart.Total.Amount, way, way != ""
}

// way is how it can be paid: as wished, or else as it is offered first; empty
// when nothing is.
func (c choices) way(wish string) (way string) {
	for _, offer := range c.PaymentMethods {
		if offer.Available && (way == "" || offer.Method == wish) {
			way = offer.Method
		}
	}
	return way
}
