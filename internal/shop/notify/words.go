package notify

import (
	"zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/clock"
)

// words are a step of an order as a notice; there are none for what only staff
// need to know.
func (c *change) words() (title, message string, told bool) {
	number, total := c.order.OrderNumber, c.order.TotalNgn.Formatted()
	switch c.event.Kind {
	case orderevent.KindPlaced:
		if c.order.Status == order.StatusCancelled {
			return "", "", false // It was over before this was told.
		}
		return "Order placed", "We have your order " + number + " of " + total + "." + c.toPay(), true
	case orderevent.KindPaymentLate:
		if !c.takenUp() {
			return "Payment goes back", "Your payment for order " + number + " goes back to you. " + c.event.Note, true
		}
		return "Payment received", "We received your payment of " + total + ". Order " + number + " goes on.", true
	case orderevent.KindPaid:
		if c.order.PaymentStatus != order.PaymentStatusPaid {
			return "", "", false // It is on its way back already.
		}
		return "Payment received", "We received your payment of " + total + " for order " + number + ".", true
	case orderevent.KindPaymentFailed:
		if !c.awaitsPayment() {
			return "", "", false
		}
		return "Payment failed", "Your payment for order " + number + " did not go through. Open the order to try again." + c.toPay(), true
	case orderevent.KindProcessing:
		return "Order in preparation", "We are getting your order " + number + " ready.", true
	case orderevent.KindShipped:
		return "Order on its way", "Your order " + number + " is on its way to you" + with(text(c.order.ShippingProvider)) + ".", true
	case orderevent.KindDelivered:
		return "Order delivered", "Your order " + number + " was delivered. We hope you like it.", true
	case orderevent.KindCashCollected:
		return "Payment received", "You paid " + total + " for order " + number + ". Thank you.", true
	case orderevent.KindCancelled:
		return "Order cancelled", "Your order " + number + " was cancelled. " + c.why(), true
	case orderevent.KindRefundRequested:
		return "Refund on its way", "We are sending back your " + total + " for order " + number + ".", true
	case orderevent.KindRefunded:
		return "Refund sent", "We sent back your " + total + " for order " + number + ". " + c.event.Note, true
	case orderevent.KindLinked:
		return "Order added", "Order " + number + " is in your account now.", true
	}
	return "", "", false // PaymentWrong and RefundFailed are for staff to mend.
}

// takenUp tells whether a payment that came late was the one that the order goes
// on with: Move notes the moment of both, and that it is no longer cancelled.
func (c *change) takenUp() bool {
	return c.order.CancelledAt == nil && c.order.PaidAt != nil && c.order.PaidAt.Equal(c.event.CreatedAt)
}

// forStaff tells whether the step is one that staff may have been alerted of.
func (c *change) forStaff() bool {
	switch c.event.Kind {
	case orderevent.KindPaymentLate, orderevent.KindPaymentWrong, orderevent.KindRefundFailed:
		return true
	}
	return false
}

// awaitsPayment tells whether the order is still to be paid before anything
// happens.
func (c *change) awaitsPayment() bool {
	return c.order.Status == order.StatusPending && c.order.PaymentStatus != order.PaymentStatusPaid && !c.cash()
}

func (c *change) cash() bool { return c.order.PaymentMethod == order.PaymentMethodCashOnDelivery }

func (c *change) toPay() string {
	switch {
	case c.cash():
		return " You pay when it is brought."
	case !c.awaitsPayment() || c.order.ExpiresAt == nil:
		return ""
	}
	return " Please pay before " + c.order.ExpiresAt.In(clock.Lagos).Format("15:04 on 2 January") + "."
}

// why is the reason of a step, in words for the customer.
func (c *change) why() string {
	if c.event.Note != "" || c.event.Kind != orderevent.KindCancelled {
		return c.event.Note
	}
	switch c.event.Actor {
	case orderevent.ActorCustomer:
		return "You asked for it."
	case orderevent.ActorShop:
		return "It was not paid in time."
	}
	return ""
}

func with(carrier string) string {
	if carrier == "" {
		return ""
	}
	return " with " + carrier
}

func text(optional *string) string {
	if optional == nil {
		return ""
	}
	return *optional
}
