package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsMonthly is a count of events of one month.
type AnalyticsMonthly struct{ ent.Schema }

// Fields are the columns of analytics_monthly.
func (AnalyticsMonthly) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("month", "The first day of the Lagos month.").fixed(),
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

// Indexes are the indexes of analytics_monthly.
func (AnalyticsMonthly) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_analytics_monthly_row", by("month", "event_type", "platform", "state", "utm_source"), unique),
		on("idx_analytics_monthly_type", by("event_type", "month")),
	}
}

// Annotations name the table.
func (AnalyticsMonthly) Annotations() []schema.Annotation {
	return table("analytics_monthly",
		"The cold aggregate: events of one Lagos month by kind, and by one of platform, state or source at a time.",
		AnalyticsMonthly{}.Fields(), checks{"month_begins": "EXTRACT(day FROM month) = 1"})
}
