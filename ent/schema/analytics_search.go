package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsSearch is how often something was searched for on a day.
type AnalyticsSearch struct{ ent.Schema }

// Fields are the columns of analytics_searches.
func (AnalyticsSearch) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("date", "The Lagos day.").fixed(),
		text("query", "What was searched for: lower case, without spaces around.").fixed(),
		number("searches_count", "How often.").or(0).where("@ >= 0"),
		number("without_results_count", "How often of these nothing was found.").or(0).where("@ >= 0"),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Indexes are the indexes of analytics_searches.
func (AnalyticsSearch) Indexes() []ent.Index {
	return []ent.Index{on("idx_analytics_searches_row", by("date", "query"), unique)}
}

// Annotations name the table.
func (AnalyticsSearch) Annotations() []schema.Annotation {
	return table("analytics_searches",
		"What was searched for on a Lagos day, and how often in vain.",
		AnalyticsSearch{}.Fields(), checks{"without_results": "without_results_count <= searches_count"})
}
