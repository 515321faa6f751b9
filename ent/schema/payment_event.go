package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// PaymentEvent is one message of a payment provider.
type PaymentEvent struct{ ent.Schema }

// Fields are the columns of payment_events.
func (PaymentEvent) Fields() []ent.Field {
	return []ent.Field{
		key(),
		choice("provider", "Who sent it.", []string{"paystack", "flutterwave"}).fixed(),
		text("event_key", "What makes the message one of a kind at its provider.").fixed(),
		text("event_type", "The provider's name for what happened.").fixed(),
		text("reference", "The payment's reference that the message names.").null().fixed(),
		raw("body", "The body, byte for byte: the signature covers these bytes.").fixed().secret(),
		ref("payment_id", "The payment it was found to be about.").null(),
		choice("status", "What became of it.", []string{"received", "processed", "ignored", "failed"}).or("received"),
		text("note", "Why it was ignored or failed.").null(),
		moment("received_at", "When it came.").orNow().fixed(),
		moment("processed_at", "When a worker was done with it.").null(),
	}
}

// Edges are the references of payment_events.
func (PaymentEvent) Edges() []ent.Edge {
	return []ent.Edge{
		may("payment", Payment.Type, "payment_id", restrict),
	}
}

// Indexes are the indexes of payment_events.
func (PaymentEvent) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_payment_events_key", by("provider", "event_key"), unique),
		on("idx_payment_events_payment", by("payment_id"), only("(payment_id IS NOT NULL)")),
		on("idx_payment_events_reference", by("reference"), only("(reference IS NOT NULL)")),
		on("idx_payment_events_received", by("received_at-", "id-")),
	}
}

// Annotations name the table.
func (PaymentEvent) Annotations() []schema.Annotation {
	return table("payment_events",
		"The inbox of provider webhooks: each message once, as it came. A worker asks the provider before it believes any.",
		PaymentEvent{}.Fields(), nil)
}
