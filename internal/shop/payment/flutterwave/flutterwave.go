// Package flutterwave takes money through version 3 of Flutterwave, which counts
// in naira with decimals.
package flutterwave

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/gateway/wire"
)

const (
	name = "flutterwave"
	// callTime bounds one call. Flutterwave itself gives up after 28 seconds,
	// and to hear that is better than to hang up before.
	callTime = 32 * time.Second
	testKey  = "FLWSECK_TEST"
	liveKey  = "FLWSECK-"
)

// Config says how Flutterwave knows the shop.
type Config struct {
	// BaseURL is https://api.flutterwave.com/v3, or a stand-in's.
	BaseURL   string
	SecretKey string
	// WebhookHash is the secret hash that was typed into the dashboard.
	WebhookHash string
	// HTTP may be nil. It is copied, and follows no redirects.
	HTTP *http.Client
	// Live is whether real money is moved.
	Live bool
}

// Format keeps the secrets out of whatever the settings are printed to.
func (c Config) Format(to fmt.State, _ rune) {
	_, _ = fmt.Fprintf(to, "flutterwave at %s, live %t", c.BaseURL, c.Live)
}

// Client is the shop's side of Flutterwave, for any number of calls at once.
type Client struct {
	line *wire.Line
	hash []byte
	live bool
}

var _ gateway.Provider = (*Client)(nil)

// New checks the settings, and tells everything that is wrong with them at
// once. It does not connect.
func New(config Config) (*Client, error) {
	line, err := wire.New(wire.Settings{
		Provider: name, BaseURL: config.BaseURL, Key: config.SecretKey, HTTP: config.HTTP, Timeout: callTime, Live: config.Live,
	})
	faults := []error{err}
	if config.Live && strings.HasPrefix(config.SecretKey, testKey) || !config.Live && strings.HasPrefix(config.SecretKey, liveKey) {
		faults = append(faults, errors.New("flutterwave: the secret key is of the other mode, test or live"))
	}
	if !wire.ValidKey(config.WebhookHash) { // Without one, any webhook could be right.
		faults = append(faults, errors.New("flutterwave: the secret hash of webhooks is missing or cannot be one"))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return &Client{line: line, hash: []byte(config.WebhookHash), live: config.Live}, nil
}

// Name is flutterwave.
func (*Client) Name() string { return name }

// Format keeps the secrets out of whatever the client is printed to.
func (*Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, name) }

// envelope is around every answer. Its status is the call's, not the payment's.
type envelope struct {
	Status  wire.Text       `json:"status"`
	Message wire.Text       `json:"message"`
	Data    json.RawMessage `json:"data"`
}

// open takes an answer out of its envelope, or answers a wire.Refusal.
func (c *Client) open(answer wire.Answer) (json.RawMessage, error) {
	var around envelope
	if !wire.Object(answer.Body, &around) {
		return nil, c.line.Unreadable("the answer cannot be read")
	}
	switch around.Status {
	case "success":
		if answer.OK() {
			return around.Data, nil
		}
	case "error":
		return nil, &wire.Refusal{Provider: name, Status: answer.Status, Words: gateway.Words(string(around.Message))}
	}
	return nil, c.line.Unreadable(fmt.Sprintf("the answer with status %d is not Flutterwave's", answer.Status))
}

// unknown reports whether Flutterwave says that there is no such thing, which
// it also says of a page on which nobody has tried to pay yet.
func unknown(err error) bool {
	no, refused := wire.AsRefusal(err)
	return refused && (no.Status == http.StatusNotFound ||
		no.Says("", "no transaction was found", "transaction not found", "no refund was found", "refund not found"))
}
