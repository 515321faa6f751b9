package gateway

import (
	"fmt"
	"time"

	"zuka/internal/platform/money"
)

// State is what became of a payment.
type State string

// The states of a charge. Pending is everything that may still become paid,
// also states that the shop does not know: it asks again.
const (
	Pending  State = "pending"
	Success  State = "success"
	Failed   State = "failed"
	Reversed State = "reversed" // Paid, and taken back by a refund or the bank.
)

// String is the state's name.
func (s State) String() string { return string(s) }

// Final reports whether the provider says that nothing more will happen to
// this attempt. See Provider.Verify on Failed.
func (s State) Final() bool { return s == Success || s == Failed || s == Reversed }

// Charge is what a provider says about one attempt to pay.
type Charge struct {
	Reference string
	State     State
	// AmountKobo is what arrived for the order, RequestedKobo what was asked
	// for. More than asked arrives where the customer bears the fees.
	AmountKobo, RequestedKobo int64
	// Currency is an ISO 4217 code.
	Currency string
	// ProviderID is the provider's own number of the transaction, as text: it
	// may be larger than an int64.
	ProviderID string
	// Channel is how was paid, as in card or bank_transfer. Message is for
	// staff, cleaned by Words; nothing is decided by it.
	Channel, Message string
	// FeesKobo is the provider's cut, nil when it is not known to the kobo.
	FeesKobo *int64
	PaidAt   *time.Time
	// CardBrand and CardLast4 are all that may be kept of a card.
	CardBrand, CardLast4 string
	// Live is false for the provider's play money.
	Live bool
}

// Settles is nil when the charge pays what is expected: it succeeded, in naira,
// with at least that much. Otherwise it is ErrNotPaid, ErrCurrency or ErrAmount
// with words for staff. It knows nothing of the order: whether the reference is
// its own and whether it was paid before is the caller's to see.
func (c Charge) Settles(expected money.Naira) error {
	switch {
	case c.State != Success:
		return fmt.Errorf("%w: the payment is %s", ErrNotPaid, c.State)
	case c.Currency != money.Currency:
		return fmt.Errorf("%w: paid in %q instead of %s", ErrCurrency, Words(c.Currency), money.Currency)
	case expected <= 0:
		return fmt.Errorf("%w: there is nothing to pay", ErrAmount)
	case c.AmountKobo/koboPerNaira < int64(expected): // Compared in naira, which cannot overflow.
		return fmt.Errorf("%w: %s came in where %s was expected", ErrAmount, Formatted(c.AmountKobo), expected.Formatted())
	}
	return nil
}
