package order

import (
	"context"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Link makes a guest's order that of who is signed in, by its number and access
// token. An order is linked once; asking again for one's own answers it. The
// token goes on working: who was mailed it is not locked out because somebody
// else came by the link.
//
// Also is what else belongs into the transaction; it may be nil.
func (s *Service) Link(ctx context.Context, number, token string, also func(context.Context, postgres.Tx, *db.Order) error) (*db.Order, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	id, err := s.guests(ctx, number, token)
	if err != nil {
		return nil, err
	}
	var linked *db.Order
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		linked, err = s.Move(ctx, tx, Step{
			Order: id, From: Statuses, Kind: orderevent.KindLinked, Actor: customer, Person: &v.User,
			Set: func(update *db.OrderUpdate) { update.Where(row.UserIDIsNil()).SetUserID(v.User) },
		})
		if err != nil || also == nil {
			return err
		}
		return also(ctx, tx, linked)
	})
	if fault.For(err, fault.StateConflict) {
		return s.linkedBefore(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	s.Announce(ctx, linked)
	return linked, nil
}

// guests is the order that a number and its token name.
func (s *Service) guests(ctx context.Context, number, token string) (int, error) {
	name, ok := readNumber(number)
	if !ok {
		return 0, fault.Missing("order")
	}
	id, err := s.Pool.Ent().Order.Query().Where(row.OrderNumber(name), row.GuestTokenHash(TokenHash(token))).OnlyID(ctx)
	if db.IsNotFound(err) {
		return 0, fault.Missing("order")
	}
	return id, err
}

func (s *Service) linkedBefore(ctx context.Context, id int) (*db.Order, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().Order.Query().Where(row.ID(id), row.UserID(v.User)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, fault.Refuse(fault.StateConflict, "", "the order belongs to an account already")
	}
	return found, err
}
