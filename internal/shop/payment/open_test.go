package payment

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

func TestAnOrderIsPaidByAttempts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	buyer := d.user()
	of := d.order(of(buyer))
	first := d.open(of)
	require.Equal(t, of.OrderNumber+".1", first.Reference)
	require.Equal(t, naira(5000), first.AmountNgn)
	require.Equal(t, entpayment.ProviderPaystack, first.Provider)
	require.Equal(t, entpayment.StatusPending, first.Status)
	require.Equal(t, buyer, *first.UserID)
	require.Equal(t, 1, first.Version)
	require.Equal(t, "2m0s", d.clock.since(*first.NextCheckAt))

	d.clock.advance(pageLife - time.Second)
	require.Equal(t, first.ID, d.open(of).ID, "its page is still good")
	d.clock.advance(time.Second)
	second := d.open(of)
	require.Equal(t, of.OrderNumber+".2", second.Reference)
	require.Equal(t, second.ID, d.open(of).ID)
	require.Len(t, d.rows(of.ID), 2)

	d.record(second, d.paystack.pays(second.Reference, gateway.Failed, 0, ""))
	require.Equal(t, of.OrderNumber+".3", d.open(of).Reference, "after a failure there is a new one")
}

func TestOnlyAnOrderThatWaitsForItsMoneyIsOpened(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, status := range []order.Status{order.StatusPaid, order.StatusProcessing, order.StatusCancelled, order.StatusRefunded} {
		_, err := d.tryOpen(d.order(func(o *db.OrderCreate) { o.SetStatus(status) }))
		require.True(t, fault.For(err, fault.StateConflict), status)
	}
	paid := d.order()
	d.paid(paid, "1")
	_, err := d.tryOpen(paid) // The order has not been moved yet.
	require.True(t, fault.For(err, fault.StateConflict))
	_, err = d.tryOpen(&db.Order{ID: 1_000_000, PaymentMethod: order.PaymentMethodPaystack})
	require.True(t, fault.Is(err, fault.NotFound))
	_, err = d.tryOpen(d.order(func(o *db.OrderCreate) { o.SetTotalNgn(0).SetDiscountNgn(5000) }))
	require.True(t, fault.For(err, fault.PaymentMethodUnavailable), "there is nothing to pay")
}

func TestOnlyWhatTheShopHasIsOffered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.True(t, d.service.Offered(order.PaymentMethodPaystack))
	require.True(t, d.service.Offered(order.PaymentMethodCashOnDelivery))
	delete(d.service.Providers, "flutterwave")
	require.False(t, d.service.Offered(order.PaymentMethodFlutterwave))
	_, err := d.tryOpen(d.order(by(order.PaymentMethodFlutterwave)))
	require.True(t, fault.For(err, fault.PaymentMethodUnavailable))
}

func TestAnOrderOpenedByManyHasOneAttempt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order()
	ids := make([]int, 24)
	d.together(len(ids), func(i int) {
		made, err := d.tryOpen(of)
		if err != nil {
			t.Error(err)
			return
		}
		ids[i] = made.ID
	})
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}
	require.Len(t, d.rows(of.ID), 1)
}

func TestCashIsCollectedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of, staff := d.order(by(order.PaymentMethodCashOnDelivery)), d.user()
	due := d.open(of)
	require.Equal(t, of.OrderNumber+".cash", due.Reference)
	require.Nil(t, due.NextCheckAt, "nobody can be asked about cash")
	d.clock.advance(24 * time.Hour)
	require.Equal(t, due.ID, d.open(of).ID, "cash has no page to grow old")
	ids, err := d.service.Due(t.Context(), 10)
	require.NoError(t, err)
	require.Empty(t, ids)
	_, err = d.service.Initialize(t.Context(), due, Payer{})
	require.True(t, fault.For(err, fault.StateConflict))
	_, err = d.tryRecord(due.ID, gateway.Charge{Reference: due.Reference, State: gateway.Success})
	require.Error(t, err, "no provider has a say in cash")

	_, err = d.collect(of, staff, 4999, Cash)
	require.True(t, fault.Is(err, fault.BadUserInput), "all of it")
	_, err = d.collect(of, staff, 5000, "cheque")
	require.True(t, fault.Is(err, fault.BadUserInput))
	_, err = d.collect(d.order(), staff, 5000, Cash)
	require.True(t, fault.For(err, fault.StateConflict), "an order that is paid online")

	taken, err := d.collect(of, staff, 5000, POS)
	require.NoError(t, err)
	require.Equal(t, entpayment.StatusSuccess, taken.Status)
	require.Equal(t, "pos", *taken.PaymentMethod)
	require.Equal(t, staff, *taken.CollectedBy)
	require.Equal(t, due.Version+1, taken.Version)
	require.True(t, taken.Metadata.PaidAt.Equal(d.clock.Now()))
	_, err = d.collect(of, staff, 5000, POS)
	require.True(t, fault.For(err, fault.StateConflict))
}

func TestCashCollectedByManyIsCollectedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of, staff := d.order(by(order.PaymentMethodCashOnDelivery)), d.user()
	due := d.open(of)
	done := make([]bool, 16)
	d.together(len(done), func(i int) {
		_, err := d.collect(of, staff, 5000, Cash)
		done[i] = err == nil
		if err != nil && !fault.For(err, fault.StateConflict) {
			t.Error(err)
		}
	})
	require.Equal(t, 1, tally(done))
	require.Equal(t, 2, d.row(due.ID).Version)
}

func tally(done []bool) (n int) {
	for _, one := range done {
		if one {
			n++
		}
	}
	return n
}

func (d *desk) collect(of *db.Order, staff uuid.UUID, amount naira, how string) (taken *db.Payment, err error) {
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		taken, err = d.service.Collected(ctx, tx, of.ID, staff, amount, how)
		return err
	})
	return taken, err
}
