package paystack

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

// signatureHeader holds the HMAC-SHA512 of the body in hexadecimal, under the
// API's secret key: there is no other secret for webhooks.
const signatureHeader = "X-Paystack-Signature"

// notice is what is read of a webhook's data.
type notice struct {
	ID                   wire.Text       `json:"id"`
	Status               wire.Text       `json:"status"`
	Reference            wire.Text       `json:"reference"`
	TransactionReference wire.Text       `json:"transaction_reference"`
	RefundReference      wire.Text       `json:"refund_reference"`
	Transaction          json.RawMessage `json:"transaction"`
}

// ReadWebhook answers ErrForged unless one of the keys signed the body. What
// Paystack signed is never an error, however odd it is: refusing it would only
// have it sent again for three days.
func (c *Client) ReadWebhook(header http.Header, body []byte) (gateway.Event, error) {
	if !c.signed(header, body) {
		return gateway.Event{}, gateway.ErrForged
	}
	var around struct {
		Event wire.Text       `json:"event"`
		Data  json.RawMessage `json:"data"`
	}
	wire.Object(body, &around)
	kind := gateway.Field(string(around.Event))
	if kind == "" {
		kind = "unknown"
	}
	var data notice
	wire.Object(around.Data, &data)
	event := gateway.Event{Kind: gateway.OtherEvent, Type: kind, Reference: data.reference()}
	id, status := gateway.Field(string(data.ID)), string(data.Status)
	switch {
	case kind == "charge.success" && event.Reference != "":
		event.Kind = gateway.ChargeEvent
		event.Key = gateway.EventKey(kind, body, id)
		if gateway.ValidID(id) {
			event.ProviderID = id
		}
	case strings.HasPrefix(kind, "refund.") && event.Reference != "":
		event.Kind = gateway.RefundEvent
		which := gateway.Field(string(data.RefundReference)) // Null while the refund is pending.
		if which == "" {
			which = id
		}
		event.Key = gateway.EventKey(kind, body, which, status)
		if gateway.ValidID(id) {
			event.RefundID = id // refund_reference is another name, which cannot be asked for.
		}
	default: // What repeats, as reminders do, is told apart by its bytes.
		event.Key = gateway.EventKey(kind, body, "")
	}
	return event, nil
}

// signed tries every key, so that the time does not tell which one it was.
func (c *Client) signed(header http.Header, body []byte) bool {
	values := header.Values(signatureHeader)
	if len(values) != 1 {
		return false
	}
	given, err := hex.DecodeString(values[0])
	if err != nil {
		return false
	}
	found := false
	for _, key := range c.keys {
		mac := hmac.New(sha512.New, key)
		mac.Write(body)
		found = hmac.Equal(mac.Sum(nil), given) || found
	}
	return found
}

// reference is the attempt's, wherever the kind of event has it.
func (n notice) reference() string {
	var transaction struct {
		Reference wire.Text `json:"reference"`
	}
	wire.Object(n.Transaction, &transaction)
	for _, one := range []wire.Text{n.TransactionReference, n.Reference, transaction.Reference} {
		if text := gateway.Field(string(one)); text != "" {
			return text
		}
	}
	return ""
}
