package order

import (
	"context"
	"fmt"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/orderitem"
	"zuka/ent/db/predicate"
	"zuka/internal/platform/viewer"
)

// Find is an order of the viewer's own, or any for staff; nil when there is
// none for this viewer.
func (s *Service) Find(ctx context.Context, id int) (*db.Order, error) {
	return s.one(ctx, row.ID(id), nil)
}

// ByNumber is an order by its number: the viewer's own, any for staff, or any
// with its access token. It is nil when there is none for this viewer, whether
// the number is nobody's or the token is wrong.
func (s *Service) ByNumber(ctx context.Context, number string, token *string) (*db.Order, error) {
	number, ok := readNumber(number)
	if !ok {
		return nil, nil
	}
	return s.one(ctx, row.OrderNumber(number), token)
}

// FindLine is a line of an order that Find shows; nil otherwise.
func (s *Service) FindLine(ctx context.Context, id int) (*db.OrderItem, error) {
	orders, any := seen(ctx, nil)
	if !any {
		return nil, nil
	}
	found, err := s.Pool.Ent().OrderItem.Query().Where(orderitem.ID(id), orderitem.HasOrderWith(orders...)).Only(ctx)
	return orNil(found, err)
}

// FindEvent is a step of an order that Find shows; nil otherwise.
func (s *Service) FindEvent(ctx context.Context, id int) (*db.OrderEvent, error) {
	orders, any := seen(ctx, nil)
	if !any {
		return nil, nil
	}
	found, err := s.Pool.Ent().OrderEvent.Query().Where(orderevent.ID(id), orderevent.HasOrderWith(orders...)).Only(ctx)
	return orNil(found, err)
}

// one is the only way to an order by its name: who may see it is part of the
// statement.
func (s *Service) one(ctx context.Context, name predicate.Order, token *string) (*db.Order, error) {
	orders, any := seen(ctx, token)
	if !any {
		return nil, nil
	}
	found, err := s.Pool.Ent().Order.Query().Where(name).Where(orders...).Only(ctx)
	return orNil(found, err)
}

// seen are the orders that the viewer may see; false when it is none.
func seen(ctx context.Context, token *string) (orders []predicate.Order, any bool) {
	v := viewer.From(ctx)
	var rights []predicate.Order
	if v.SignedIn() {
		rights = append(rights, row.UserID(v.User))
	}
	if token != nil {
		rights = append(rights, row.GuestTokenHash(TokenHash(*token))) // NULL, of an order without a token, equals nothing.
	}
	switch {
	case v.May(viewer.Staff):
		return nil, true
	case len(rights) == 0:
		return nil, false
	}
	return []predicate.Order{row.Or(rights...)}, true
}

// orNil is what was found; what was not is nil.
func orNil[T any](found *T, err error) (*T, error) {
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding an order: %w", err)
	}
	return found, nil
}
