package checkout

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/orderevent"
	refundrow "zuka/ent/db/refund"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/order"
)

// ReturnHeld gives back money that is held because it does not pay its order:
// too little, or twice with a first refund that failed. What there is to give
// back, the provider says now.
func (s *Service) ReturnHeld(ctx context.Context, reference, reason string) (*db.Refund, error) {
	who, err := staffOf(ctx)
	if err != nil {
		return nil, err
	}
	if reason, err = keepReason("input.reason", reason, true); err != nil {
		return nil, err
	}
	found, err := s.Payment.ByReference(ctx, reference, nil)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, fault.Refuse(fault.Gone, "input.reference", "there is no such payment")
	}
	asking, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	charge, err := s.Payment.Ask(asking, found.ID)
	if err != nil {
		return nil, err
	}
	var refund *db.Refund
	st := &settling{}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		*st = settling{Service: s, tx: tx}
		if st.order, err = lockOf(ctx, tx, found.ID); err != nil {
			return err
		}
		before, err := tx.Ent().Refund.Query().Where(refundrow.PaymentID(found.ID)).Count(ctx)
		if err != nil {
			return err
		}
		if refund, err = s.Payment.RefundCharge(ctx, tx, found.ID, charge, reason, &who); err != nil {
			return err
		}
		after, err := tx.Ent().Refund.Query().Where(refundrow.PaymentID(found.ID)).Count(ctx)
		if err != nil || after == before {
			return err // It was asked for already.
		}
		return st.step(ctx, order.Step{
			From: order.Statuses, To: st.order.Status, Kind: orderevent.KindRefundRequested, Actor: orderevent.ActorStaff, Person: &who, Note: reason,
		})
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return refund, nil
}

// SettleRefund notes that staff saw to a refund that needed them: the money is
// with the customer.
func (s *Service) SettleRefund(ctx context.Context, id int) (*db.Refund, error) {
	if _, err := staffOf(ctx); err != nil {
		return nil, err
	}
	var settled *db.Refund
	st := &settling{}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		*st = settling{Service: s, tx: tx}
		found, err := tx.Ent().Refund.Get(ctx, id)
		if db.IsNotFound(err) {
			return fault.Refuse(fault.Gone, "id", "there is no such refund")
		}
		if err != nil {
			return err
		}
		if st.order, err = lock(ctx, tx, found.OrderID); err != nil {
			return err
		}
		if settled, err = s.Payment.SettleRefund(ctx, tx, id); err != nil {
			return err
		}
		return st.returned(ctx, settled)
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return settled, nil
}
