package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ActiveDaily is how many were there on a day who had been away for so long.
type ActiveDaily struct{ ent.Schema }

// activeKinds are who is counted: people, sessions of clients, and sessions with an
// event of a type.
var activeKinds = []string{"user", "session", "page_view", "product_view", "add_to_cart", "checkout_start", "purchase"}

// Fields are the columns of analytics_active_daily.
func (ActiveDaily) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("date", "The Lagos day on which they were there.").fixed(),
		choice("kind", "Who: people, sessions of clients, or sessions with an event of this type.", activeKinds).fixed(),
		whole("days_since", "How many days before they had been there last, as this kind; 0 for the first time.").or(0).where("@ >= 0").fixed(),
		number("active_count", "How many they are.").or(0).where("@ >= 0"),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Indexes are the indexes of analytics_active_daily.
func (ActiveDaily) Indexes() []ent.Index {
	return []ent.Index{on("idx_analytics_active_daily_row", by("kind", "date", "days_since"), unique)}
}

// Annotations name the table.
func (ActiveDaily) Annotations() []schema.Annotation {
	return table("analytics_active_daily",
		"How many were there on a Lagos day, by how long they had been away. Who was there in any range of days is those who were there on one of them and, before it, not since the range began.",
		ActiveDaily{}.Fields(), nil)
}
