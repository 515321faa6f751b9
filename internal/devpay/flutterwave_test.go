package devpay

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFlutterwavePayments(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	answer := s.flutterwave("ORD_7/1", object{"amount": "12500.50"})
	require.Equal(t, http.StatusOK, answer.status, answer.text)
	require.Equal(t, "success", answer.body["status"])
	require.Equal(t, "Hosted Link", answer.body["message"])
	link := answer.data(t)["link"]
	require.Contains(t, link, s.url+"/page/flutterwave/flwlnk-")
	require.Equal(t, link, s.flutterwave("ORD_7/1", object{"amount": 12500.5}).data(t)["link"], "a shop that lost the answer")
	require.Equal(t, http.StatusBadRequest, s.flutterwave("ORD_7/1", nil).status, "another amount")
	s.act(Flutterwave, "ORD_7/1", Action{Kind: Succeed})
	require.Equal(t, http.StatusBadRequest, s.flutterwave("ORD_7/1", object{"amount": 12500.5}).status, "it is paid")

	for message, change := range map[string]object{
		"tx_ref is required":                   {"tx_ref": ""},
		"amount must be a positive number":     {"amount": 0},
		"customer email is required":           {"customer": object{}},
		"customer email must be a valid email": {"customer": object{"email": "ada"}},
		"redirect_url must be a valid url":     {"redirect_url": "shop://x"},
	} {
		answer := s.flutterwave("B", change)
		require.Equal(t, http.StatusBadRequest, answer.status)
		require.JSONEq(t, `{"status":"error","message":"`+message+`","data":null}`, answer.text)
	}
	for _, amount := range []any{-5, "1.234", "x", nil, 1e30} {
		require.Equal(t, http.StatusBadRequest, s.flutterwave("B", object{"amount": amount}).status)
	}
	refused, err := s.try(t.Context(), "POST", "/flutterwave/v3/payments", paystackKey, object{})
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, refused.status)
}

func TestFlutterwaveTriesAreTransactions(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	const by = "/flutterwave/v3/transactions/verify_by_reference?tx_ref="
	unknown := `{"status":"error","message":"No transaction was found for this id","data":null}`
	for range 2 { // Before it is asked for, and before anybody tries.
		answer := s.call("GET", by+"R1", nil)
		require.Equal(t, http.StatusBadRequest, answer.status)
		require.JSONEq(t, unknown, answer.text)
		s.flutterwave("R1", object{"meta": object{"order_id": "7"}})
	}
	s.act(Flutterwave, "R1", Action{Kind: Abandon})
	require.Equal(t, http.StatusBadRequest, s.call("GET", by+"R1", nil).status, "leaving is no try")

	s.act(Flutterwave, "R1", Action{Kind: Fail})
	first := s.verify(Flutterwave, "R1")
	require.Equal(t, "failed", first["status"])
	s.act(Flutterwave, "R1", Action{Kind: Pend, Channel: BankTransfer})
	pending := s.verify(Flutterwave, "R1")
	require.Equal(t, "pending", pending["status"])
	require.NotEqual(t, first["id"], pending["id"])
	s.act(Flutterwave, "R1", Action{Kind: Succeed, Channel: BankTransfer})
	data := s.verify(Flutterwave, "R1")
	require.Equal(t, pending["id"], data["id"])
	require.Equal(t, "successful", data["status"])
	require.Equal(t, json.Number("12500.00"), data["amount"])
	require.Equal(t, json.Number("12500.00"), data["charged_amount"])
	require.Equal(t, json.Number("175.00"), data["app_fee"])
	require.Equal(t, json.Number("12325.00"), data["amount_settled"])
	require.Equal(t, "bank_transfer", data["payment_type"])
	require.Equal(t, "7", data["meta"].(map[string]any)["order_id"])
	require.Contains(t, data["meta"], "__CheckoutInitAddress")
	require.Equal(t, "+2348031234567", data["customer"].(map[string]any)["phone_number"])

	old := s.call("GET", "/flutterwave/v3/transactions/"+first["id"].(json.Number).String()+"/verify", nil)
	require.Equal(t, "Transaction fetched successfully", old.body["message"])
	require.Equal(t, "failed", old.data(t)["status"])
	require.Nil(t, old.data(t)["app_fee"])
	require.Equal(t, http.StatusBadRequest, s.call("GET", "/flutterwave/v3/transactions/7/verify", nil).status)

	var statuses []any
	for _, heard := range s.heard() {
		require.Equal(t, "charge.completed", heard.event["event"])
		require.Equal(t, "7", heard.event["meta_data"].(map[string]any)["order_id"])
		statuses = append(statuses, heard.data["status"])
	}
	require.Equal(t, []any{"failed", "successful"}, statuses)
	require.Equal(t, "BANK_TRANSFER_TRANSACTION", s.heard()[1].event["event.type"])
}

func TestFlutterwaveRefunds(t *testing.T) {
	t.Parallel()
	s := paid(t, Flutterwave, nil)
	data := s.verify(Flutterwave, "R1")
	require.Nil(t, data["meta"])
	path := "/flutterwave/v3/transactions/" + data["id"].(json.Number).String() + "/refund"
	answer := s.call("POST", path, object{"amount": 5000, "comments": "sorry"})
	require.Equal(t, http.StatusOK, answer.status, answer.text)
	require.Equal(t, "Transaction refund initiated", answer.body["message"])
	refund := answer.data(t)
	require.Equal(t, "completed", refund["status"])
	require.Equal(t, json.Number("5000.00"), refund["amount_refunded"])
	require.Equal(t, data["id"], refund["tx_id"])
	for _, wrong := range []object{nil, {"amount": 7500.01}, {"amount": "x"}, {"amount": 0}} {
		require.Equal(t, http.StatusBadRequest, s.call("POST", path, wrong).status, wrong)
	}
	require.Equal(t, http.StatusBadRequest, s.call("POST", "/flutterwave/v3/transactions/7/refund", nil).status)
	s.call("POST", path, object{"amount": "7500.00"})
	require.Equal(t, "successful", s.verify(Flutterwave, "R1")["status"], "it has no word for money that went back")
	list := s.call("GET", "/flutterwave/v3/refunds", nil)
	require.Len(t, list.body["data"], 2)
	one := s.call("GET", "/flutterwave/v3/refunds/"+refund["id"].(json.Number).String(), nil)
	require.Equal(t, refund, one.data(t))
	require.Equal(t, http.StatusBadRequest, s.call("GET", "/flutterwave/v3/refunds/7", nil).status)

	s.flutterwave("R2", nil)
	s.act(Flutterwave, "R2", Action{Kind: Fail})
	failed := s.verify(Flutterwave, "R2")["id"].(json.Number).String()
	require.Equal(t, http.StatusBadRequest, s.call("POST", "/flutterwave/v3/transactions/"+failed+"/refund", nil).status)
}

func TestFlutterwaveRefundsThatTakeTheirTime(t *testing.T) {
	t.Parallel()
	for word, later := range map[string]string{"pending": "completed", "completed-momo": "completed-momo"} {
		s := paid(t, Flutterwave, func(c *Config) { c.FlutterwaveRefund = word })
		id := s.verify(Flutterwave, "R1")["id"].(json.Number).String()
		refund := s.call("POST", "/flutterwave/v3/transactions/"+id+"/refund", nil).data(t)
		require.Equal(t, word, refund["status"])
		err := s.Act(t.Context(), Flutterwave, "R1", Action{Kind: RefundProcessed})
		if word == "pending" {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, ErrFinal)
		}
		path := "/flutterwave/v3/refunds/" + refund["id"].(json.Number).String()
		require.Equal(t, later, s.call("GET", path, nil).data(t)["status"])
		s.act(Flutterwave, "R1", Action{Kind: RefundFailed, Force: true})
		require.Equal(t, "failed", s.call("GET", path, nil).data(t)["status"])
		require.ErrorIs(t, s.Act(t.Context(), Flutterwave, "R1", Action{Kind: RefundNeedsAttention}), ErrUnsupported)
		require.Len(t, s.heard(), 1, "nobody tells of refunds")
	}
}
