package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"zuka/ent/db"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/paymentevent"
	"zuka/ent/db/refund"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

const nothingToDo = "nothing that the shop acts on"

// Receive keeps a provider's message and leaves a job for it, once however
// often it is sent. It does not act on it. A message that the provider did not
// send is UNAUTHENTICATED and leaves no trace; a provider that the shop has not
// is NOT_FOUND.
func (s *Service) Receive(ctx context.Context, provider string, header http.Header, body []byte) error {
	from := s.Providers[provider]
	if from == nil {
		return fault.Missing("provider")
	}
	event, err := from.ReadWebhook(header, body)
	if errors.Is(err, gateway.ErrForged) {
		return fault.New(fault.Unauthenticated, "the message is not signed by %s", provider)
	}
	if err != nil {
		return fmt.Errorf("reading a message of %s: %w", provider, err)
	}
	// The provider may hang up at any time; what it said is kept all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), receiveTime)
	defer cancel()
	return postgres.Fault(postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		return s.keep(ctx, tx, provider, event, body)
	}))
}

const (
	keepEvent = `INSERT INTO payment_events (provider, event_key, event_type, reference, body, received_at, payment_id, status, note, processed_at)
		VALUES ($1, $2, $3, nullif($4, ''), $5, $6, $7, $8, nullif($9, ''), CASE WHEN $8 = 'received' THEN NULL ELSE $6::timestamptz END)
		ON CONFLICT (provider, event_key) DO NOTHING RETURNING id`
	paymentNamed = "SELECT id FROM payments WHERE provider = $1 AND reference = $2"
	// paymentReturned looks among the refunds that are on their way, which are few.
	paymentReturned = `SELECT p.id FROM refunds r JOIN payments p ON p.id = r.payment_id
		WHERE r.next_check_at IS NOT NULL AND p.provider = $1 AND (p.transaction_id = nullif($2, '') OR r.provider_refund_id = nullif($3, ''))
		ORDER BY r.id DESC LIMIT 1`
)

func (s *Service) keep(ctx context.Context, tx postgres.Tx, provider string, event gateway.Event, body []byte) error {
	key := gateway.Field(event.Key)
	if key == "" {
		sum := sha256.Sum256(body)
		key = "sha256:" + hex.EncodeToString(sum[:])
	}
	reference := gateway.Field(event.Reference)
	var payment *int
	row := tx.QueryRowContext(ctx, paymentNamed, provider, reference)
	if reference == "" {
		row = tx.QueryRowContext(ctx, paymentReturned, provider, gateway.Field(event.ProviderID), gateway.Field(event.RefundID))
	}
	if err := row.Scan(&payment); err != nil && !missing(err) {
		return fmt.Errorf("finding the payment of an event: %w", err)
	}
	status, note := paymentevent.StatusReceived, ""
	if event.Kind == gateway.OtherEvent {
		status, note = paymentevent.StatusIgnored, nothingToDo
	}
	kind := gateway.Field(event.Type)
	if event.Kind == gateway.RefundEvent && !aboutRefund(kind) {
		kind = "refund:" + kind // The row has no other place for it.
	}
	var id int
	err := tx.QueryRowContext(ctx, keepEvent, provider, key, kind, reference, body, s.Clock.Now(), payment, string(status), note).Scan(&id)
	if missing(err) {
		return nil // It came before.
	}
	if err != nil {
		return fmt.Errorf("keeping an event: %w", err)
	}
	if status != paymentevent.StatusReceived {
		return nil
	}
	return s.Outbox.HandlePaymentEvent(ctx, tx, id)
}

// aboutRefund tells by an event's type whether it is about a refund.
func aboutRefund(kind string) bool { return strings.Contains(strings.ToLower(kind), "refund") }

// Finding is what a provider said when it was asked because of an event.
type Finding struct {
	Event   *db.PaymentEvent
	Payment *db.Payment
	// Charge is for Record; nil when the event is about refunds of ours.
	Charge *gateway.Charge
	// Refunds are for RecordRefund.
	Refunds []RefundAnswer
}

// Event is a message of the inbox, without its body.
func (s *Service) Event(ctx context.Context, id int) (*db.PaymentEvent, error) {
	found, err := s.Pool.Ent().PaymentEvent.Query().Where(paymentevent.ID(id)).Select(eventColumns...).Only(ctx)
	if db.IsNotFound(err) {
		return nil, fault.Missing("event")
	}
	return found, postgres.Fault(err)
}

// Examine asks the provider because of an event. It is nil when there is
// nothing to do: the event was worked before, or it is about no payment of the
// shop, which is noted. An error means that it has to be tried again.
func (s *Service) Examine(ctx context.Context, event int) (*Finding, error) {
	of, err := s.Event(ctx, event)
	if err != nil || of.Status != paymentevent.StatusReceived {
		return nil, err
	}
	payment, err := s.eventPayment(ctx, of)
	if err != nil {
		return nil, err
	}
	if payment == nil || payment.Provider == entpayment.ProviderCashOnDelivery {
		return nil, postgres.Fault(postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
			return s.Note(ctx, tx, of.ID, paymentevent.StatusIgnored, "about no payment of the shop")
		}))
	}
	found := &Finding{Event: of, Payment: payment}
	if aboutRefund(of.EventType) {
		if found.Refunds, err = s.look(ctx, payment); err != nil || len(found.Refunds) > 0 {
			return found, err
		}
	}
	charge, err := s.ask(ctx, payment)
	found.Charge = &charge
	return found, err
}

func (s *Service) eventPayment(ctx context.Context, of *db.PaymentEvent) (*db.Payment, error) {
	query := s.Pool.Ent().Payment.Query()
	switch {
	case of.PaymentID != nil:
		query.Where(entpayment.ID(*of.PaymentID))
	case of.Reference != nil:
		query.Where(entpayment.ProviderEQ(entpayment.Provider(of.Provider)), entpayment.Reference(*of.Reference))
	default:
		return nil, nil
	}
	found, err := query.Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, postgres.Fault(err)
}

// look finds what became of the refunds of a payment that are on their way.
func (s *Service) look(ctx context.Context, payment *db.Payment) (answers []RefundAnswer, err error) {
	open, err := s.Pool.Ent().Refund.Query().Where(refund.PaymentID(payment.ID), refund.StatusIn(onTheWay...)).All(ctx)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	provider, err := s.provider(payment.Provider)
	if err != nil {
		return nil, err
	}
	for _, one := range open {
		found, known, err := find(ctx, provider, one, payment)
		if err != nil {
			return nil, busy(err)
		}
		if known {
			answers = append(answers, RefundAnswer{Refund: one.ID, Found: found})
		}
	}
	return answers, nil
}

const note = `UPDATE payment_events e SET status = $2, note = nullif($3, ''), processed_at = $4,
	payment_id = coalesce(payment_id, (SELECT id FROM payments p WHERE p.provider = e.provider AND p.reference = e.reference))
	WHERE id = $1 AND status IN ('received', 'failed')`

// Note says what became of an event, in the transaction in which it did. Of one
// that is processed or ignored, nothing more is said.
func (s *Service) Note(ctx context.Context, tx postgres.Tx, event int, status paymentevent.Status, text string) error {
	if _, err := tx.ExecContext(ctx, note, event, string(status), cut(text), s.Clock.Now()); err != nil {
		return fmt.Errorf("noting what became of event %d: %w", event, err)
	}
	return nil
}
