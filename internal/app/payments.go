package app

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"zuka/internal/devpay"
	"zuka/internal/platform/clock"
	"zuka/internal/server/webhook"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/payment/flutterwave"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/payment/paystack"
)

// payPath is where development plays the payment providers.
const payPath = "/dev/pay"

// providers are those that the settings name. In development, pages of our own
// play those that are not set.
func (a *App) providers(keys secret.Keys) (map[string]gateway.Provider, error) {
	all := make(map[string]gateway.Provider)
	c := &a.Config
	played := c.Development && (len(c.PaystackKeys) == 0 || c.FlutterwaveKey == "")
	pay := paystack.Config{BaseURL: c.PaystackURL, SecretKeys: c.PaystackKeys, Live: len(c.PaystackKeys) > 0 && strings.HasPrefix(c.PaystackKeys[0], "sk_live_")}
	flutter := flutterwave.Config{
		BaseURL: c.FlutterwaveURL, SecretKey: c.FlutterwaveKey, WebhookHash: c.FlutterwaveHash,
		Live: c.FlutterwaveKey != "" && !strings.HasPrefix(c.FlutterwaveKey, "FLWSECK_TEST"),
	}
	if played {
		a.play(keys, &pay, &flutter)
	}
	if len(pay.SecretKeys) > 0 {
		client, err := paystack.New(pay)
		if err != nil {
			return nil, fmt.Errorf("reading PAYSTACK_SECRET_KEYS: %w", err)
		}
		all[client.Name()] = client
	}
	if flutter.SecretKey != "" {
		client, err := flutterwave.New(flutter)
		if err != nil {
			return nil, fmt.Errorf("reading FLUTTERWAVE_SECRET_KEY: %w", err)
		}
		all[client.Name()] = client
	}
	return all, nil
}

// play lets development's own provider take the place of those without a key.
// Its secrets are the server's, so that a restart believes old messages.
func (a *App) play(keys secret.Keys, pay *paystack.Config, flutter *flutterwave.Config) {
	made := func(prefix, use string) string { return prefix + hex.EncodeToString(keys.Derive(use))[:40] }
	base := strings.TrimSuffix(a.Config.PublicURL, "/")
	played := devpay.Config{
		BaseURL: base + payPath, Clock: clock.System{}, Log: a.Log,
		// As Flutterwave says it of money that is back; a bare "completed" may
		// only be on its way.
		FlutterwaveRefund: "completed-bank-transfer",
		PaystackKey:       made("sk_test_", "paystack"), FlutterwaveKey: made("FLWSECK_TEST-", "flutterwave"), FlutterwaveHash: made("", "flutterwave hash"),
		PaystackWebhook: base + webhook.Prefix + "paystack", FlutterwaveWebhook: base + webhook.Prefix + "flutterwave",
		HTTP: &http.Client{Timeout: 10 * time.Second, Transport: insideLater(func() http.Handler { return a.Handler })},
	}
	a.devpay = devpay.New(played)
	a.undo = append(a.undo, a.devpay.Close)
	client := &http.Client{Timeout: 10 * time.Second, Transport: inside{a.devpay.Handler()}}
	if len(pay.SecretKeys) == 0 {
		*pay = paystack.Config{BaseURL: played.BaseURL + "/paystack", SecretKeys: []string{played.PaystackKey}, HTTP: client}
	}
	if flutter.SecretKey == "" {
		*flutter = flutterwave.Config{
			BaseURL: played.BaseURL + "/flutterwave/v3", SecretKey: played.FlutterwaveKey, WebhookHash: played.FlutterwaveHash, HTTP: client,
		}
	}
}

// returnURL is where payers come back to from a provider's page.
func (a *App) returnURL() string {
	switch {
	case a.Config.PaymentReturn != "":
		return a.Config.PaymentReturn
	case a.devpay != nil:
		return strings.TrimSuffix(a.Config.PublicURL, "/") + payPath + "/"
	}
	return strings.TrimSuffix(a.Config.Storefront, "/") + "/checkout/return"
}

// Playing is what plays the payment providers in development; nil where real
// ones are set.
func (a *App) Playing() *devpay.Provider { return a.devpay }

// payable says what of the settings for payments cannot work.
func (c *Config) payable() error {
	if c.FlutterwaveKey != "" && c.FlutterwaveHash == "" {
		return errors.New("FLUTTERWAVE_HASH is missing: without it no message of Flutterwave can be believed")
	}
	return nil
}
