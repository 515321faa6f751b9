package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var identityProviders = []string{"google", "apple"}

// UserIdentity ties an account to a sign-in of Google or Apple.
type UserIdentity struct{ ent.Schema }

// Mixin adds the times.
func (UserIdentity) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_identities.
func (UserIdentity) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose sign-in it is.").fixed(),
		choice("provider", "Who vouches.", identityProviders).fixed(),
		text("subject", "The sub claim: who it is at the provider.").fixed(),
		citext("email", "The address the provider told last; for showing, never for matching.").null(),
		moment("last_used_at", "When it last signed somebody in.").null(),
	}
}

// Edges are the references of user_identities.
func (UserIdentity) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of user_identities.
func (UserIdentity) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_identities_subject", by("provider", "subject"), unique),
		on("idx_user_identities_user", by("user_id")),
	}
}

// Annotations name the table.
func (UserIdentity) Annotations() []schema.Annotation {
	return table("user_identities",
		"An account's sign-in at Google or Apple, matched by the token's subject and never by the e-mail.",
		UserIdentity{}.Fields(), nil)
}
