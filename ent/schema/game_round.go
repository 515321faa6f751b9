package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// GameRound is a round of a game that the server opened.
type GameRound struct{ ent.Schema }

// Fields are the columns of game_rounds.
func (GameRound) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("user_id", "Who plays.").fixed(),
		choice("game_type", "Which game.", games).fixed(),
		number("seed", "What the game's own chance begins with, so that a round can be shown again.").fixed(),
		choice("device_platform", "Where it is played.", platforms).or("web").fixed(),
		list("questions", "What a quiz asks, in this order; empty for other games.", []shape.QuizQuestion{}).fixed(),
		moment("started_at", "When it began.").orNow().fixed(),
		moment("expires_at", "When it can be finished no more.").fixed(),
		moment("finished_at", "When it was finished, which happens once.").null(),
		moment("abandoned_at", "When a newer round of the game took its place.").null(),
		raw("finish_hash", "SHA-256 of what it was finished with, so that a second sending of it is known.").null(),
		ref("score_id", "What came of it.").null(),
	}
}

// Edges are the references of game_rounds.
func (GameRound) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		may("score", GameScore.Type, "score_id", setNull),
	}
}

// Indexes are the indexes of game_rounds.
func (GameRound) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_game_rounds_open", by("user_id", "game_type"), unique, only("((finished_at IS NULL) AND (abandoned_at IS NULL))")),
		on("idx_game_rounds_started", by("user_id", "started_at-")),
		on("idx_game_rounds_expires", by("expires_at")),
		on("idx_game_rounds_score", by("score_id"), only("(score_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (GameRound) Annotations() []schema.Annotation {
	return table("game_rounds",
		"A round of a game that the server opened. It is finished once, or replaced, or runs out.",
		GameRound{}.Fields(), checks{"ends_once": "finished_at IS NULL OR abandoned_at IS NULL"})
}
