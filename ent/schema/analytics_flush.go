package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsFlush is one quarter of an hour of counters that was taken over.
type AnalyticsFlush struct{ ent.Schema }

// Fields are the columns of analytics_flushes.
func (AnalyticsFlush) Fields() []ent.Field {
	return []ent.Field{
		key(),
		number("bucket", "The quarter of an hour, counted from 1970.").unique().fixed(),
		count("products_count", "How many products were seen in it.").fixed(),
		number("views_count", "How often.").or(0).where("@ >= 0").fixed(),
		moment("flushed_at", "When it was taken over.").orNow().fixed(),
	}
}

// Annotations name the table.
func (AnalyticsFlush) Annotations() []schema.Annotation {
	return table("analytics_flushes",
		"Which counters in Redis were taken over: each once.",
		AnalyticsFlush{}.Fields(), nil)
}
