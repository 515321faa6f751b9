package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Refund is money on its way back to a payer.
type Refund struct{ ent.Schema }

// Mixin adds the times.
func (Refund) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of refunds.
func (Refund) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("order_id", "The order.").fixed(),
		ref("payment_id", "The payment that is given back.").fixed(),
		naira("amount_ngn", "How much.").fixed(),
		choice("status", "How far it is.", []string{"requested", "pending", "done", "failed", "needs_attention"}).or("requested"),
		text("reason", "Why, in the words of staff or the shop.").fixed(),
		text("provider_refund_id", "The provider's number of it.").null(),
		text("failure", "Why it did not go through.").null(),
		id("user_id", "Who of the staff asked for it; NULL for the shop itself.").null(),
		moment("next_check_at", "When the provider is asked next; NULL when there is nothing to ask.").null(),
	}
}

// Edges are the references of refunds.
func (Refund) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("order", Order.Type, "order_id", restrict),
		needsFixed("payment", Payment.Type, "payment_id", restrict),
		may("user", User.Type, "user_id", setNull),
	}
}

// Indexes are the indexes of refunds.
func (Refund) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_refunds_payment", by("payment_id"), unique, only("(status <> 'failed'::text)")),
		on("idx_refunds_order", by("order_id")),
		on("idx_refunds_user", by("user_id"), only("(user_id IS NOT NULL)")),
		on("idx_refunds_check", by("next_check_at"), only("(next_check_at IS NOT NULL)")),
	}
}

// Annotations name the table.
func (Refund) Annotations() []schema.Annotation {
	return table("refunds",
		"Money on its way back to a payer; at most one of a payment that has not failed.",
		Refund{}.Fields(), nil)
}
