package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ProductTotals is what happened to all products on one day.
type ProductTotals struct{ ent.Schema }

// Fields are the columns of product_analytics_totals.
func (ProductTotals) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("date", "The Lagos day.").unique().fixed(),
		number("views_count", "Times pages were seen.").or(0).where("@ >= 0"),
		number("unique_views_count", "Sessions that saw one, each once a day and product.").or(0).where("@ >= 0"),
		number("add_to_cart_count", "Times one was put in a cart.").or(0).where("@ >= 0"),
		number("purchases_count", "Times one was bought.").or(0).where("@ >= 0"),
		naira("revenue_ngn", "What was paid.").or(int64(0)),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Annotations name the table.
func (ProductTotals) Annotations() []schema.Annotation {
	return table("product_analytics_totals",
		"The sums of all products' rows in product_analytics by Lagos day.",
		ProductTotals{}.Fields(), nil)
}
