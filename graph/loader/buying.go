package loader

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/shop/account"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
)

// Buying are the relations of orders, for one request.
type Buying struct {
	LinesOf    One[int, []*db.OrderItem]
	EventsOf   One[int, []*db.OrderEvent]
	PaymentsOf One[int, []*db.Payment]
	RefundsOf  One[int, []*db.Refund]
	// Customer is a person with an account, by id.
	Customer One[uuid.UUID, *db.User]
}

type buyingKey struct{}

// AttachBuying gives a request loaders of its own for what belongs to orders.
func AttachBuying(ctx context.Context, orders *order.Service, payments *payment.Service, accounts *account.Service) context.Context {
	return context.WithValue(ctx, buyingKey{}, &Buying{
		LinesOf:    one(orders.LinesOf),
		EventsOf:   one(orders.EventsOf),
		PaymentsOf: one(payments.Of),
		RefundsOf:  one(payments.RefundsOf),
		Customer:   one(accounts.People),
	})
}

// BuyingFrom are the loaders of the request.
func BuyingFrom(ctx context.Context) *Buying {
	buying, _ := ctx.Value(buyingKey{}).(*Buying)
	return buying
}
