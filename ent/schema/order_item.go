package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// OrderItem is one line of an order.
type OrderItem struct{ ent.Schema }

// Mixin adds the time.
func (OrderItem) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of order_items.
func (OrderItem) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("order_id", "The order it is a line of.").fixed(),
		ref("product_id", "The product; what it was then is in product_snapshot.").fixed(),
		object("product_snapshot", "The product as it was bought.", &shape.ProductSnapshot{}).fixed(),
		whole("quantity", "How many pieces.").where("@ > 0").fixed(),
		naira("unit_price_ngn", "The price of one.").fixed(),
		naira("total_price_ngn", "The price of all of them.").fixed(),
		text("size", "The size bought.").null().fixed(),
		text("color", "The colour bought.").null().fixed(),
	}
}

// Edges are the references of order_items.
func (OrderItem) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("order", Order.Type, "order_id", restrict),
		needsFixed("product", Product.Type, "product_id", restrict),
	}
}

// Indexes are the indexes of order_items.
func (OrderItem) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_order_items_order", by("order_id", "id")),
		on("idx_order_items_product", by("product_id", "created_at-")),
	}
}

// Annotations name the table.
func (OrderItem) Annotations() []schema.Annotation {
	return table("order_items",
		"One line of an order: a product, or a size and colour of it, as it was bought.",
		OrderItem{}.Fields(), checks{"total": "total_price_ngn = unit_price_ngn * quantity"})
}
