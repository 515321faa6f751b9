package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
)

// ProductDailyAnalytics is a day of a product's raw events, for reading. It
// is a materialized view, which the migrations make.
type ProductDailyAnalytics struct{ ent.View }

// Fields are the columns of product_analytics_daily.
func (ProductDailyAnalytics) Fields() []ent.Field {
	return []ent.Field{
		ref("product_id", "The product."),
		day("date", "The Lagos day."),
		number("views", "Times its page was seen."),
		number("cart_adds", "Times it was put in a cart."),
		number("purchases", "Times it was bought."),
	}
}

// Annotations name the view and keep it out of ent's own diff.
func (ProductDailyAnalytics) Annotations() []schema.Annotation {
	return []schema.Annotation{
		schema.Comment("A Lagos day of a product's events of the last 90 days, as of the last refresh."),
		entsql.Table("product_analytics_daily"), entsql.Skip(),
	}
}
