package checkout

import (
	"context"
	"fmt"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	paymentrow "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/payment/gateway"
)

// settling is one fact about a payment on its way into the database.
type settling struct {
	*Service
	tx    postgres.Tx
	order *db.Order
	// payment is what the fact made of the attempt.
	payment *db.Payment
	moved   []*db.Order
	taken   []inventory.Taken
}

// Settle takes what a provider says of a payment, once: the payment, its order
// and the stock change together. Event is what else belongs into the
// transaction; it may be nil.
func (s *Service) Settle(ctx context.Context, paymentID int, charge gateway.Charge, event func(context.Context, postgres.Tx, payment.Outcome) error) (*db.Payment, error) {
	var done *settling
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		done = &settling{Service: s, tx: tx}
		outcome, err := done.record(ctx, paymentID, charge)
		if err != nil {
			return err
		}
		if event != nil {
			return event(ctx, tx, outcome)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	done.tell(ctx)
	return done.payment, nil
}

// tell gives out the news after the commit.
func (st *settling) tell(ctx context.Context) {
	st.Inventory.Settle(ctx, st.taken)
	if st.payment != nil {
		st.Payment.Announce(ctx, st.payment)
	}
	for _, moved := range st.moved {
		st.Order.Announce(ctx, moved)
	}
}

// noKey is how an order is locked: rows that name it may still be written.
var noKey = entsql.WithLockClause("FOR NO KEY UPDATE")

// lock locks an order before everything else that a step of it touches.
func lock(ctx context.Context, tx postgres.Tx, id int) (*db.Order, error) {
	found, err := tx.Ent().Order.Query().Where(row.ID(id)).ForUpdate(noKey).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("locking an order: %w", err)
	}
	return found, nil
}

// lockOf locks the order of a payment.
func lockOf(ctx context.Context, tx postgres.Tx, paymentID int) (*db.Order, error) {
	of, err := tx.Ent().Payment.Query().Where(paymentrow.ID(paymentID)).Select(paymentrow.FieldOrderID).Int(ctx)
	if err != nil {
		return nil, fmt.Errorf("finding the order of a payment: %w", err)
	}
	return lock(ctx, tx, of)
}

func (st *settling) record(ctx context.Context, paymentID int, charge gateway.Charge) (outcome payment.Outcome, err error) {
	if st.order, err = lockOf(ctx, st.tx, paymentID); err != nil {
		return outcome, err
	}
	if outcome, err = st.Payment.Record(ctx, st.tx, paymentID, charge); err != nil {
		return outcome, err
	}
	st.payment = outcome.Payment
	if !outcome.Changed {
		return outcome, nil
	}
	switch outcome.Kind {
	case payment.Paid:
		return outcome, st.paid(ctx)
	case payment.Failed:
		return outcome, st.failed(ctx)
	case payment.Wrong:
		return outcome, st.odd(ctx, orderevent.KindPaymentWrong, "Other money came than was asked for; we look at it.")
	case payment.AlreadyPaid:
		return outcome, st.odd(ctx, orderevent.KindRefundRequested, "The order was paid twice; the second payment is given back.")
	case payment.Reversed:
		return outcome, st.odd(ctx, orderevent.KindPaymentWrong, "The payment was taken back at the provider; we look at it.")
	}
	return outcome, nil
}

// step moves the order and keeps it for the news.
func (st *settling) step(ctx context.Context, step order.Step) error {
	step.Order = st.order.ID
	moved, err := st.Order.Move(ctx, st.tx, step)
	if err != nil {
		return err
	}
	st.order, st.moved = moved, append(st.moved, moved)
	return nil
}

// paid takes the money for the order. One that was given up meanwhile is taken
// up again if everything for it is still there, or else the money goes back.
func (st *settling) paid(ctx context.Context) error {
	set := st.paidBy()
	switch st.order.Status {
	case row.StatusPending:
		if err := st.step(ctx, order.Step{
			From: []order.Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: orderevent.ActorProvider, Set: set,
		}); err != nil {
			return err
		}
		return st.sold(ctx)
	case row.StatusCancelled:
		return st.late(ctx, set)
	}
	return st.giveBack(ctx, "The money came for an order that needs none.")
}

// paidBy notes on the order which payment counts.
func (st *settling) paidBy() func(*db.OrderUpdate) {
	reference, provider := st.payment.Reference, st.payment.Provider
	return func(update *db.OrderUpdate) {
		update.SetPaymentReference(reference)
		switch provider {
		case paymentrow.ProviderPaystack:
			update.SetPaystackReference(reference)
		case paymentrow.ProviderFlutterwave:
			update.SetFlutterwaveReference(reference)
		}
	}
}

// late is a payment for an order that was given up.
func (st *settling) late(ctx context.Context, set func(*db.OrderUpdate)) error {
	again, err := st.takeAgain(ctx)
	if err != nil {
		return err
	}
	if !again {
		return st.giveBack(ctx, "The money came after the order was given up, and the order cannot go on. It is given back.")
	}
	err = st.step(ctx, order.Step{
		From: []order.Status{row.StatusCancelled}, To: row.StatusPaid, Kind: orderevent.KindPaymentLate, Actor: orderevent.ActorProvider,
		Note: "The money came late; the order goes on.", Set: set,
	})
	if err != nil {
		return err
	}
	return st.sold(ctx)
}

// takeAgain takes for an order that was given up what it had given back. It is
// not taken up again when somebody gave it up on purpose, nor when it was made
// cheaper by a coupon, a reward or points: they may be used elsewhere by now.
func (st *settling) takeAgain(ctx context.Context) (bool, error) {
	if st.order.CouponCode != nil || st.order.RewardCode != nil || st.order.PointsUsed > 0 {
		return false, nil
	}
	last, err := st.tx.Ent().OrderEvent.Query().Where(orderevent.OrderID(st.order.ID), orderevent.KindEQ(orderevent.KindCancelled)).
		Order(orderevent.ByVersion(entsql.OrderDesc())).First(ctx)
	if err != nil || last.Actor != orderevent.ActorShop {
		return false, err
	}
	lines, err := st.Order.Lines(ctx, st.tx, st.order.ID)
	if err != nil {
		return false, err
	}
	pieces := make([]inventory.Piece, len(lines))
	for i, line := range lines {
		pieces[i] = inventory.Piece{Product: line.ProductID, Size: orEmpty(line.Size), Color: orEmpty(line.Color), Quantity: line.Quantity}
	}
	// What was taken of some before others were short goes back.
	if _, err := st.tx.ExecContext(ctx, "SAVEPOINT taking"); err != nil {
		return false, err
	}
	taken, err := st.Inventory.Take(ctx, st.tx, pieces)
	if _, short := fault.From(err); short {
		_, err = st.tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT taking")
		return false, err
	}
	if err != nil {
		return false, err
	}
	st.taken = append(st.taken, taken...)
	held, err := st.Order.HoldStock(ctx, st.tx, st.order.ID)
	if err == nil && !held {
		err = fmt.Errorf("the stock of cancelled order %d was held", st.order.ID)
	}
	return held, err
}

// giveBack sends money back that an order has no use for, and tells staff.
func (st *settling) giveBack(ctx context.Context, why string) error {
	if _, err := st.Payment.RequestRefund(ctx, st.tx, st.order.ID, st.payment, why, nil); err != nil {
		return err
	}
	paid := row.PaymentStatusPaid
	step := order.Step{From: order.Statuses, To: st.order.Status, Kind: orderevent.KindPaymentLate, Actor: orderevent.ActorProvider, Note: why}
	if st.order.PaymentStatus != row.PaymentStatusPaid && st.order.PaymentStatus != row.PaymentStatusRefunded {
		step.PaymentStatus, step.Set = &paid, st.paidBy()
	}
	if err := st.step(ctx, step); err != nil {
		return err
	}
	return st.alert(ctx, "A payment goes back", fmt.Sprintf("Order %s: %s", st.order.OrderNumber, why))
}

// odd notes on the timeline what staff must look at.
func (st *settling) odd(ctx context.Context, kind order.Kind, note string) error {
	if err := st.note(ctx, kind, note); err != nil {
		return err
	}
	return st.alert(ctx, "Look at a payment", fmt.Sprintf("Order %s, payment %s: %s", st.order.OrderNumber, st.payment.Reference, note))
}

func (st *settling) alert(ctx context.Context, title, message string) error {
	return st.Crew.Alert(ctx, st.tx, title, message, fmt.Sprintf("order:%d:%d", st.order.ID, st.order.Version))
}

// failed notes that an attempt failed. The order waits on for another.
func (st *settling) failed(ctx context.Context) error {
	if st.order.Status != row.StatusPending {
		return nil
	}
	status := row.PaymentStatusFailed
	return st.step(ctx, order.Step{
		From: []order.Status{row.StatusPending}, To: row.StatusPending, PaymentStatus: &status, Kind: orderevent.KindPaymentFailed,
		Actor: orderevent.ActorProvider, Note: orEmpty(st.payment.FailureReason),
	})
}

// holdSold locks the products of an order in the order of their ids, as the stock
// does, and in a statement of its own as there.
const (
	holdSold = `SELECT FROM products AS p WHERE p.id IN (SELECT product_id FROM order_items WHERE order_id = $1)
	ORDER BY p.id FOR NO KEY UPDATE OF p`
	countSold = `UPDATE products AS p SET purchase_count = greatest(0, p.purchase_count + $2 * sold.n)
	FROM (SELECT product_id, sum(quantity) AS n FROM order_items WHERE order_id = $1 GROUP BY 1) AS sold WHERE p.id = sold.product_id`
)

// sell counts what was sold (1) or given back (-1).
func (st *settling) sell(ctx context.Context, by int) error {
	if _, err := st.tx.ExecContext(ctx, holdSold, st.order.ID); err != nil {
		return fmt.Errorf("locking what was sold: %w", err)
	}
	if _, err := st.tx.ExecContext(ctx, countSold, st.order.ID, by); err != nil {
		return fmt.Errorf("counting what was sold: %w", err)
	}
	return nil
}

// CheckDue asks the providers about payments of which nothing was heard, and
// says how many it asked about. It is safe to run twice.
func (s *Service) CheckDue(ctx context.Context) (asked int, err error) {
	due, err := s.Payment.Due(ctx, batch)
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		if err := s.ask(ctx, id); err != nil {
			s.warn(ctx, "a payment could not be asked about", err)
			if err := s.Payment.Postpone(ctx, id); err != nil {
				return asked, err
			}
			continue
		}
		asked++
	}
	return asked, ctx.Err()
}

// ask asks a provider how a payment stands and takes the answer.
func (s *Service) ask(ctx context.Context, paymentID int) error {
	charge, err := s.Payment.Ask(ctx, paymentID)
	if err != nil {
		return err
	}
	_, err = s.Settle(ctx, paymentID, charge, nil)
	return err
}

// askFor bounds how long a shopper waits for a provider's word.
const askFor = 8 * time.Second
