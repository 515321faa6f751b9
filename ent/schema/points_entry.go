package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var pointsSources = []string{
	"purchase", "purchase_reversal", "checkout", "checkout_return", "game", "referral", "review", "login_streak",
	"redemption", "reward", "adjustment", "game_reversal", "referral_reversal", "reward_reversal", "debt",
}

// PointsEntry is one line of the points ledger.
type PointsEntry struct{ ent.Schema }

// Mixin adds the times.
func (PointsEntry) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_points_history.
func (PointsEntry) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose points.").fixed(),
		whole("points", "How many came (above zero) or went (below).").where("@ <> 0").fixed(),
		choice("source_type", "Why.", pointsSources).fixed(),
		text("source_id", "The id of what it was for; with the type and the person it makes an award once only.").null().fixed(),
		text("description", "The reason in words for the person.").or("").fixed(),
	}
}

// Edges are the references of user_points_history.
func (PointsEntry) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of user_points_history.
func (PointsEntry) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_points_history_source", by("source_type", "source_id", "user_id"), unique),
		on("idx_user_points_history_user", by("user_id", "created_at-", "id-")),
		on("idx_user_points_history_created", by("created_at-")),
	}
}

// Annotations name the table.
func (PointsEntry) Annotations() []schema.Annotation {
	return table("user_points_history",
		"The points ledger. users.reward_points is its sum, changed in the same transaction.",
		PointsEntry{}.Fields(), nil)
}
