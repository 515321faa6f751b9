package payment

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/payment/gateway"
)

var payer = Payer{Email: "ada@example.com", Phone: "+2348031234567", Name: "Ada O."}

func away(wait time.Duration) error { return gateway.NewUnavailable(errors.New("no answer"), wait) }

func (d *desk) initialize(made *db.Payment) *db.Payment {
	d.Helper()
	opened, err := d.service.Initialize(d.Context(), made, payer)
	require.NoError(d, err)
	return opened
}

func TestAPaymentGetsItsPageOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	opened := d.initialize(made)
	require.Equal(t, made.ID, opened.ID)
	require.Equal(t, "https://pay.example/"+made.Reference, opened.Metadata.AuthorizationURL)
	require.Equal(t, made.Version+1, opened.Version)
	require.Equal(t, []gateway.Start{{
		Reference: made.Reference, OrderNumber: "ZUKA-2026-000001", Email: payer.Email, Phone: payer.Phone, Name: payer.Name,
		Amount: 5000, CallbackURL: "https://zuka.example/pay/return",
	}}, d.paystack.starts)

	same(t, opened, d.initialize(made))
	require.Equal(t, 1, d.paystack.called("initialize"))
	require.Zero(t, d.paystack.called("verify"))
	require.Equal(t, 2, d.row(made.ID).Version)
}

func TestAPayerWithoutAnAddressGetsAStandIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.service.Initialize(t.Context(), d.open(d.order()), Payer{Phone: "+2348031234567"})
	require.NoError(t, err)
	require.Equal(t, "zuka-2026-000001@no-email.zuka.example", d.paystack.starts[0].Email)
}

func TestWhatDoesNotWaitForAPayerHasNoPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	_, err := d.service.Initialize(t.Context(), made, payer)
	require.True(t, fault.For(err, fault.StateConflict))
	_, err = d.service.Initialize(t.Context(), &db.Payment{ID: 1_000_000}, payer)
	require.True(t, fault.Is(err, fault.NotFound))
	other := d.open(d.order())
	delete(d.service.Providers, "paystack")
	_, err = d.service.Initialize(t.Context(), other, payer)
	require.True(t, fault.For(err, fault.PaymentMethodUnavailable))
}

func TestWhatAProviderRefusesCannotBePaidThisWay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.fail("initialize", gateway.ErrRefused)
	_, err := d.service.Initialize(t.Context(), made, payer)
	require.True(t, fault.For(err, fault.PaymentMethodUnavailable))
	require.Equal(t, entpayment.StatusPending, d.row(made.ID).Status)
}

func TestABusyProviderSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	for wait, told := range map[time.Duration]time.Duration{0: time.Second, 7 * time.Second: 7 * time.Second} {
		d.paystack.fails = map[string][]error{"initialize": {away(wait)}, "verify": {}}
		_, err := d.service.Initialize(t.Context(), made, payer)
		found, is := fault.From(err)
		require.True(t, is)
		require.Equal(t, fault.ServiceUnavailable, found.Code)
		require.Equal(t, told, found.RetryAfter)
	}
	d.paystack.fail("verify", away(time.Minute))
	_, err := d.service.Initialize(t.Context(), made, payer)
	found, is := fault.From(err)
	require.True(t, is)
	require.Equal(t, time.Minute, found.RetryAfter)
	require.Equal(t, made.ID, d.initialize(made).ID, "and then it goes on")
}

// What is done after the answer of Initialize was lost, branch by branch.
func TestALostAnswer(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		provider order.PaymentMethod
		// fails and lost is how the first call ends.
		fails, lost bool
		// references are the pages opened in the end, calls what was asked for them.
		references         []string
		initialize, verify int
	}{
		"never reached the provider: the same reference":         {order.PaymentMethodPaystack, true, false, []string{".1"}, 2, 1},
		"Paystack knows the reference: a new attempt":            {order.PaymentMethodPaystack, false, true, []string{".1", ".2"}, 2, 1},
		"Flutterwave never reached: the same reference":          {order.PaymentMethodFlutterwave, true, false, []string{".1"}, 2, 1},
		"Flutterwave is silent, then duplicate: a new attempt":   {order.PaymentMethodFlutterwave, false, true, []string{".1", ".2"}, 3, 1},
		"answered: nothing is asked again, nothing is verified ": {order.PaymentMethodPaystack, false, false, []string{".1"}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			at := d.paystack
			if row.provider == order.PaymentMethodFlutterwave {
				at = d.flutterwave
			}
			made := d.open(d.order(by(row.provider)))
			if row.fails {
				at.fail("initialize", away(0))
			}
			if row.lost {
				at.lose("initialize", away(0))
			}
			_, err := d.service.Initialize(t.Context(), made, payer)
			require.Equal(t, row.fails || row.lost, fault.Is(err, fault.ServiceUnavailable))

			d.service = d.another() // Nothing is kept in memory.
			opened := d.initialize(made)
			var references []string
			for _, reference := range at.references() {
				references = append(references, reference[len("ZUKA-2026-000001"):])
			}
			require.Equal(t, row.references, references)
			require.Equal(t, "ZUKA-2026-000001"+references[len(references)-1], opened.Reference)
			require.Equal(t, "https://pay.example/"+opened.Reference, opened.Metadata.AuthorizationURL)
			require.Equal(t, row.initialize, at.called("initialize"))
			require.Equal(t, row.verify, at.called("verify"))
			same(t, opened, d.initialize(made), "who still has the old attempt gets the new one")
			require.Len(t, d.rows(made.OrderID), len(references))
		})
	}
}

func TestALostPageThatWasPaidIsNotOpenedAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.lose("initialize", away(0))
	_, err := d.service.Initialize(t.Context(), made, payer)
	require.Error(t, err)
	d.paystack.pays(made.Reference, gateway.Success, 500_000, "1")
	d.clock.advance(time.Second)
	_, err = d.service.Initialize(t.Context(), made, payer)
	require.True(t, fault.For(err, fault.StateConflict))
	require.Equal(t, []int{made.ID}, d.due(), "the next sweep asks about it")
	require.Len(t, d.rows(made.OrderID), 1)
}

func TestALostPageOfAnOrderThatWasGivenUpIsNotOpenedAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.lose("initialize", away(0))
	_, err := d.service.Initialize(t.Context(), made, payer)
	require.Error(t, err)
	d.exec("UPDATE orders SET status = 'cancelled' WHERE id = $1", made.OrderID)
	_, err = d.service.Initialize(t.Context(), made, payer)
	require.True(t, fault.For(err, fault.StateConflict))
}

func TestPagesLostAgainAndAgainComeToAnEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.fail("initialize", gateway.ErrDuplicate, gateway.ErrDuplicate, gateway.ErrDuplicate)
	_, err := d.service.Initialize(t.Context(), made, payer)
	require.True(t, fault.Is(err, fault.ServiceUnavailable))
	require.Equal(t, mostAttempts, d.paystack.called("initialize"))
	require.LessOrEqual(t, len(d.rows(made.OrderID)), mostAttempts+1)
}

func TestManyWhoAskGetOnePage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	urls := make([]string, 24)
	d.together(len(urls), func(i int) {
		opened, err := d.service.Initialize(t.Context(), made, payer)
		if err != nil {
			t.Error(err)
			return
		}
		urls[i] = opened.Metadata.AuthorizationURL
	})
	for _, url := range urls {
		require.Equal(t, "https://pay.example/"+made.Reference, url)
	}
	require.Equal(t, 1, d.paystack.called("initialize"))
}

// Two servers that ask for the same page at once may open two; who comes after
// gets one that works.
func TestTwoServersThatAskAtOnceBothGetAPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	both := []*Service{d.service, d.another()}
	references := make([]string, 2)
	d.together(2, func(i int) {
		opened, err := both[i].Initialize(t.Context(), made, payer)
		if err != nil {
			t.Error(err)
			return
		}
		references[i] = opened.Reference
	})
	for _, reference := range references {
		require.Contains(t, d.paystack.references(), reference)
	}
	require.LessOrEqual(t, len(d.rows(made.OrderID)), 2)
}

func TestAnImpatientCallersPageIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.wait = make(chan struct{})
	ctx, hangUp := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() {
		_, err := d.service.Initialize(ctx, made, payer)
		answered <- err
	}()
	<-d.paystack.entered
	hangUp()
	require.True(t, fault.Is(<-answered, fault.ServiceUnavailable))

	second := make(chan *db.Payment, 1)
	go func() {
		opened, err := d.service.Initialize(t.Context(), made, payer)
		if err != nil {
			t.Error(err)
		}
		second <- opened
	}()
	close(d.paystack.wait)
	require.Equal(t, made.Reference, (<-second).Reference)
	require.Equal(t, 1, d.paystack.called("initialize"))
}
