package flutterwave

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

const (
	// hashHeader holds the secret hash itself. It proves that the sender knows
	// it, and nothing about the body.
	hashHeader = "Verif-Hash"
	// signatureHeader holds the HMAC-SHA256 of the body in base64, under the
	// secret hash. Some accounts get it.
	signatureHeader = "Flutterwave-Signature"
)

// notice is what is read of a webhook's data.
type notice struct {
	ID        wire.Text `json:"id"`
	Reference wire.Text `json:"tx_ref"`
	Status    wire.Text `json:"status"`
}

// flat is what is read of a body without data: a refund's, or the form of
// version 2, which old accounts may send.
type flat struct {
	Event       wire.Text       `json:"event"`
	EventType   wire.Text       `json:"event.type"`
	Data        json.RawMessage `json:"data"`
	ID          wire.Text       `json:"id"`
	Status      wire.Text       `json:"status"`
	OldRef      wire.Text       `json:"txRef"`
	Transaction wire.Text       `json:"TransactionId"`
}

// ReadWebhook answers ErrForged when a header is wrong, and when there is none.
// What comes with the right one is never an error, however odd it is: refusing
// it would only have it sent again.
func (c *Client) ReadWebhook(header http.Header, body []byte) (gateway.Event, error) {
	if !c.signed(header, body) {
		return gateway.Event{}, gateway.ErrForged
	}
	var around flat
	wire.Object(body, &around)
	kind := gateway.Field(string(around.Event))
	if kind == "" {
		return around.read(body), nil
	}
	var data notice
	wire.Object(around.Data, &data)
	event := gateway.Event{Kind: gateway.OtherEvent, Type: kind, Reference: gateway.Field(string(data.Reference))}
	event.Key = gateway.EventKey(kind, body, string(data.ID), string(data.Status))
	id := string(data.ID)
	switch {
	case kind == "charge.completed" && event.Reference != "": // Failed charges come under this name too.
		event.Kind = gateway.ChargeEvent
		if gateway.ValidID(id) {
			event.ProviderID = id
		}
	case strings.HasPrefix(kind, "refund."):
		event.Kind = gateway.RefundEvent
		var of refund
		wire.Object(around.Data, &of)
		event.RefundID, event.ProviderID = number(id), number(of.transaction())
	}
	return event, nil
}

// read is for a body that names no event.
func (f flat) read(body []byte) gateway.Event {
	id, status := string(f.ID), string(f.Status)
	if number(string(f.Transaction)) != "" && number(id) != "" {
		return gateway.Event{
			Kind: gateway.RefundEvent, Type: "refund", Key: gateway.EventKey("refund", body, id, status),
			ProviderID: string(f.Transaction), RefundID: id,
		}
	}
	kind := gateway.Field(string(f.EventType))
	if kind == "" {
		kind = "unknown"
	}
	return gateway.Event{
		Kind: gateway.OtherEvent, Type: kind, Key: gateway.EventKey(kind, body, id, status),
		Reference: gateway.Field(string(f.OldRef)),
	}
}

func number(text string) string {
	if !gateway.ValidID(text) {
		return ""
	}
	return text
}

// signed wants at least one header, and every one that is there to be right.
func (c *Client) signed(header http.Header, body []byte) bool {
	hashes, signatures := header.Values(hashHeader), header.Values(signatureHeader)
	if len(hashes)+len(signatures) == 0 {
		return false
	}
	right := true
	// The digests are compared, so that not even the length of the hash shows.
	want := sha256.Sum256(c.hash)
	for _, given := range hashes {
		got := sha256.Sum256([]byte(given))
		right = subtle.ConstantTimeCompare(got[:], want[:]) == 1 && right
	}
	mac := hmac.New(sha256.New, c.hash)
	mac.Write(body)
	sum := mac.Sum(nil)
	for _, given := range signatures {
		got, err := base64.StdEncoding.DecodeString(given)
		right = err == nil && hmac.Equal(got, sum) && right
	}
	return right
}
