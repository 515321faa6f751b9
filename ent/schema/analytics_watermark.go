package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsWatermark is how far one kind of figures has come.
type AnalyticsWatermark struct{ ent.Schema }

// Fields are the columns of analytics_watermarks.
func (AnalyticsWatermark) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("name", "Which figures.").unique().fixed(),
		number("position", "The id of the last event that they count; all before it are counted too.").or(0).where("@ >= 0"),
		moment("as_of", "Everything that was known by then is counted.").null(),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Annotations name the table.
func (AnalyticsWatermark) Annotations() []schema.Annotation {
	return table("analytics_watermarks",
		"How far each kind of figures has come.",
		AnalyticsWatermark{}.Fields(), nil)
}
