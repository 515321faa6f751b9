package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Cart is what a cart has besides its lines.
type Cart struct{ ent.Schema }

// Mixin adds the times.
func (Cart) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of cart_headers.
func (Cart) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("user_id", "Whose cart; NULL for a guest.").null(),
		id("session_id", "The guest session whose cart it is; NULL for a person.").null(),
		text("coupon_code", "The coupon the shopper typed, whether or not it works now.").null(),
		text("reward_code", "The reward the shopper chose.").null(),
		count("points", "The points the shopper wants to spend."),
		number("version", "Grows with every change, so that who listens knows what is newer.").or(0),
	}
}

// Edges are the references of cart_headers.
func (Cart) Edges() []ent.Edge {
	return []ent.Edge{
		may("user", User.Type, "user_id", cascade),
		may("session", UserSession.Type, "session_id", cascade),
	}
}

// Indexes are the indexes of cart_headers.
func (Cart) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_cart_headers_user", by("user_id"), unique),
		on("idx_cart_headers_session", by("session_id"), unique),
	}
}

// Annotations name the table.
func (Cart) Annotations() []schema.Annotation {
	return table("cart_headers",
		"What a cart has besides its lines: the codes typed, and the row that is locked while it changes. An owner has one from the first line on.",
		Cart{}.Fields(), checks{"one_owner": "num_nonnulls(user_id, session_id) = 1"})
}
