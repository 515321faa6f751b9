package checkout

import (
	"context"
	"fmt"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/paymentevent"
	"zuka/ent/db/refund"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
)

// HandleEvent works a provider's message: it asks the provider, and takes the
// answer together with the message's end. It is safe to run again.
func (s *Service) HandleEvent(ctx context.Context, event int) error {
	found, err := s.Payment.Examine(ctx, event)
	if err != nil || found == nil {
		return err
	}
	processed := func(ctx context.Context, tx postgres.Tx, note string) error {
		return s.Payment.Note(ctx, tx, event, paymentevent.StatusProcessed, note)
	}
	if found.Charge != nil {
		_, err := s.Settle(ctx, found.Payment.ID, *found.Charge, func(ctx context.Context, tx postgres.Tx, outcome payment.Outcome) error {
			return processed(ctx, tx, outcome.Note)
		})
		return err
	}
	return s.settleRefunds(ctx, found.Refunds, func(ctx context.Context, tx postgres.Tx) error { return processed(ctx, tx, "") })
}

// GiveUpEvent notes that a message could not be worked; the payment itself is
// asked about later all the same.
func (s *Service) GiveUpEvent(ctx context.Context, event int, why string) error {
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		return s.Payment.Note(ctx, tx, event, paymentevent.StatusFailed, why)
	})
}

// SendRefund asks a provider to give money back, and takes the answer. It is
// safe to run twice and at once.
func (s *Service) SendRefund(ctx context.Context, id int) error {
	answer, err := s.Payment.AskRefund(ctx, id)
	if err != nil || answer == nil {
		return err
	}
	return s.settleRefunds(ctx, []payment.RefundAnswer{*answer}, nil)
}

// CheckRefunds asks the providers about refunds of which nothing was heard.
func (s *Service) CheckRefunds(ctx context.Context) (asked int, err error) {
	due, err := s.Payment.DueRefunds(ctx, batch)
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		if err := s.SendRefund(ctx, id); err != nil {
			s.warn(ctx, "a refund could not be asked about", err)
			continue
		}
		asked++
	}
	return asked, ctx.Err()
}

// settleRefunds takes what a provider says of refunds of one payment.
func (s *Service) settleRefunds(ctx context.Context, answers []payment.RefundAnswer, also func(context.Context, postgres.Tx) error) error {
	st := &settling{}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		*st = settling{Service: s, tx: tx}
		for _, answer := range answers {
			changed, is, err := s.Payment.RecordRefund(ctx, tx, answer)
			if err != nil {
				return err
			}
			if !is {
				continue
			}
			if err := st.returned(ctx, changed); err != nil {
				return err
			}
		}
		if also != nil {
			return also(ctx, tx)
		}
		return nil
	})
	if err != nil {
		return err
	}
	st.tell(ctx)
	return nil
}

// returned takes a refund that has come to something new to its order.
func (st *settling) returned(ctx context.Context, of *db.Refund) (err error) {
	if st.order, err = lock(ctx, st.tx, of.OrderID); err != nil {
		return err
	}
	paid, err := st.tx.Ent().Payment.Get(ctx, of.PaymentID)
	if err != nil {
		return err
	}
	st.payment = paid
	switch of.Status {
	case refund.StatusDone:
		// What came twice goes back without the order; only the money that paid
		// for it ends it.
		if paid.Status == "success" && st.order.PaymentStatus == row.PaymentStatusPaid {
			return st.refunded(ctx, orderevent.ActorProvider, nil, of.AmountNgn.Formatted()+" is on its way to your account.")
		}
		return st.note(ctx, orderevent.KindRefunded, of.AmountNgn.Formatted()+" that came twice went back.")
	case refund.StatusFailed, refund.StatusNeedsAttention:
		if err := st.note(ctx, orderevent.KindRefundFailed, "The refund needs our staff; we are at it."); err != nil {
			return err
		}
		return st.alert(ctx, "A refund needs you", fmt.Sprintf("Order %s, payment %s: %s", st.order.OrderNumber, paid.Reference, orEmpty(of.Failure)))
	}
	return nil
}

// note writes a line of the timeline; the order stays where it is.
func (st *settling) note(ctx context.Context, kind order.Kind, text string) error {
	return st.step(ctx, order.Step{From: order.Statuses, To: st.order.Status, Kind: kind, Actor: orderevent.ActorProvider, Note: text})
}
