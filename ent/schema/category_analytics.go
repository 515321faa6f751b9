package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
)

// CategoryAnalytics is a day of a category with all below it, for reading. It
// is a materialized view, which the migrations make.
type CategoryAnalytics struct{ ent.View }

// Fields are the columns of category_analytics.
func (CategoryAnalytics) Fields() []ent.Field {
	return []ent.Field{
		ref("category_id", "The category."),
		day("date", "The Lagos day."),
		number("views_count", "Times a product of it was seen."),
		number("products_viewed_count", "Different products of it that were seen."),
		number("purchases_count", "Times a product of it was bought."),
		number("revenue_ngn", "What was paid for its products, in whole naira."),
		moment("updated_at", "When the newest figure in it last changed."),
	}
}

// Annotations name the view and keep it out of ent's own diff.
func (CategoryAnalytics) Annotations() []schema.Annotation {
	return []schema.Annotation{
		schema.Comment("A Lagos day of a category and all categories below it, as of the last refresh."),
		entsql.Table("category_analytics"), entsql.Skip(),
	}
}
