package checkout

import (
	"context"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Paying is an attempt to pay and the order that it is for.
type Paying struct {
	Payment *db.Payment
	Order   *db.Order
}

// BeginPayment begins to pay for an order again: the attempt that is under way,
// or a new one. Another method than the order's own becomes the order's.
func (s *Service) BeginPayment(ctx context.Context, named Named, method *row.PaymentMethod) (*Paying, error) {
	found, err := s.Find(ctx, named)
	if err != nil {
		return nil, fault.Below("input", err)
	}
	if method == nil {
		method = &found.PaymentMethod
	}
	if *method == row.PaymentMethodCashOnDelivery || found.PaymentMethod == row.PaymentMethodCashOnDelivery {
		return nil, fault.Refuse(fault.PaymentMethodUnavailable, "input.paymentMethod", "an order is paid in cash when it is delivered, or not at all")
	}
	if err := s.reachable(*method, "input.paymentMethod"); err != nil {
		return nil, err
	}
	paying := &Paying{}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		locked, err := lock(ctx, tx, found.ID)
		if err != nil {
			return err
		}
		if locked.Status != row.StatusPending {
			return fault.Refuse(fault.StateConflict, "", "the order does not wait for a payment")
		}
		if locked.PaymentMethod != *method {
			if locked, err = tx.Ent().Order.UpdateOne(locked).SetPaymentMethod(*method).Save(ctx); err != nil {
				return err
			}
		}
		paying.Order = locked
		paying.Payment, err = s.Payment.Open(ctx, tx, locked)
		return err
	})
	if err != nil {
		return nil, err
	}
	paying.Payment, err = s.Payment.Initialize(ctx, paying.Payment, s.payer(ctx, paying.Order, nil))
	return paying, err
}

// VerifyPayment asks the provider how an attempt went, for who comes back from
// its page, and takes the answer at once.
func (s *Service) VerifyPayment(ctx context.Context, reference string, token *string) (*Paying, error) {
	found, err := s.Payment.ByReference(ctx, reference, token)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, fault.Refuse(fault.Gone, "reference", "there is no such payment")
	}
	if found.Provider != "cash_on_delivery" && found.Status != "success" {
		asking, cancel := context.WithTimeout(ctx, askFor)
		defer cancel()
		charge, err := s.Payment.Ask(asking, found.ID)
		if err != nil {
			return nil, err
		}
		if found, err = s.Settle(ctx, found.ID, charge, nil); err != nil {
			return nil, err
		}
	}
	order, err := s.Pool.Ent().Order.Get(ctx, found.OrderID)
	return &Paying{Payment: found, Order: order}, err
}
