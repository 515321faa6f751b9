package payment

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/refund"
	"zuka/internal/shop/payment/gateway"
)

func TestASuccessIsRecordedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.initialize(d.open(d.order()))
	charge := d.paystack.pays(made.Reference, gateway.Success, 500_000, "4099260516")
	outcome := d.record(made, charge)
	require.Equal(t, Paid, outcome.Kind)
	require.True(t, outcome.Changed)
	require.Nil(t, outcome.Refund)
	now := d.row(made.ID)
	require.Equal(t, entpayment.StatusSuccess, now.Status)
	require.Equal(t, "4099260516", *now.TransactionID)
	require.Equal(t, "card", *now.PaymentMethod)
	require.Nil(t, now.NextCheckAt)
	require.Nil(t, now.FailureReason)
	require.Equal(t, made.Version+1, now.Version)
	require.Equal(t, made.Metadata.AuthorizationURL, now.Metadata.AuthorizationURL)
	require.Equal(t, int64(151), now.Metadata.FeesNGN)
	require.Equal(t, "visa", now.Metadata.CardType)
	require.Equal(t, "4081", now.Metadata.CardLast4)
	require.True(t, now.Metadata.PaidAt.Equal(*charge.PaidAt))

	for _, state := range []gateway.State{gateway.Success, gateway.Failed, gateway.Pending, "nonsense"} {
		charge.State = state
		again := d.record(made, charge)
		require.Equal(t, Paid, again.Kind, state)
		require.False(t, again.Changed)
		same(t, now, d.row(made.ID), "a success is never undone")
	}
}

func TestALateSuccessOfAFailureCounts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	outcome := d.record(made, d.paystack.pays(made.Reference, gateway.Failed, 500_000, "1"))
	require.Equal(t, Failed, outcome.Kind)
	require.True(t, outcome.Changed)
	require.Equal(t, "Declined", *outcome.Payment.FailureReason)
	require.Nil(t, outcome.Payment.TransactionID, "nothing came in by it")
	require.Equal(t, "2m0s", d.clock.since(*outcome.Payment.NextCheckAt), "its page may still be open")

	d.clock.advance(2 * time.Minute)
	again := d.record(made, d.paystack.charges[made.Reference])
	require.False(t, again.Changed)
	require.Equal(t, outcome.Payment.Version, again.Payment.Version)
	require.Equal(t, "5m0s", d.clock.since(*again.Payment.NextCheckAt))
	d.clock.advance(triedFor)
	require.Nil(t, d.record(made, d.paystack.charges[made.Reference]).Payment.NextCheckAt)

	late := d.record(made, d.paystack.pays(made.Reference, gateway.Success, 500_000, "2"))
	require.Equal(t, Paid, late.Kind)
	require.True(t, late.Changed)
	require.Nil(t, late.Payment.FailureReason)
	require.Equal(t, outcome.Payment.Version+1, late.Payment.Version)
}

func TestMoneyThatDoesNotPayTheOrderIsHeld(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*gateway.Charge){
		"too little":         func(c *gateway.Charge) { c.AmountKobo = 499_999 },
		"nothing":            func(c *gateway.Charge) { c.AmountKobo = 0 },
		"another currency":   func(c *gateway.Charge) { c.Currency = "USD" },
		"no currency":        func(c *gateway.Charge) { c.Currency = "" },
		"of the other mode ": func(c *gateway.Charge) { c.State = otherMode },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			of := d.order()
			made := d.open(of)
			charge := d.paystack.pays(made.Reference, gateway.Success, 500_000, "1")
			spoil(&charge)
			outcome := d.record(made, charge)
			require.Equal(t, Wrong, outcome.Kind)
			require.True(t, outcome.Changed)
			require.Contains(t, outcome.Note, held)
			now := d.row(made.ID)
			require.Equal(t, entpayment.StatusFailed, now.Status)
			require.Equal(t, outcome.Note, *now.FailureReason)
			require.Equal(t, "1", *now.TransactionID)
			require.Nil(t, now.NextCheckAt)
			require.Zero(t, d.count("SELECT count(*) FROM refunds"), "a person decides")

			again := d.record(made, charge)
			require.Equal(t, Wrong, again.Kind)
			require.False(t, again.Changed)
			same(t, now, d.row(made.ID))
			require.Equal(t, Wrong, d.record(made, gateway.Charge{Reference: made.Reference, State: gateway.Failed}).Kind)

			require.Equal(t, of.OrderNumber+".2", d.open(of).Reference, "the payer may pay again")
			outcome = d.record(made, d.paystack.pays(made.Reference, gateway.Success, 500_000, "1"))
			require.Equal(t, Paid, outcome.Kind, "and what was missing may still come")
			require.Nil(t, outcome.Payment.FailureReason)
		})
	}
}

func TestPlayMoneyIsHeld(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.fail("verify", gateway.ErrMode)
	charge, err := d.service.Ask(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, Wrong, d.record(made, charge).Kind)
}

func TestMoreThanIsAskedPays(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	require.Equal(t, Paid, d.record(made, d.paystack.pays(made.Reference, gateway.Success, 517_550, "1")).Kind)
}

func TestASecondSuccessOfAnOrderGoesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order()
	first, second := d.open(of), d.secondAttempt(of)
	require.Equal(t, Paid, d.record(second, d.paystack.pays(second.Reference, gateway.Success, 500_000, "2")).Kind)
	charge := d.paystack.pays(first.Reference, gateway.Success, 507_550, "1")
	outcome := d.record(first, charge)
	require.Equal(t, AlreadyPaid, outcome.Kind)
	require.True(t, outcome.Changed)
	require.Contains(t, outcome.Note, second.Reference)
	require.Equal(t, entpayment.StatusFailed, outcome.Payment.Status)
	require.Equal(t, "1", *outcome.Payment.TransactionID)
	require.Nil(t, outcome.Payment.NextCheckAt)
	require.Equal(t, first.ID, outcome.Refund.PaymentID)
	require.Equal(t, naira(5075), outcome.Refund.AmountNgn, "as much as came, not as much as was asked")
	require.Equal(t, refund.StatusRequested, outcome.Refund.Status)
	require.Equal(t, 1, d.count("SELECT count(*) FROM jobs WHERE kind = 'refund' AND id = $1", outcome.Refund.ID))

	again := d.record(first, charge)
	require.Equal(t, AlreadyPaid, again.Kind)
	require.False(t, again.Changed)
	require.Nil(t, again.Refund)
	require.Equal(t, 1, d.count("SELECT count(*) FROM refunds"))
	require.Equal(t, outcome.Payment.Version, d.row(first.ID).Version)
	require.Equal(t, entpayment.StatusSuccess, d.row(second.ID).Status)

	sent, changed, err := d.service.SendRefund(t.Context(), outcome.Refund.ID)
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, refund.StatusPending, sent.Status)
	require.Len(t, d.paystack.refunds["1"], 1)
	require.Empty(t, d.paystack.refunds["2"])
}

func TestTooLittleForAnOrderThatIsPaidGoesBackToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order()
	first, second := d.open(of), d.secondAttempt(of)
	d.record(second, d.paystack.pays(second.Reference, gateway.Success, 500_000, "2"))
	outcome := d.record(first, d.paystack.pays(first.Reference, gateway.Success, 10_050, "1"))
	require.Equal(t, AlreadyPaid, outcome.Kind)
	require.Equal(t, naira(100), outcome.Refund.AmountNgn)
}

// Flutterwave's page takes several payments under one reference.
func TestASecondTransactionUnderOneReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order(by(order.PaymentMethodFlutterwave))
	made := d.open(of)
	d.record(made, d.flutterwave.pays(made.Reference, gateway.Success, 500_000, "1"))
	second := d.flutterwave.pays(made.Reference, gateway.Success, 500_000, "2")
	outcome := d.record(made, second)
	require.Equal(t, AlreadyPaid, outcome.Kind)
	require.Equal(t, made.Reference+".t2", outcome.Payment.Reference)
	require.Equal(t, of.ID, outcome.Payment.OrderID)
	require.Equal(t, "2", *outcome.Payment.TransactionID)
	require.Equal(t, outcome.Payment.ID, outcome.Refund.PaymentID)
	require.False(t, d.record(made, second).Changed)
	require.Equal(t, "1", *d.row(made.ID).TransactionID)
	require.Len(t, d.rows(of.ID), 2)

	_, _, err := d.service.SendRefund(t.Context(), outcome.Refund.ID)
	require.NoError(t, err)
	require.Len(t, d.flutterwave.refunds["2"], 1, "the second one, by its number")
	charge, err := d.service.Ask(t.Context(), outcome.Payment.ID)
	require.NoError(t, err)
	require.Equal(t, outcome.Payment.Reference, charge.Reference, "it is asked about under the first one's reference")
}

func TestASecondTransactionMayPayWhatTheFirstDidNot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order(by(order.PaymentMethodFlutterwave))
	made := d.open(of)
	require.Equal(t, Wrong, d.record(made, d.flutterwave.pays(made.Reference, gateway.Success, 100_000, "1")).Kind)
	outcome := d.record(made, d.flutterwave.pays(made.Reference, gateway.Success, 500_000, "2"))
	require.Equal(t, Paid, outcome.Kind)
	require.Equal(t, made.Reference+".t2", outcome.Payment.Reference)
	require.Equal(t, "1", *d.row(made.ID).TransactionID, "the first one's money is still held")
	require.Contains(t, *d.row(made.ID).FailureReason, held)
	require.Equal(t, of.OrderNumber+".2", (&attempts{number: of.OrderNumber, payments: d.rows(of.ID)}).next())
}

func TestMoneyThatIsTakenBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	charge := d.paystack.pays(made.Reference, gateway.Reversed, 500_000, "1")
	outcome := d.record(made, charge)
	require.Equal(t, Reversed, outcome.Kind)
	require.True(t, outcome.Changed)
	require.Equal(t, entpayment.StatusSuccess, outcome.Payment.Status)
	require.Contains(t, *outcome.Payment.FailureReason, takenBack)
	require.False(t, d.record(made, charge).Changed)
	charge.State = gateway.Success
	require.False(t, d.record(made, charge).Changed)

	refunded := d.paid(d.order(), "2")
	d.request(refunded)
	outcome = d.record(refunded, d.paystack.pays(refunded.Reference, gateway.Reversed, 500_000, "2"))
	require.Equal(t, Paid, outcome.Kind, "that was the shop's own doing")
	require.False(t, outcome.Changed)

	never := d.open(d.order())
	outcome = d.record(never, d.paystack.pays(never.Reference, gateway.Reversed, 500_000, "3"))
	require.Equal(t, Failed, outcome.Kind, "it came and went")
	require.Nil(t, outcome.Payment.NextCheckAt)
	require.Nil(t, outcome.Payment.TransactionID)

	unseen := d.paid(d.order(), "4")
	outcome = d.record(unseen, d.paystack.pays(unseen.Reference, gateway.Reversed, 500_000, "5"))
	require.False(t, outcome.Changed, "another transaction came and went")
}

func TestAWordAboutAnotherPaymentIsNotRecorded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, other := d.open(d.order()), d.open(d.order())
	_, err := d.tryRecord(made.ID, d.paystack.pays(other.Reference, gateway.Success, 500_000, "1"))
	require.ErrorIs(t, err, errOtherReference)
	_, err = d.tryRecord(1_000_000, gateway.Charge{})
	require.Error(t, err)
	require.Equal(t, made.Version, d.row(made.ID).Version)
}

func TestWhatAProviderSaysCanBeStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	charge := d.paystack.pays(made.Reference, gateway.Failed, 0, "not a number\x00")
	charge.Message, charge.Channel, charge.CardBrand = "bad\x00 \xff words", "c\x00", "\xff"
	outcome := d.record(made, charge)
	require.Equal(t, Failed, outcome.Kind)
	require.Equal(t, "bad words", *outcome.Payment.FailureReason)
	charge.State, charge.AmountKobo = gateway.Success, 500_000
	require.Nil(t, d.record(made, charge).Payment.TransactionID)
}

// Both tabs of a payer pay, and each provider's word comes ten times at once.
func TestOfManySuccessesAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	of := d.order()
	first := d.open(of)
	second := d.secondAttempt(of)
	charges := []gateway.Charge{
		d.paystack.pays(first.Reference, gateway.Success, 500_000, "1"), d.paystack.pays(second.Reference, gateway.Success, 500_000, "2"),
	}
	changed := make([]bool, 20)
	kinds := make([]Kind, len(changed))
	d.together(len(changed), func(i int) {
		outcome, err := d.tryRecord([]int{first.ID, second.ID}[i%2], charges[i%2])
		if err != nil {
			t.Error(err)
		}
		changed[i], kinds[i] = outcome.Changed, outcome.Kind
	})
	require.Equal(t, 2, tally(changed), "one Paid and one AlreadyPaid: %v", kinds)
	require.Equal(t, 1, d.count("SELECT count(*) FROM payments WHERE status = 'success'"))
	require.Equal(t, 1, d.count("SELECT count(*) FROM refunds"))
	require.Equal(t, 1, d.count("SELECT count(*) FROM jobs"))
	for _, one := range d.rows(of.ID) {
		require.Equal(t, 2, one.Version)
	}
}
