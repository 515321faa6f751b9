package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var eventTypes = []string{
	"page_view", "product_view", "search", "add_to_cart", "remove_from_cart", "wishlist_add", "checkout_start",
	"purchase", "coupon_apply", "review_submit", "game_play", "pet_message", "share", "sign_up", "sign_in", "custom",
}

// AnalyticsEvent is something that happened. The table is partitioned by
// month, which ent cannot say: the migration is written by hand and a test
// compares these fields with the live columns.
type AnalyticsEvent struct{ ent.Schema }

// Fields are the columns of analytics_events.
func (AnalyticsEvent) Fields() []ent.Field {
	return append(eventFacts(), eventOrigin()...)
}

func eventFacts() []ent.Field {
	return []ent.Field{
		key(),
		id("event_id", "The client's UUID for the event: a batch sent twice counts once.").fixed(),
		id("user_id", "Who did it, when known.").null(),
		id("session_id", "The visit.").fixed(),
		choice("event_type", "What kind of thing happened.", eventTypes).fixed(),
		text("event_name", "The client's own name for it.").fixed(),
		choice("platform", "Where.", platforms).or("web").fixed(),
		text("page_path", "The page, on the web.").null().fixed(),
		text("screen_name", "The screen, in an app.").null().fixed(),
		ref("product_id", "The product it is about.").null(),
		text("category", "The slug of the category it is about.").null().fixed(),
		text("search_query", "What was searched for.").null().fixed(),
		object("metadata", "What else is to be said.", &shape.EventDetail{}).fixed(),
	}
}

func eventOrigin() []ent.Field {
	return []ent.Field{
		text("ip_address", "The address it came from.").null().fixed(),
		text("user_agent", "What the client says it is.").null().fixed(),
		choice("device_type", "The kind of device.", []string{"mobile", "tablet", "desktop"}).null().fixed(),
		text("os", "The operating system.").null().fixed(),
		text("browser", "The browser.").null().fixed(),
		text("country", "The country.").or("Nigeria").fixed(),
		text("state", "The state.").null().fixed(),
		text("city", "The city.").null().fixed(),
		text("referrer_url", "Where the visitor came from.").null().fixed(),
		text("utm_source", "The campaign's source.").null().fixed(),
		text("utm_medium", "The campaign's medium.").null().fixed(),
		text("utm_campaign", "The campaign.").null().fixed(),
		moment("created_at", "The event's own time, which also chooses its partition.").orNow().fixed(),
		moment("updated_at", "When the row was written or last changed.").orNow(),
		number("entry", "The entry of the stream that brought it, as milliseconds × 2²⁰ + number.").null().fixed(),
	}
}

// Annotations name the table and keep it out of ent's own diff.
func (AnalyticsEvent) Annotations() []schema.Annotation {
	return append(table("analytics_events",
		"Something that happened: a page seen, a search, a purchase. Partitioned by month of created_at.",
		AnalyticsEvent{}.Fields(), nil), entsql.Skip())
}
