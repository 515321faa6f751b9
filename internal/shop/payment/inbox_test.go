package payment

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/order"
	"zuka/ent/db/paymentevent"
	"zuka/ent/db/refund"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/payment/gateway"
)

// receive keeps an event and is the number of its row.
func (d *desk) receive(provider string, event gateway.Event) int {
	d.Helper()
	header, body := message(d, provider, event)
	require.NoError(d, d.service.Receive(d.Context(), provider, header, body))
	return d.count("SELECT id FROM payment_events WHERE provider = $1 AND event_key = $2", provider, event.Key)
}

// work does what checkout's job does with an event.
func (d *desk) work(event int) (outcome Outcome, refunds []bool, err error) {
	found, err := d.service.Examine(d.Context(), event)
	if err != nil || found == nil {
		return outcome, nil, err
	}
	err = d.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		if found.Charge != nil {
			if outcome, err = d.service.Record(ctx, tx, found.Payment.ID, *found.Charge); err != nil {
				return err
			}
		}
		for _, answer := range found.Refunds {
			_, changed, err := d.service.RecordRefund(ctx, tx, answer)
			if err != nil {
				return err
			}
			refunds = append(refunds, changed)
		}
		return d.service.Note(ctx, tx, event, paymentevent.StatusProcessed, outcome.Note)
	})
	return outcome, refunds, err
}

func succeeded(reference, id string) gateway.Event {
	return gateway.Event{Kind: gateway.ChargeEvent, Key: "charge.success:" + id, Type: "charge.success", Reference: reference, ProviderID: id}
}

func TestAMessageSentAHundredTimesIsKeptOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	processes := []*Service{d.service, d.another()}
	const rounds = 5
	for round := range rounds {
		header, body := message(t, "paystack", succeeded(made.Reference, fmt.Sprint(round)))
		d.together(100, func(i int) {
			if err := processes[i%2].Receive(t.Context(), "paystack", header, body); err != nil {
				t.Error(err)
			}
		})
		require.Equal(t, 1, d.count("SELECT count(*) FROM payment_events WHERE body = $1 AND payment_id = $2 AND status = 'received'", body, made.ID))
	}
	require.Equal(t, rounds, d.count("SELECT count(*) FROM payment_events"))
	require.Equal(t, rounds, d.count("SELECT count(*) FROM jobs WHERE kind = 'event'"))
}

func TestWhatAProviderDidNotSendLeavesNoTrace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header, body := message(t, "flutterwave", succeeded("ZUKA-2026-000001.1", "1"))
	for _, forged := range []http.Header{{}, {"X-Signed": {"by somebody"}}, header} {
		require.True(t, fault.Is(d.service.Receive(t.Context(), "paystack", forged, body), fault.Unauthenticated))
	}
	require.True(t, fault.Is(d.service.Receive(t.Context(), "cash_on_delivery", header, body), fault.NotFound))
	require.Error(t, d.service.Receive(t.Context(), "flutterwave", header, []byte("{")))
	require.Zero(t, d.count("SELECT count(*) FROM payment_events"))
	require.Zero(t, d.count("SELECT count(*) FROM jobs"))
}

func TestAMessageIsNotLostWithTheDatabase(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header, body := message(t, "paystack", succeeded("ZUKA-2026-000001.1", "1"))
	d.exec("DROP TABLE jobs")
	require.Error(t, d.service.Receive(t.Context(), "paystack", header, body))
	require.Zero(t, d.count("SELECT count(*) FROM payment_events"), "without its job it is not kept, and comes again")
	d.exec("CREATE TABLE jobs (kind text, id bigint)")

	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	require.NoError(t, d.service.Receive(gone, "paystack", header, body), "the provider need not wait for the answer")
	require.Equal(t, 1, d.count("SELECT count(*) FROM jobs"))
}

func TestWhatTheShopDoesNotActOnIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.receive("paystack", gateway.Event{Kind: gateway.OtherEvent, Key: "transfer.success:1", Type: "transfer.success"})
	event, err := d.service.Event(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, paymentevent.StatusIgnored, event.Status)
	require.NotNil(t, event.ProcessedAt)
	require.Nil(t, event.Reference)
	require.Zero(t, d.count("SELECT count(*) FROM jobs"))
	_, err = d.service.Event(t.Context(), 1_000_000)
	require.True(t, fault.Is(err, fault.NotFound))

	header, body := message(t, "paystack", gateway.Event{Kind: gateway.ChargeEvent, Key: strings.Repeat("k", 5000), Type: "charge.success"})
	for range 2 {
		require.NoError(t, d.service.Receive(t.Context(), "paystack", header, body))
	}
	require.Equal(t, 1, d.count("SELECT count(*) FROM payment_events WHERE event_key LIKE 'sha256:%'"), "a key that fits no index")
}

func TestAnEventMovesAPaymentOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	d.paystack.pays(made.Reference, gateway.Success, 500_000, "1")
	id := d.receive("paystack", succeeded(made.Reference, "1"))
	outcome, _, err := d.work(id)
	require.NoError(t, err)
	require.Equal(t, Paid, outcome.Kind)
	require.True(t, outcome.Changed)
	event, err := d.service.Event(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, paymentevent.StatusProcessed, event.Status)
	require.Equal(t, made.ID, *event.PaymentID)

	again, _, err := d.work(id)
	require.NoError(t, err)
	require.False(t, again.Changed)
	require.Equal(t, 1, d.paystack.called("verify"), "what is worked is not asked about again")
	require.NoError(t, d.inTx(func(ctx context.Context, tx postgres.Tx) error {
		return d.service.Note(ctx, tx, id, paymentevent.StatusFailed, "too late")
	}))
	event, err = d.service.Event(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, paymentevent.StatusProcessed, event.Status)
}

// The event says success; only what the provider answers counts.
func TestAnEventIsNotBelieved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	outcome, _, err := d.work(d.receive("paystack", succeeded(made.Reference, "1")))
	require.NoError(t, err)
	require.Equal(t, StillPending, outcome.Kind)
	require.Equal(t, "2m0s", d.clock.since(*d.row(made.ID).NextCheckAt), "the sweep goes on asking")
	d.paystack.pays(made.Reference, gateway.Success, 100, "1")
	outcome, _, err = d.work(d.receive("paystack", succeeded(made.Reference, "2")))
	require.NoError(t, err)
	require.Equal(t, Wrong, outcome.Kind)
	require.Equal(t, 1, d.count("SELECT count(*) FROM payment_events WHERE note LIKE 'held for staff: %'"))
}

func TestEventsOutOfOrderEndTheSame(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]int{"the failure last": 0, "the success last": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			made := d.open(d.order(by(order.PaymentMethodFlutterwave)))
			failed := succeeded(made.Reference, "1")
			failed.Key = "charge.completed:1:failed"
			d.flutterwave.pays(made.Reference, gateway.Failed, 0, "1")
			ids := []int{d.receive("flutterwave", succeeded(made.Reference, "2")), d.receive("flutterwave", failed)}
			_, _, err := d.work(ids[first])
			require.NoError(t, err)
			d.flutterwave.pays(made.Reference, gateway.Success, 500_000, "2")
			outcome, _, err := d.work(ids[1-first])
			require.NoError(t, err)
			require.Equal(t, Paid, outcome.Kind)
			require.Equal(t, "2", *d.row(made.ID).TransactionID)
		})
	}
}

func TestAnEventOfNoPaymentIsIgnored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	for _, event := range []int{
		d.receive("paystack", succeeded("ORD-1.1", "1")), d.receive("paystack", succeeded("", "2")),
		d.receive("flutterwave", succeeded(made.Reference, "3")), // Another provider's reference.
	} {
		found, err := d.service.Examine(t.Context(), event)
		require.NoError(t, err)
		require.Nil(t, found)
		kept, err := d.service.Event(t.Context(), event)
		require.NoError(t, err)
		require.Equal(t, paymentevent.StatusIgnored, kept.Status)
		require.NotEmpty(t, *kept.Note)
	}
	require.Zero(t, d.paystack.called("verify")+d.flutterwave.called("verify"))
}

func TestAnEventWaitsForABusyProvider(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.open(d.order())
	id := d.receive("paystack", succeeded(made.Reference, "1"))
	d.paystack.fail("verify", away(9*time.Second))
	_, err := d.service.Examine(t.Context(), id)
	found, is := fault.From(err)
	require.True(t, is)
	require.Equal(t, 9*time.Second, found.RetryAfter)
	d.paystack.pays(made.Reference, gateway.Success, 500_000, "1")
	outcome, _, err := d.work(id)
	require.NoError(t, err)
	require.Equal(t, Paid, outcome.Kind)
}

func refunded(reference, key string) gateway.Event {
	return gateway.Event{Kind: gateway.RefundEvent, Key: key, Type: "refund.processed", Reference: reference}
}

func TestAnEventAboutARefundAsksForIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	asked := d.request(made)
	_, err := d.service.AskRefund(t.Context(), asked.ID) // Sent, and its worker died.
	require.NoError(t, err)
	_, changed, err := d.work(d.receive("paystack", refunded(made.Reference, "refund.pending")))
	require.NoError(t, err)
	require.Equal(t, []bool{true}, changed)
	require.Equal(t, refund.StatusPending, d.refundRow(asked.ID).Status)

	d.paystack.returns("1", gateway.RefundDone)
	_, changed, err = d.work(d.receive("paystack", refunded(made.Reference, "refund.processed")))
	require.NoError(t, err)
	require.Equal(t, []bool{true}, changed)
	require.Equal(t, refund.StatusDone, d.refundRow(asked.ID).Status)

	d.paystack.pays(made.Reference, gateway.Reversed, 500_000, "1")
	outcome, changed, err := d.work(d.receive("paystack", refunded(made.Reference, "refund.processed:2")))
	require.NoError(t, err)
	require.Empty(t, changed)
	require.False(t, outcome.Changed)
}

// Flutterwave's refunds name the transaction only.
func TestAnEventAboutARefundIsFoundByItsNumbers(t *testing.T) {
	t.Parallel()
	for name, event := range map[string]gateway.Event{
		"the transaction's": {Kind: gateway.RefundEvent, Key: "1", Type: "transfer", ProviderID: "7"},
		"its own":           {Kind: gateway.RefundEvent, Key: "1", Type: "refund", RefundID: "1001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			made := d.open(d.order(by(order.PaymentMethodFlutterwave)))
			d.record(made, d.flutterwave.pays(made.Reference, gateway.Success, 500_000, "7"))
			asked := d.request(made)
			d.send(asked)
			d.flutterwave.returns("7", gateway.RefundDone)
			_, changed, err := d.work(d.receive("flutterwave", event))
			require.NoError(t, err)
			require.Equal(t, []bool{true}, changed)
			require.Equal(t, refund.StatusDone, d.refundRow(asked.ID).Status)
		})
	}
}

func TestARefundMadeAtTheProvidersIsSeen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.paid(d.order(), "1")
	d.paystack.pays(made.Reference, gateway.Reversed, 500_000, "1")
	outcome, _, err := d.work(d.receive("paystack", refunded(made.Reference, "refund.processed")))
	require.NoError(t, err)
	require.Equal(t, Reversed, outcome.Kind)
	require.True(t, outcome.Changed)
}
