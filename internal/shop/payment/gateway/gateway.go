// Package gateway is the language in which the shop speaks with whoever takes
// its money: what is asked for, what came of it, and what can go wrong. The
// providers in the packages beside it answer in these words; how they are asked
// is in package wire.
package gateway

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"zuka/internal/platform/money"
)

// Provider takes money. A call may take as long as its context allows, and an
// error that IsUnavailable may have come after the provider did what was asked.
type Provider interface {
	// Name is paystack or flutterwave, as payments are stored with.
	Name() string
	// Initialize opens a page on which the customer pays. One reference is one
	// attempt: ErrDuplicate when it was used before.
	Initialize(ctx context.Context, start Start) (Page, error)
	// Verify asks what became of an attempt. ErrUnknown is not a failure: where
	// the page of Flutterwave is open and nobody has tried yet, there is nothing
	// to know. Nor is Failed the end while the page is open: the customer may
	// try again under the same reference.
	Verify(ctx context.Context, reference string) (Charge, error)
	// Refund gives money back, unless a refund that has not failed is there
	// already: then it answers that one. It looks before it acts because no
	// provider has idempotency keys for refunds, so that two at the same time
	// can still both act: the caller lets one at a time in for a payment.
	Refund(ctx context.Context, order RefundOrder) (Refund, error)
	// FindRefund is the refund's state now. Without providerRefundID, which gets
	// lost with a cut connection, it is the refund that fits the order best.
	// ErrUnknown when the provider knows none.
	FindRefund(ctx context.Context, order RefundOrder, providerRefundID string) (Refund, error)
	// ReadWebhook checks the signature over the raw bytes, before it reads
	// anything in them: ErrForged. The caller limits the size of the body. What
	// an event says is a reason to Verify, never to give value.
	ReadWebhook(header http.Header, body []byte) (Event, error)
}

// Start is what a customer is to pay.
type Start struct {
	// Reference names the attempt, see ValidReference.
	Reference   string
	OrderNumber string
	// Email is needed by every provider; who has none gets a stand-in from the
	// caller. Phone is E.164 or empty, Name may be empty.
	Email, Phone, Name string
	// Amount is in whole naira.
	Amount money.Naira
	// CallbackURL is where the customer comes back to.
	CallbackURL string
}

// Page is where the customer pays.
type Page struct {
	URL       string
	Reference string
}

const maxReference = 50

// ValidReference reports whether every provider takes the text as the name of
// an attempt: 1 to 50 letters, digits, minus, point and equals sign, of which
// the first is a letter or a digit. Paystack takes no other characters; a
// leading point could be understood as a step in a path.
func ValidReference(text string) bool {
	if len(text) == 0 || len(text) > maxReference {
		return false
	}
	for i := range len(text) {
		if !alphanumeric(text[i]) && (i == 0 || !strings.ContainsRune("-.=", rune(text[i]))) {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Check refuses what no provider would take, with ErrRefused. It quotes nothing
// of the customer.
func (s Start) Check() error {
	back, err := url.Parse(s.CallbackURL)
	switch {
	case !ValidReference(s.Reference):
		return refused("the reference has characters that a provider does not take")
	case !strings.Contains(s.Email, "@") || strings.ContainsFunc(s.Email, unprintable):
		return refused("an e-mail address is needed")
	case s.Amount <= 0:
		return refused("the amount has to be above zero")
	case err != nil || (back.Scheme != "https" && back.Scheme != "http") || back.Host == "":
		return refused("the address to come back to has to be a whole one")
	}
	if _, fits := Kobo(s.Amount); !fits {
		return refused("the amount is too large")
	}
	return nil
}
