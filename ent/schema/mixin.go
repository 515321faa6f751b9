package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"
)

// created is the mixin of rows that are written once.
type created struct{ mixin.Schema }

// Fields are the columns of the mixin.
func (created) Fields() []ent.Field { return []ent.Field{createdAt()} }

// times is the mixin of rows that change: when they were made and last
// changed. SQL written by hand sets updated_at itself.
type times struct{ mixin.Schema }

// Fields are the columns of the mixin.
func (times) Fields() []ent.Field { return []ent.Field{createdAt(), updatedAt()} }

func createdAt() ent.Field {
	return field.Time("created_at").
		Default(time.Now).Immutable().
		SchemaType(map[string]string{dialect.Postgres: "timestamptz"}).
		Annotations(entsql.DefaultExpr("now()")).
		Comment("When the row was written.")
}

func updatedAt() ent.Field {
	return field.Time("updated_at").
		Default(time.Now).UpdateDefault(time.Now).
		SchemaType(map[string]string{dialect.Postgres: "timestamptz"}).
		Annotations(entsql.DefaultExpr("now()")).
		Comment("When the row last changed.")
}
