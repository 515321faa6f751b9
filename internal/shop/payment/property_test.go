package payment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/refund"
	"zuka/internal/platform/money"
	"zuka/internal/shop/payment/gateway"
)

// transaction is what a payer did on the page of an attempt.
type transaction struct {
	attempt, id int
	kobo        int64
	currency    string
}

func (m transaction) settles() bool { return m.currency == money.Currency && m.kobo >= 500_000 }

// life is one order with two attempts and what its provider has said.
type life struct {
	*desk
	order    *db.Order
	attempts []*db.Payment
	// came are the transactions that were told as success.
	came   map[int]transaction
	before map[int]*db.Payment
	all    []transaction
}

// Whatever a provider says in whatever order, at most one payment succeeds, no
// money that came in is without a row, and what came twice goes back.
func TestAnOrdersMoneyIsNeverLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	rapid.Check(t, func(t *rapid.T) {
		l := d.live(t)
		steps := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 14).Draw(t, "steps")
		for _, step := range steps {
			switch step {
			case 0:
				d.clock.advance(time.Duration(rapid.Int64Range(0, int64(2*time.Hour)).Draw(t, "time")))
			case 1:
				l.sendRefunds(t)
			case 2:
				for _, one := range l.all {
					d.flutterwave.returns(fmt.Sprint(one.id), gateway.RefundDone)
				}
			default:
				l.told(t, step == 3)
			}
			l.check(t)
		}
	})
}

func (d *desk) live(t *rapid.T) *life {
	of := d.order(by(order.PaymentMethodFlutterwave))
	l := &life{desk: d, order: of, came: map[int]transaction{}, before: map[int]*db.Payment{}}
	l.attempts = []*db.Payment{d.open(of), d.secondAttempt(of)}
	for i := range 4 {
		l.all = append(l.all, transaction{
			attempt: i / 2, id: of.ID*10 + i,
			kobo:     rapid.SampledFrom([]int64{500_000, 500_000, 507_500, 499_999, 150}).Draw(t, "kobo"),
			currency: rapid.SampledFrom([]string{"NGN", "NGN", "NGN", "NGN", "USD"}).Draw(t, "currency"),
		})
	}
	for _, one := range d.rows(of.ID) {
		l.before[one.ID] = one
	}
	return l
}

// told lets the provider say something about a transaction, by an event or when
// it is asked.
func (l *life) told(t *rapid.T, byEvent bool) {
	one := rapid.SampledFrom(l.all).Draw(t, "transaction")
	state := rapid.SampledFrom([]gateway.State{gateway.Success, gateway.Success, gateway.Failed, gateway.Pending, gateway.Reversed}).Draw(t, "state")
	made := l.attempts[one.attempt]
	charge := l.flutterwave.pays(made.Reference, state, one.kobo, fmt.Sprint(one.id))
	charge.Currency = one.currency
	l.flutterwave.mu.Lock()
	l.flutterwave.charges[made.Reference] = charge
	l.flutterwave.mu.Unlock()
	if state == gateway.Success {
		l.came[one.id] = one
	}
	if byEvent {
		l.serial++
		event := succeeded(made.Reference, fmt.Sprint(one.id))
		event.Key = fmt.Sprint("event:", l.serial)
		for range 2 {
			_, _, err := l.work(l.receive("flutterwave", event))
			require.NoError(t, err)
		}
		return
	}
	asked, err := l.service.Ask(l.Context(), made.ID)
	require.NoError(t, err)
	first := l.record(made, asked)
	again := l.record(made, asked)
	require.False(t, again.Changed, "the same word again changes nothing: %+v", again)
	require.Equal(t, first.Kind, again.Kind)
	require.Equal(t, first.Payment.Version, again.Payment.Version)
}

func (l *life) sendRefunds(t *rapid.T) {
	refunds, err := l.service.RefundsOf(l.Context(), []int{l.order.ID})
	require.NoError(t, err)
	for _, one := range refunds[l.order.ID] {
		_, _, err := l.service.SendRefund(l.Context(), one.ID)
		require.NoError(t, err)
	}
}

func (l *life) check(t *rapid.T) {
	rows := l.rows(l.order.ID)
	refunds, err := l.service.RefundsOf(l.Context(), []int{l.order.ID})
	require.NoError(t, err)
	back := map[int]*db.Refund{}
	for _, one := range refunds[l.order.ID] {
		require.Nil(t, back[one.PaymentID], "one refund a payment")
		back[one.PaymentID] = one
	}
	holds, success := map[string]*db.Payment{}, 0
	for _, one := range rows {
		if one.Status == entpayment.StatusSuccess {
			success++
		}
		if one.TransactionID != nil {
			holds[*one.TransactionID] = one
		}
		l.grown(t, one)
	}
	require.LessOrEqual(t, success, 1)
	anySettles := false
	for id, one := range l.came {
		anySettles = anySettles || one.settles()
		row := holds[fmt.Sprint(id)]
		require.NotNil(t, row, "money that is on no row: %+v", one)
		if one.settles() && row.Status != entpayment.StatusSuccess {
			require.True(t, strings.HasPrefix(*row.FailureReason, paidTwice), *row.FailureReason)
		}
		switch kindOf(row) {
		case AlreadyPaid:
			require.NotNil(t, back[row.ID], "what came twice goes back")
			require.Equal(t, one.kobo/100, int64(back[row.ID].AmountNgn))
		case Wrong:
			require.False(t, one.settles())
		default:
			require.Equal(t, entpayment.StatusSuccess, row.Status)
			require.True(t, one.settles())
		}
	}
	require.Equal(t, anySettles, success == 1, "money that pays the order pays it")
	for id, sent := range l.flutterwave.refunds {
		require.LessOrEqual(t, len(sent), 1, "transaction %s goes back once", id)
	}
}

// grown compares a payment with what it was after the last step.
func (l *life) grown(t *rapid.T, now *db.Payment) {
	was := l.before[now.ID]
	l.before[now.ID] = now
	if was == nil {
		require.Contains(t, now.Reference, asideMark)
		require.Equal(t, 2, now.Version)
		return
	}
	if was.Status == entpayment.StatusSuccess {
		require.Equal(t, entpayment.StatusSuccess, now.Status, "a success is never undone")
	}
	if was.TransactionID != nil {
		require.Equal(t, *was.TransactionID, *now.TransactionID, "money does not change its row")
	}
	seen := func(p *db.Payment) string {
		return fmt.Sprint(p.Status, text(p.FailureReason), text(p.TransactionID), p.Metadata != nil && p.Metadata.RefundedNGN > 0)
	}
	if seen(was) == seen(now) {
		require.Equal(t, was.Version, now.Version, "nothing changed: %s", seen(now))
		return
	}
	require.Equal(t, was.Version+1, now.Version, "%s → %s", seen(was), seen(now))
}

// A refund's verdict never asks about what is over, and always about the rest.
func TestAVerdictIsAskedAboutOrOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := &db.Refund{CreatedAt: opened, Status: rapid.SampledFrom(onTheWay).Draw(t, "status")}
		found := gateway.Refund{State: rapid.SampledFrom([]gateway.RefundState{
			gateway.RefundPending, gateway.RefundDone, gateway.RefundFailed, gateway.RefundNeedsAttention, "nonsense",
		}).Draw(t, "state")}
		age := time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "age"))
		status, failure, next := verdict(of, found, opened.Add(age))
		over := status == refund.StatusDone || status == refund.StatusFailed
		require.Equal(t, found.State.Final(), over)
		if over {
			require.Nil(t, next)
		} else if age < refundedFor-6*time.Hour {
			require.True(t, next.After(opened.Add(age)))
		}
		require.Equal(t, status == refund.StatusFailed || status == refund.StatusNeedsAttention, failure != nil)
		if next == nil && !over {
			require.Equal(t, refund.StatusNeedsAttention, status, "staff see what nobody asks about")
		}
	})
}
