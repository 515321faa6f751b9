package paystack

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

var whole = gateway.RefundOrder{Reference: reference, ProviderID: "302961", Amount: 12_500, Full: true, Reason: "out of stock"}

func TestMoneyGoesBackOnce(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	made, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, gateway.Refund{ProviderRefundID: "3018284", State: gateway.RefundPending, AmountKobo: 1_250_000, Message: "pending"}, made)
	require.Equal(t, map[string]any{"transaction": reference, "currency": "NGN", "merchant_note": "out of stock"}, s.posted[0])

	again, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, gateway.RefundDone, again.State)
	require.Equal(t, made.ProviderRefundID, again.ProviderRefundID)
	require.Len(t, s.posted, 1, "the one that is there is answered")

	part := whole
	part.Full, part.Amount = false, 500
	other, err := client.Refund(t.Context(), part)
	require.NoError(t, err)
	require.Equal(t, gateway.RefundNeedsAttention, other.State)
	require.Len(t, s.posted, 1)
}

func TestAPartGoesBack(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.verified[reference] = data()
	// Without the provider's number, the transaction is looked up first. The
	// refunds that are there failed, or are of another transaction.
	s.refunds = []string{
		`{"id":1,"transaction":302961,"amount":50000,"status":"failed"}`,
		`{"id":2,"transaction":{"id":9,"reference":"ORD-9"},"amount":50000,"status":"processed"}`,
		`{"id":3,"transaction":99,"amount":50000,"status":"processed"}`,
		`{"id":4,"transaction":"ORD-9","amount":50000,"status":"processed"}`,
	}
	made, err := client.Refund(t.Context(), gateway.RefundOrder{Reference: reference, Amount: 500})
	require.NoError(t, err)
	require.Equal(t, "3018284", made.ProviderRefundID)
	require.EqualValues(t, 50_000, s.posted[0]["amount"])

	_, err = client.Refund(t.Context(), gateway.RefundOrder{Reference: "ORD-2", Amount: 500})
	require.ErrorIs(t, err, gateway.ErrUnknown)
}

func TestARefundWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.fault[2] = func(w http.ResponseWriter, r *http.Request) { // It is made, and the connection is cut.
		s.mutex.Lock()
		s.refund(httptest.NewRecorder(), r)
		s.mutex.Unlock()
		panic(http.ErrAbortHandler)
	}
	_, err := client.Refund(t.Context(), whole)
	unavailable(t, err)
	found, err := client.FindRefund(t.Context(), whole, "")
	require.NoError(t, err)
	require.Equal(t, "3018284", found.ProviderRefundID)
	again, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, found, again)
	require.Len(t, s.posted, 1)
}

func TestARefusalThatComesFromALostAnswer(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.refusal, s.next = "Transaction has been fully reversed", `{"id":7,"transaction":302961,"amount":1250000,"status":"processing","fully_deducted":true}`
	found, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, "7", found.ProviderRefundID)

	s.refunds, s.next = nil, ""
	_, err = client.Refund(t.Context(), whole)
	require.ErrorIs(t, err, gateway.ErrRefused)
	require.ErrorContains(t, err, "fully reversed")
}

func TestHowFarARefundIs(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for status, want := range map[string]gateway.RefundState{
		"pending": gateway.RefundPending, "processing": gateway.RefundPending, "processed": gateway.RefundDone,
		"failed": gateway.RefundFailed, "needs-attention": gateway.RefundNeedsAttention, "new": gateway.RefundPending,
	} {
		s.refunds = []string{`{"id":7,"transaction":302961,"amount":"1250000","status":"` + status + `"}`}
		for _, id := range []string{"7", ""} {
			found, err := client.FindRefund(t.Context(), whole, id)
			require.NoError(t, err)
			require.Equal(t, want, found.State, status)
			require.EqualValues(t, 1_250_000, found.AmountKobo)
			require.NotEmpty(t, found.Message)
		}
	}
	s.refunds = []string{`{"id":8,"transaction":{"id":302961},"amount":100,"status":"processed"}`, `{"id":9,"transaction":1,"amount":100,"status":"processed"}`}
	found, err := client.FindRefund(t.Context(), whole, "8")
	require.NoError(t, err)
	require.Equal(t, gateway.RefundNeedsAttention, found.State)
	for _, id := range []string{"9", "10", "TRF_x", "../refund", "123456789012345678901"} {
		_, err = client.FindRefund(t.Context(), whole, id)
		require.ErrorIs(t, err, gateway.ErrUnknown, id)
	}
	s.refunds = nil
	_, err = client.FindRefund(t.Context(), whole, "")
	require.ErrorIs(t, err, gateway.ErrUnknown)
	_, err = client.FindRefund(t.Context(), gateway.RefundOrder{}, "")
	require.ErrorIs(t, err, gateway.ErrRefused)
}
