package checkout

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	paymentrow "zuka/ent/db/payment"
	"zuka/ent/db/refund"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/order"
)

// StatusInput is a step that staff take an order.
type StatusInput struct {
	Order           int
	Status          order.Status
	Carrier, Number *string
	Note            string
}

// next is what staff can do to an order, and what the timeline calls it.
var next = map[order.Status]struct {
	from []order.Status
	kind order.Kind
}{
	row.StatusProcessing: {[]order.Status{row.StatusPending, row.StatusPaid}, orderevent.KindProcessing},
	row.StatusShipped:    {[]order.Status{row.StatusProcessing}, orderevent.KindShipped},
	row.StatusDelivered:  {[]order.Status{row.StatusShipped}, orderevent.KindDelivered},
	row.StatusCancelled:  {[]order.Status{row.StatusPending, row.StatusProcessing, row.StatusShipped}, orderevent.KindCancelled},
}

// SetStatus takes an order a step further, for staff.
func (s *Service) SetStatus(ctx context.Context, in StatusInput) (*db.Order, error) {
	who, err := staffOf(ctx)
	if err != nil {
		return nil, err
	}
	way, known := next[in.Status]
	var faults fault.Faults
	faults.Check(known, "input.status", "must be PROCESSING, SHIPPED, DELIVERED or CANCELLED; money is given back by orderRefund")
	shipped := in.Status == row.StatusShipped
	carrier := keepText(&faults, "input.carrier", in.Carrier, shipped)
	number := keepText(&faults, "input.trackingNumber", in.Number, false)
	note, noted := keepReason("input.note", in.Note, false)
	faults.Keep(noted)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	step := order.Step{
		Order: in.Order, From: way.from, To: in.Status, Kind: way.kind, Actor: orderevent.ActorStaff, Person: &who, Note: note,
		Set: func(update *db.OrderUpdate) {
			update.SetNillableShippingProvider(carrier).SetNillableTrackingNumber(number)
		},
	}
	if in.Status == row.StatusCancelled {
		return s.giveUp(ctx, step)
	}
	var st *settling
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		st = &settling{Service: s, tx: tx, order: &db.Order{ID: in.Order}}
		if err := st.step(ctx, step); err != nil {
			return err
		}
		return st.notReturning(ctx)
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return st.order, nil
}

// returningStates are those of a refund that gives money back.
var returningStates = []refund.Status{refund.StatusRequested, refund.StatusPending, refund.StatusNeedsAttention}

// notReturning refuses when the money that paid the order is on its way back.
// It is under the order's lock, so that no refund is asked for meanwhile.
func (st *settling) notReturning(ctx context.Context) error {
	there, err := st.tx.Ent().Refund.Query().Where(refund.OrderID(st.order.ID), refund.StatusIn(returningStates...),
		refund.HasPaymentWith(paymentrow.StatusEQ(paymentrow.StatusSuccess))).Exist(ctx)
	if err == nil && there {
		err = fault.Refuse(fault.StateConflict, "input.orderId", "has its money on the way back")
	}
	return err
}

// CashInput is cash that was collected.
type CashInput struct {
	Order          int
	Amount         naira
	How            string
	IdempotencyKey string
}

// MarkPaid notes that the cash for an order was collected, all of it, once for
// each idempotency key.
func (s *Service) MarkPaid(ctx context.Context, in CashInput) (*db.Order, error) {
	who, err := staffOf(ctx)
	if err != nil {
		return nil, err
	}
	return s.onOrder(ctx, in.Order, in.IdempotencyKey, in, func(ctx context.Context, st *settling) error {
		o := st.order
		switch {
		case o.PaymentMethod != row.PaymentMethodCashOnDelivery:
			return fault.Refuse(fault.StateConflict, "input.orderId", "is not paid in cash")
		case o.Status != row.StatusShipped && o.Status != row.StatusDelivered:
			return fault.Refuse(fault.StateConflict, "input.orderId", "is not on its way")
		case o.TotalNgn != in.Amount:
			return fault.Invalid("input.amount", "must be the order's total, %s", o.TotalNgn.Formatted())
		case o.PaymentStatus == row.PaymentStatusPaid:
			return fault.Refuse(fault.StateConflict, "input.orderId", "is paid already")
		}
		if st.payment, err = s.Payment.Collected(ctx, st.tx, o.ID, who, in.Amount, in.How); err != nil {
			return fault.Below("input", err)
		}
		paid := row.PaymentStatusPaid
		if err := st.step(ctx, order.Step{
			From: []order.Status{o.Status}, To: o.Status, PaymentStatus: &paid, Kind: orderevent.KindCashCollected, Actor: orderevent.ActorStaff, Person: &who,
			Set: st.paidBy(),
		}); err != nil {
			return err
		}
		return st.sold(ctx)
	})
}

// RefundInput is giving the money of an order back.
type RefundInput struct {
	Order                  int
	Reason, IdempotencyKey string
}

// Refund gives the full amount of a paid order back, once for each idempotency
// key. At a provider it takes until the provider is done; cash was given back
// by hand, and this notes it. An order that is still in the house gives its
// pieces back to the stock.
func (s *Service) Refund(ctx context.Context, in RefundInput) (*db.Order, error) {
	who, err := staffOf(ctx)
	if err != nil {
		return nil, err
	}
	reason, err := keepReason("input.reason", in.Reason, true)
	if err != nil {
		return nil, err
	}
	return s.onOrder(ctx, in.Order, in.IdempotencyKey, in, func(ctx context.Context, st *settling) error {
		if st.order.PaymentStatus != row.PaymentStatusPaid {
			return fault.Refuse(fault.StateConflict, "input.orderId", "has no money that could be given back")
		}
		paid, err := st.tx.Ent().Payment.Query().Where(paymentrow.OrderID(st.order.ID), paymentrow.StatusEQ(paymentrow.StatusSuccess)).Only(ctx)
		if db.IsNotFound(err) && st.order.TotalNgn == 0 {
			return st.refunded(ctx, orderevent.ActorStaff, &who, reason) // Codes paid for it, and they come back.
		}
		if err != nil {
			return fmt.Errorf("finding what paid an order: %w", err)
		}
		if err := st.notReturning(ctx); err != nil {
			return err
		}
		asked, err := s.Payment.RequestRefund(ctx, st.tx, st.order.ID, paid, reason, &who)
		if err != nil {
			return err
		}
		if paid.Provider == paymentrow.ProviderCashOnDelivery {
			if _, err := s.Payment.SettleRefund(ctx, st.tx, asked.ID); err != nil {
				return err
			}
			return st.refunded(ctx, orderevent.ActorStaff, &who, reason)
		}
		return st.step(ctx, order.Step{
			From: order.Statuses, To: st.order.Status, Kind: orderevent.KindRefundRequested, Actor: orderevent.ActorStaff, Person: &who, Note: reason,
		})
	})
}

// refunded notes that the money is back, and gives back what the order took.
func (st *settling) refunded(ctx context.Context, by order.Actor, who *uuid.UUID, note string) error {
	back := returning{
		pieces: st.order.Status == row.StatusPaid || st.order.Status == row.StatusProcessing,
		sold:   st.order.PaymentStatus == row.PaymentStatusPaid && st.order.Status != row.StatusCancelled,
	}
	if err := st.step(ctx, order.Step{
		From: order.Statuses, To: row.StatusRefunded, Kind: orderevent.KindRefunded, Actor: by, Person: who, Note: note,
	}); err != nil {
		return err
	}
	return st.undo(ctx, back)
}

// onOrder does something to an order under its lock, once for each key.
func (s *Service) onOrder(ctx context.Context, id int, clientKey string, in any, work func(context.Context, *settling) error) (*db.Order, error) {
	key, err := idempotency.NewKey(viewer.From(ctx).Owner(), clientKey, in)
	if err != nil {
		return nil, fault.Below("input", err)
	}
	st := &settling{}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		*st = settling{Service: s, tx: tx}
		answer, err := idempotency.Claim(ctx, tx, key, s.Clock.Now())
		if err != nil {
			return fault.Below("input", err)
		}
		if st.order, err = lock(ctx, tx, id); db.IsNotFound(err) {
			return fault.Refuse(fault.Gone, "input.orderId", "there is no such order")
		}
		if err != nil {
			return err
		}
		if answer != nil {
			return nil
		}
		if err := work(ctx, st); err != nil {
			return err
		}
		return idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: "Order", ID: strconv.Itoa(id)})
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return st.order, nil
}

func keepReason(field, text string, needed bool) (string, error) {
	var faults fault.Faults
	kept := keepText(&faults, field, &text, needed)
	return orEmpty(kept), faults.Err()
}

// keepText checks one line of text; nil when there is none.
func keepText(faults *fault.Faults, field string, text *string, needed bool) *string {
	line := strings.Join(strings.Fields(orEmpty(text)), " ")
	faults.Check(!needed || line != "", field, "is missing")
	faults.Check(utf8.ValidString(line) && !strings.ContainsFunc(line, unicode.IsControl), field, "contains characters that cannot be shown")
	faults.Check(utf8.RuneCountInString(line) <= longestReason, field, "must have at most %d characters", longestReason)
	if line == "" {
		return nil
	}
	return &line
}
