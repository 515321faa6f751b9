package devpay

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFaultsComeInTheirOrderAndEnd(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.Break(PaystackInitialize, 2, Fault{Kind: Unauthorized})
	s.Break(PaystackInitialize, 1, Fault{Kind: RateLimited, RetryAfter: 7 * time.Second})
	s.Break(PaystackInitialize, 1, Fault{Kind: RateLimited})
	s.Break(PaystackInitialize, 1, Fault{Kind: ServerError})
	s.Break(PaystackInitialize, 1, Fault{Kind: Unavailable})
	for i, want := range []int{401, 401, 429, 429, 500, 503, 200} {
		answer := s.paystack("R1", nil)
		require.Equal(t, want, answer.status, i)
		require.Equal(t, map[bool]string{true: "7"}[i == 2], answer.header.Get("Retry-After"))
		if want == 500 {
			require.Contains(t, answer.header.Get("Content-Type"), "text/html")
			require.Contains(t, answer.text, "<h1>")
		} else {
			require.Equal(t, want == 200, answer.body["status"], answer.text)
		}
	}
	require.Equal(t, 7, s.Calls(PaystackInitialize))
	require.Zero(t, s.Calls(PaystackVerify))
}

func TestFlutterwaveGivesUpInItsOwnWords(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.Break(FlutterwavePayments, 1, Fault{Kind: Unavailable})
	answer := s.flutterwave("R1", nil)
	require.Equal(t, http.StatusServiceUnavailable, answer.status)
	require.JSONEq(t, `{"status":"error","message":"An error occurred. Please contact support","data":null}`, answer.text)
	_, found := s.Payment(Flutterwave, "R1")
	require.False(t, found)
}

func TestEveryEndpointHasItsFaultsAndItsCounter(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for endpoint, call := range map[Endpoint][2]string{
		PaystackInitialize:           {"POST", "/paystack/transaction/initialize"},
		PaystackVerify:               {"GET", "/paystack/transaction/verify/R1"},
		PaystackRefund:               {"POST", "/paystack/refund"},
		PaystackRefundFetch:          {"GET", "/paystack/refund/1"},
		PaystackRefundList:           {"GET", "/paystack/refund"},
		PaystackRefundRetry:          {"POST", "/paystack/refund/retry_with_customer_details/1"},
		FlutterwavePayments:          {"POST", "/flutterwave/v3/payments"},
		FlutterwaveVerify:            {"GET", "/flutterwave/v3/transactions/1/verify"},
		FlutterwaveVerifyByReference: {"GET", "/flutterwave/v3/transactions/verify_by_reference?tx_ref=R1"},
		FlutterwaveRefund:            {"POST", "/flutterwave/v3/transactions/1/refund"},
		FlutterwaveRefundFetch:       {"GET", "/flutterwave/v3/refunds/1"},
		FlutterwaveRefundList:        {"GET", "/flutterwave/v3/refunds"},
	} {
		s.Break(endpoint, 1, Fault{Kind: ServerError})
		require.Equal(t, http.StatusInternalServerError, s.call(call[0], call[1], nil).status, endpoint)
		require.NotEqual(t, http.StatusInternalServerError, s.call(call[0], call[1], nil).status, endpoint)
		require.Equal(t, 2, s.Calls(endpoint))
	}
}

func TestACutConnectionWasRecorded(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	body := object{"email": "a@b.co", "amount": 5000, "reference": "R1"}
	s.Break(PaystackInitialize, 1, Fault{Kind: CutAfterRecording})
	_, err := s.try(t.Context(), "POST", "/paystack/transaction/initialize", paystackKey, body)
	require.Error(t, err)
	require.Equal(t, "abandoned", s.verify(Paystack, "R1")["status"])
	require.Equal(t, "duplicate_reference", s.paystack("R1", nil).body["code"])

	s.act(Paystack, "R1", Action{Kind: Succeed})
	s.Break(PaystackRefund, 1, Fault{Kind: CutAfterRecording})
	_, err = s.try(t.Context(), "POST", "/paystack/refund", paystackKey, object{"transaction": "R1"})
	require.Error(t, err)
	payment, _ := s.Payment(Paystack, "R1")
	require.Len(t, payment.Refunds, 1)
	require.NoError(t, s.Settle(t.Context()))
	require.Equal(t, "refund.pending", s.heard()[1].event["event"], "the money moved, and its message came")
}

// later makes a call that its caller waits for elsewhere.
func (s *stage) later(ctx context.Context, path string) <-chan error {
	over := make(chan error, 1)
	go func() {
		_, err := s.try(ctx, "GET", path, paystackKey, nil)
		over <- err
	}()
	return over
}

func TestAHangingCallIsReleased(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.paystack("R1", nil)
	s.Break(PaystackVerify, 3, Fault{Kind: Hang})
	released := s.later(t.Context(), "/paystack/transaction/verify/R1")
	require.NoError(t, s.WaitCalls(t.Context(), PaystackVerify, 1))
	s.Release()
	require.NoError(t, <-released, "it goes on as if nothing had been")

	impatient, cancel := context.WithCancel(t.Context())
	left := s.later(impatient, "/paystack/transaction/verify/R1")
	require.NoError(t, s.WaitCalls(t.Context(), PaystackVerify, 2))
	cancel()
	require.ErrorIs(t, <-left, context.Canceled)

	mended := s.later(t.Context(), "/paystack/transaction/verify/R1")
	require.NoError(t, s.WaitCalls(t.Context(), PaystackVerify, 3))
	s.Break(PaystackVerify, 5, Fault{Kind: ServerError})
	s.Mend()
	require.NoError(t, <-mended)
	require.Equal(t, "abandoned", s.verify(Paystack, "R1")["status"])

	require.ErrorIs(t, s.WaitCalls(impatient, PaystackVerify, 99), context.Canceled)
}

func TestCloseLetsGoOfHangingCalls(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.Break(PaystackVerify, 1, Fault{Kind: Hang})
	over := s.later(t.Context(), "/paystack/transaction/verify/R1")
	require.NoError(t, s.WaitCalls(t.Context(), PaystackVerify, 1))
	s.Close()
	require.Error(t, <-over)
}
