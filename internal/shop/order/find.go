package order

import (
	"context"
	"fmt"

	"zuka/ent/db"
	row "zuka/ent/db/order"
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

// one is the only way to an order by its name: who may see it is part of the
// statement.
func (s *Service) one(ctx context.Context, name predicate.Order, token *string) (*db.Order, error) {
	v := viewer.From(ctx)
	var rights []predicate.Order
	if v.SignedIn() {
		rights = append(rights, row.UserID(v.User))
	}
	if token != nil {
		rights = append(rights, row.GuestTokenHash(TokenHash(*token))) // NULL, of an order without a token, equals nothing.
	}
	where := []predicate.Order{name}
	switch {
	case v.May(viewer.Staff):
	case len(rights) == 0:
		return nil, nil
	default:
		where = append(where, row.Or(rights...))
	}
	found, err := s.Pool.Ent().Order.Query().Where(where...).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding an order: %w", err)
	}
	return found, nil
}
