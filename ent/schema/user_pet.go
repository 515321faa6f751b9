package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var personas = []string{"grumpy", "rude", "nonchalant", "funny"}

// UserPet is a person's shopping assistant.
type UserPet struct{ ent.Schema }

// Mixin adds the times.
func (UserPet) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_pets.
func (UserPet) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose pet it is.").fixed(),
		choice("persona_type", "Its voice; the help is the same in all.", personas),
		text("name", "What the person calls it."),
		text("avatar_url", "Its picture.").null(),
		whole("level", "1 + the whole square root of xp / 50.").or(1).where("@ >= 1"),
		count("xp", "What it earned by talking and helping."),
		object("preferences", "What it learned about the person's taste.", &shape.PetPreferences{}),
		object("memory_context", "A short summary and the last turns.", &shape.PetMemory{}),
	}
}

// Edges are the references of user_pets.
func (UserPet) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of user_pets.
func (UserPet) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_pets_user", by("user_id", "created_at-")),
	}
}

// Annotations name the table.
func (UserPet) Annotations() []schema.Annotation {
	return table("user_pets",
		"A person's shopping assistant: its voice, what it learned and what it remembers.",
		UserPet{}.Fields(), nil)
}
