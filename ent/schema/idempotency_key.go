package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// IdempotencyKey is a promise to do something once.
type IdempotencyKey struct{ ent.Schema }

// Mixin adds the time.
func (IdempotencyKey) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of idempotency_keys.
func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("owner", "Who asked: user:<uuid> or session:<uuid>. A key means nothing to another owner.").fixed(),
		text("key", "The client's key.").where("length(@) <= 200").fixed(),
		raw("request_hash", "SHA-256 of the operation and its input; the same key with another hash is refused.").where("octet_length(@) = 32").fixed(),
		object("result", "What was answered; NULL while the work runs.", &shape.StoredAnswer{}),
		moment("expires_at", "When the row may go."),
	}
}

// Indexes are the indexes of idempotency_keys.
func (IdempotencyKey) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_idempotency_keys_owner_key", by("owner", "key"), unique),
		on("idx_idempotency_keys_expires", by("expires_at")),
	}
}

// Annotations name the table.
func (IdempotencyKey) Annotations() []schema.Annotation {
	return table("idempotency_keys",
		"What was answered to a request that must happen once. The row is written first in the transaction of the work.",
		IdempotencyKey{}.Fields(), nil)
}
