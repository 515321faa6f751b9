package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ProductWeek is what happened to one product in one week.
type ProductWeek struct{ ent.Schema }

// Fields are the columns of product_analytics_weekly.
func (ProductWeek) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("product_id", "The product.").fixed(),
		day("week", "The Monday with which the Lagos week begins.").fixed(),
		number("views_count", "Times pages were seen.").or(0).where("@ >= 0"),
		number("unique_views_count", "Sessions that saw one, each once a day and product.").or(0).where("@ >= 0"),
		number("add_to_cart_count", "Times one was put in a cart.").or(0).where("@ >= 0"),
		number("purchases_count", "Times one was bought.").or(0).where("@ >= 0"),
		naira("revenue_ngn", "What was paid.").or(int64(0)),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Edges are the references of product_analytics_weekly.
func (ProductWeek) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("product", Product.Type, "product_id", cascade),
	}
}

// Indexes are the indexes of product_analytics_weekly.
func (ProductWeek) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_product_analytics_weekly_row", by("product_id", "week"), unique),
		on("idx_product_analytics_weekly_week", by("week")),
	}
}

// Annotations name the table.
func (ProductWeek) Annotations() []schema.Annotation {
	return table("product_analytics_weekly",
		"The sums of a product's days in product_analytics by week, so that long ranges read fewer rows.",
		ProductWeek{}.Fields(), checks{"week_begins": "EXTRACT(isodow FROM week) = 1"})
}
