package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var messageTypes = []string{
	"text", "product_recommendation", "coupon_application", "cart_update", "order_status", "proposal",
}

// PetConversation is one message between a person and a pet.
type PetConversation struct{ ent.Schema }

// Mixin adds the times.
func (PetConversation) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of pet_conversations.
func (PetConversation) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Who talks.").fixed(),
		ref("pet_id", "With which pet.").fixed(),
		id("session_id", "The conversation the message belongs to.").fixed(),
		choice("role", "Who said it.", []string{"user", "pet", "system"}).fixed(),
		text("message_text", "What was said."),
		choice("message_type", "What kind of message it is.", messageTypes).or("text"),
		object("metadata", "Products shown and actions taken.", &shape.PetMessage{}),
	}
}

// Edges are the references of pet_conversations.
func (PetConversation) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		needsFixed("pet", UserPet.Type, "pet_id", cascade),
	}
}

// Indexes are the indexes of pet_conversations.
func (PetConversation) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_pet_conversations_user", by("user_id", "created_at-", "id-")),
		on("idx_pet_conversations_session", by("session_id", "id")),
		on("idx_pet_conversations_pet", by("pet_id", "created_at-")),
		on("idx_pet_conversations_created", by("created_at")),
	}
}

// Annotations name the table.
func (PetConversation) Annotations() []schema.Annotation {
	return table("pet_conversations",
		"One message between a person and a pet; session_id groups the messages of a conversation.",
		PetConversation{}.Fields(), nil)
}
