package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// RefreshToken is one link in the chain of tokens by which an app stays signed
// in; the session is the chain.
type RefreshToken struct{ ent.Schema }

// Mixin adds the time.
func (RefreshToken) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of refresh_tokens.
func (RefreshToken) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("session_id", "The session that the token prolongs.").fixed(),
		raw("token_hash", "SHA-256 of the token that the app holds.").unique().secret().where("octet_length(@) = 32").fixed(),
		moment("expires_at", "When it can no longer be used.").fixed(),
		moment("used_at", "When it was exchanged for the next one.").null(),
	}
}

// Edges are the references of refresh_tokens.
func (RefreshToken) Edges() []ent.Edge {
	return []ent.Edge{needsFixed("session", UserSession.Type, "session_id", cascade)}
}

// Indexes are the indexes of refresh_tokens.
func (RefreshToken) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_refresh_tokens_session", by("session_id")),
		on("idx_refresh_tokens_expires", by("expires_at")),
	}
}

// Annotations name the table.
func (RefreshToken) Annotations() []schema.Annotation {
	return table("refresh_tokens",
		"A token by which an app prolongs its session, used once. A second use after a short grace ends the session.",
		RefreshToken{}.Fields(), nil)
}
