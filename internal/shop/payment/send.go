package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zuka/ent/db"
	"zuka/ent/db/refund"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// RefundAnswer is what a provider said about a refund.
type RefundAnswer struct {
	Refund int
	Found  gateway.Refund
}

// SendRefund asks the provider to give money back, or what became of it if it
// was asked before, and records the answer. It may run twice and at the same
// time: whoever finds the refund in another's hands leaves it as it is.
func (s *Service) SendRefund(ctx context.Context, id int) (of *db.Refund, changed bool, err error) {
	answer, err := s.AskRefund(ctx, id)
	if err != nil {
		return nil, false, err
	}
	if answer == nil {
		of, err = s.Pool.Ent().Refund.Get(ctx, id)
		return of, false, postgres.Fault(err)
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		of, changed, err = s.RecordRefund(ctx, tx, *answer)
		return err
	})
	return of, changed, postgres.Fault(err)
}

const claimRefund = `UPDATE refunds SET next_check_at = $2, updated_at = $3
	WHERE id = $1 AND status IN ('requested', 'pending', 'needs_attention') AND next_check_at <= $3`

// AskRefund speaks with the provider about a refund, for RecordRefund. It is
// nil when there is nothing to ask: the refund is over, another worker is at
// it, or its time has not come.
func (s *Service) AskRefund(ctx context.Context, id int) (*RefundAnswer, error) {
	now := s.Clock.Now()
	claimed, err := s.Pool.Pgx().Exec(ctx, claimRefund, id, now.Add(refundLease), now)
	if err != nil {
		return nil, postgres.Fault(fmt.Errorf("claiming refund %d: %w", id, err))
	}
	if claimed.RowsAffected() == 0 {
		return nil, nil
	}
	found, err := s.askRefund(ctx, id)
	if err == nil {
		return &RefundAnswer{Refund: id, Found: found}, nil
	}
	pause := pauses[0]
	if down, is := gateway.IsUnavailable(err); is {
		pause = max(pause, down.RetryAfter)
	}
	if err := s.refundAt(ctx, id, now.Add(pause)); err != nil {
		s.Log.WarnContext(ctx, "a refund is free again when its lease is over", "refund", id, "cause", err)
	}
	return nil, busy(err)
}

func (s *Service) askRefund(ctx context.Context, id int) (found gateway.Refund, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	of, err := s.Pool.Ent().Refund.Get(ctx, id)
	if err != nil {
		return found, postgres.Fault(err)
	}
	payment, err := s.Pool.Ent().Payment.Get(ctx, of.PaymentID)
	if err != nil {
		return found, postgres.Fault(err)
	}
	provider, err := s.provider(payment.Provider)
	if err != nil {
		return found, err
	}
	found, known, err := find(ctx, provider, of, payment)
	if err != nil || known {
		return found, err
	}
	if of.Status != refund.StatusRequested {
		return gateway.Refund{State: gateway.RefundState(of.Status)}, nil // It was there: it will be again.
	}
	found, err = provider.Refund(ctx, repayment(of, payment))
	switch {
	case errors.Is(err, gateway.ErrMode):
		return gateway.Refund{State: gateway.RefundNeedsAttention, Message: gateway.Words(err.Error())}, nil
	case errors.Is(err, gateway.ErrRefused), errors.Is(err, gateway.ErrUnknown):
		s.Log.ErrorContext(ctx, "a provider refuses a refund", "refund", id, "cause", err)
		return gateway.Refund{State: gateway.RefundFailed, Message: gateway.Words(err.Error())}, nil
	}
	return found, err
}

// find is what the provider knows of a refund. One that failed before this was
// sent is another, earlier one.
func find(ctx context.Context, provider gateway.Provider, of *db.Refund, payment *db.Payment) (found gateway.Refund, known bool, err error) {
	id := ""
	if of.ProviderRefundID != nil {
		id = *of.ProviderRefundID
	}
	found, err = provider.FindRefund(ctx, repayment(of, payment), id)
	switch {
	case errors.Is(err, gateway.ErrUnknown), errors.Is(err, gateway.ErrRefused), errors.Is(err, gateway.ErrMode):
		return found, false, nil
	case err != nil:
		return found, false, err
	}
	return found, of.Status != refund.StatusRequested || found.State != gateway.RefundFailed, nil
}

// repayment says in the provider's words which money is to go back: all that came.
func repayment(of *db.Refund, payment *db.Payment) gateway.RefundOrder {
	asked := gateway.RefundOrder{Reference: atProvider(payment), Amount: of.AmountNgn, Reason: of.Reason, Full: true}
	if payment.TransactionID != nil {
		asked.ProviderID = *payment.TransactionID
	}
	return asked
}

// RecordRefund writes down what a provider said about a refund; changed tells
// whether its state is another now. What is done or failed stays so.
func (s *Service) RecordRefund(ctx context.Context, tx postgres.Tx, answer RefundAnswer) (of *db.Refund, changed bool, err error) {
	of, all, err := s.lockRefund(ctx, tx, answer.Refund)
	if err != nil || of.Status == refund.StatusDone || of.Status == refund.StatusFailed {
		return of, false, err
	}
	status, failure, next := verdict(of, answer.Found, s.Clock.Now())
	update := of.Update().SetStatus(status).SetNillableNextCheckAt(next).SetNillableFailure(failure)
	if next == nil {
		update.ClearNextCheckAt()
	}
	if failure == nil {
		update.ClearFailure()
	}
	if id := gateway.Field(answer.Found.ProviderRefundID); id != "" {
		update.SetProviderRefundID(id)
	}
	after, err := update.Save(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("recording refund %d: %w", of.ID, err)
	}
	if status != refund.StatusDone {
		return after, status != of.Status, nil
	}
	back := of.AmountNgn
	if answer.Found.AmountKobo > 0 {
		back = naira(answer.Found.AmountKobo / kobo)
	}
	return after, true, given(ctx, all.one(of.PaymentID), back)
}

// verdict is where a refund stands after what a provider said, why it is not on
// its way, and when the provider is asked next.
func verdict(of *db.Refund, found gateway.Refund, now time.Time) (status refund.Status, failure *string, next *time.Time) {
	at := refundPauses.after(of.CreatedAt, now)
	late := at.After(of.CreatedAt.Add(refundedFor))
	if !late {
		next = &at
	}
	because := func(otherwise string) *string {
		words := cut(found.Message)
		if words == "" {
			words = otherwise
		}
		return &words
	}
	switch found.State {
	case gateway.RefundDone:
		return refund.StatusDone, nil, nil
	case gateway.RefundFailed:
		return refund.StatusFailed, because("the provider could not give the money back"), nil
	case gateway.RefundNeedsAttention:
		otherwise := "the provider needs help from staff"
		if of.Failure != nil {
			otherwise = *of.Failure
		}
		return refund.StatusNeedsAttention, because(otherwise), next
	}
	if late {
		never := "the provider has not come to an end within 30 days"
		return refund.StatusNeedsAttention, &never, nil
	}
	return refund.StatusPending, nil, next
}

const dueRefunds = `SELECT r.id FROM refunds r JOIN payments p ON p.id = r.payment_id
	WHERE r.next_check_at <= $1 AND p.provider = ANY($2) ORDER BY r.next_check_at, r.id LIMIT $3`

// DueRefunds are refunds about which their provider is to be asked now, the
// longest overdue first.
func (s *Service) DueRefunds(ctx context.Context, limit int) ([]int, error) {
	return s.ids(ctx, dueRefunds, s.Clock.Now(), s.offered(), min(limit, longestList))
}

func (s *Service) refundAt(ctx context.Context, id int, at time.Time) error {
	_, err := s.Pool.Pgx().Exec(context.WithoutCancel(ctx), "UPDATE refunds SET next_check_at = $2 WHERE id = $1 AND next_check_at IS NOT NULL", id, at)
	return err
}
