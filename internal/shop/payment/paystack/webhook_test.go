package paystack

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const (
	vector    = `{"event":"charge.success","data":{"id":302961,"domain":"test","status":"success","reference":"ORD-1001.1","amount":1250000,"currency":"NGN"}}`
	signature = "7462cfbbb2c45ff84121743e0c52664933731499514c0f1d2908e19ce188c96ca58ea4f498dab15ccf87a8dfa3c9251eacfb8d7491539e4eb1bbc6d550d24df1"
)

func signed(body, key string) http.Header {
	mac := hmac.New(sha512.New, []byte(key))
	mac.Write([]byte(body))
	return http.Header{signatureHeader: {hex.EncodeToString(mac.Sum(nil))}}
}

func reader(t testing.TB) *Client {
	t.Helper()
	client, err := New(Config{BaseURL: "http://127.0.0.1:1", SecretKeys: []string{key, "sk_test_older"}})
	require.NoError(t, err)
	return client
}

func TestTheVector(t *testing.T) {
	t.Parallel()
	client := reader(t)
	header := http.Header{}
	header.Set("x-paystack-signature", signature)
	event, err := client.ReadWebhook(header, []byte(vector))
	require.NoError(t, err)
	require.Equal(t, gateway.Event{Kind: gateway.ChargeEvent, Key: "charge.success:302961", Type: "charge.success", Reference: reference, ProviderID: "302961"}, event)
	older, err := client.ReadWebhook(signed(vector, "sk_test_older"), []byte(vector))
	require.NoError(t, err, "a key that is on its way out")
	require.Equal(t, event, older)
}

func TestForgeries(t *testing.T) {
	t.Parallel()
	client := reader(t)
	for name, test := range map[string]struct {
		header http.Header
		body   string
	}{
		"none":         {http.Header{}, vector},
		"empty":        {http.Header{signatureHeader: {""}}, vector},
		"not hex":      {http.Header{signatureHeader: {"zz" + signature[2:]}}, vector},
		"half":         {http.Header{signatureHeader: {signature[:64]}}, vector},
		"one bit":      {http.Header{signatureHeader: {"8" + signature[1:]}}, vector},
		"twice":        {http.Header{signatureHeader: {signature, signature}}, vector},
		"another key":  {signed(vector, "sk_test_other"), vector},
		"no key":       {signed(vector, ""), vector},
		"another body": {http.Header{signatureHeader: {signature}}, vector + " "},
		"an amount":    {http.Header{signatureHeader: {signature}}, strings.Replace(vector, "1250000", "125", 1)},
		"no body":      {http.Header{signatureHeader: {signature}}, ""},
	} {
		event, err := client.ReadWebhook(test.header, []byte(test.body))
		require.ErrorIs(t, err, gateway.ErrForged, name)
		require.Zero(t, event, name)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	client := reader(t)
	for body, want := range map[string]gateway.Event{
		`{"event":"refund.pending","data":{"status":"pending","transaction_reference":"ORD-1.1","refund_reference":null,"amount":"5000","id":"77"}}`:     {Kind: gateway.RefundEvent, Key: "refund.pending:77:pending", Type: "refund.pending", Reference: "ORD-1.1", RefundID: "77"},
		`{"event":"refund.processed","data":{"status":"processed","transaction_reference":"ORD-1.1","refund_reference":"TRF_2d","amount":5000,"id":77}}`: {Kind: gateway.RefundEvent, Key: "refund.processed:TRF_2d:processed", Type: "refund.processed", Reference: "ORD-1.1", RefundID: "77"},
		`{"event":"refund.failed","data":{"status":"failed","transaction_reference":"ORD-1.1","refund_reference":"TRF_2d"}}`:                             {Kind: gateway.RefundEvent, Key: "refund.failed:TRF_2d:failed", Type: "refund.failed", Reference: "ORD-1.1"},
		`{"event":"refund.needs-attention","data":{"status":"needs-attention","transaction_reference":"ORD-1.1"}}`:                                       {Kind: gateway.RefundEvent, Key: "?", Type: "refund.needs-attention", Reference: "ORD-1.1"},
		`{"event":"charge.dispute.create","data":{"id":5,"status":"awaiting-merchant-feedback","transaction":{"reference":"ORD-1.1"}}}`:                  {Kind: gateway.OtherEvent, Key: "?", Type: "charge.dispute.create", Reference: "ORD-1.1"},
		`{"event":"bank.transfer.rejected","data":{"reference":"ORD-1.1","bank_transfer":{"amount":"30000"}}}`:                                           {Kind: gateway.OtherEvent, Key: "?", Type: "bank.transfer.rejected", Reference: "ORD-1.1"},
		`{"event":"transfer.success","data":{"id":9}}`:                         {Kind: gateway.OtherEvent, Key: "?", Type: "transfer.success"},
		`{"event":"charge.success","data":{"id":9}}`:                           {Kind: gateway.OtherEvent, Key: "?", Type: "charge.success"},
		`{"event":"charge.success","data":{"id":"x y","reference":"ORD-1.1"}}`: {Kind: gateway.ChargeEvent, Key: "?", Type: "charge.success", Reference: "ORD-1.1"},
		`{"event":"charge.success","data":{"id":1,"reference":"ORD\u0000"}}`:   {Kind: gateway.OtherEvent, Key: "?", Type: "charge.success"},
		`{"event":"charge.success","data":[]}`:                                 {Kind: gateway.OtherEvent, Key: "?", Type: "charge.success"},
		`{"event":5,"data":null}`:                                              {Kind: gateway.OtherEvent, Key: "?", Type: "5"},
		`{"event":"\u0000"}`:                                                   {Kind: gateway.OtherEvent, Key: "?", Type: "unknown"},
		`not JSON`:                                                             {Kind: gateway.OtherEvent, Key: "?", Type: "unknown"},
		`{"event":"charge.success","data":{"id":18446744073709551615,"reference":"O","fees":null,"new":{}}}`: {Kind: gateway.ChargeEvent, Key: "charge.success:18446744073709551615", Type: "charge.success", Reference: "O", ProviderID: "18446744073709551615"},
	} {
		got, err := client.ReadWebhook(signed(body, key), []byte(body))
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
	for _, seed := range []string{vector, `{"event":"refund.processed","data":{"id":"1","refund_reference":"x","transaction_reference":"y"}}`, `[]`, ``, `{"data":{"id":{}}}`, "\xff"} {
		f.Add(seed, signature)
	}
	client := reader(f)
	f.Fuzz(func(t *testing.T, body, claimed string) {
		event, err := client.ReadWebhook(signed(body, key), []byte(body))
		require.NoError(t, err)
		require.NotEmpty(t, event.Key)
		require.NotEmpty(t, event.Type)
		require.Less(t, len(event.Key), 350)
		for _, text := range []string{event.Type, event.Reference, event.ProviderID, event.RefundID} {
			require.Equal(t, text, gateway.Field(text))
		}
		if body != vector || !strings.EqualFold(claimed, signature) {
			_, err = client.ReadWebhook(http.Header{signatureHeader: {claimed}}, []byte(body))
			require.ErrorIs(t, err, gateway.ErrForged)
		}
	})
}
