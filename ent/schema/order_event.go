package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var (
	orderEventKinds = []string{
		"placed", "paid", "payment_failed", "payment_late", "payment_wrong", "processing", "shipped", "delivered", "cash_collected",
		"cancelled", "refund_requested", "refund_failed", "refunded", "linked",
	}
	orderActors = []string{"customer", "staff", "provider", "shop"}
)

// OrderEvent is one step on an order's way.
type OrderEvent struct{ ent.Schema }

// Mixin adds the time.
func (OrderEvent) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of order_events.
func (OrderEvent) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("order_id", "The order.").fixed(),
		number("version", "The order's version that the step made.").fixed(),
		choice("kind", "What happened.", orderEventKinds).fixed(),
		choice("actor", "Who did it.", orderActors).fixed(),
		id("user_id", "The person who did it, where it was one.").null(),
		text("note", "What else there is to say, for the customer too.").or(""),
	}
}

// Edges are the references of order_events.
func (OrderEvent) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("order", Order.Type, "order_id", cascade),
		may("user", User.Type, "user_id", setNull),
	}
}

// Indexes are the indexes of order_events.
func (OrderEvent) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_order_events_version", by("order_id", "version"), unique),
		on("idx_order_events_user", by("user_id"), only("(user_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (OrderEvent) Annotations() []schema.Annotation {
	return table("order_events",
		"The timeline of an order: a row for each version of it, written in the transaction that made the version.",
		OrderEvent{}.Fields(), nil)
}
