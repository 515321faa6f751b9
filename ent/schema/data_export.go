package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// DataExport is a file with everything that the shop knows of a person, made
// when the person asks for it.
type DataExport struct{ ent.Schema }

// Mixin adds the time.
func (DataExport) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of data_exports.
func (DataExport) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		id("user_id", "Who asked.").fixed(),
		text("blob_key", "Where the file lies in the object storage; NULL until it is made.").null(),
		number("size_bytes", "How large the file is.").null().where("@ >= 0"),
		moment("finished_at", "When the file was ready.").null(),
		moment("expires_at", "When the file is deleted.").null(),
	}
}

// Edges are the references of data_exports.
func (DataExport) Edges() []ent.Edge {
	return []ent.Edge{needsFixed("user", User.Type, "user_id", cascade)}
}

// Indexes are the indexes of data_exports.
func (DataExport) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_data_exports_user", by("user_id", "created_at-")),
		on("idx_data_exports_expires", by("expires_at"), only("(blob_key IS NOT NULL)")),
	}
}

// Annotations name the table.
func (DataExport) Annotations() []schema.Annotation {
	return table("data_exports", "A file with everything that the shop knows of a person.", DataExport{}.Fields(), nil)
}
