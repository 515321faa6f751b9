package payment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/shape"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// Kind says where a payment stands after Record.
type Kind string

// The kinds of outcome.
const (
	// Paid is the order's one success.
	Paid Kind = "paid"
	// Failed is an attempt that nobody paid; the payer may try again.
	Failed Kind = "failed"
	// Wrong is money that does not pay the order: too little, another currency,
	// test money. It is held for staff.
	Wrong Kind = "wrong"
	// StillPending is an attempt of which nothing is known yet.
	StillPending Kind = "pending"
	// AlreadyPaid is money for an order that another payment has paid: it goes
	// back, see Outcome.Refund.
	AlreadyPaid Kind = "already_paid"
	// Reversed is a success whose money was taken back without the shop's doing.
	Reversed Kind = "reversed"
)

// Outcome is what recording a provider's word came to.
type Outcome struct {
	// Payment is the row that the money is on, as it stands now: the payment
	// that was asked about, or that of another transaction under its reference.
	Payment *db.Payment
	Kind    Kind
	// Changed tells that this call made it so. Doing it again changes nothing.
	Changed bool
	// Refund is the one that an AlreadyPaid asked for just now.
	Refund *db.Refund
	// Note is why, for staff; empty when there is nothing to explain.
	Note string
}

// otherMode is what Ask makes of play money in a live shop, or the reverse.
const otherMode gateway.State = "other_mode"

// Record writes down what a provider said about a payment. It alone changes
// the status of online payments; the same word again changes nothing.
func (s *Service) Record(ctx context.Context, tx postgres.Tx, payment int, charge gateway.Charge) (Outcome, error) {
	all, err := s.lock(ctx, tx, lockOrderOf, payment)
	if err != nil {
		return Outcome{}, err
	}
	of := all.one(payment)
	if charge.Reference != of.Reference || of.Provider == entpayment.ProviderCashOnDelivery {
		return Outcome{}, fmt.Errorf("payment %d: %w", payment, errOtherReference)
	}
	if !gateway.ValidID(charge.ProviderID) {
		charge.ProviderID = "" // Nothing that a refund could name.
	}
	charge.Message = gateway.Words(charge.Message)
	switch charge.State {
	case gateway.Success:
		return s.received(ctx, tx, all, of, charge)
	case gateway.Reversed:
		return s.reversed(ctx, tx, all, of, charge)
	case gateway.Failed:
		return s.failed(ctx, of, charge, "")
	case otherMode:
		return s.hold(ctx, of, charge, charge.Message)
	}
	return s.waiting(ctx, of, charge)
}

// received records money that came in.
func (s *Service) received(ctx context.Context, tx postgres.Tx, all *attempts, of *db.Payment, charge gateway.Charge) (Outcome, error) {
	if other(of, charge) {
		var err error
		if of, err = s.aside(ctx, tx, all, of, charge.ProviderID); err != nil {
			return Outcome{}, err
		}
	}
	if of.Status == entpayment.StatusSuccess || kindOf(of) == AlreadyPaid {
		return unchanged(of), nil
	}
	paid := all.paid()
	if paid != nil && charge.Currency == money.Currency && charge.AmountKobo >= kobo {
		return s.twice(ctx, tx, of, paid, charge)
	}
	if err := charge.Settles(of.AmountNgn); err != nil {
		return s.hold(ctx, of, charge, err.Error())
	}
	update := detailed(of, charge).SetStatus(entpayment.StatusSuccess).ClearFailureReason().ClearNextCheckAt()
	after, err := change(ctx, update, of)
	return Outcome{Payment: after, Kind: Paid, Changed: true}, err
}

// other tells whether a charge is another transaction than the one whose money
// is on the payment.
func other(of *db.Payment, charge gateway.Charge) bool {
	return of.TransactionID != nil && charge.ProviderID != "" && *of.TransactionID != charge.ProviderID
}

// twice records money for an order that is paid, and sends it back.
func (s *Service) twice(ctx context.Context, tx postgres.Tx, of, paid *db.Payment, charge gateway.Charge) (Outcome, error) {
	reason := paidTwice + paid.Reference + " had paid the order before"
	update := detailed(of, charge).SetStatus(entpayment.StatusFailed).SetFailureReason(reason).ClearNextCheckAt()
	after, err := change(ctx, update, of)
	if err != nil {
		return Outcome{}, err
	}
	refund, err := s.request(ctx, tx, after, naira(charge.AmountKobo/kobo), "The order was paid twice", nil)
	return Outcome{Payment: after, Kind: AlreadyPaid, Changed: true, Refund: refund, Note: reason}, err
}

// hold keeps money that does not pay the order for staff to look at.
func (s *Service) hold(ctx context.Context, of *db.Payment, charge gateway.Charge, why string) (Outcome, error) {
	reason := cut(held + why)
	if of.Status == entpayment.StatusSuccess || kindOf(of) == AlreadyPaid || of.FailureReason != nil && *of.FailureReason == reason {
		return unchanged(of), nil
	}
	s.Log.ErrorContext(ctx, "money came in that does not pay its order", "payment", of.ID, "reference", of.Reference, "why", why)
	update := detailed(of, charge).SetStatus(entpayment.StatusFailed).SetFailureReason(reason).ClearNextCheckAt()
	after, err := change(ctx, update, of)
	return Outcome{Payment: after, Kind: Wrong, Changed: true, Note: reason}, err
}

// reversed records money that came in and went back. Without a refund of ours
// that is for staff to look at.
func (s *Service) reversed(ctx context.Context, tx postgres.Tx, all *attempts, of *db.Payment, charge gateway.Charge) (Outcome, error) {
	if other(of, charge) {
		reference := of.Reference + asideMark + charge.ProviderID
		there := all.first(func(p *db.Payment) bool { return p.Reference == reference })
		if there == nil {
			return unchanged(of), nil // Came and went without the shop's knowing.
		}
		of = there
	}
	if of.Status != entpayment.StatusSuccess {
		return s.failed(ctx, of, charge, "the provider gave the money back")
	}
	ours, err := s.returning(ctx, tx, of.ID)
	if err != nil || ours != nil || of.FailureReason != nil {
		return unchanged(of), err
	}
	reason := takenBack + "the provider says that the money went back, and not by a refund of the shop"
	s.Log.ErrorContext(ctx, "the money of a payment was taken back", "payment", of.ID, "reference", of.Reference)
	after, err := change(ctx, of.Update().SetFailureReason(reason), of)
	return Outcome{Payment: after, Kind: Reversed, Changed: true, Note: reason}, err
}

// failed records an attempt that came to nothing. It is asked about for a
// while, for its page may be open and the payer try again.
func (s *Service) failed(ctx context.Context, of *db.Payment, charge gateway.Charge, why string) (Outcome, error) {
	if of.Status != entpayment.StatusPending {
		return s.later(ctx, of)
	}
	for _, reason := range []string{charge.Message, "the provider gave no reason"} {
		if why == "" {
			why = reason
		}
	}
	failed := *of
	failed.Status = entpayment.StatusFailed
	update := of.Update().SetStatus(entpayment.StatusFailed).SetFailureReason(cut(why)).SetMetadata(detail(of, charge))
	if next := s.asked(&failed); next != nil && charge.State == gateway.Failed {
		update.SetNextCheckAt(*next)
	} else {
		update.ClearNextCheckAt()
	}
	after, err := change(ctx, update, of)
	return Outcome{Payment: after, Kind: Failed, Changed: true, Note: why}, err
}

// waiting records that nothing is known yet, and gives up in the end.
func (s *Service) waiting(ctx context.Context, of *db.Payment, charge gateway.Charge) (Outcome, error) {
	if of.Status == entpayment.StatusPending && !s.Clock.Now().Before(of.CreatedAt.Add(followedFor)) {
		return s.failed(ctx, of, charge, "nobody finished it within three days")
	}
	return s.later(ctx, of)
}

// later leaves a payment as it is and says when it is asked about next.
func (s *Service) later(ctx context.Context, of *db.Payment) (Outcome, error) {
	next := s.asked(of)
	if next == nil && of.NextCheckAt == nil || next != nil && next.Equal(*of.NextCheckAt) {
		return unchanged(of), nil
	}
	update := of.Update().ClearNextCheckAt()
	if next != nil {
		update = of.Update().SetNextCheckAt(*next)
	}
	after, err := update.Save(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("asking about payment %d later: %w", of.ID, err)
	}
	return unchanged(after), nil
}

func unchanged(of *db.Payment) Outcome {
	outcome := Outcome{Payment: of, Kind: kindOf(of)}
	if of.FailureReason != nil {
		outcome.Note = *of.FailureReason
	}
	return outcome
}

// kindOf is where a payment stands, by its row.
func kindOf(of *db.Payment) Kind {
	reason := ""
	if of.FailureReason != nil {
		reason = *of.FailureReason
	}
	switch {
	case of.Status == entpayment.StatusSuccess && strings.HasPrefix(reason, takenBack):
		return Reversed
	case of.Status == entpayment.StatusSuccess:
		return Paid
	case of.Status == entpayment.StatusPending:
		return StillPending
	case strings.HasPrefix(reason, paidTwice):
		return AlreadyPaid
	case strings.HasPrefix(reason, held):
		return Wrong
	}
	return Failed
}

// detailed begins an update with what is known of money that came in.
func detailed(of *db.Payment, charge gateway.Charge) *db.PaymentUpdateOne {
	update := of.Update().SetMetadata(detail(of, charge))
	if charge.ProviderID != "" {
		update.SetTransactionID(charge.ProviderID)
	}
	if channel := gateway.Words(charge.Channel); channel != "" {
		update.SetPaymentMethod(channel)
	}
	return update
}

// detail adds what a charge says to what is kept of a payment.
func detail(of *db.Payment, charge gateway.Charge) *shape.PaymentDetail {
	var kept shape.PaymentDetail
	if of.Metadata != nil {
		kept = *of.Metadata
	}
	kept.ProviderID, kept.GatewayMessage = charge.ProviderID, charge.Message
	kept.Channel = gateway.Words(charge.Channel)
	kept.CardType, kept.CardLast4 = gateway.Words(charge.CardBrand), gateway.Words(charge.CardLast4)
	if charge.FeesKobo != nil {
		kept.FeesNGN = (*charge.FeesKobo + kobo/2) / kobo
	}
	if charge.PaidAt != nil {
		at := charge.PaidAt.UTC().Truncate(time.Microsecond)
		kept.PaidAt = &at
	}
	return &kept
}
