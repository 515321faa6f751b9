package ledger

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

var now = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, in *Ledger, reference string, single bool) Payment {
	t.Helper()
	made, _, err := in.Open(Payment{
		Provider: "p", Reference: reference, Code: "code-" + reference, Single: single, Amount: 10_000, Currency: "NGN",
	})
	require.NoError(t, err)
	return made
}

func TestASingleTransactionIsThereFromTheBeginningAndEndsOnce(t *testing.T) {
	t.Parallel()
	in := New(10, clock.Fixed(now))
	opened := open(t, in, "a", true)
	require.Equal(t, now, opened.CreatedAt)
	require.Len(t, opened.Transactions, 1)
	id := opened.Transactions[0].ID
	require.Greater(t, id, uint64(1<<53))
	require.NotEqual(t, id, uint64(float64(id)), "a float must not hold it")
	_, _, err := in.Open(Payment{Provider: "p", Reference: "a", Code: "other"})
	require.ErrorIs(t, err, ErrDuplicate)

	for _, status := range []Status{Ongoing, Failed} {
		_, changed, err := in.Record("p", "a", Outcome{Status: status, Charged: 10_000, Reason: "no"})
		require.NoError(t, err)
		require.Equal(t, id, changed.ID)
		require.Zero(t, changed.PaidAt)
	}
	_, _, err = in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.ErrorIs(t, err, ErrFinal)
	_, err = in.Leave("p", "a")
	require.ErrorIs(t, err, ErrFinal)
	payment, paid, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000, Force: true})
	require.NoError(t, err)
	require.Equal(t, Transaction{ID: id, Status: Paid, Charged: 10_000, Currency: "NGN", CreatedAt: now, PaidAt: now}, paid)
	require.Len(t, payment.Transactions, 1)
}

func TestEachTryCanBeATransaction(t *testing.T) {
	t.Parallel()
	in := New(10, clock.Fixed(now))
	open(t, in, "a", false)
	left, err := in.Leave("p", "a")
	require.NoError(t, err)
	_, tried := left.Latest()
	require.False(t, tried)
	ids := map[uint64]bool{}
	for _, status := range []Status{Failed, Failed, Ongoing, Paid} {
		_, made, err := in.Record("p", "a", Outcome{Status: status, Charged: 10_000})
		require.NoError(t, err)
		ids[made.ID] = true
	}
	require.Len(t, ids, 3, "what is going on keeps its number")
	_, _, err = in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.ErrorIs(t, err, ErrFinal)
	payment, second, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000, Currency: "USD", Force: true})
	require.NoError(t, err)
	require.Equal(t, "USD", second.Currency)
	require.Len(t, payment.Transactions, 4)
	for range maxEntries - 4 {
		_, _, err = in.Record("p", "a", Outcome{Status: Paid, Force: true})
		require.NoError(t, err)
	}
	_, _, err = in.Record("p", "a", Outcome{Status: Paid, Force: true})
	require.ErrorIs(t, err, ErrFull)
}

func TestLeavingAndReversing(t *testing.T) {
	t.Parallel()
	in := New(10, clock.Fixed(now))
	open(t, in, "a", true)
	_, _, err := in.Record("p", "a", Outcome{Status: Ongoing})
	require.NoError(t, err)
	left, err := in.Leave("p", "a")
	require.NoError(t, err)
	require.Equal(t, Waiting, left.Transactions[0].Status)
	_, _, err = in.Reverse("p", "a")
	require.ErrorIs(t, err, ErrNotPaid)
	_, _, err = in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.NoError(t, err)
	_, reversed, err := in.Reverse("p", "a")
	require.NoError(t, err)
	require.Equal(t, Reversed, reversed.Status)
	require.Equal(t, now, reversed.PaidAt)
	for _, err := range []error{
		second(in.Leave("p", "x")), third(in.Reverse("p", "x")), third(in.Record("p", "x", Outcome{})),
	} {
		require.ErrorIs(t, err, ErrUnknown)
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

func TestRefundsNeverExceedTheCharge(t *testing.T) {
	t.Parallel()
	in := New(10, clock.Fixed(now))
	id := open(t, in, "a", true).Transactions[0].ID
	require.ErrorIs(t, third(in.Refund("p", id, Ask{Status: Pending})), ErrNotPaid)
	require.ErrorIs(t, third(in.Refund("p", 7, Ask{Status: Pending})), ErrUnknown)
	_, _, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.NoError(t, err)
	part, _, err := in.Refund("p", id, Ask{Amount: 4000, Status: Pending})
	require.NoError(t, err)
	require.ErrorIs(t, third(in.Refund("p", id, Ask{Status: Pending})), ErrTooMuch, "all of it is more than the rest")
	rest, _, err := in.Refund("p", id, Ask{Amount: 6000, Status: Pending})
	require.NoError(t, err)
	require.ErrorIs(t, third(in.Refund("p", id, Ask{Amount: 1, Status: Pending})), ErrTooMuch)

	_, payment, err := in.Progress("p", "a", rest.ID, RefundFailed, false)
	require.NoError(t, err)
	require.True(t, payment.Has(Paid))
	again, _, err := in.Refund("p", id, Ask{Amount: 6000, Status: Pending})
	require.NoError(t, err, "the money of the one that failed is there again")
	for _, one := range []uint64{part.ID, again.ID} {
		_, payment, err = in.Progress("p", "a", one, Processed, false)
		require.NoError(t, err)
	}
	require.True(t, payment.Has(Reversed))
	require.ErrorIs(t, third(in.Refund("p", id, Ask{Amount: 1, Status: Pending})), ErrTooMuch)
	found, _, ok := in.RefundByID("p", again.ID)
	require.True(t, ok)
	require.Equal(t, Processed, found.Status)
	require.Len(t, in.Refunds("p"), 3)
	require.Equal(t, again.ID, in.Refunds("p")[0].ID)
	require.Empty(t, in.Refunds("q"))
}

func TestRefundsGoForwardOnly(t *testing.T) {
	t.Parallel()
	in := New(10, clock.Fixed(now))
	id := open(t, in, "a", false).Transactions
	require.Empty(t, id)
	_, paid, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.NoError(t, err)
	require.ErrorIs(t, third(in.Progress("p", "a", 0, Processed, false)), ErrNoRefund)
	require.ErrorIs(t, third(in.Progress("p", "x", 0, Processed, false)), ErrUnknown)
	made, _, err := in.Refund("p", paid.ID, Ask{Status: Pending})
	require.NoError(t, err)
	require.ErrorIs(t, third(in.Progress("p", "a", made.ID+2, Processed, false)), ErrNoRefund)
	require.ErrorIs(t, third(in.Progress("p", "a", 0, Pending, false)), ErrFinal)
	for step, status := range []RefundStatus{Processing, NeedsAttention, Pending, Processed} {
		moved, _, err := in.Progress("p", "a", 0, status, false)
		require.NoError(t, err, status)
		require.Equal(t, step+2, moved.Step)
	}
	require.ErrorIs(t, third(in.Progress("p", "a", 0, RefundFailed, false)), ErrFinal)
	_, payment, err := in.Progress("p", "a", 0, RefundFailed, true)
	require.NoError(t, err)
	require.True(t, payment.Has(Paid), "only single transactions know the word reversed")
}

func TestTheOldestMakesRoom(t *testing.T) {
	t.Parallel()
	in := New(2, clock.Fixed(now))
	first := open(t, in, "a", true)
	_, _, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 10_000})
	require.NoError(t, err)
	refund, _, err := in.Refund("p", first.Transactions[0].ID, Ask{Amount: 1, Status: Pending})
	require.NoError(t, err)
	open(t, in, "b", true)
	_, dropped, err := in.Open(Payment{Provider: "p", Reference: "c", Code: "c"})
	require.NoError(t, err)
	require.Equal(t, "a", dropped.Reference)
	_, found := in.Payment("p", "a")
	require.False(t, found)
	_, found = in.ByCode("p", first.Code)
	require.False(t, found)
	_, _, found = in.ByTransaction("p", first.Transactions[0].ID)
	require.False(t, found)
	_, _, found = in.RefundByID("p", refund.ID)
	require.False(t, found)
	newest, total := in.Newest(1)
	require.Equal(t, 2, total)
	require.Len(t, newest, 1)
	require.Equal(t, "c", newest[0].Reference)
	open(t, in, "a", true)
}

func TestCopiesAreGivenOut(t *testing.T) {
	t.Parallel()
	in := New(2, clock.Fixed(now))
	opened := open(t, in, "a", true)
	opened.Transactions[0].Status = Paid
	kept, _ := in.Payment("p", "a")
	require.Equal(t, Waiting, kept.Transactions[0].Status)
}

func TestOnePaymentIsTakenOnce(t *testing.T) {
	t.Parallel()
	in := New(1000, clock.Fixed(now))
	open(t, in, "a", false)
	var wins, opens sync.Map
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			if _, _, err := in.Record("p", "a", Outcome{Status: Paid, Charged: 1}); err == nil {
				wins.Store(i, true)
			}
			if _, _, err := in.Open(Payment{Provider: "p", Reference: "b", Code: fmt.Sprint(i)}); err == nil {
				opens.Store(i, true)
			}
			in.Newest(10)
			in.Refunds("p")
		})
	}
	group.Wait()
	for _, counted := range []*sync.Map{&wins, &opens} {
		count := 0
		counted.Range(func(any, any) bool { count++; return true })
		require.Equal(t, 1, count)
	}
}
