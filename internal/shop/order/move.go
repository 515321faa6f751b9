package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Step is what happens to an order.
type Step struct {
	Order int
	// From are the statuses in which it can happen; policy.go may allow fewer.
	From []Status
	// To is the status that follows. Where the order stands there already, and
	// it is one of From, the step is a note: the order stays where it is. So is
	// every step without it.
	To Status
	// PaymentStatus is what becomes of the money; nil leaves it. Coming to paid
	// and to refunded says it by itself.
	PaymentStatus *PaymentStatus
	Kind          Kind
	Actor         Actor
	// Person is who did it, where it was one.
	Person *uuid.UUID
	// Note is told to the customer too.
	Note string
	// Set changes what else is to change, and may add conditions; nil for
	// nothing. Status, version and times are Move's.
	Set func(*db.OrderUpdate)
}

// attempt is one of the two things that a step can be.
type attempt struct {
	Step
	// note means that the order stays where it is.
	note bool
}

// attempts are what the step can be, each from its own statuses: first a note,
// then a step to another status.
func (s Step) attempts() (all []attempt) {
	stays, moves := s, s
	if s.To != "" {
		is := func(from Status) bool { return from == s.To }
		moves.From = slices.DeleteFunc(slices.Clone(s.From), is)
		stays.From = slices.DeleteFunc(slices.Clone(s.From), func(from Status) bool { return !is(from) })
	} else {
		moves.From = nil
	}
	for _, one := range []attempt{{stays, true}, {moves, false}} {
		if len(one.positions()) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// payment is what becomes of the money.
func (a attempt) payment() *PaymentStatus {
	if a.PaymentStatus != nil || a.note {
		return a.PaymentStatus
	}
	follows := map[Status]PaymentStatus{row.StatusPaid: row.PaymentStatusPaid, row.StatusRefunded: row.PaymentStatusRefunded}
	if status, ok := follows[a.To]; ok {
		return &status
	}
	return nil
}

// position is where an order stands, as its columns say it.
const position = `(CASE WHEN payment_method = 'cash_on_delivery' THEN 'cash' ELSE 'online' END || ':' || payment_status || ':' || status)`

// positions are those from which it may be made.
func (a attempt) positions() (all []string) {
	payment := a.payment()
	for name, method := range map[string]Method{"cash": row.PaymentMethodCashOnDelivery, "online": row.PaymentMethodPaystack} {
		for _, money := range paymentStatuses {
			if payment != nil && !MayPay(money, *payment) {
				continue
			}
			for _, from := range a.From {
				if a.note || May(method, money, from, a.To, a.Actor) {
					all = append(all, name+":"+string(money)+":"+string(from))
				}
			}
		}
	}
	return all
}

// Move takes a step: it changes the order if it stands where the step can be
// taken, writes the timeline and leaves the job that tells of it. An order that
// stands elsewhere is a fault STATE_CONFLICT, and one that is not there
// NOT_FOUND. Who may ask for the step is for the caller to have checked.
func (s *Service) Move(ctx context.Context, tx postgres.Tx, step Step) (*db.Order, error) {
	now, changed := s.now(), 0
	for _, one := range step.attempts() {
		var err error
		if changed, err = one.update(tx, now).Save(ctx); err != nil {
			return nil, fmt.Errorf("moving an order: %w", err)
		}
		if changed > 0 {
			break
		}
	}
	if changed == 0 {
		return nil, refused(ctx, tx, step)
	}
	moved, err := tx.Ent().Order.Get(ctx, step.Order)
	if err != nil {
		return nil, fmt.Errorf("reading an order that moved: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO order_events (created_at, order_id, version, kind, actor, user_id, note) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		now, moved.ID, moved.Version, string(step.Kind), string(step.Actor), step.Person, step.Note)
	if err != nil {
		return nil, fmt.Errorf("writing the timeline of an order: %w", err)
	}
	return moved, s.Outbox.OrderChanged(ctx, tx, moved.ID, int64(moved.Version))
}

// update is the conditional change. Its conditions are looked at again, should
// it have to wait for another step, on what that step made of the order.
func (a attempt) update(tx postgres.Tx, now time.Time) *db.OrderUpdate {
	update := tx.Ent().Order.Update().Where(row.ID(a.Order), func(sel *sql.Selector) {
		sel.Where(sql.P(func(b *sql.Builder) { b.WriteString(position + " = ANY(").Arg(a.positions()).WriteString(")") }))
	})
	if a.Set != nil {
		a.Set(update)
	}
	update.AddVersion(1).SetUpdatedAt(now)
	if payment := a.payment(); payment != nil {
		update.SetPaymentStatus(*payment)
		if *payment == row.PaymentStatusPaid {
			update.SetPaidAt(now)
		}
	}
	if a.note {
		return update
	}
	update.SetStatus(a.To).ClearExpiresAt()
	switch a.To {
	case row.StatusCancelled:
		update.SetCancelledAt(now)
	case row.StatusPaid:
		update.ClearCancelledAt() // A payment that came late takes the order up again.
	case row.StatusDelivered:
		update.SetDeliveredAt(now)
	}
	return update
}

// refused is why a step was not taken.
func refused(ctx context.Context, tx postgres.Tx, step Step) error {
	found, err := tx.Ent().Order.Get(ctx, step.Order)
	switch {
	case db.IsNotFound(err):
		return fault.Missing("order")
	case err != nil:
		return fmt.Errorf("reading an order that did not move: %w", err)
	case step.To == "" || step.To == found.Status:
		return fault.Refuse(fault.StateConflict, "", "this cannot be done while the order is %s and its payment %s", found.Status, found.PaymentStatus)
	}
	return fault.Refuse(fault.StateConflict, "", "an order that is %s cannot become %s", found.Status, step.To)
}
