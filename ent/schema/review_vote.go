package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ReviewVote is one person finding one review helpful.
type ReviewVote struct{ ent.Schema }

// Mixin adds the time.
func (ReviewVote) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of review_votes.
func (ReviewVote) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("review_id", "The review found helpful.").fixed(),
		id("user_id", "Who found it so.").fixed(),
	}
}

// Edges are the references of review_votes.
func (ReviewVote) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("review", ProductReview.Type, "review_id", cascade),
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of review_votes.
func (ReviewVote) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_review_votes_review_user", by("review_id", "user_id"), unique),
		on("idx_review_votes_user", by("user_id")),
	}
}

// Annotations name the table.
func (ReviewVote) Annotations() []schema.Annotation {
	return table("review_votes", "One person finding one review helpful, so that helpful_count counts people.", ReviewVote{}.Fields(), nil)
}
