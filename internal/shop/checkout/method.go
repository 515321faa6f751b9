package checkout

import (
	"context"
	"fmt"

	"zuka/ent/db/order"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Method is a way to pay for a cart.
type Method struct {
	Method            order.PaymentMethod
	Name, Description string
	// Reason is why it is not open; empty when it is.
	Reason string
}

// Available tells whether the cart can be paid so.
func (m Method) Available() bool { return m.Reason == "" }

var methods = []Method{
	{order.PaymentMethodPaystack, "Card, transfer or USSD (Paystack)", "You pay on Paystack's page and come back.", ""},
	{order.PaymentMethodFlutterwave, "Card, transfer or USSD (Flutterwave)", "You pay on Flutterwave's page and come back.", ""},
	{order.PaymentMethodCashOnDelivery, "Cash on delivery", "You pay in cash, by card or by transfer when the parcel arrives.", ""},
}

// Methods are the ways to pay for the viewer's cart, delivered to a state.
func (s *Service) Methods(ctx context.Context, state *string) ([]Method, error) {
	q, err := s.Mine(ctx, state)
	if err != nil {
		return nil, err
	}
	if q == nil { // There is no cart, but somebody who asks.
		q = &Quote{}
		if q.standing, err = standingIn(ctx, s.Pool.SQL(), viewer.From(ctx).User); err != nil {
			return nil, err
		}
	}
	open := 0
	if q.standing.phoneSure {
		err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
			open, err = s.Order.OpenCashOrders(ctx, tx, q.standing.phone)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	all := make([]Method, len(methods))
	for i, one := range methods {
		one.Reason = s.closed(one.Method, q, open)
		all[i] = one
	}
	return all, nil
}

// closed is why a way to pay is not open for a cart; empty when it is. Open is
// how many orders of the person's phone wait for their cash.
func (s *Service) closed(method order.PaymentMethod, q *Quote, open int) string {
	switch {
	case !s.Payment.Offered(method):
		return "The shop does not take this way to pay at the moment."
	case method != order.PaymentMethodCashOnDelivery:
		return ""
	case q.standing.phone == "" || !q.standing.phoneSure:
		return "Cash on delivery needs an account with a confirmed phone number."
	case q.Total > CashMost:
		return fmt.Sprintf("Cash on delivery is for orders up to %s.", CashMost.Formatted())
	case open >= cashOpenMost:
		return fmt.Sprintf("You have %d orders to be paid in cash already: take one of them first.", open)
	}
	return ""
}

// reachable refuses a way to pay that the shop does not take.
func (s *Service) reachable(method order.PaymentMethod, field string) error {
	if s.Payment.Offered(method) {
		return nil
	}
	return fault.Refuse(fault.PaymentMethodUnavailable, field, "the shop does not take this way to pay at the moment")
}
