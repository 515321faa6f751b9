package checkout_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

func (s *shop) set(staff context.Context, id int, statuses ...order.Status) {
	s.Helper()
	for _, status := range statuses {
		_, err := s.SetStatus(staff, checkout.StatusInput{Order: id, Status: status, Carrier: new("GIG")})
		require.NoError(s, err)
	}
}

// Of those who cancel, ship and pay at once exactly one wins, forty times.
func TestCancelAgainstShipAgainstPayment(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	staff, thing := s.staff(), s.product(5_000, 1_000)
	outcomes := map[string]int{}
	for round := range workers {
		method := []order.PaymentMethod{cash, waved}[round%2]
		ctx, done := s.ordered(thing, method)
		id := done.Order.ID
		if method == waved {
			s.act(done.Payment, devpay.Action{Kind: devpay.Succeed, Times: 2})
		}
		together(4, func(i int) {
			var err error
			switch i {
			case 0:
				_, err = s.Cancel(ctx, checkout.Named{ID: &id}, "")
			case 1:
				for _, status := range []order.Status{order.StatusProcessing, order.StatusShipped} {
					if err == nil {
						_, err = s.SetStatus(staff, checkout.StatusInput{Order: id, Status: status, Carrier: new("GIG")})
					}
				}
			case 2:
				_, err = s.job()
			case 3:
				_, err = s.SetStatus(staff, checkout.StatusInput{Order: id, Status: order.StatusCancelled})
			}
			assert.True(t, err == nil || refused(err, fault.StateConflict), "%v", err)
		})
		s.jobs()
		outcomes[string(method)+" "+s.stands(id)]++
	}
	t.Log(outcomes)
	for outcome := range outcomes {
		require.Contains(t, []string{
			"cash_on_delivery cancelled/pending", "cash_on_delivery shipped/pending",
			"flutterwave refunded/refunded", "flutterwave paid/paid", "flutterwave shipped/paid", "flutterwave processing/paid",
		}, outcome)
	}
	require.Greater(t, len(outcomes), 1)
	s.sound()
}

func TestMoneyGoesBackOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	s.coupon("BACK", "")
	for _, far := range [][]order.Status{nil, {order.StatusProcessing}, {order.StatusProcessing, order.StatusShipped, order.StatusDelivered}} {
		ctx, user := s.rich(1_000)
		s.reward(user, "R"+user.String(), "")
		s.fill(ctx, cart.LineInput{Product: thing, Quantity: 2})
		_, err := s.ApplyCoupon(ctx, "BACK")
		require.NoError(t, err)
		_, err = s.ApplyReward(ctx, "r"+user.String())
		require.NoError(t, err)
		_, err = s.ApplyPoints(ctx, 1_000)
		require.NoError(t, err)
		done := s.buy(ctx, waved)
		require.EqualValues(t, 10_000-1_000-500-1_000+1_500, done.Order.TotalNgn)
		s.act(done.Payment, devpaySucceed)
		s.jobs()
		s.set(s.staff(), done.Order.ID, far...)
		staff := s.staff()
		var asked atomic.Int32
		in := checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: uuid.NewString()}
		together(20, func(i int) {
			in := in
			if i%2 == 0 {
				in.IdempotencyKey = uuid.NewString() // Another click, not the same sent twice.
			}
			if _, err := s.Refund(staff, in); err == nil {
				asked.Add(1)
			} else {
				assert.True(t, refused(err, fault.StateConflict), "%v", err)
			}
		})
		require.Positive(t, asked.Load())
		require.Equal(t, 1, s.number("SELECT count(*) FROM refunds WHERE order_id = $1", done.Order.ID))
		require.Equal(t, 1, s.number("SELECT count(*) FROM order_events WHERE order_id = $1 AND kind = 'refund_requested'", done.Order.ID))
		if far == nil {
			// Not while the money is on its way.
			_, err = s.SetStatus(staff, checkout.StatusInput{Order: done.Order.ID, Status: order.StatusProcessing})
			requireRefused(t, err, fault.StateConflict)
		}
		s.exec("INSERT INTO outbox (kind, ref) SELECT kind, ref FROM outbox, generate_series(1, 20) WHERE kind = 'refund'")
		s.jobs()
		require.Equal(t, "refunded/refunded", s.stands(done.Order.ID))
		require.Equal(t, 1_000, s.number("SELECT reward_points FROM users WHERE id = $1", user))
		s.sound()
	}
	require.Equal(t, 8, s.stock(thing), "what was delivered is not in the house")
}

func TestRefundsThatNeedStaff(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, done := s.ordered(s.product(5_000, 10), online)
	s.act(done.Payment, devpaySucceed)
	s.jobs()
	staff := s.staff()
	_, err := s.Refund(staff, checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: "first-refund"})
	require.NoError(t, err)
	s.jobs()
	s.act(done.Payment, devpay.Action{Kind: devpay.RefundFailed})
	s.jobs()
	require.Equal(t, "paid/paid", s.stands(done.Order.ID))
	require.Equal(t, 1, s.alerts())
	_, err = s.Refund(staff, checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: "second-refund"})
	require.NoError(t, err)
	s.jobs()
	s.act(done.Payment, devpay.Action{Kind: devpay.RefundProcessed})
	s.jobs()
	require.Equal(t, "refunded/refunded", s.stands(done.Order.ID))
	s.sound()
}

func TestMoneyThatIsHeldGoesBack(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, method := range []order.PaymentMethod{online, waved} {
		_, done := s.ordered(s.product(5_000, 10), method)
		_, err := s.ReturnHeld(s.staff(), done.Payment.Reference, "nothing came")
		requireRefused(t, err, fault.StateConflict)
		s.act(done.Payment, devpay.Action{Kind: devpay.WrongAmount})
		s.jobs()
		require.Equal(t, "pending/pending", s.stands(done.Order.ID), method)
		_, err = s.ReturnHeld(t.Context(), done.Payment.Reference, "too little")
		require.True(t, fault.Is(err, fault.Unauthenticated), err)
		_, err = s.ReturnHeld(s.staff(), "NOBODY.1", "too little")
		requireRefused(t, err, fault.Gone)
		together(20, func(int) {
			_, err := s.ReturnHeld(s.staff(), done.Payment.Reference, "too little")
			assert.NoError(t, err)
		})
		s.jobs()
		require.Equal(t, 1, s.number("SELECT count(*) FROM refunds WHERE order_id = $1 AND amount_ngn = 3250", done.Order.ID), method)
		require.Equal(t, 1, s.number("SELECT count(*) FROM order_events WHERE order_id = $1 AND kind = 'refund_requested'", done.Order.ID))
		require.Equal(t, "pending/pending", s.stands(done.Order.ID), "the order waits on for its money")
	}
	s.sound()
}

func TestStaffSettleARefundThatNeedsThem(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, done := s.ordered(s.product(5_000, 10), online)
	s.act(done.Payment, devpaySucceed)
	s.jobs()
	staff := s.staff()
	_, err := s.Refund(staff, checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: "first-refund"})
	require.NoError(t, err)
	s.jobs()
	id := s.number("SELECT id FROM refunds WHERE order_id = $1", done.Order.ID)
	_, err = s.SettleRefund(staff, id)
	requireRefused(t, err, fault.StateConflict)
	s.act(done.Payment, devpay.Action{Kind: devpay.RefundNeedsAttention})
	s.jobs()
	require.Equal(t, "paid/paid", s.stands(done.Order.ID))
	_, err = s.SettleRefund(t.Context(), id)
	require.True(t, fault.Is(err, fault.Unauthenticated), err)
	settled := 0
	for range 2 {
		if _, err = s.SettleRefund(staff, id); err == nil {
			settled++
		}
	}
	requireRefused(t, err, fault.StateConflict)
	require.Equal(t, 1, settled)
	require.Equal(t, "refunded/refunded", s.stands(done.Order.ID))
	_, err = s.SettleRefund(staff, 1<<30)
	requireRefused(t, err, fault.Gone)
	s.sound()
}

func TestCashIsCollectedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing, staff := s.product(5_000, 10), s.staff()
	ctx, done := s.ordered(thing, cash)
	in := checkout.CashInput{Order: done.Order.ID, Amount: done.Order.TotalNgn, How: "cash", IdempotencyKey: uuid.NewString()}
	_, err := s.MarkPaid(staff, in)
	requireRefused(t, err, fault.StateConflict)
	_, err = s.MarkPaid(ctx, in)
	require.True(t, fault.Is(err, fault.Forbidden))
	s.set(staff, done.Order.ID, order.StatusProcessing, order.StatusShipped)
	less := in
	less.Amount--
	_, err = s.MarkPaid(staff, less)
	requireRefused(t, err, fault.InputInvalid)
	var paid atomic.Int32
	together(workers, func(i int) {
		in := in
		if i%2 == 0 {
			in.IdempotencyKey = fmt.Sprint("another-key-", i)
		}
		if _, err := s.MarkPaid(staff, in); err == nil {
			paid.Add(1)
		} else {
			assert.True(t, refused(err, fault.StateConflict), "%v", err)
		}
	})
	require.Positive(t, paid.Load())
	require.Equal(t, "shipped/paid", s.stands(done.Order.ID))
	require.Equal(t, 1, s.number("SELECT count(*) FROM order_events WHERE kind = 'cash_collected'"))
	require.Equal(t, 1, s.number("SELECT purchase_count FROM products WHERE id = $1", thing))
	_, err = s.SetStatus(staff, checkout.StatusInput{Order: done.Order.ID, Status: order.StatusCancelled})
	requireRefused(t, err, fault.StateConflict)
	s.set(staff, done.Order.ID, order.StatusDelivered)
	together(10, func(int) {
		_, err := s.Refund(staff, checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: uuid.NewString()})
		assert.True(t, err == nil || refused(err, fault.StateConflict), "%v", err)
	})
	require.Equal(t, "refunded/refunded", s.stands(done.Order.ID))
	s.sound()
}

func TestAParcelThatIsRefusedAtTheDoor(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing, staff := s.product(5_000, 10), s.staff()
	_, done := s.ordered(thing, cash)
	s.set(staff, done.Order.ID, order.StatusProcessing, order.StatusShipped, order.StatusCancelled)
	require.Equal(t, "cancelled/pending", s.stands(done.Order.ID))
	require.Equal(t, 10, s.stock(thing))
	_, err := s.MarkPaid(staff, checkout.CashInput{Order: done.Order.ID, Amount: done.Order.TotalNgn, How: "cash", IdempotencyKey: uuid.NewString()})
	requireRefused(t, err, fault.StateConflict)
	s.sound()
}

func TestAnOrderThatCodesPayFor(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(1_000, 10)
	s.coupon("ALL", "type = 'percentage', value_percent = 100")
	ctx, user := s.person()
	s.reward(user, "SHIP", "type = 'free_shipping'")
	s.fill(ctx, cart.LineInput{Product: thing})
	_, err := s.ApplyCoupon(ctx, "ALL")
	require.NoError(t, err)
	_, err = s.ApplyReward(ctx, "SHIP")
	require.NoError(t, err)
	in := s.input(ctx, online)
	require.Zero(t, in.ExpectedTotal)
	done, err := s.Complete(ctx, in)
	require.NoError(t, err)
	require.Nil(t, done.Payment)
	require.Equal(t, "paid/paid", s.stands(done.Order.ID))
	again, err := s.Complete(ctx, in)
	require.NoError(t, err)
	require.Equal(t, done.Order.ID, again.Order.ID)
	s.sound()
	s.set(s.staff(), done.Order.ID, order.StatusProcessing)
	_, err = s.Refund(s.staff(), checkout.RefundInput{Order: done.Order.ID, Reason: "not there", IdempotencyKey: uuid.NewString()})
	require.NoError(t, err)
	require.Equal(t, "refunded/refunded", s.stands(done.Order.ID))
	require.Equal(t, 10, s.stock(thing))
	s.sound()
}

// Two people cannot both be the second with cash open on one phone, and one who
// orders while points come back blocks nobody.
func TestStepsAndOrdersOfOnePersonNeverBlockEachOther(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing, staff := s.product(2_000, 1_000), s.staff()
	ctx, _ := s.rich(100_000)
	for range workers {
		// What was delivered and paid with points goes back while they are spent again.
		var refunding []int
		for range 3 {
			s.fill(ctx, cart.LineInput{Product: thing})
			_, err := s.ApplyPoints(ctx, 400)
			require.NoError(t, err)
			done := s.buy(ctx, waved)
			s.act(done.Payment, devpaySucceed)
			s.jobs()
			s.set(staff, done.Order.ID, order.StatusProcessing, order.StatusShipped)
			_, err = s.Refund(staff, checkout.RefundInput{Order: done.Order.ID, Reason: "torn", IdempotencyKey: uuid.NewString()})
			require.NoError(t, err)
			refunding = append(refunding, done.Order.ID)
		}
		s.fill(ctx, cart.LineInput{Product: thing})
		_, err := s.ApplyPoints(ctx, 400)
		require.NoError(t, err)
		in := s.input(ctx, online)
		together(4, func(i int) {
			if i < len(refunding) {
				_, err := s.job()
				assert.NoError(t, err)
				return
			}
			_, err := s.Complete(ctx, in)
			assert.NoError(t, err)
		})
		s.jobs()
	}
	require.Zero(t, s.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
	s.sound()
}
