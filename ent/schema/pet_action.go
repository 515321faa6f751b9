package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var petTools = []string{"product_search", "coupon_apply", "add_to_cart", "order_status", "recommend"}

// PetAction is one thing a pet did or proposed.
type PetAction struct{ ent.Schema }

// Mixin adds the times.
func (PetAction) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of pet_actions.
func (PetAction) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "For whom.").fixed(),
		ref("pet_id", "Which pet.").fixed(),
		choice("action_type", "Which tool.", petTools).fixed(),
		object("action_data", "What the tool was given and what came of it.", &shape.PetAction{}),
		choice("state", "How far it is: done at once, or proposed and then accepted, declined or expired; refused by the shop, or failed.",
			[]string{"proposed", "accepted", "declined", "expired", "done", "refused", "failed"}).or("done"),
		moment("expires_at", "Until when a proposal can be accepted.").null(),
		moment("resolved_at", "When a proposal was accepted or declined, or ran out.").null(),
		text("fingerprint", "What tells the same tool with the same arguments within a run.").null().fixed(),
		id("run_id", "The run that did it; NULL for what was done before runs were kept.").null().fixed(),
		flag("success", "Whether it was carried out; false while proposed, when refused and when it failed.").or(false),
	}
}

// Edges are the references of pet_actions.
func (PetAction) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		needsFixed("pet", UserPet.Type, "pet_id", cascade),
		mayFixed("run", PetRun.Type, "run_id", setNull),
	}
}

// Indexes are the indexes of pet_actions.
func (PetAction) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_pet_actions_user", by("user_id", "created_at-", "id-")),
		on("idx_pet_actions_pet", by("pet_id", "created_at-")),
		on("idx_pet_actions_created", by("created_at-", "action_type")),
		on("idx_pet_actions_run", by("run_id", "fingerprint"), unique, only("(run_id IS NOT NULL)")),
		on("idx_pet_actions_open", by("expires_at"), only("(state = 'proposed'::text)")),
	}
}

// Annotations name the table.
func (PetAction) Annotations() []schema.Annotation {
	return table("pet_actions",
		"One thing a pet did or proposed for a person: the audit of its tools.",
		PetAction{}.Fields(), nil)
}
