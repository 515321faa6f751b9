package devpay

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPaystackInitialize(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	answer := s.paystack("ORD-7K2M9Q.1", nil)
	require.Equal(t, http.StatusOK, answer.status, answer.text)
	require.Equal(t, true, answer.body["status"])
	require.Equal(t, "Authorization URL created", answer.body["message"])
	data := answer.data(t)
	require.Equal(t, "ORD-7K2M9Q.1", data["reference"])
	require.Regexp(t, "^"+regexp.QuoteMeta(s.url)+"/page/paystack/[a-z0-9]{15}$", data["authorization_url"])
	require.True(t, strings.HasSuffix(data["authorization_url"].(string), data["access_code"].(string)))

	answer = s.paystack("ORD-7K2M9Q.1", nil)
	require.Equal(t, http.StatusBadRequest, answer.status)
	require.JSONEq(t, `{"status":false,"message":"Duplicate Transaction Reference",
		"meta":{"nextStep":"Try and create the Transaction or Charge with a new reference"},
		"type":"validation_error","code":"duplicate_reference"}`, answer.text)

	answer = s.paystack("", object{"amount": 5000, "currency": nil})
	require.Equal(t, http.StatusOK, answer.status, "an amount may be a number, and a reference is made up")
	require.NotEmpty(t, answer.data(t)["reference"])
}

func TestPaystackRefusesWhatTheRealOneRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for message, change := range map[string]object{
		"Email Address is required":     {"email": ""},
		"Invalid Email Address Passed":  {"email": "ada"},
		"Invalid Amount Sent":           {"amount": 4999},
		"Currency not supported":        {"currency": "XYZ"},
		"Invalid Transaction Reference": {"reference": "a_b"},
		"Invalid Callback URL":          {"callback_url": "javascript:alert(1)"},
	} {
		answer := s.paystack("R1", change)
		require.Equal(t, http.StatusBadRequest, answer.status, message)
		require.Contains(t, answer.text, message)
		require.Equal(t, false, answer.body["status"])
	}
	for _, amount := range []any{nil, "", "50.00", 5000.5, true, "abc", -5000} {
		require.Contains(t, s.paystack("R1", object{"amount": amount}).text, "Invalid Amount Sent")
	}
	for _, key := range []string{"", "wrong", paystackKey + "x"} {
		answer, err := s.try(t.Context(), "GET", "/paystack/transaction/verify/R1", key, nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusUnauthorized, answer.status)
		require.Equal(t, "Invalid key", answer.body["message"])
	}
	require.Equal(t, http.StatusBadRequest, s.call("POST", "/paystack/transaction/initialize", []int{1}).status)
	require.Equal(t, http.StatusBadRequest, s.call("POST", "/paystack/transaction/initialize",
		object{"email": strings.Repeat("a", maxBody)}).status)
	without := newStage(t, func(c *Config) { c.PaystackKey = "" })
	require.Equal(t, http.StatusUnauthorized, without.paystack("R", nil).status)
}

func TestPaystackVerifyOverALife(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	answer := s.call("GET", "/paystack/transaction/verify/R.=1", nil)
	require.Equal(t, http.StatusBadRequest, answer.status)
	require.Equal(t, "transaction_not_found", answer.body["code"])
	require.Equal(t, "Transaction reference not found", answer.body["message"])

	s.paystack("R.=1", nil)
	data := s.verify(Paystack, "R.%3D1")
	require.Equal(t, "abandoned", data["status"])
	require.Nil(t, data["paid_at"])
	require.Nil(t, data["fees"])
	require.Contains(t, data, "fees")
	require.Equal(t, "", data["metadata"], "no metadata is an empty text")
	require.Equal(t, "test", data["domain"])
	id := data["id"]

	s.act(Paystack, "R.=1", Action{Kind: Pend})
	require.Equal(t, "ongoing", s.verify(Paystack, "R.=1")["status"])
	s.act(Paystack, "R.=1", Action{Kind: Succeed})
	data = s.verify(Paystack, "R.=1")
	require.Equal(t, "success", data["status"])
	require.Equal(t, id, data["id"])
	require.Equal(t, json.Number("1250000"), data["amount"])
	require.Equal(t, json.Number("1250000"), data["requested_amount"])
	require.Equal(t, json.Number("28750"), data["fees"])
	require.Equal(t, "2026-03-31T12:00:00.000Z", data["paid_at"])
	require.Equal(t, data["paid_at"], data["paidAt"])
	require.Equal(t, "card", data["channel"])
	require.Equal(t, "4081", data["authorization"].(map[string]any)["last4"])
	s.act(Paystack, "R.=1", Action{Kind: Reverse})
	require.Equal(t, "reversed", s.verify(Paystack, "R.=1")["status"])

	strict := newStage(t, func(c *Config) { c.UnknownIs404 = true })
	require.Equal(t, http.StatusNotFound, strict.call("GET", "/paystack/transaction/verify/R", nil).status)
}

func TestPaystackMetadataComesBack(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for reference, sent := range map[string]any{
		"A": object{"order": "7"}, "B": `{"order":"7"}`, "C": "plain", "D": nil,
	} {
		s.paystack(reference, object{"metadata": sent})
		got := s.verify(Paystack, reference)["metadata"]
		switch reference {
		case "A", "B":
			require.Equal(t, map[string]any{"order": "7"}, got)
		case "C":
			require.Equal(t, "plain", got)
		default:
			require.Equal(t, "", got)
		}
	}
}

// paid is a stage with a payment that succeeded.
func paid(t *testing.T, provider string, change func(*Config)) *stage {
	t.Helper()
	s := newStage(t, change)
	if provider == Paystack {
		s.paystack("R1", nil)
	} else {
		s.flutterwave("R1", nil)
	}
	s.act(provider, "R1", Action{Kind: Succeed})
	return s
}

func TestPaystackRefunds(t *testing.T) {
	t.Parallel()
	s := paid(t, Paystack, nil)
	answer := s.call("POST", "/paystack/refund", object{"transaction": "R1", "amount": 10_000, "customer_note": "sorry"})
	require.Equal(t, http.StatusOK, answer.status, answer.text)
	require.Equal(t, "Refund has been queued for processing", answer.body["message"])
	data := answer.data(t)
	require.Equal(t, "pending", data["status"])
	require.Equal(t, "sorry", data["customer_note"])
	require.Equal(t, false, data["fully_deducted"])
	of := data["transaction"].(map[string]any)
	require.Equal(t, "R1", of["reference"])
	require.NoError(t, s.Settle(t.Context()))
	require.Equal(t, "refund.pending", s.heard()[1].event["event"])

	id := data["id"].(json.Number).String()
	s.act(Paystack, "R1", Action{Kind: RefundProcessed})
	later := s.call("GET", "/paystack/refund/"+id, nil).data(t)
	require.Equal(t, "processed", later["status"])
	require.Equal(t, of["id"], later["transaction"], "now it is but a number")
	require.Equal(t, json.Number("1"), later["fully_deducted"])

	for _, wrong := range []object{
		{"transaction": "R1"}, {"transaction": "R1", "amount": 1_240_001}, {"transaction": "R1", "amount": "x"},
		{"transaction": "R1", "amount": 0}, {"transaction": "R1", "amount": 1, "currency": "USD"},
	} {
		require.Equal(t, http.StatusBadRequest, s.call("POST", "/paystack/refund", wrong).status, wrong)
	}
	require.Equal(t, http.StatusNotFound, s.call("POST", "/paystack/refund", object{"transaction": "none"}).status)
	require.Equal(t, http.StatusNotFound, s.call("GET", "/paystack/refund/7", nil).status)
	require.Equal(t, http.StatusNotFound, s.call("GET", "/paystack/refund/x", nil).status)

	rest := s.call("POST", "/paystack/refund", object{"transaction": of["id"], "amount": "1240000"})
	require.Equal(t, http.StatusOK, rest.status, "the number of the transaction does as well: "+rest.text)
	require.Equal(t, "success", s.verify(Paystack, "R1")["status"])
	s.act(Paystack, "R1", Action{Kind: RefundProcessed})
	require.Equal(t, "reversed", s.verify(Paystack, "R1")["status"])

	s.paystack("R2", nil)
	require.Equal(t, http.StatusBadRequest, s.call("POST", "/paystack/refund", object{"transaction": "R2"}).status)
	for query, count := range map[string]int{"": 2, "?transaction=" + of["id"].(json.Number).String(): 2, "?transaction=9": 0} {
		list := s.call("GET", "/paystack/refund"+query, nil)
		require.Len(t, list.body["data"], count, query)
	}
}

func TestPaystackRefundThatNeedsAnAccount(t *testing.T) {
	t.Parallel()
	s := paid(t, Paystack, nil)
	id := s.call("POST", "/paystack/refund", object{"transaction": "R1"}).data(t)["id"].(json.Number).String()
	require.NoError(t, s.Settle(t.Context()))
	path := "/paystack/refund/retry_with_customer_details/" + id
	account := object{"refund_account_details": object{"currency": "NGN", "account_number": "0123456789", "bank_id": "9"}}
	require.Equal(t, http.StatusBadRequest, s.call("POST", path, account).status, "it needs nothing yet")
	s.act(Paystack, "R1", Action{Kind: RefundNeedsAttention})
	require.Equal(t, http.StatusBadRequest, s.call("POST", path, nil).status)
	require.Equal(t, http.StatusNotFound, s.call("POST", path+"7", account).status)
	answer := s.call("POST", path, account)
	require.Equal(t, http.StatusOK, answer.status, answer.text)
	require.Equal(t, "processing", answer.data(t)["status"])
	require.NoError(t, s.Settle(t.Context()))
	var events []any
	for _, heard := range s.heard() {
		events = append(events, heard.event["event"])
	}
	require.Equal(t, []any{"charge.success", "refund.pending", "refund.needs-attention", "refund.processing"}, events)
}
