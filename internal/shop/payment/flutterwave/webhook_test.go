package flutterwave

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const (
	vector    = `{"event":"charge.completed","data":{"id":285959875,"tx_ref":"ORD-1001.1","status":"successful","amount":12500,"currency":"NGN"}}`
	signature = "o9gYWEpB+3CLMikD7xJZOjyYYFABtpGyEJFXqI/eFjA="
)

func signed(body string) http.Header {
	mac := hmac.New(sha256.New, []byte(hash))
	mac.Write([]byte(body))
	return http.Header{signatureHeader: {base64.StdEncoding.EncodeToString(mac.Sum(nil))}}
}

func reader(t testing.TB) *Client {
	t.Helper()
	client, err := New(Config{BaseURL: "http://127.0.0.1:1", SecretKey: key, WebhookHash: hash})
	require.NoError(t, err)
	return client
}

func TestTheVector(t *testing.T) {
	t.Parallel()
	client := reader(t)
	want := gateway.Event{
		Kind: gateway.ChargeEvent, Key: "charge.completed:285959875:successful", Type: "charge.completed", Reference: reference, ProviderID: "285959875",
	}
	for name, headers := range map[string][2]string{"hash": {hash, ""}, "signature": {"", signature}, "both": {hash, signature}} {
		header := http.Header{}
		for i, field := range []string{"verif-hash", "flutterwave-signature"} {
			if headers[i] != "" {
				header.Set(field, headers[i])
			}
		}
		event, err := client.ReadWebhook(header, []byte(vector))
		require.NoError(t, err, name)
		require.Equal(t, want, event, name)
	}
}

func TestForgeries(t *testing.T) {
	t.Parallel()
	client := reader(t)
	for name, header := range map[string]http.Header{
		"none":               {},
		"empty":              {hashHeader: {""}},
		"wrong":              {hashHeader: {"flw-secret-hash-fixturE"}},
		"longer":             {hashHeader: {hash + "x"}},
		"one of two":         {hashHeader: {hash, "x"}},
		"empty signature":    {signatureHeader: {""}},
		"not base64":         {signatureHeader: {"!" + signature[1:]}},
		"the hash as one":    {signatureHeader: {hash}},
		"another body's":     signed(vector + " "),
		"hash, no signature": {hashHeader: {hash}, signatureHeader: {"x"}},
		"signature, no hash": {hashHeader: {"x"}, signatureHeader: {signature}},
	} {
		event, err := client.ReadWebhook(header, []byte(vector))
		require.ErrorIs(t, err, gateway.ErrForged, name)
		require.Zero(t, event, name)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	client := reader(t)
	for body, want := range map[string]gateway.Event{
		`{"event":"charge.completed","data":{"id":"1","tx_ref":"ORD-1.1","status":"failed"},"meta_data":{},"event.type":"CARD_TRANSACTION"}`:  {Kind: gateway.ChargeEvent, Key: "charge.completed:1:failed", Type: "charge.completed", Reference: "ORD-1.1", ProviderID: "1"},
		`{"event":"charge.completed","data":{"id":"chg_1","tx_ref":"ORD-1.1","status":"x"}}`:                                                  {Kind: gateway.ChargeEvent, Key: "charge.completed:chg_1:x", Type: "charge.completed", Reference: "ORD-1.1"},
		`{"event":"charge.completed","data":{"id":1,"tx_ref":"ORD\u0000","status":"x"}}`:                                                      {Kind: gateway.OtherEvent, Key: "charge.completed:1:x", Type: "charge.completed"},
		`{"event":"charge.completed","data":{"tx_ref":"ORD-1.1"}}`:                                                                            {Kind: gateway.ChargeEvent, Key: "?", Type: "charge.completed", Reference: "ORD-1.1"},
		`{"event":"transfer.completed","data":{"id":5,"status":"SUCCESSFUL"}}`:                                                                {Kind: gateway.OtherEvent, Key: "transfer.completed:5:SUCCESSFUL", Type: "transfer.completed"},
		`{"event":"refund.completed","data":{"id":88,"TransactionId":28,"status":"completed-mpgs"}}`:                                          {Kind: gateway.RefundEvent, Key: "refund.completed:88:completed-mpgs", Type: "refund.completed", ProviderID: "28", RefundID: "88"},
		`{"id":89074,"AmountRefunded":5000,"status":"completed","FlwRef":"x","TransactionId":8784082}`:                                        {Kind: gateway.RefundEvent, Key: "refund:89074:completed", Type: "refund", ProviderID: "8784082", RefundID: "89074"},
		`{"id":5,"txRef":"ORD-1.1","flwRef":"x","amount":12500,"charged_amount":12500,"status":"successful","event.type":"CARD_TRANSACTION"}`: {Kind: gateway.OtherEvent, Key: "CARD_TRANSACTION:5:successful", Type: "CARD_TRANSACTION", Reference: "ORD-1.1"},
		`{"event":"charge.completed","data":"x"}`:                                                                                             {Kind: gateway.OtherEvent, Key: "?", Type: "charge.completed"},
		`{"event":"a b","data":{"id":1,"status":"x"}}`:                                                                                        {Kind: gateway.OtherEvent, Key: "?", Type: "unknown"},
		`[]`:       {Kind: gateway.OtherEvent, Key: "?", Type: "unknown"},
		`not JSON`: {Kind: gateway.OtherEvent, Key: "?", Type: "unknown"},
	} {
		got, err := client.ReadWebhook(http.Header{hashHeader: {hash}}, []byte(body))
		require.NoError(t, err)
		if want.Key == "?" {
			want.Key = gateway.EventKey(want.Type, []byte(body), "")
		}
		require.Equal(t, want, got, body)
	}
}

// FuzzReadWebhook signs whatever comes: what is stored of it is short and
// printable, and without the signature it is nothing.
func FuzzReadWebhook(f *testing.F) {
	for _, seed := range []string{vector, `{"event":"refund.completed","data":{"id":1}}`, `{"txRef":"x","event.type":"y"}`, `[]`, ``, `{"data":{"id":{}}}`, "\xff"} {
		f.Add(seed, signature)
		f.Add(seed, hash)
	}
	client := reader(f)
	f.Fuzz(func(t *testing.T, body, claimed string) {
		event, err := client.ReadWebhook(signed(body), []byte(body))
		require.NoError(t, err)
		require.NotEmpty(t, event.Key)
		require.NotEmpty(t, event.Type)
		require.Less(t, len(event.Key), 350)
		for _, text := range []string{event.Type, event.Reference, event.ProviderID, event.RefundID} {
			require.Equal(t, text, gateway.Field(text))
		}
		if claimed != hash {
			_, err = client.ReadWebhook(http.Header{hashHeader: {claimed}}, []byte(body))
			require.ErrorIs(t, err, gateway.ErrForged)
		}
	})
}
