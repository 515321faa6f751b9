package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var attemptStatuses = []string{"pending", "success", "failed"}

// Payment is one attempt to pay for an order.
type Payment struct{ ent.Schema }

// Mixin adds the times.
func (Payment) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of payments.
func (Payment) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("order_id", "The order being paid.").fixed(),
		id("user_id", "Who pays; NULL for a guest.").null(),
		naira("amount_ngn", "How much.").fixed(),
		text("currency", "ISO 4217.").or("NGN").where("@ = 'NGN'"),
		text("payment_method", "What the payer used at the provider: card, bank_transfer, ussd, cash.").null(),
		choice("provider", "Who takes the money.", paymentMethods).fixed(),
		text("reference", "Our name for the attempt at the provider.").fixed(),
		choice("status", "How it went.", attemptStatuses).or("pending"),
		text("failure_reason", "Why it failed, in the provider's words.").null(),
		object("metadata", "What the provider answered.", &shape.PaymentDetail{}),
		number("version", "Grows with every change, so that who listens knows what is newer.").or(1),
		text("transaction_id", "The provider's number of the transaction that counts.").null(),
		moment("next_check_at", "When the provider is asked next; NULL when there is nothing to ask.").null(),
		id("collected_by", "Who of the staff took the cash.").null(),
	}
}

// Edges are the references of payments.
func (Payment) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("order", Order.Type, "order_id", restrict),
		may("user", User.Type, "user_id", restrict),
		may("collector", User.Type, "collected_by", setNull),
	}
}

// Indexes are the indexes of payments.
func (Payment) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_payments_reference", by("provider", "reference"), unique),
		on("idx_payments_one_success", by("order_id"), unique, only("(status = 'success'::text)")),
		on("idx_payments_order", by("order_id", "created_at-")),
		on("idx_payments_user", by("user_id", "created_at-"), only("(user_id IS NOT NULL)")),
		on("idx_payments_status", by("status", "created_at-", "id-")),
		on("idx_payments_check", by("next_check_at"), only("(next_check_at IS NOT NULL)")),
		on("idx_payments_collector", by("collected_by"), only("(collected_by IS NOT NULL)")),
	}
}

// Annotations name the table.
func (Payment) Annotations() []schema.Annotation {
	return table("payments",
		"One attempt to pay for an order at a provider; at most one of an order succeeds.",
		Payment{}.Fields(), nil)
}
