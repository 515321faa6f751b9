package checkout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/checkout"
)

// stands is where an order stands, in words.
func (s *shop) stands(id int) string {
	s.Helper()
	found := s.read(id)
	return string(found.Status) + "/" + string(found.PaymentStatus)
}

func (s *shop) alerts() int { return s.number("SELECT count(*) FROM alerts") }

// jobs works the jobs with many workers at once.
func (s *shop) jobs() {
	s.Helper()
	together(workers, func(int) {
		for {
			worked, err := s.job()
			if !assert.NoError(s, err) || !worked {
				return
			}
		}
	})
}

// later lets the time to pay pass and gives unpaid orders up.
func (s *shop) later() {
	s.Helper()
	s.clock.add(31 * time.Minute)
	_, err := s.ExpireUnpaid(s.Context())
	require.NoError(s, err)
}

func TestAMessageThatIsSentAHundredTimes(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for _, method := range []order.PaymentMethod{online, waved} {
		thing := s.product(5_000, 10)
		_, done := s.ordered(thing, method)
		s.act(done.Payment, devpay.Action{Kind: devpay.Succeed, Times: 100, Concurrent: true})
		// Each may be worked twice, at once, as when a worker was believed dead.
		events := s.number("SELECT count(*) FROM outbox WHERE kind = 'event'")
		require.Positive(t, events)
		s.exec("INSERT INTO outbox (kind, ref) SELECT kind, ref FROM outbox, generate_series(1, 100) WHERE kind = 'event'")
		s.jobs()
		require.Equal(t, "paid/paid", s.stands(done.Order.ID))
		require.Equal(t, 2, s.read(done.Order.ID).Version)
		require.Equal(t, 9, s.stock(thing))
		require.Equal(t, 1, s.number("SELECT purchase_count FROM products WHERE id = $1", thing))
		paid := s.read(done.Order.ID)
		require.Equal(t, done.Payment.Reference, *paid.PaymentReference)
		require.NotNil(t, paid.PaidAt)
		require.Nil(t, paid.ExpiresAt)
	}
	require.Zero(t, s.alerts())
	require.Zero(t, s.number("SELECT count(*) FROM payment_events WHERE status <> 'processed'"))
	s.sound()
}

func TestMessagesThatCannotBeBelieved(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action        devpay.Action
		stands        string
		events, alert int
	}{
		"forged":                 {devpay.Action{Kind: devpay.ForgedWebhook}, "pending/pending", 0, 0},
		"unsigned":               {devpay.Action{Kind: devpay.ForgedWebhook, Unsigned: true}, "pending/pending", 0, 0},
		"a lie with a signature": {devpay.Action{Kind: devpay.LyingWebhook, Times: 5}, "pending/pending", 1, 0},
		"half of the money":      {devpay.Action{Kind: devpay.WrongAmount}, "pending/pending", 1, 1},
		"a kobo too little":      {devpay.Action{Kind: devpay.WrongAmount, Amount: 649_999}, "pending/pending", 1, 1},
		"dollars":                {devpay.Action{Kind: devpay.WrongCurrency}, "pending/pending", 1, 1},
		"another event":          {devpay.Action{Kind: devpay.OtherEvent}, "pending/pending", 1, 0},
		"the truth":              {devpay.Action{Kind: devpay.Succeed}, "paid/paid", 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t)
			for _, method := range []order.PaymentMethod{online, waved} {
				_, done := s.ordered(s.product(5_000, 10), method)
				s.exec("DELETE FROM payment_events; DELETE FROM alerts")
				s.act(done.Payment, c.action)
				s.jobs()
				require.Equal(t, c.stands, s.stands(done.Order.ID), method)
				require.Equal(t, c.events, s.number("SELECT count(*) FROM payment_events"), method)
				require.Equal(t, c.alert, s.alerts(), method)
				// Asked again, the provider says the same.
				s.clock.add(5 * time.Minute)
				_, err := s.CheckDue(t.Context())
				require.NoError(t, err)
				require.Equal(t, c.stands, s.stands(done.Order.ID), method)
				require.Equal(t, c.alert, s.alerts(), method)
			}
			s.sound()
		})
	}
}

func TestMessagesOutOfOrder(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	// At Paystack the money went back before the shop heard that it had come.
	_, done := s.ordered(s.product(5_000, 10), online)
	s.act(done.Payment, devpay.Action{Kind: devpay.OutOfOrder})
	s.jobs()
	require.NotEqual(t, "paid/paid", s.stands(done.Order.ID))
	s.later()
	require.Equal(t, order.StatusCancelled, s.read(done.Order.ID).Status)
	// At Flutterwave the failed try is told after the one that succeeded.
	_, done = s.ordered(s.product(5_000, 10), waved)
	s.act(done.Payment, devpay.Action{Kind: devpay.OutOfOrder})
	s.jobs()
	require.Equal(t, "paid/paid", s.stands(done.Order.ID))
	s.sound()
}

func TestAPaymentThatFailsAndThenSucceeds(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, done := s.ordered(s.product(5_000, 10), waved)
	s.act(done.Payment, devpay.Action{Kind: devpay.Fail})
	s.work()
	require.Equal(t, "pending/failed", s.stands(done.Order.ID))
	paying, err := s.BeginPayment(ctx, checkout.Named{ID: &done.Order.ID}, new(online))
	require.NoError(t, err)
	require.Equal(t, online, paying.Order.PaymentMethod)
	require.NotEqual(t, done.Payment.ID, paying.Payment.ID)
	s.act(paying.Payment, devpay.Action{Kind: devpay.SucceedWithoutWebhook})
	verified, err := s.VerifyPayment(ctx, paying.Payment.Reference, nil)
	require.NoError(t, err)
	require.Equal(t, order.StatusPaid, verified.Order.Status)
	_, err = s.BeginPayment(ctx, checkout.Named{ID: &done.Order.ID}, nil)
	requireRefused(t, err, fault.StateConflict)
	other, _ := s.person()
	_, err = s.VerifyPayment(other, paying.Payment.Reference, nil)
	requireRefused(t, err, fault.Gone)
	s.sound()
}
