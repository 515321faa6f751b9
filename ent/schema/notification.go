package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var notificationTypes = []string{
	"order_update", "promotion", "reward", "points", "referral", "review", "pet", "account", "game",
}

// Notification is something told to a person.
type Notification struct{ ent.Schema }

// Mixin adds the times.
func (Notification) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of notifications.
func (Notification) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Who is told.").fixed(),
		choice("type", "What it is about.", notificationTypes).fixed(),
		text("title", "The headline.").fixed(),
		text("message", "What there is to say.").fixed(),
		text("action_url", "Where it leads.").null().fixed(),
		flag("read", "Whether the person has seen it.").or(false),
		moment("read_at", "When the person saw it.").null(),
		text("source", "What it is told of, so that it is told once: order:17:3. NULL where that cannot happen.").null().fixed(),
	}
}

// Edges are the references of notifications.
func (Notification) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of notifications.
func (Notification) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_notifications_user", by("user_id", "created_at-", "id-")),
		on("idx_notifications_unread", by("user_id"), only("(read = false)")),
		on("idx_notifications_source", by("user_id", "source"), unique),
		on("idx_notifications_created", by("created_at")),
	}
}

// Annotations name the table.
func (Notification) Annotations() []schema.Annotation {
	return table("notifications",
		"Something told to a person inside the shop.",
		Notification{}.Fields(), checks{"read_says_when": "read = (read_at IS NOT NULL)"})
}
