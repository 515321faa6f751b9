package payment

import (
	"context"
	"crypto/sha256"
	"strconv"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/predicate"
	"zuka/ent/db/refund"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/payment/gateway"
)

// mine are the orders that the viewer may see; nil when it is none. The token
// is the one with which a guest reads an order.
func mine(ctx context.Context, token *string) []predicate.Payment {
	v := viewer.From(ctx)
	if v.May(viewer.Staff) {
		return []predicate.Payment{}
	}
	var any []predicate.Order
	if v.SignedIn() {
		any = append(any, order.UserID(v.User))
	}
	if token != nil && *token != "" {
		hash := sha256.Sum256([]byte(*token))
		any = append(any, order.GuestTokenHash(hash[:]))
	}
	if len(any) == 0 {
		return nil
	}
	return []predicate.Payment{entpayment.HasOrderWith(order.Or(any...))}
}

// ByReference is a payment of the viewer's own order, of the order of a guest's
// token, or any for staff. One that is another's is nil like one that is not.
func (s *Service) ByReference(ctx context.Context, reference string, token *string) (*db.Payment, error) {
	where := mine(ctx, token)
	if where == nil || !gateway.ValidReference(reference) {
		return nil, nil
	}
	// The index begins with the provider.
	where = append(where, entpayment.ProviderIn(entpayment.ProviderPaystack, entpayment.ProviderFlutterwave, entpayment.ProviderCashOnDelivery),
		entpayment.Reference(reference))
	found, err := s.Pool.Ent().Payment.Query().Where(where...).Order(entpayment.ByID(desc)).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, postgres.Fault(err)
}

// Find is a payment of the viewer's own order, or any for staff; nil otherwise.
func (s *Service) Find(ctx context.Context, id int) (*db.Payment, error) {
	where := mine(ctx, nil)
	if where == nil {
		return nil, nil
	}
	found, err := s.Pool.Ent().Payment.Query().Where(entpayment.ID(id)).Where(where...).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, postgres.Fault(err)
}

// FindRefund is a refund of the viewer's own order, or any for staff; nil
// otherwise.
func (s *Service) FindRefund(ctx context.Context, id int) (*db.Refund, error) {
	where := mine(ctx, nil)
	if where == nil {
		return nil, nil
	}
	found, err := s.Pool.Ent().Refund.Query().Where(refund.ID(id), refund.HasPaymentWith(where...)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, postgres.Fault(err)
}

// Of are the payments of orders, the oldest first. An order without any has an
// empty list. Who may see the orders is not asked.
func (s *Service) Of(ctx context.Context, orders []int) (map[int][]*db.Payment, error) {
	found, err := s.Pool.Ent().Payment.Query().Where(entpayment.OrderIDIn(orders...)).Order(entpayment.ByID()).All(ctx)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return byOrder(orders, found, func(p *db.Payment) int { return p.OrderID }), nil
}

// RefundsOf are the refunds of orders, the oldest first, as Of.
func (s *Service) RefundsOf(ctx context.Context, orders []int) (map[int][]*db.Refund, error) {
	found, err := s.Pool.Ent().Refund.Query().Where(refund.OrderIDIn(orders...)).Order(refund.ByID()).All(ctx)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return byOrder(orders, found, func(r *db.Refund) int { return r.OrderID }), nil
}

func byOrder[T any](orders []int, found []T, orderOf func(T) int) map[int][]T {
	lists := make(map[int][]T, len(orders))
	for _, one := range orders {
		lists[one] = []T{}
	}
	for _, one := range found {
		lists[orderOf(one)] = append(lists[orderOf(one)], one)
	}
	return lists
}

func channel(payment int) string { return "payment:" + strconv.Itoa(payment) }

// Follow shows a payment as it is and then each time that it has changed, to
// whom ByReference shows it; nil where there is nothing to see. It ends when
// the viewer may not see it any more.
func (s *Service) Follow(ctx context.Context, reference string, token *string) (<-chan *db.Payment, error) {
	found, err := s.ByReference(ctx, reference, token)
	if err != nil || found == nil {
		return nil, err
	}
	return pubsub.Follow(ctx, s.Hub, channel(found.ID), func(ctx context.Context) (*db.Payment, int64, error) {
		now, err := s.ByReference(ctx, reference, token)
		if err != nil || now == nil {
			return nil, 0, err
		}
		return now, int64(now.Version), nil
	})
}

// Announce tells who follows a payment that it has changed, after the commit.
func (s *Service) Announce(ctx context.Context, payment *db.Payment) {
	if payment == nil || s.Hub == nil {
		return
	}
	if err := s.Hub.Tell(ctx, channel(payment.ID), pubsub.News{Version: int64(payment.Version)}); err != nil {
		s.Log.WarnContext(ctx, "a payment's news were not told", "payment", payment.ID, "cause", err)
	}
}
