// Package paystack takes money through Paystack, which counts in kobo.
package paystack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

const (
	name = "paystack"
	// callTime bounds one call.
	callTime = 20 * time.Second
	testKey  = "sk_test_"
	liveKey  = "sk_live_"
)

// Config says how Paystack knows the shop.
type Config struct {
	// BaseURL is https://api.paystack.co, or a stand-in's.
	BaseURL string
	// SecretKeys are the API's. The first makes the calls; each may sign a
	// webhook, so that a new key can be put in front of the old one before
	// Paystack's dashboard is told.
	SecretKeys []string
	// HTTP may be nil. It is copied, and follows no redirects.
	HTTP *http.Client
	// Live is whether real money is moved.
	Live bool
}

// Format keeps the keys out of whatever the settings are printed to.
func (c Config) Format(to fmt.State, _ rune) {
	_, _ = fmt.Fprintf(to, "paystack at %s, live %t", c.BaseURL, c.Live)
}

// Client is the shop's side of Paystack, for any number of calls at once.
type Client struct {
	line *wire.Line
	keys [][]byte
	live bool
}

var _ gateway.Provider = (*Client)(nil)

// New checks the settings, and tells everything that is wrong with them at
// once. It does not connect.
func New(config Config) (*Client, error) {
	first := ""
	if len(config.SecretKeys) > 0 {
		first = config.SecretKeys[0]
	}
	line, err := wire.New(wire.Settings{
		Provider: name, BaseURL: config.BaseURL, Key: first, HTTP: config.HTTP, Timeout: callTime, Live: config.Live,
	})
	faults := []error{err}
	client := &Client{line: line, live: config.Live}
	for i, key := range config.SecretKeys {
		switch {
		case !wire.ValidKey(key):
			faults = append(faults, fmt.Errorf("paystack: secret key %d cannot be one", i+1))
		case config.Live && hasPrefix(key, testKey), !config.Live && hasPrefix(key, liveKey):
			faults = append(faults, fmt.Errorf("paystack: secret key %d is of the other mode, test or live", i+1))
		}
		client.keys = append(client.keys, []byte(key))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return client, nil
}

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && text[:len(prefix)] == prefix
}

// Name is paystack.
func (*Client) Name() string { return name }

// Format keeps the keys out of whatever the client is printed to.
func (*Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, name) }

// envelope is around every answer. Its status is the call's, not the payment's.
type envelope struct {
	Status  json.RawMessage `json:"status"`
	Message wire.Text       `json:"message"`
	Code    wire.Text       `json:"code"`
	Data    json.RawMessage `json:"data"`
}

// open takes an answer out of its envelope, or answers a wire.Refusal.
func (c *Client) open(answer wire.Answer) (json.RawMessage, error) {
	var around envelope
	if !wire.Object(answer.Body, &around) {
		return nil, c.line.Unreadable("the answer cannot be read")
	}
	switch string(around.Status) {
	case "true":
		if answer.OK() {
			return around.Data, nil
		}
	case "false":
		return nil, &wire.Refusal{
			Provider: name, Status: answer.Status,
			Code: gateway.Words(string(around.Code)), Words: gateway.Words(string(around.Message)),
		}
	}
	return nil, c.line.Unreadable(fmt.Sprintf("the answer with status %d is not Paystack's", answer.Status))
}

// unknown reports whether Paystack says that there is no such thing: with 404,
// or, as callers report, with 400.
func unknown(err error) bool {
	no, refused := wire.AsRefusal(err)
	return refused && (no.Status == http.StatusNotFound ||
		no.Says("transaction_not_found", "reference not found", "transaction not found", "refund not found"))
}
