package gateway

import (
	"fmt"

	"zuka/internal/platform/money"
)

// RefundOrder says which money is to go back.
type RefundOrder struct {
	// Reference is the attempt's; ProviderID is Charge.ProviderID.
	Reference, ProviderID string
	// Amount is in whole naira. When Full, it is the least that the refund
	// comes to: all that was charged goes back, fees that the customer bore too.
	Amount money.Naira
	// Reason is for the provider's dashboard and has nothing of the customer.
	Reason string
	Full   bool
}

// RefundState is how far a refund has come.
type RefundState string

// The states of a refund.
const (
	RefundPending RefundState = "pending"
	RefundDone    RefundState = "done"
	// RefundFailed means that the money is back with the shop: a new refund is
	// needed.
	RefundFailed RefundState = "failed"
	// RefundNeedsAttention waits for staff: for the customer's bank account, or
	// because there is a refund of another amount than was ordered.
	RefundNeedsAttention RefundState = "needs_attention"
)

// String is the state's name.
func (s RefundState) String() string { return string(s) }

// Final reports whether the refund changes no more.
func (s RefundState) Final() bool { return s == RefundDone || s == RefundFailed }

// Refund is what a provider says about money that goes back.
type Refund struct {
	// ProviderRefundID is the provider's own number of the refund, as text.
	ProviderRefundID string
	State            RefundState
	// AmountKobo is zero where the provider does not tell it.
	AmountKobo int64
	// Message is for staff.
	Message string
}

// Check refuses what no provider would take, with ErrRefused.
func (o RefundOrder) Check() error {
	switch {
	case !ValidReference(o.Reference):
		return refused("the reference has characters that a provider does not take")
	case o.ProviderID != "" && !ValidID(o.ProviderID):
		return refused("the provider's number of the transaction has to be digits")
	case o.Amount <= 0:
		return refused("the amount has to be above zero")
	}
	if _, fits := Kobo(o.Amount); !fits {
		return refused("the amount is too large")
	}
	return nil
}

// ValidID reports whether the text is a number as providers give them to
// transactions and refunds: up to 20 digits, which holds every uint64.
func ValidID(text string) bool {
	return len(text) > 0 && len(text) <= 20 && digits(text)
}

// Judge marks a refund of another amount than was ordered for staff: it is
// neither what was wanted nor can the rest be sent without their looking.
func (o RefundOrder) Judge(found Refund) Refund {
	if found.State == RefundFailed || o.fits(found) {
		return found
	}
	found.State = RefundNeedsAttention
	found.Message = fmt.Sprintf("there is a refund of %s for this payment where %s was ordered",
		Formatted(found.AmountKobo), o.Amount.Formatted())
	return found
}

func (o RefundOrder) fits(found Refund) bool {
	ordered, _ := Kobo(o.Amount)
	return found.AmountKobo == 0 || found.AmountKobo == ordered || o.Full && found.AmountKobo > ordered
}

// Choose takes the refund that stands for the order among those of its
// transaction, the newest first: one of the right amount that has not failed,
// else any that has not failed (for staff, see Judge), else the newest.
func (o RefundOrder) Choose(found []Refund) (Refund, bool) {
	best, rank := Refund{}, 0
	for _, one := range found {
		worth := 1
		if one.State != RefundFailed {
			worth = 2
			if o.fits(one) {
				worth = 3
			}
		}
		if worth > rank {
			best, rank = one, worth
		}
	}
	return o.Judge(best), rank > 0
}
