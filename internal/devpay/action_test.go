package devpay

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay/courier"
)

// open asks for ₦12,500 at the provider.
func (s *stage) open(provider, reference string) {
	s.t.Helper()
	answer := said{}
	if provider == Paystack {
		answer = s.paystack(reference, nil)
	} else {
		answer = s.flutterwave(reference, nil)
	}
	require.Equal(s.t, http.StatusOK, answer.status, answer.text)
}

var both = []string{Paystack, Flutterwave}

var (
	success = map[string]string{Paystack: "success", Flutterwave: "successful"}
	failure = map[string]string{Paystack: "failed", Flutterwave: "failed"}
)

// genuine tells whether the shop should believe a message.
func (h hook) genuine() bool {
	if strings.HasSuffix(h.path, Paystack) {
		return h.header.Get("x-paystack-signature") == paystackSignature(paystackKey, []byte(h.body))
	}
	return h.header.Get("verif-hash") == flutterwaveTag
}

func TestSucceedTellsTheShop(t *testing.T) {
	t.Parallel()
	for _, provider := range both {
		for _, channel := range []Channel{Card, BankTransfer, USSD} {
			s := newStage(t, nil)
			s.open(provider, "R1")
			s.act(provider, "R1", Action{Kind: Succeed, Channel: channel})
			require.Len(t, s.heard(), 1, "the message was tried when Act returns")
			heard := s.heard()[0]
			require.Equal(t, "/webhooks/"+provider, heard.path)
			require.Equal(t, "application/json", heard.header.Get("Content-Type"))
			require.True(t, heard.genuine())
			require.Equal(t, success[provider], heard.data["status"])
			require.Contains(t, heard.body, s.verify(provider, "R1")["id"].(interface{ String() string }).String())
			if provider == Paystack {
				require.Equal(t, "charge.success", heard.event["event"])
				require.Equal(t, "R1", heard.data["reference"])
				require.EqualValues(t, 1_250_000, heard.data["amount"])
				require.Equal(t, string(channel), heard.data["channel"])
				require.Equal(t, channel == Card, heard.data["fees"] != nil)
			} else {
				require.Equal(t, "charge.completed", heard.event["event"])
				require.Contains(t, heard.body, `"amount":12500.00`)
				require.Equal(t, strings.ToUpper(string(channel))+"_TRANSACTION", heard.event["event.type"])
				require.Empty(t, heard.header.Get("flutterwave-signature"))
				require.NotContains(t, heard.event, "meta_data")
			}
			require.ErrorIs(t, s.Act(t.Context(), provider, "R1", Action{Kind: Succeed}), ErrFinal)
			require.ErrorIs(t, s.Act(t.Context(), provider, "R1", Action{Kind: Fail}), ErrFinal)
			require.ErrorIs(t, s.Act(t.Context(), provider, "R1", Action{Kind: Abandon}), ErrFinal)
		}
	}
}

func TestOnlyOfferedChannelsPay(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.paystack("R1", object{"channels": []string{"ussd", "bank_transfer"}})
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: Succeed, Channel: Card}), ErrChannel)
	s.act(Paystack, "R1", Action{Kind: Succeed})
	require.Equal(t, "bank_transfer", s.verify(Paystack, "R1")["channel"])
	s.flutterwave("R1", object{"payment_options": "ussd, banktransfer"})
	require.ErrorIs(t, s.Act(t.Context(), Flutterwave, "R1", Action{Kind: Succeed, Channel: Card}), ErrChannel)
	s.act(Flutterwave, "R1", Action{Kind: Succeed, Channel: USSD})
	s.paystack("R2", object{"channels": []string{"qr"}})
	s.act(Paystack, "R2", Action{Kind: Succeed, Channel: Card})
}

func TestFailing(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "R1")
		s.act(provider, "R1", Action{Kind: Fail})
		require.Equal(t, failure[provider], s.verify(provider, "R1")["status"])
	}
	require.Len(t, s.heard(), 1, "Paystack does not tell")
	require.Equal(t, "failed", s.heard()[0].data["status"])
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: Succeed}), ErrFinal)
	s.act(Paystack, "R1", Action{Kind: Succeed, Force: true})
	s.act(Flutterwave, "R1", Action{Kind: Succeed})
	s.act(Flutterwave, "R1", Action{Kind: Succeed, Force: true})
	twice, _ := s.Payment(Flutterwave, "R1")
	require.Len(t, twice.Transactions, 3, "the payer paid twice")
}

func TestLeavingIsNotTheEnd(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "R1")
		s.act(provider, "R1", Action{Kind: Abandon})
		require.Empty(t, s.Messages(provider, "R1"))
		s.act(provider, "R1", Action{Kind: Succeed})
	}
}

func TestALostMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "R1")
		s.act(provider, "R1", Action{Kind: SucceedWithoutWebhook})
		require.Equal(t, success[provider], s.verify(provider, "R1")["status"])
		require.ErrorIs(t, s.Act(t.Context(), provider, "R1", Action{Kind: SendHeld}), ErrNoMessage)
		require.Equal(t, courier.Lost, s.Messages(provider, "R1")[0].State)
	}
	require.Empty(t, s.heard())
	s.act(Paystack, "R1", Action{Kind: DuplicateWebhook})
	require.Len(t, s.heard(), 1, "it can be sent by hand")
}

func TestALateMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "held")
		s.act(provider, "held", Action{Kind: SucceedLate})
		s.open(provider, "later")
		s.act(provider, "later", Action{Kind: SucceedLate, Delay: 2 * time.Minute})
		require.Equal(t, success[provider], s.verify(provider, "held")["status"])
		require.Equal(t, time.Time(now).Add(2*time.Minute), s.Messages(provider, "later")[0].Due)
	}
	require.Empty(t, s.heard())
	sent, err := s.RetryNow(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, sent)
	require.Len(t, s.heard(), 2)
	for _, provider := range both {
		s.act(provider, "held", Action{Kind: SendHeld})
	}
	require.Len(t, s.heard(), 4)
}

func TestMessagesAreRepeated(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "R1")
		require.ErrorIs(t, s.Act(t.Context(), provider, "R1", Action{Kind: DuplicateWebhook}), ErrNoMessage)
		s.act(provider, "R1", Action{Kind: Succeed, Times: 2, Concurrent: true})
		s.act(provider, "R1", Action{Kind: ForgedWebhook})
		s.act(provider, "R1", Action{Kind: DuplicateWebhook})
		s.act(provider, "R1", Action{Kind: DuplicateWebhook, Times: 8, Concurrent: true})
	}
	all := s.heard()
	require.Len(t, all, 2*12)
	bodies := map[string]int{}
	for _, heard := range all {
		if heard.genuine() {
			bodies[heard.body]++
		}
	}
	require.Len(t, bodies, 2)
	for _, count := range bodies {
		require.Equal(t, 11, count)
	}
}

func TestForgeriesAndLiesChangeNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(c *Config) { c.FlutterwaveSignature = true })
	for _, provider := range both {
		s.open(provider, "R1")
		for _, action := range []Action{{Kind: ForgedWebhook}, {Kind: ForgedWebhook, Unsigned: true}, {Kind: LyingWebhook}} {
			s.answers(http.StatusUnauthorized)
			s.act(provider, "R1", action)
			heard := s.heard()[len(s.heard())-1]
			require.Equal(t, success[provider], heard.data["status"])
			require.Equal(t, action.Kind == LyingWebhook, heard.genuine())
			signs := heard.header.Get("x-paystack-signature") + heard.header.Get("verif-hash") + heard.header.Get("flutterwave-signature")
			require.Equal(t, action.Unsigned, signs == "")
			if provider == Flutterwave {
				require.Equal(t, action.Kind == LyingWebhook,
					heard.header.Get("flutterwave-signature") == flutterwaveSignature(flutterwaveTag, []byte(heard.body)))
			}
		}
	}
	require.Equal(t, "abandoned", s.verify(Paystack, "R1")["status"])
	payment, _ := s.Payment(Flutterwave, "R1")
	require.Empty(t, payment.Transactions)
	sent, err := s.RetryNow(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, sent, "only the lies are repeated: they look like the provider's")
}

func TestWithoutASecretThereIsNoHeader(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(c *Config) { c.FlutterwaveHash = "" })
	s.open(Flutterwave, "R1")
	s.act(Flutterwave, "R1", Action{Kind: Succeed})
	require.Empty(t, s.heard()[0].header.Values("verif-hash"))
}

func TestTheWrongMoney(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for _, provider := range both {
		s.open(provider, "half")
		s.act(provider, "half", Action{Kind: WrongAmount})
		s.open(provider, "given")
		s.act(provider, "given", Action{Kind: WrongAmount, Amount: 1_249_999})
		s.open(provider, "dollars")
		s.act(provider, "dollars", Action{Kind: WrongCurrency})
		s.open(provider, "cedi")
		s.act(provider, "cedi", Action{Kind: WrongCurrency, Currency: "GHS"})
		require.Equal(t, "USD", s.verify(provider, "dollars")["currency"])
		require.Equal(t, "GHS", s.verify(provider, "cedi")["currency"])
	}
	require.EqualValues(t, "625000", s.verify(Paystack, "half")["amount"])
	require.EqualValues(t, "1250000", s.verify(Paystack, "half")["requested_amount"])
	require.EqualValues(t, "6250.00", s.verify(Flutterwave, "half")["amount"])
	require.EqualValues(t, "1249999", s.verify(Paystack, "given")["amount"])
	require.EqualValues(t, "12499.99", s.verify(Flutterwave, "given")["amount"])
	require.EqualValues(t, 625000, s.heard()[0].data["amount"])
}

func TestReversing(t *testing.T) {
	t.Parallel()
	s := paid(t, Paystack, nil)
	s.act(Paystack, "R1", Action{Kind: Reverse})
	require.Equal(t, "reversed", s.verify(Paystack, "R1")["status"])
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: Reverse}), ErrNotPaid)
	require.Len(t, s.heard(), 1)
	require.ErrorIs(t, paid(t, Flutterwave, nil).Act(t.Context(), Flutterwave, "R1", Action{Kind: Reverse}), ErrUnsupported)
}

func TestRefundEventsAlternateTheirTypes(t *testing.T) {
	t.Parallel()
	s := paid(t, Paystack, nil)
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: RefundProcessed}), ErrNoRefund)
	s.call("POST", "/paystack/refund", object{"transaction": "R1", "amount": 5000})
	require.NoError(t, s.Settle(t.Context()))
	for _, kind := range []Kind{RefundProcessing, RefundNeedsAttention, RefundProcessed} {
		s.act(Paystack, "R1", Action{Kind: kind})
	}
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: RefundFailed}), ErrFinal)
	s.call("POST", "/paystack/refund", object{"transaction": "R1", "amount": 5000})
	require.NoError(t, s.Settle(t.Context()))
	s.act(Paystack, "R1", Action{Kind: RefundFailed})
	for i, event := range []string{
		"refund.pending", "refund.processing", "refund.needs-attention", "refund.processed", "refund.pending", "refund.failed",
	} {
		heard := s.heard()[i+1]
		require.True(t, heard.genuine())
		require.Equal(t, event, heard.event["event"])
		require.Equal(t, event, "refund."+heard.data["status"].(string))
		require.Equal(t, "R1", heard.data["transaction_reference"])
		require.Equal(t, strings.HasSuffix(event, "pending"), heard.data["refund_reference"] == nil)
		if i%2 == 0 {
			require.Equal(t, "5000", heard.data["amount"])
			require.IsType(t, float64(0), heard.data["id"])
		} else {
			require.EqualValues(t, 5000, heard.data["amount"])
			require.IsType(t, "", heard.data["id"])
		}
	}
}

func TestMessagesInTheWrongOrder(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.open(Paystack, "all")
	s.act(Paystack, "all", Action{Kind: OutOfOrder})
	require.Equal(t, "reversed", s.verify(Paystack, "all")["status"])
	s.open(Paystack, "part")
	s.act(Paystack, "part", Action{Kind: OutOfOrder, Amount: 100})
	require.Equal(t, "success", s.verify(Paystack, "part")["status"])
	s.open(Flutterwave, "R1")
	s.act(Flutterwave, "R1", Action{Kind: OutOfOrder})
	require.Equal(t, "successful", s.verify(Flutterwave, "R1")["status"])
	var got []string
	for _, heard := range s.heard() {
		got = append(got, heard.event["event"].(string)+" "+heard.data["status"].(string))
	}
	require.Equal(t, []string{
		"refund.processed processed", "charge.success success", "refund.processed processed", "charge.success success",
		"charge.completed successful", "charge.completed failed",
	}, got)
	for _, provider := range both {
		require.ErrorIs(t, s.Act(t.Context(), provider, map[string]string{Paystack: "all", Flutterwave: "R1"}[provider],
			Action{Kind: OutOfOrder}), ErrFinal)
	}
}

func TestOtherEvents(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.open(Paystack, "R1")
	s.open(Flutterwave, "R1")
	s.act(Flutterwave, "R1", Action{Kind: OtherEvent})
	for _, event := range []string{"", "bank.transfer.rejected", "charge.dispute.create"} {
		s.act(Paystack, "R1", Action{Kind: OtherEvent, Event: event})
	}
	for i, event := range []string{"transfer.completed", "customeridentification.success", "bank.transfer.rejected", "charge.dispute.create"} {
		require.Equal(t, event, s.heard()[i].event["event"])
		require.True(t, s.heard()[i].genuine())
	}
	require.Equal(t, "625000", s.heard()[2].data["bank_transfer"].(map[string]any)["amount"])
	require.Equal(t, "R1", s.heard()[3].data["transaction"].(map[string]any)["reference"])
}

func TestARefusedMessageIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.open(Paystack, "R1")
	s.answers(http.StatusCreated)
	s.act(Paystack, "R1", Action{Kind: Succeed})
	require.Equal(t, courier.Waiting, s.Messages(Paystack, "R1")[0].State)
	s.answers(http.StatusOK)
	sent, err := s.RetryNow(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, sent)
	kept := s.Messages(Paystack, "R1")[0]
	require.Equal(t, courier.Delivered, kept.State)
	require.Equal(t, 201, kept.Tries[0].Status)
	require.Equal(t, s.heard()[0].body, s.heard()[1].body)
}

func TestActRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.open(Paystack, "R1")
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R2", Action{Kind: Succeed}), ErrUnknown)
	require.ErrorIs(t, s.Act(t.Context(), Flutterwave, "R1", Action{Kind: Succeed}), ErrUnknown)
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "R1", Action{Kind: "dance"}), ErrUnsupported)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Act(ended, Paystack, "R1", Action{Kind: Succeed}); err != nil {
		require.ErrorIs(t, err, context.Canceled)
	}
	require.Equal(t, "success", s.verify(Paystack, "R1")["status"], "what was done stays done")
}

func TestManyPayersAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(c *Config) { c.MaxPayments = 8 })
	s.open(Paystack, "shared")
	s.open(Flutterwave, "shared")
	kinds := []Action{
		{Kind: Succeed}, {Kind: Fail}, {Kind: SucceedLate}, {Kind: DuplicateWebhook, Times: 2, Concurrent: true}, {Kind: OutOfOrder},
		{Kind: SendHeld}, {Kind: RefundProcessed}, {Kind: ForgedWebhook}, {Kind: Reverse}, {Kind: Abandon},
	}
	var group sync.WaitGroup
	for i, action := range kinds {
		group.Go(func() {
			for _, provider := range both {
				_ = s.Act(t.Context(), provider, "shared", action) // Most come too late; none may break anything.
				_, _ = s.try(t.Context(), "GET", "/paystack/transaction/verify/shared", paystackKey, nil)
				_, _ = s.try(t.Context(), "GET", "/", "", nil)
			}
			s.SetWebhooks("", "")
			_, _ = s.RetryNow(t.Context())
			_, _ = s.try(t.Context(), "POST", "/paystack/transaction/initialize", paystackKey,
				object{"email": "a@b.co", "amount": 5000, "reference": strings.Repeat("x", i+1)})
		})
	}
	group.Wait()
	require.NoError(t, s.Settle(t.Context()))
	_, total := s.ledger.Newest(0)
	require.Equal(t, 8, total)
}
