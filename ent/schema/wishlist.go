package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Wishlist is one product that a person wishes for.
type Wishlist struct{ ent.Schema }

// Mixin adds the time.
func (Wishlist) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of wishlists.
func (Wishlist) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Who wishes.").fixed(),
		ref("product_id", "For what.").fixed(),
		naira("seen_price_ngn", "The price that the person knows of: at the wish, or at the last notice; NULL for wishes from before it was kept.").null(),
		flag("seen_in_stock", "Whether the person knows it to be in stock.").or(true),
	}
}

// Edges are the references of wishlists.
func (Wishlist) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		needsFixed("product", Product.Type, "product_id", cascade),
	}
}

// Indexes are the indexes of wishlists.
func (Wishlist) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_wishlists_user_product", by("user_id", "product_id"), unique),
		on("idx_wishlists_user_created", by("user_id", "created_at-", "id-")),
		on("idx_wishlists_product", by("product_id")),
	}
}

// Annotations name the table.
func (Wishlist) Annotations() []schema.Annotation {
	return table("wishlists",
		"One product that a person wishes for; a wish list is the rows of a person.",
		Wishlist{}.Fields(), nil)
}
