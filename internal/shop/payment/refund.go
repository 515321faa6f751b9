package payment

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/refund"
	"zuka/ent/shape"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// onTheWay are the states of a refund that may still change.
var onTheWay = []refund.Status{refund.StatusRequested, refund.StatusPending, refund.StatusNeedsAttention}

// RequestRefund asks for the money of a payment that succeeded to be given
// back, all of it. The one that is there already, unless it failed, is answered
// again. Cash is given back by hand: its refund needs attention at once.
func (s *Service) RequestRefund(ctx context.Context, tx postgres.Tx, order int, payment *db.Payment, reason string, staff *uuid.UUID) (*db.Refund, error) {
	all, err := s.lock(ctx, tx, lockOrder, order)
	if err != nil {
		return nil, err
	}
	of := all.one(payment.ID)
	if of == nil || of.Status != entpayment.StatusSuccess {
		return nil, conflict("no money of this payment is with the shop")
	}
	return s.request(ctx, tx, of, of.AmountNgn, reason, staff)
}

// RefundCharge gives back what a charge took, as Ask has just told, where it
// did not pay the order: money that is held for staff, or that came twice and
// whose first refund failed.
func (s *Service) RefundCharge(ctx context.Context, tx postgres.Tx, payment int, charge gateway.Charge, reason string, staff *uuid.UUID) (*db.Refund, error) {
	all, err := s.lock(ctx, tx, lockOrderOf, payment)
	if err != nil {
		return nil, err
	}
	of := all.one(payment)
	if kind := kindOf(of); kind != Wrong && kind != AlreadyPaid {
		return nil, conflict("no money is held on this payment")
	}
	if charge.Reference != of.Reference || other(of, charge) {
		return nil, fmt.Errorf("payment %d: %w", payment, errOtherReference)
	}
	if charge.State != gateway.Success || charge.Currency != money.Currency || charge.AmountKobo < kobo {
		return nil, conflict("the provider has no naira of this payment to give back")
	}
	return s.request(ctx, tx, of, naira(charge.AmountKobo/kobo), reason, staff)
}

// request writes a refund of a payment whose order is locked.
func (s *Service) request(ctx context.Context, tx postgres.Tx, of *db.Payment, amount naira, reason string, staff *uuid.UUID) (*db.Refund, error) {
	there, err := s.returning(ctx, tx, of.ID)
	if there != nil || err != nil {
		return there, err
	}
	if reason = cut(strings.TrimSpace(reason)); reason == "" {
		reason = "No reason was given"
	}
	now := s.Clock.Now()
	made := tx.Ent().Refund.Create().SetOrderID(of.OrderID).SetPaymentID(of.ID).SetAmountNgn(amount).
		SetReason(reason).SetNillableUserID(staff).SetCreatedAt(now)
	byHand := of.Provider == entpayment.ProviderCashOnDelivery
	if byHand {
		made.SetStatus(refund.StatusNeedsAttention).SetFailure("the money has to be given back by hand")
	} else {
		made.SetNextCheckAt(now)
	}
	saved, err := made.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("requesting a refund of payment %d: %w", of.ID, err)
	}
	if byHand {
		return saved, nil
	}
	return saved, s.Outbox.SendRefund(ctx, tx, saved.ID)
}

// returning is the refund of a payment that has not failed; nil when it has
// none.
func (s *Service) returning(ctx context.Context, tx postgres.Tx, payment int) (*db.Refund, error) {
	found, err := tx.Ent().Refund.Query().Where(refund.PaymentID(payment), refund.StatusNEQ(refund.StatusFailed)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// SettleRefund records that staff saw to a refund that needed attention: the
// money is with the payer.
func (s *Service) SettleRefund(ctx context.Context, tx postgres.Tx, id int) (*db.Refund, error) {
	of, all, err := s.lockRefund(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if of.Status != refund.StatusNeedsAttention {
		return nil, conflict("the refund does not wait for staff")
	}
	after, err := of.Update().SetStatus(refund.StatusDone).ClearFailure().ClearNextCheckAt().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("settling refund %d: %w", id, err)
	}
	return after, given(ctx, all.one(of.PaymentID), of.AmountNgn)
}

// lockRefund locks the order of a refund and reads both.
func (s *Service) lockRefund(ctx context.Context, tx postgres.Tx, id int) (*db.Refund, *attempts, error) {
	of, err := tx.Ent().Refund.Get(ctx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("reading refund %d: %w", id, err)
	}
	all, err := s.lock(ctx, tx, lockOrder, of.OrderID)
	if err != nil {
		return nil, nil, err
	}
	of, err = tx.Ent().Refund.Get(ctx, id) // As it is under the lock.
	return of, all, err
}

// given writes on a payment what of it went back.
func given(ctx context.Context, of *db.Payment, amount naira) error {
	var detail shape.PaymentDetail
	if of.Metadata != nil {
		detail = *of.Metadata
	}
	detail.RefundedNGN = int64(amount)
	_, err := change(ctx, of.Update().SetMetadata(&detail), of)
	return err
}
