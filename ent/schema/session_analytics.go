package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// SessionAnalytics is one visit, summed up.
type SessionAnalytics struct{ ent.Schema }

// Fields are the columns of user_sessions_analytics.
func (SessionAnalytics) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("session_id", "The visit: the client's own session, or made of it for a later visit of the same.").unique().fixed(),
		id("user_id", "Who visited, when known.").null(),
		choice("platform", "Where it ran.", platforms).or("web"),
		text("device_id", "What a mobile app calls its device.").null(),
		moment("started_at", "The first event."),
		moment("ended_at", "The last event.").null(),
		count("duration_seconds", "From the first to the last event."),
		count("page_views_count", "Pages and screens seen."),
		count("events_count", "All events."),
		count("products_viewed", "Different products seen."),
		count("cart_adds_count", "Times something was put in the cart."),
		flag("checkout_started", "Whether the checkout was opened.").or(false),
		flag("purchase_completed", "Whether something was bought.").or(false),
		ref("order_id", "The order it ended in.").null(),
		naira("total_value_ngn", "What was bought.").null(),
		text("country", "The country.").or("Nigeria"),
		text("state", "The state.").null(),
		text("city", "The city.").null(),
		text("referrer", "Where the visitor came from.").null(),
		text("utm_source", "The campaign's source.").null(),
		text("utm_medium", "The campaign's medium.").null(),
		text("utm_campaign", "The campaign.").null(),
		object("metadata", "How the visit began and ended.", &shape.VisitDetail{}),
		id("client_session_id", "The client's session that it is a part of, as its events name it.").fixed(),
		list("steps", "What was done on each Lagos day of it, from the first on: the sum of 1 a page was seen, 2 a product, 4 something put in the cart, 8 the checkout begun, 16 something bought.", []int{}),
	}
}

// Edges are the references of user_sessions_analytics.
func (SessionAnalytics) Edges() []ent.Edge {
	return []ent.Edge{
		may("user", User.Type, "user_id", setNull),
		may("order", Order.Type, "order_id", setNull),
	}
}

// Indexes are the indexes of user_sessions_analytics.
func (SessionAnalytics) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_sessions_analytics_started", by("started_at-", "id-")),
		on("idx_user_sessions_analytics_user", by("user_id", "started_at-"), only("(user_id IS NOT NULL)")),
		on("idx_user_sessions_analytics_order", by("order_id"), only("(order_id IS NOT NULL)")),
		on("idx_user_sessions_analytics_client", by("client_session_id", "started_at")),
	}
}

// Annotations name the table.
func (SessionAnalytics) Annotations() []schema.Annotation {
	return table("user_sessions_analytics",
		"One visit, summed up from its events.",
		SessionAnalytics{}.Fields(), nil)
}
