package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// PetRun is the answering of one message by a pet.
type PetRun struct{ ent.Schema }

// Fields are the columns of pet_runs.
func (PetRun) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("user_id", "Whose message it answers.").fixed(),
		ref("pet_id", "Which pet thinks.").fixed(),
		id("conversation_id", "The conversation: pet_conversations.session_id.").fixed(),
		ref("message_id", "The message; NULL once it was deleted. The run stays, for it counts against the limits.").null(),
		ref("answer_id", "The answer; NULL until there is one, and once it was deleted.").null(),
		choice("state", "How far it is.", []string{"waiting", "thinking", "done", "failed", "canceled"}).or("waiting"),
		count("attempt", "How often a process began to think; a later attempt shuts an earlier one out."),
		whole("first_seq", "The sequence number of its first event in the conversation.").where("@ >= 1").fixed(),
		whole("last_seq", "The sequence number of its last event; NULL until it ended.").null(),
		choice("brain", "Which brain answered; NULL until one did.", []string{"builtin", "llm"}).null(),
		text("failure", "Why there is no proper answer, or why the other brain took over.").null(),
		count("tools", "How many tools it used."),
		count("tokens_in", "What a model was given, in its own units."),
		count("tokens_out", "What a model wrote, in its own units."),
		moment("created_at", "When the message came.").orNow().fixed(),
		moment("seen_at", "When the process that thinks was last heard of.").null(),
		moment("cancel_asked_at", "When the person asked to stop.").null(),
		moment("finished_at", "When it ended.").null(),
	}
}

// Edges are the references of pet_runs.
func (PetRun) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		needsFixed("pet", UserPet.Type, "pet_id", cascade),
		may("message", PetConversation.Type, "message_id", setNull),
		may("answer", PetConversation.Type, "answer_id", setNull),
	}
}

// Indexes are the indexes of pet_runs.
func (PetRun) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_pet_runs_conversation", by("conversation_id", "first_seq"), unique),
		on("idx_pet_runs_user", by("user_id", "created_at-")),
		on("idx_pet_runs_pet", by("pet_id", "created_at-")),
		on("idx_pet_runs_open", by("created_at"), only("(finished_at IS NULL)")),
		on("idx_pet_runs_created", by("created_at")),
		on("idx_pet_runs_message", by("message_id"), only("(message_id IS NOT NULL)")),
		on("idx_pet_runs_answer", by("answer_id"), only("(answer_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (PetRun) Annotations() []schema.Annotation {
	return table("pet_runs",
		"The answering of one message by a pet. A run that was begun is taken over when its process is not heard of any more.",
		PetRun{}.Fields(), checks{"ends": "(state IN ('done', 'failed', 'canceled')) = (finished_at IS NOT NULL)"})
}
