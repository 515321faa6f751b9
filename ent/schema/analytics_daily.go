package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsDaily is a count of events of one day.
type AnalyticsDaily struct{ ent.Schema }

// Fields are the columns of analytics_daily.
func (AnalyticsDaily) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("date", "The Lagos day.").fixed(),
		choice("event_type", "What happened.", eventTypes).fixed(),
		text("platform", "Where: web, android, ios; empty for all together.").or("").fixed(),
		text("state", "The state; empty for all together.").or("").fixed(),
		text("utm_source", "The campaign's source; empty for all together.").or("").fixed(),
		number("events_count", "How many events.").or(0).where("@ >= 0"),
		number("sessions_count", "In how many visits; such counts of different rows do not add up.").or(0).where("@ >= 0"),
		number("users_count", "By how many people; such counts of different rows do not add up.").or(0).where("@ >= 0"),
		naira("revenue_ngn", "What was paid, on rows of purchases.").or(int64(0)),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Indexes are the indexes of analytics_daily.
func (AnalyticsDaily) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_analytics_daily_row", by("date", "event_type", "platform", "state", "utm_source"), unique),
		on("idx_analytics_daily_type", by("event_type", "date")),
	}
}

// Annotations name the table.
func (AnalyticsDaily) Annotations() []schema.Annotation {
	return table("analytics_daily",
		"The warm aggregate: events of one Lagos day by kind, and by one of platform, state or source at a time.",
		AnalyticsDaily{}.Fields(), nil)
}
