package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ProductAnalytics is what happened to one product on one day.
type ProductAnalytics struct{ ent.Schema }

// Fields are the columns of product_analytics.
func (ProductAnalytics) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("product_id", "The product.").fixed(),
		day("date", "The Lagos day.").fixed(),
		count("views_count", "Times its page was seen."),
		count("unique_views_count", "Visitors who saw it."),
		count("add_to_cart_count", "Times it was put in a cart."),
		count("purchases_count", "Times it was bought."),
		naira("revenue_ngn", "What was paid for it.").or(int64(0)),
		decimal("conversion_rate", "Purchases for each view, 0 without views.", "numeric(8,4)").or(0.0).where("@ >= 0"),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Edges are the references of product_analytics.
func (ProductAnalytics) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("product", Product.Type, "product_id", cascade),
	}
}

// Indexes are the indexes of product_analytics.
func (ProductAnalytics) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_product_analytics_product_date", by("product_id", "date"), unique),
		on("idx_product_analytics_date", by("date")),
	}
}

// Annotations name the table.
func (ProductAnalytics) Annotations() []schema.Annotation {
	return table("product_analytics",
		"What happened to one product on one Lagos day. It is added to every 15 minutes and outlives the events.",
		ProductAnalytics{}.Fields(), nil)
}
