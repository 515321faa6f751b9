package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// PersistedOperation is a GraphQL document that a client may run by its hash.
type PersistedOperation struct{ ent.Schema }

// Mixin adds the time.
func (PersistedOperation) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of persisted_operations.
func (PersistedOperation) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("sha256", "SHA-256 of the document in lower-case hex.").where("@ ~ '^[0-9a-f]{64}$'").fixed(),
		text("document", "The document, byte for byte.").fixed(),
		text("document_id", "How clients ask for it: a hash of the document, as their compiler writes it.").fixed(),
		choice("operation", "What it does.", []string{"query", "mutation", "subscription"}).or("query").fixed(),
		text("name", "The operation's name.").fixed(),
		text("client", "Which client runs it: storefront, android, ios.").fixed(),
		text("version", "Which version of the client.").fixed(),
		moment("last_used_at", "When it was last run; NULL means never.").null(),
		number("uses", "How often it was run.").or(0).where("@ >= 0"),
	}
}

// Indexes are the indexes of persisted_operations.
func (PersistedOperation) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_persisted_operations_client", by("document_id", "client", "version"), unique),
		on("idx_persisted_operations_sha256", by("sha256")),
		on("idx_persisted_operations_used", by("last_used_at")),
	}
}

// Annotations name the table.
func (PersistedOperation) Annotations() []schema.Annotation {
	return table("persisted_operations",
		"A GraphQL document that a version of a client runs by its hash. Apps in the field keep working for years.",
		PersistedOperation{}.Fields(), nil)
}
