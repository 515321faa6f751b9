package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// challengePurposes are what an answered challenge lets a person do.
var challengePurposes = []string{
	"registration", "password_reset", "email_change", "phone_login", "phone_change", "deletion", "id_token",
}

// AccountChallenge is a question that only the right person can answer: a link
// in a mail, a code in an SMS, a nonce in an ID token.
type AccountChallenge struct{ ent.Schema }

// Mixin adds the time.
func (AccountChallenge) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of account_challenges.
func (AccountChallenge) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		choice("purpose", "What the answer lets the person do.", challengePurposes).fixed(),
		id("user_id", "Whose account it is about; NULL where there is none, or none yet.").null().fixed(),
		citext("email", "Where the link or code is mailed to.").null().fixed(),
		text("phone", "Where the code is sent to, in E.164.").null().fixed(),
		object("pending", "What becomes of it once it is answered.", &shape.PendingAccount{}).secret(),
		count("tries", "How many answers were looked at, counted before they were compared."),
		moment("sent_at", "When the mail or SMS left; NULL while the job waits.").null(),
		moment("expires_at", "When no answer is taken any more."),
		moment("used_at", "When it was answered rightly. It counts once.").null(),
	}
}

// Edges are the references of account_challenges.
func (AccountChallenge) Edges() []ent.Edge {
	return []ent.Edge{mayFixed("user", User.Type, "user_id", cascade)}
}

// Indexes are the indexes of account_challenges.
func (AccountChallenge) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_account_challenges_user", by("user_id", "purpose"), only("(user_id IS NOT NULL)")),
		on("idx_account_challenges_phone", by("phone", "purpose"), only("(phone IS NOT NULL)")),
		on("idx_account_challenges_email", by("email", "purpose"), only("(email IS NOT NULL)")),
		on("idx_account_challenges_expires", by("expires_at")),
	}
}

// Annotations name the table.
func (AccountChallenge) Annotations() []schema.Annotation {
	return table("account_challenges",
		"A question that only the right person can answer. The answer itself is in no table: it is computed from the id and the server's secret.",
		AccountChallenge{}.Fields(), nil)
}
