package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// StockAdjustment is one change of stock by staff.
type StockAdjustment struct{ ent.Schema }

// Mixin adds the time.
func (StockAdjustment) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of stock_adjustments.
func (StockAdjustment) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("product_id", "The product.").fixed(),
		ref("variant_id", "The variant; NULL for a product without, or once the variant is gone.").null(),
		whole("change", "How many pieces came (above zero) or went (below).").where("@ <> 0").fixed(),
		text("reason", "Why, in the words of staff.").fixed(),
		id("user_id", "Who did it.").null(),
	}
}

// Edges are the references of stock_adjustments.
func (StockAdjustment) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("product", Product.Type, "product_id", cascade),
		may("variant", ProductVariant.Type, "variant_id", setNull),
		may("user", User.Type, "user_id", setNull),
	}
}

// Indexes are the indexes of stock_adjustments.
func (StockAdjustment) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_stock_adjustments_product", by("product_id", "created_at-")),
		on("idx_stock_adjustments_variant", by("variant_id"), only("(variant_id IS NOT NULL)")),
		on("idx_stock_adjustments_user", by("user_id"), only("(user_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (StockAdjustment) Annotations() []schema.Annotation {
	return table("stock_adjustments",
		"Changes of stock by staff: deliveries, stocktaking, damage. What orders take and give back is in the orders.",
		StockAdjustment{}.Fields(), nil)
}
