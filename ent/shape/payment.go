package shape

import (
	"encoding/json"
	"time"
)

// PaymentDetail is what a provider answered about a payment.
type PaymentDetail struct {
	// ProviderID is the provider's own number of the transaction.
	ProviderID string `json:"provider_id,omitempty"`
	// Channel is what the payer used: card, bank_transfer, ussd.
	Channel string `json:"channel,omitempty"`
	// AuthorizationURL is the page where the payer pays.
	AuthorizationURL string     `json:"authorization_url,omitempty"`
	GatewayMessage   string     `json:"gateway_message,omitempty"`
	FeesNGN          int64      `json:"fees_ngn,omitempty"`
	PaidAt           *time.Time `json:"paid_at,omitempty"`
	// RefundedNGN is what was given back.
	RefundedNGN int64 `json:"refunded_ngn,omitempty"`
	// CardType and CardLast4 are what an invoice may show of a card.
	CardType  string `json:"card_type,omitempty"`
	CardLast4 string `json:"card_last4,omitempty"`
}

// StoredAnswer is the answer to a request that must happen once.
type StoredAnswer struct {
	// Kind and ID name the thing that was made: its ent type and its key.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Body is what else the answer said, in the form that the operation's
	// own package reads.
	Body json.RawMessage `json:"body,omitempty"`
}
