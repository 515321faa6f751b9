package payment

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/ent/db/refund"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

func (d *desk) request(of *db.Payment) *db.Refund {
	d.Helper()
	made, err := d.tryRequest(of.OrderID, of, nil)
	require.NoError(d, err)
	return made
}

func (d *desk) tryRequest(order int, of *db.Payment, staff *uuid.UUID) (made *db.Refund, err error) {
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		made, err = d.service.RequestRefund(ctx, tx, order, of, " The customer sent it back ", staff)
		return err
	})
	return made, err
}

func (d *desk) send(made *db.Refund) (*db.Refund, bool) {
	d.Helper()
	sent, changed, err := d.service.SendRefund(d.Context(), made.ID)
	require.NoError(d, err)
	return sent, changed
}

func (d *desk) dueRefunds() []int {
	d.Helper()
	ids, err := d.service.DueRefunds(d.Context(), 100)
	require.NoError(d, err)
	return ids
}

func TestARefundIsRequestedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, staff := d.paid(d.order(), "1"), d.user()
	asked, err := d.tryRequest(made.OrderID, made, &staff)
	require.NoError(t, err)
	require.Equal(t, refund.StatusRequested, asked.Status)
	require.Equal(t, naira(5000), asked.AmountNgn)
	require.Equal(t, "The customer sent it back", asked.Reason)
	require.Equal(t, staff, *asked.UserID)
	require.Equal(t, asked.ID, d.request(made).ID)
	require.Equal(t, 1, d.count("SELECT count(*) FROM jobs WHERE kind = 'refund'"))

	_, err = d.tryRequest(d.order().ID, made, nil)
	require.True(t, fault.For(err, fault.StateConflict), "the order of another")
	_, err = d.tryRequest(1_000_000, made, nil)
	require.True(t, fault.Is(err, fault.NotFound))
	unpaid := d.open(d.order())
	_, err = d.tryRequest(unpaid.OrderID, unpaid, nil)
	require.True(t, fault.For(err, fault.StateConflict))
}

func TestARefundRequestedByManyIsRequestedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	d.together(16, func(int) {
		if _, err := d.tryRequest(made.OrderID, made, nil); err != nil {
			t.Error(err)
		}
	})
	require.Equal(t, 1, d.count("SELECT count(*) FROM refunds"))
	require.Equal(t, 1, d.count("SELECT count(*) FROM jobs"))
}

func TestMoneyGoesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	asked := d.request(made)
	sent, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusPending, sent.Status)
	require.Equal(t, d.paystack.refunds["1"][0].ProviderRefundID, *sent.ProviderRefundID)
	require.Equal(t, "10m0s", d.clock.since(*sent.NextCheckAt))

	_, changed = d.send(asked)
	require.False(t, changed)
	require.Equal(t, 1, d.paystack.called("find"), "its time has not come")
	require.Empty(t, d.dueRefunds())
	d.clock.advance(10 * time.Minute)
	require.Equal(t, []int{asked.ID}, d.dueRefunds())
	again, changed := d.send(asked)
	require.False(t, changed)
	require.Equal(t, "30m0s", d.clock.since(*again.NextCheckAt))

	d.paystack.returns("1", gateway.RefundDone)
	d.clock.advance(30 * time.Minute)
	done, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusDone, done.Status)
	require.Nil(t, done.NextCheckAt)
	now := d.row(made.ID)
	require.Equal(t, int64(5000), now.Metadata.RefundedNGN)
	require.Equal(t, made.Version+1, now.Version)
	require.Equal(t, "success", string(now.Status))
	require.Equal(t, 1, d.paystack.called("refund"))
}

// The naive way, to look and then to send without a claim, sends all of them.
func TestARefundSentByManyWorkersIsSentOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	workers := []*Service{d.service, d.another(), d.another()}
	changed := make([]bool, 24)
	// Nobody goes on from looking before everybody has looked or has left.
	type arriving struct{}
	var there sync.WaitGroup
	there.Add(len(changed))
	d.paystack.meet = func(ctx context.Context) {
		ctx.Value(arriving{}).(func())()
		there.Wait()
	}
	d.together(len(changed), func(i int) {
		arrive := sync.OnceFunc(there.Done)
		defer arrive()
		var err error
		ctx := context.WithValue(t.Context(), arriving{}, arrive)
		if _, changed[i], err = workers[i%len(workers)].SendRefund(ctx, asked.ID); err != nil {
			t.Error(err)
		}
	})
	require.Equal(t, 1, tally(changed))
	require.Equal(t, 1, d.paystack.called("refund"))
	require.Len(t, d.paystack.refunds["1"], 1)
}

func TestARefundWhoseAnswerWasLostIsFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	d.paystack.lose("refund", away(5*time.Minute))
	_, _, err := d.service.SendRefund(t.Context(), asked.ID)
	found, is := fault.From(err)
	require.True(t, is)
	require.Equal(t, 5*time.Minute, found.RetryAfter)
	require.Equal(t, refund.StatusRequested, d.refundRow(asked.ID).Status)
	_, changed := d.send(asked)
	require.False(t, changed, "the provider is left in peace")
	d.clock.advance(5 * time.Minute)
	sent, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusPending, sent.Status)
	require.Equal(t, 1, d.paystack.called("refund"))
}

func TestAWorkerThatDiedIsFollowedByAnother(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	d.exec("UPDATE refunds SET next_check_at = $1", d.clock.Now().Add(refundLease)) // What it had claimed.
	require.Empty(t, d.dueRefunds())
	d.clock.advance(refundLease)
	require.Equal(t, []int{asked.ID}, d.dueRefunds())
	_, changed := d.send(asked)
	require.True(t, changed)
}

func TestABusyProviderIsAskedForTheRefundLater(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	d.paystack.fail("find", away(0))
	_, _, err := d.service.SendRefund(t.Context(), asked.ID)
	require.True(t, fault.Is(err, fault.ServiceUnavailable))
	require.Equal(t, "2m0s", d.clock.since(*d.refundRow(asked.ID).NextCheckAt))
}

func TestARefundThatIsRefusedCanBeRequestedAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	asked := d.request(made)
	d.paystack.fail("refund", gateway.ErrRefused)
	failed, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusFailed, failed.Status)
	require.NotEmpty(t, *failed.Failure)
	require.Nil(t, failed.NextCheckAt)
	_, changed = d.send(asked)
	require.False(t, changed)

	again := d.request(made)
	require.NotEqual(t, asked.ID, again.ID)
	sent, _ := d.send(again)
	require.Equal(t, refund.StatusPending, sent.Status)
	d.paystack.returns("1", gateway.RefundFailed)
	d.clock.advance(10 * time.Minute)
	failed, _ = d.send(again)
	require.Equal(t, refund.StatusFailed, failed.Status)

	third := d.request(made)
	sent, _ = d.send(third)
	require.Equal(t, refund.StatusPending, sent.Status, "the earlier one's failure is not this one's")
	require.Len(t, d.paystack.refunds["1"], 2)
}

func TestARefundThatNeedsHelpIsSettledByHand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	d.send(asked)
	_, err := d.settle(asked)
	require.True(t, fault.For(err, fault.StateConflict), "it is on its way")
	d.paystack.returns("1", gateway.RefundNeedsAttention)
	d.clock.advance(10 * time.Minute)
	waiting, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusNeedsAttention, waiting.Status)
	require.NotNil(t, waiting.NextCheckAt, "staff may see to it at the provider's")
	settled, err := d.settle(asked)
	require.NoError(t, err)
	require.Equal(t, refund.StatusDone, settled.Status)
	require.Nil(t, settled.Failure)
	require.Equal(t, int64(5000), d.row(asked.PaymentID).Metadata.RefundedNGN)
	_, err = d.settle(asked)
	require.True(t, fault.For(err, fault.StateConflict))
}

func (d *desk) settle(asked *db.Refund) (settled *db.Refund, err error) {
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		settled, err = d.service.SettleRefund(ctx, tx, asked.ID)
		return err
	})
	return settled, err
}

func TestARefundIsNotFollowedForEver(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	asked := d.request(d.paid(d.order(), "1"))
	d.send(asked)
	d.clock.advance(refundedFor)
	over, changed := d.send(asked)
	require.True(t, changed)
	require.Equal(t, refund.StatusNeedsAttention, over.Status)
	require.Nil(t, over.NextCheckAt)
}

func TestCashIsGivenBackByHand(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order(by(order.PaymentMethodCashOnDelivery))
	d.open(of)
	taken, err := d.collect(of, d.user(), 5000, Cash)
	require.NoError(t, err)
	asked := d.request(taken)
	require.Equal(t, refund.StatusNeedsAttention, asked.Status)
	require.Nil(t, asked.NextCheckAt)
	require.Zero(t, d.count("SELECT count(*) FROM jobs"))
	_, changed := d.send(asked)
	require.False(t, changed)
	settled, err := d.settle(asked)
	require.NoError(t, err)
	require.Equal(t, refund.StatusDone, settled.Status)
}

func TestMoneyThatIsHeldIsGivenBackByWhatTheProviderSays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.record(made, d.paystack.pays(made.Reference, gateway.Success, 123_450, "1"))
	charge, err := d.service.Ask(t.Context(), made.ID)
	require.NoError(t, err)
	give := func(payment int, charge gateway.Charge) (asked *db.Refund, err error) {
		err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
			asked, err = d.service.RefundCharge(ctx, tx, payment, charge, "", nil)
			return err
		})
		return asked, err
	}
	asked, err := give(made.ID, charge)
	require.NoError(t, err)
	require.Equal(t, naira(1234), asked.AmountNgn)
	require.NotEmpty(t, asked.Reason)

	charge.State = gateway.Reversed
	_, err = give(made.ID, charge)
	require.True(t, fault.For(err, fault.StateConflict))
	charge.State, charge.ProviderID = gateway.Success, "2"
	_, err = give(made.ID, charge)
	require.ErrorIs(t, err, errOtherReference)
	paid := d.paid(d.order(), "3")
	_, err = give(paid.ID, d.paystack.charges[paid.Reference])
	require.True(t, fault.For(err, fault.StateConflict), "that is for RequestRefund")
}
