package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var platforms = []string{"web", "android", "ios"}

// UserSession is one signed-in or guest visitor on one device.
type UserSession struct{ ent.Schema }

// Fields are the columns of user_sessions.
func (UserSession) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("user_id", "Who is signed in; NULL for a guest.").null(),
		raw("token_hash", "SHA-256 of the token that the client holds.").unique().secret().where("octet_length(@) = 32"),
		text("device_id", "What a mobile app calls its device.").null(),
		choice("platform", "Where it runs.", platforms).or("web"),
		text("ip_address", "The last address seen.").null(),
		text("user_agent", "What the client says it is.").null(),
		moment("started_at", "When it began.").orNow().fixed(),
		moment("last_activity_at", "When it was last used.").orNow(),
		moment("expires_at", "When it ends if it is not used again."),
		moment("revoked_at", "When it was ended by hand.").null(),
		moment("signed_in_at", "When somebody signed in on it; NULL for a guest.").null(),
		moment("rotated_at", "When its token was last exchanged, so that the one before is known to be late and not strange.").null(),
		object("metadata", "What is known of the device and where it is.", &shape.SessionDevice{}),
	}
}

// Edges are the references of user_sessions.
func (UserSession) Edges() []ent.Edge {
	return []ent.Edge{
		may("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of user_sessions.
func (UserSession) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_sessions_user", by("user_id", "last_activity_at-"), only("(user_id IS NOT NULL)")),
		on("idx_user_sessions_expires", by("expires_at")),
		on("idx_user_sessions_revoked", by("revoked_at"), only("(revoked_at IS NOT NULL)")),
	}
}

// Annotations name the table.
func (UserSession) Annotations() []schema.Annotation {
	return table("user_sessions",
		"The durable row of a session; Redis has the hot copy. A guest session has no user.",
		UserSession{}.Fields(), nil)
}
