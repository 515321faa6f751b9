package order

import (
	"slices"

	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
)

// The words that orders and their timelines are told in.
type (
	// Status is where an order stands.
	Status = row.Status
	// PaymentStatus is where its money stands.
	PaymentStatus = row.PaymentStatus
	// Method is how it is paid.
	Method = row.PaymentMethod
	// Kind is what a step was.
	Kind = orderevent.Kind
	// Actor is who took a step.
	Actor = orderevent.Actor
)

// Statuses are all there are, in the order in which they come.
var Statuses = []Status{
	row.StatusPending, row.StatusPaid, row.StatusProcessing, row.StatusShipped, row.StatusDelivered, row.StatusCancelled, row.StatusRefunded,
}

var (
	// open are orders that are not over.
	open = []Status{row.StatusPending, row.StatusPaid, row.StatusProcessing, row.StatusShipped}

	paymentStatuses = []PaymentStatus{row.PaymentStatusPending, row.PaymentStatusPaid, row.PaymentStatusFailed, row.PaymentStatusRefunded}

	customer, staff, provider, shop = orderevent.ActorCustomer, orderevent.ActorStaff, orderevent.ActorProvider, orderevent.ActorShop
)

// transition is a status that may follow another.
type transition struct {
	from, to Status
	// funded tells whether the shop has the money when it is taken.
	funded bool
	by     []Actor
}

// online is the way of orders that are paid before they are worked on. A
// payment that comes after the order was given up takes it up again, if there
// is still stock, or is given back.
var online = []transition{
	{row.StatusPending, row.StatusPaid, false, []Actor{provider, shop}},
	{row.StatusPending, row.StatusCancelled, false, []Actor{customer, staff, shop}},
	{row.StatusCancelled, row.StatusPaid, false, []Actor{provider, shop}},
	{row.StatusPaid, row.StatusProcessing, true, []Actor{staff}},
	{row.StatusProcessing, row.StatusShipped, true, []Actor{staff}},
	{row.StatusShipped, row.StatusDelivered, true, []Actor{staff}},
}

// cash is the way of orders that are paid at the door.
var cash = []transition{
	{row.StatusPending, row.StatusProcessing, false, []Actor{staff}},
	{row.StatusPending, row.StatusCancelled, false, []Actor{customer, staff}},
	{row.StatusProcessing, row.StatusCancelled, false, []Actor{staff}},
	// Refused at the door: the parcel comes back.
	{row.StatusShipped, row.StatusCancelled, false, []Actor{staff}},
	{row.StatusProcessing, row.StatusShipped, false, []Actor{staff}},
	{row.StatusShipped, row.StatusDelivered, false, []Actor{staff}},
	// Whoever pays early has paid: what follows is the same.
	{row.StatusPending, row.StatusProcessing, true, []Actor{staff}},
	{row.StatusProcessing, row.StatusShipped, true, []Actor{staff}},
	{row.StatusShipped, row.StatusDelivered, true, []Actor{staff}},
}

// returns is what everything that was paid can come to: staff want it, and the
// provider or the shop knows when the money is back.
var returns = func() (all []transition) {
	for _, from := range Statuses {
		if from != row.StatusRefunded {
			all = append(all, transition{from, row.StatusRefunded, true, []Actor{staff, provider, shop}})
		}
	}
	return all
}()

// May tells whether an order that is paid this way, whose money and status
// stand so, may come to a status by somebody. A status that stays as it is is a
// note on the timeline, which everybody may leave.
func May(method Method, payment PaymentStatus, from, to Status, by Actor) bool {
	if from == to {
		return true
	}
	ways := online
	if method == row.PaymentMethodCashOnDelivery {
		ways = cash
	}
	return slices.ContainsFunc(slices.Concat(ways, returns), func(t transition) bool {
		return t.from == from && t.to == to && t.funded == (payment == row.PaymentStatusPaid) &&
			payment != row.PaymentStatusRefunded && slices.Contains(t.by, by)
	})
}

// MayPay tells whether the money of an order may come to stand so. What was
// paid is not unpaid by a failure that is heard of later, and not paid twice.
func MayPay(from, to PaymentStatus) bool {
	switch from {
	case row.PaymentStatusPaid:
		return to == row.PaymentStatusRefunded
	case row.PaymentStatusRefunded:
		return false
	}
	return to != row.PaymentStatusRefunded
}
