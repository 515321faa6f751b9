package graph

import (
	"context"
	"strings"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
	orders "zuka/internal/shop/order"
)

func ordered(found *db.Order, failed error) (*model.OrderPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.OrderPayload{Order: found, UserErrors: errs}, nil
}

// Order is one that the viewer may see.
func (q query) Order(ctx context.Context, id *globalid.ID, number, accessToken *string) (*db.Order, error) {
	named, err := orderNamed(id, number, accessToken, "id")
	if err != nil {
		return nil, err
	}
	return q.Checkout.Look(ctx, named)
}

// Orders are all of them, for staff.
func (q query) Orders(ctx context.Context, filter *model.OrderFilter, first *int32, after *string, last *int32, before *string) (*orders.Connection, error) {
	var wanted orders.StaffFilter
	if filter != nil {
		if status := filter.Status.Value(); status != nil {
			wanted.Statuses = []order.Status{*status}
		}
		wanted.PaymentStatus, wanted.Method, wanted.Query = filter.PaymentStatus.Value(), filter.PaymentMethod.Value(), filter.Query.Value()
		wanted.From, wanted.To = filter.From.Value(), filter.To.Value()
	}
	return q.Resolver.Orders.All(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// Orders are the person's own.
func (m meFields) Orders(ctx context.Context, _ *account.Self, status *order.Status, first *int32, after *string, last *int32, before *string) (*orders.Connection, error) {
	var wanted orders.Filter
	if status != nil {
		wanted.Statuses = []order.Status{*status}
	}
	return m.Resolver.Orders.Mine(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// GuestOrderLink takes a guest's order over.
func (m mutation) GuestOrderLink(ctx context.Context, number, accessToken string) (*model.OrderPayload, error) {
	return ordered(m.Checkout.Link(ctx, number, accessToken))
}

// OrderStatus follows an order.
func (s subscription) OrderStatus(ctx context.Context, orderID *globalid.ID, number, accessToken *string) (<-chan *db.Order, error) {
	named, err := orderNamed(orderID, number, accessToken, "orderId")
	if err != nil {
		return nil, err
	}
	if (named.ID == nil) == (named.Number == nil) {
		return nil, fault.Invalid("orderId", "give either orderId or number")
	}
	if named.ID != nil {
		return orMissing[*db.Order](ctx, "order")(s.Resolver.Orders.Follow(ctx, *named.ID))
	}
	return orMissing[*db.Order](ctx, "order")(s.Resolver.Orders.FollowByNumber(ctx, *named.Number, named.Token))
}

// OrderPlaced hears of each new order.
func (s subscription) OrderPlaced(ctx context.Context) (<-chan *db.Order, error) {
	return followed[*db.Order](ctx)(s.Resolver.Orders.FollowPlaced(ctx))
}

type orderFields struct{ *Resolver }

// Lines are what was ordered.
func (orderFields) Lines(ctx context.Context, o *db.Order) ([]*db.OrderItem, error) {
	return loader.BuyingFrom(ctx).LinesOf.Get(ctx, o.ID)
}

// ShippingAddress is where it goes; an erased person's is empty.
func (orderFields) ShippingAddress(_ context.Context, o *db.Order) (*shape.Address, error) {
	return orNowhere(o.ShippingAddress), nil
}

// BillingAddress is who the invoice names.
func (orderFields) BillingAddress(_ context.Context, o *db.Order) (*shape.Address, error) {
	if o.BillingAddress != nil {
		return o.BillingAddress, nil
	}
	return orNowhere(o.ShippingAddress), nil
}

func orNowhere(address *shape.Address) *shape.Address {
	if address == nil {
		return &shape.Address{}
	}
	return address
}

// Cancellable tells whether the viewer can give it up.
func (orderFields) Cancellable(_ context.Context, o *db.Order) (bool, error) {
	return cancellable(o.Status), nil
}

// Timeline is what happened to it.
func (orderFields) Timeline(ctx context.Context, o *db.Order) ([]*db.OrderEvent, error) {
	return loader.BuyingFrom(ctx).EventsOf.Get(ctx, o.ID)
}

// Payments are the attempts to pay.
func (orderFields) Payments(ctx context.Context, o *db.Order) ([]*db.Payment, error) {
	return loader.BuyingFrom(ctx).PaymentsOf.Get(ctx, o.ID)
}

// Refunds are what goes back.
func (orderFields) Refunds(ctx context.Context, o *db.Order) ([]*db.Refund, error) {
	return loader.BuyingFrom(ctx).RefundsOf.Get(ctx, o.ID)
}

// Customer is who ordered, for staff.
func (orderFields) Customer(ctx context.Context, o *db.Order) (*db.User, error) {
	if o.UserID == nil || !viewer.From(ctx).May(viewer.Staff) {
		return nil, nil
	}
	return loader.BuyingFrom(ctx).Customer.Get(ctx, *o.UserID)
}

type orderLineFields struct{ *Resolver }

// Product is the product as it is now.
func (orderLineFields) Product(ctx context.Context, line *db.OrderItem) (*catalog.Product, error) {
	return loader.From(ctx).Product.Get(ctx, line.ProductID)
}

func snapshot(line *db.OrderItem) shape.ProductSnapshot {
	if line.ProductSnapshot == nil {
		return shape.ProductSnapshot{}
	}
	return *line.ProductSnapshot
}

// Name is what it was called.
func (orderLineFields) Name(_ context.Context, line *db.OrderItem) (string, error) {
	return snapshot(line).Name, nil
}

// Sku is its number.
func (orderLineFields) Sku(_ context.Context, line *db.OrderItem) (string, error) {
	return snapshot(line).SKU, nil
}

// Brand is who made it.
func (orderLineFields) Brand(_ context.Context, line *db.OrderItem) (*string, error) {
	return orNull(snapshot(line).Brand), nil
}

// ImageURL is its picture.
func (o orderLineFields) ImageURL(_ context.Context, line *db.OrderItem) (*string, error) {
	url := snapshot(line).ImageURL
	if strings.HasPrefix(url, "/") {
		url = o.Catalog.Absolute(url)
	}
	return orNull(url), nil
}

// orNull is null for nothing.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

type orderAddressFields struct{ *Resolver }

// PostalCode is seldom known.
func (orderAddressFields) PostalCode(_ context.Context, address *shape.Address) (*string, error) {
	return orNull(address.PostalCode), nil
}
