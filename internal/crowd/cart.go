package crowd

import (
	"context"
	"fmt"
)

// line is what of a cart is needed to change it.
type line struct {
	ID       string
	Quantity int
}

const (
	// mostLines is how many lines a shopper lets come together.
	mostLines = 5
	// mostPieces is how many pieces of a thing a shopper takes.
	mostPieces = 3
)

// cartShares are how often something is added, changed and looked at, in per
// cent.
var cartShares = [...]int{50, 25, 25}

// basket does something with the cart.
func (s *shopper) basket(ctx context.Context) {
	if !s.enters(ctx) {
		return
	}
	switch todo := pick(s.dice, cartShares[:]); {
	case todo == 2:
		s.ask(ctx, cartView, nil)
	case todo == 0 && len(s.lines) < mostLines, len(s.lines) == 0:
		s.add(ctx)
	default:
		s.change(ctx)
	}
}

// add puts a piece of anything into the cart; what there is, is drawn from the
// whole shop, so that hardly anything runs out.
func (s *shopper) add(ctx context.Context) bool {
	wanted := values{"quantity": 1}
	switch it := one(s, s.goods.things); it.variant {
	case "":
		wanted["productId"] = it.product
	default:
		wanted["variantId"] = it.variant
	}
	body, came := s.ask(ctx, cartAdd, values{"lines": []values{wanted}})
	return s.holds(cartAdd, body, came)
}

// change sets how many pieces of a line there are; a full cart loses it.
func (s *shopper) change(ctx context.Context) {
	quantity := s.dice.IntN(mostPieces + 1)
	if len(s.lines) >= mostLines {
		quantity = 0
	}
	body, came := s.ask(ctx, cartChange, values{"lines": []values{{"id": one(s, s.lines).ID, "quantity": quantity}}})
	s.holds(cartChange, body, came)
}

// holds remembers what an answer says of the cart; false when there is nothing
// in it, or the answer is of no use.
func (s *shopper) holds(c call, body []byte, came outcome) bool {
	if came == failed {
		return false
	}
	type cart struct {
		Lines    []line
		Quantity int
	}
	got, ok := read[struct{ Cart *cart }](s, c, body)
	if !ok {
		return false
	}
	s.lines, s.pieces = nil, 0
	if got.Cart != nil {
		s.lines, s.pieces = got.Cart.Lines, got.Cart.Quantity
	}
	return s.pieces > 0
}

// key is one of the shopper's own that was never used before.
func (s *shopper) key(what string, n int) string {
	return fmt.Sprintf("crowd-%s-%s-%d-%d", s.run, what, s.number, n)
}
