package flutterwave

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

var whole = gateway.RefundOrder{Reference: reference, ProviderID: "285959875", Amount: 12_500, Full: true, Reason: "out of stock"}

func TestMoneyGoesBackOnce(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	made, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, gateway.Refund{ProviderRefundID: "8612", State: gateway.RefundPending, AmountKobo: 1_250_000, Message: "completed"}, made)
	require.Equal(t, map[string]any{"comments": "out of stock"}, s.posted[0])
	require.Equal(t, []string{"GET /v3/refunds?id=285959875", "POST /v3/transactions/285959875/refund"}, s.asked)

	again, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, made, again)
	require.Len(t, s.posted, 1, "the one that is there is answered")
	part := whole
	part.Full, part.Amount = false, 500
	other, err := client.Refund(t.Context(), part)
	require.NoError(t, err)
	require.Equal(t, gateway.RefundNeedsAttention, other.State)

	without := whole
	without.ProviderID = ""
	_, err = client.Refund(t.Context(), without)
	require.ErrorIs(t, err, gateway.ErrRefused)
	_, err = client.FindRefund(t.Context(), without, "8612")
	require.ErrorIs(t, err, gateway.ErrRefused)
}

func TestAPartGoesBack(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.refunds = []string{ // Failed, or of another transaction.
		`{"id":1,"tx_id":285959875,"amount_refunded":500,"status":"failed"}`,
		`{"id":2,"tx_id":9,"amount_refunded":500,"status":"completed-mpgs"}`,
		`{"id":3,"TransactionId":"9","AmountRefunded":500,"status":"completed-mpgs"}`,
	}
	part := whole
	part.Full, part.Amount = false, 500
	made, err := client.Refund(t.Context(), part)
	require.NoError(t, err)
	require.Equal(t, "8612", made.ProviderRefundID)
	require.EqualValues(t, 50_000, made.AmountKobo)
	require.EqualValues(t, 500, s.posted[0]["amount"], "in naira")
}

func TestARefundWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.fault[2] = func(_ http.ResponseWriter, r *http.Request) { // It is made, and the connection is cut.
		r.SetPathValue("id", "285959875")
		s.mutex.Lock()
		s.refund(httptest.NewRecorder(), r)
		s.mutex.Unlock()
		panic(http.ErrAbortHandler)
	}
	_, err := client.Refund(t.Context(), whole)
	unavailable(t, err)
	found, err := client.FindRefund(t.Context(), whole, "")
	require.NoError(t, err)
	again, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, found, again)
	require.Len(t, s.posted, 1)
}

func TestARefusalThatComesFromALostAnswer(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.refusal, s.next = "already refunded", `{"id":7,"TransactionId":285959875,"AmountRefunded":12500,"status":"completed-mpgs"}`
	found, err := client.Refund(t.Context(), whole)
	require.NoError(t, err)
	require.Equal(t, gateway.Refund{ProviderRefundID: "7", State: gateway.RefundDone, AmountKobo: 1_250_000, Message: "completed-mpgs"}, found)
	s.refunds, s.next = nil, ""
	_, err = client.Refund(t.Context(), whole)
	require.ErrorIs(t, err, gateway.ErrRefused)
	require.ErrorContains(t, err, "already refunded")
}

func TestHowFarARefundIs(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for _, test := range []struct {
		status, meta string
		want         gateway.RefundState
	}{
		{"completed", `{"source":"availablebalance"}`, gateway.RefundPending}, {"completed", `null`, gateway.RefundPending},
		{"completed", `{"disburse_status":"successful"}`, gateway.RefundDone}, {"completed", `{"disburse_status":"failed"}`, gateway.RefundFailed},
		{"completed-bank-transfer", `null`, gateway.RefundDone}, {"COMPLETED-MPGS", `""`, gateway.RefundDone},
		{"pending", `null`, gateway.RefundPending}, {"pending-momo", `null`, gateway.RefundPending}, {"failed", `null`, gateway.RefundFailed},
		{"new", `null`, gateway.RefundPending}, {"", `null`, gateway.RefundPending},
	} {
		s.refunds = []string{fmt.Sprintf(`{"id":7,"tx_id":285959875,"amount_refunded":12500.00,"status":%q,"meta":%s}`, test.status, test.meta)}
		for _, id := range []string{"7", ""} {
			found, err := client.FindRefund(t.Context(), whole, id)
			require.NoError(t, err)
			require.Equal(t, test.want, found.State, "%+v", test)
			require.EqualValues(t, 1_250_000, found.AmountKobo)
		}
	}
	s.refunds = []string{`{"id":8,"tx_id":285959875,"amount_refunded":1,"status":"completed-mpgs"}`, `{"id":9,"tx_id":1,"status":"failed"}`}
	found, err := client.FindRefund(t.Context(), whole, "8")
	require.NoError(t, err)
	require.Equal(t, gateway.RefundNeedsAttention, found.State)
	for _, id := range []string{"9", "10", "rfd_x", "../payments"} {
		_, err = client.FindRefund(t.Context(), whole, id)
		require.ErrorIs(t, err, gateway.ErrUnknown, id)
	}
	s.refunds = nil
	_, err = client.FindRefund(t.Context(), whole, "")
	require.ErrorIs(t, err, gateway.ErrUnknown)
}
