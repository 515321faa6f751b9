package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var games = []string{"snake", "tetris", "memory", "quiz", "wheel"}

// GameScore is the end of one round of a game.
type GameScore struct{ ent.Schema }

// Mixin adds the times.
func (GameScore) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of game_scores.
func (GameScore) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Who played.").fixed(),
		choice("game_type", "Which game.", games).fixed(),
		count("score", "What was reached.").fixed(),
		count("points_earned", "Points given for it.").fixed(),
		count("level_reached", "The level at the end.").fixed(),
		count("time_played_seconds", "How long the round took.").fixed(),
		choice("device_platform", "Where it was played.", platforms).or("web").fixed(),
		choice("status", "Whether it counts: rejected by the server, voided by staff.", []string{"accepted", "rejected", "voided"}).or("accepted"),
		text("void_reason", "Why staff took it off the boards.").null(),
		object("metadata", "What the round was about.", &shape.GameRound{}).fixed(),
	}
}

// Edges are the references of game_scores.
func (GameScore) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of game_scores.
func (GameScore) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_game_scores_user_game", by("user_id", "game_type", "score-")),
		on("idx_game_scores_leaderboard", by("game_type", "score-", "created_at-")),
		on("idx_game_scores_period", by("game_type", "created_at")),
		on("idx_game_scores_status", by("status", "created_at-", "id-")),
		on("idx_game_scores_voided", by("updated_at"), only("(status = 'voided'::text)")),
		on("idx_game_scores_user_created", by("user_id", "created_at-", "id-")),
	}
}

// Annotations name the table.
func (GameScore) Annotations() []schema.Annotation {
	return table("game_scores",
		"The end of one round of a game; the leaderboards are made from these rows.",
		GameScore{}.Fields(), nil)
}
