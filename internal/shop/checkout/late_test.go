package checkout_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

func TestAPaymentThatComesLateForWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, method := range []order.PaymentMethod{online, waved} {
		done := s.givenUp(s.product(5_000, 3), method)
		s.act(done.Payment, devpay.Action{Kind: devpay.Succeed, Times: 20, Concurrent: true})
		s.exec("INSERT INTO outbox (kind, ref) SELECT kind, ref FROM outbox, generate_series(1, 20) WHERE kind = 'event'")
		s.jobs()
		require.Equal(t, "paid/paid", s.stands(done.Order.ID))
		require.Equal(t, 3, s.read(done.Order.ID).Version, "it was placed, given up and taken up again, each once")
		require.Zero(t, s.number("SELECT count(*) FROM refunds"))
		s.sound()
	}
}

func TestAPaymentThatComesLateForWhatIsGone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, method := range []order.PaymentMethod{online, waved} {
		for name, spoil := range map[string]func(product int){
			"a piece is gone":   func(product int) { s.ordered(product, cash); s.ordered(product, cash) },
			"a product is gone": func(product int) { s.exec("UPDATE products SET active = false WHERE id = $1", product) },
		} {
			thing := s.product(5_000, 3)
			done, alerts := s.givenUp(thing, method), s.alerts()
			spoil(thing)
			left := s.stock(thing)
			s.act(done.Payment, devpay.Action{Kind: devpay.Succeed, Times: 20, Concurrent: true})
			s.exec("INSERT INTO outbox (kind, ref) SELECT kind, ref FROM outbox, generate_series(1, 20) WHERE kind = 'event'")
			// A message of the refund before may be late, and be there too.
			require.NoError(t, s.HandleEvent(t.Context(), s.number(`SELECT o.ref FROM outbox AS o JOIN payment_events AS e ON e.id = o.ref
				WHERE o.kind = 'event' AND e.reference = $1 LIMIT 1`, done.Payment.Reference)))
			require.Equal(t, "cancelled/paid", s.stands(done.Order.ID), name)
			s.jobs()
			require.Equal(t, alerts+1, s.alerts(), name)
			require.Equal(t, 1, s.number("SELECT count(*) FROM refunds WHERE order_id = $1", done.Order.ID), name)
			if method == online {
				s.act(done.Payment, devpay.Action{Kind: devpay.RefundProcessed})
				s.jobs()
			}
			require.Equal(t, "refunded/refunded", s.stands(done.Order.ID), name)
			require.Equal(t, left, s.stock(thing), name)
			s.sound()
		}
	}
}

// givenUp is an order of two of the product, and of two of a variant, which was
// not paid in time.
func (s *shop) givenUp(product int, method order.PaymentMethod) *checkout.Completed {
	s.Helper()
	ctx, _ := s.person()
	s.fill(ctx, cart.LineInput{Product: s.varied(5_000, 3, "M"), Size: new("M"), Color: new("red"), Quantity: 2}, cart.LineInput{Product: product, Quantity: 2})
	done := s.buy(ctx, method)
	s.later()
	require.Equal(s, "cancelled/pending", s.stands(done.Order.ID))
	return done
}

// What somebody gave up on purpose, or what was made cheaper by what may be
// used elsewhere by now, does not go on when the money comes after all.
func TestALatePaymentThatTakesNothingUpAgain(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 100)
	_, sold := s.ordered(thing, online)
	s.act(sold.Payment, devpaySucceed)
	s.jobs()
	s.coupon("LATE", "")
	for name, c := range map[string]struct {
		prepare func(context.Context)
		giveUp  func(context.Context, *checkout.Completed)
	}{
		"cancelled by who ordered": {func(context.Context) {}, func(ctx context.Context, done *checkout.Completed) {
			_, err := s.Cancel(ctx, checkout.Named{ID: &done.Order.ID}, "")
			require.NoError(t, err)
		}},
		"cancelled by staff": {func(context.Context) {}, func(_ context.Context, done *checkout.Completed) {
			_, err := s.SetStatus(s.staff(), checkout.StatusInput{Order: done.Order.ID, Status: order.StatusCancelled})
			require.NoError(t, err)
		}},
		"with a coupon": {func(ctx context.Context) {
			_, err := s.ApplyCoupon(ctx, "LATE")
			require.NoError(t, err)
		}, func(context.Context, *checkout.Completed) { s.later() }},
		"with points": {func(ctx context.Context) {
			_, err := s.ApplyPoints(ctx, 500)
			require.NoError(t, err)
		}, func(context.Context, *checkout.Completed) { s.later() }},
	} {
		ctx, _ := s.rich(500)
		s.fill(ctx, cart.LineInput{Product: thing})
		c.prepare(ctx)
		done := s.buy(ctx, waved)
		c.giveUp(ctx, done)
		require.Equal(t, "cancelled/pending", s.stands(done.Order.ID), name)
		s.act(done.Payment, devpay.Action{Kind: devpay.Succeed, Times: 5})
		s.jobs()
		require.Equal(t, "refunded/refunded", s.stands(done.Order.ID), name)
		require.Equal(t, 99, s.stock(thing), name)
		s.sound()
	}
}

func TestAnOrderThatIsPaidTwice(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, done := s.ordered(s.product(5_000, 10), online)
	second, err := s.BeginPayment(ctx, checkout.Named{ID: &done.Order.ID}, new(waved))
	require.NoError(t, err)
	together(2, func(i int) {
		s.act([]*db.Payment{done.Payment, second.Payment}[i], devpay.Action{Kind: devpay.Succeed, Times: 10, Concurrent: true})
	})
	s.jobs()
	require.Equal(t, order.StatusPaid, s.read(done.Order.ID).Status)
	require.Equal(t, 1, s.number("SELECT count(*) FROM refunds"))
	require.Equal(t, 1, s.number("SELECT count(*) FROM refunds JOIN payments AS p ON p.id = payment_id WHERE p.status = 'failed'"))
	require.Equal(t, 1, s.alerts())
	// The second money is on its way; the order goes its own.
	moved, err := s.SetStatus(s.staff(), checkout.StatusInput{Order: done.Order.ID, Status: order.StatusProcessing})
	require.NoError(t, err)
	require.Equal(t, order.StatusProcessing, moved.Status)
	for _, paid := range []*db.Payment{done.Payment, second.Payment} {
		if _, there := s.pay.Payment("paystack", paid.Reference); there {
			_ = s.pay.Act(t.Context(), "paystack", paid.Reference, devpay.Action{Kind: devpay.RefundProcessed}) // If it was the second.
		}
	}
	s.jobs()
	s.clock.add(time.Hour)
	_, err = s.CheckRefunds(t.Context())
	require.NoError(t, err)
	require.Equal(t, "processing/paid", s.stands(done.Order.ID))
	require.Equal(t, 1, s.number("SELECT count(*) FROM refunds WHERE status = 'done'"))
	s.sound()
}

func TestUnpaidOrdersAreGivenUpByTwoWorkersWhileThePayerPays(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 1_000)
	const many = 20
	made := make([]*checkout.Completed, many)
	for i := range made {
		_, made[i] = s.ordered(thing, []order.PaymentMethod{online, waved}[i%2])
	}
	s.clock.add(31 * time.Minute)
	var given atomic.Int32
	together(4, func(worker int) {
		if worker < 2 {
			n, err := s.ExpireUnpaid(t.Context())
			assert.NoError(t, err)
			given.Add(int32(n))
			return
		}
		for i, done := range made {
			if i%4 < 2 {
				continue // They never pay.
			}
			if i%2 == worker%2 {
				s.act(done.Payment, devpay.Action{Kind: devpay.Succeed})
				_, _ = s.job()
			}
		}
	})
	s.jobs()
	require.Positive(t, given.Load())
	for i, done := range made {
		stands := s.stands(done.Order.ID)
		if i%4 < 2 {
			require.Equal(t, "cancelled/pending", stands)
		} else {
			require.Equal(t, "paid/paid", stands, "everything was there when the money came")
		}
	}
	require.Equal(t, 1_000-many/2, s.stock(thing))
	s.sound()
}

// A provider that is away loses nobody's order, and holds no stock for ever.
func TestUnpaidOrdersWaitForAProviderThatIsAway(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	thing := s.product(5_000, 10)
	_, paid := s.ordered(thing, online)
	s.act(paid.Payment, devpay.Action{Kind: devpay.SucceedWithoutWebhook})
	for range 3 {
		s.ordered(thing, online)
	}
	_, other := s.ordered(thing, waved)
	expire := func(expected int) {
		t.Helper()
		given, err := s.ExpireUnpaid(t.Context())
		require.NoError(t, err)
		require.Equal(t, expected, given)
	}
	s.pay.Break(devpay.PaystackVerify, 1_000, devpay.Fault{Kind: devpay.Unavailable})
	s.clock.add(31 * time.Minute)
	calls := s.pay.Calls(devpay.PaystackVerify)
	expire(1)
	require.Equal(t, 1, s.pay.Calls(devpay.PaystackVerify)-calls, "one of four found out that it is away")
	require.Equal(t, "cancelled/pending", s.stands(other.Order.ID))
	s.pay.Mend()
	s.clock.add(time.Minute)
	expire(3)
	require.Equal(t, "paid/paid", s.stands(paid.Order.ID))
	require.Equal(t, 9, s.stock(thing))

	s.ordered(thing, online)
	s.pay.Break(devpay.PaystackVerify, 1_000, devpay.Fault{Kind: devpay.Unavailable})
	s.clock.add(31 * time.Minute)
	expire(0)
	s.clock.add(30 * time.Minute)
	expire(1)
	require.Equal(t, 9, s.stock(thing))
	s.sound()
}
