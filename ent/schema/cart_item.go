package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// CartItem is one line of a cart.
type CartItem struct{ ent.Schema }

// Fields are the columns of carts.
func (CartItem) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose cart; NULL for a guest.").null(),
		id("session_id", "The guest session whose cart it is; NULL for a person.").null(),
		ref("product_id", "The product.").fixed(),
		whole("quantity", "How many pieces.").or(1).where("@ >= 1 AND @ <= 20"),
		text("size", "The size wanted.").null().fixed(),
		text("color", "The colour wanted.").null().fixed(),
		naira("unit_price_ngn", "The price of one piece that the shopper was shown last; NULL for lines from before it was kept.").null(),
		moment("added_at", "When the line was made.").orNow().fixed(),
		moment("updated_at", "When the line last changed.").orNow(),
	}
}

// Edges are the references of carts.
func (CartItem) Edges() []ent.Edge {
	return []ent.Edge{
		may("user", User.Type, "user_id", cascade),
		may("session", UserSession.Type, "session_id", cascade),
		needsFixed("product", Product.Type, "product_id", cascade),
	}
}

// Indexes are the indexes of carts.
func (CartItem) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_carts_line", by("user_id", "session_id", "product_id", "size", "color"), unique),
		on("idx_carts_session", by("session_id", "added_at"), only("(session_id IS NOT NULL)")),
		on("idx_carts_user", by("user_id", "added_at"), only("(user_id IS NOT NULL)")),
		on("idx_carts_product", by("product_id")),
		on("idx_carts_added", by("added_at")),
	}
}

// Annotations name the table.
func (CartItem) Annotations() []schema.Annotation {
	return table("carts",
		"One line of a cart, which belongs to a person or to a guest session. The same thing is one line, however often it is added.",
		CartItem{}.Fields(), checks{"one_owner": "num_nonnulls(user_id, session_id) = 1"})
}
