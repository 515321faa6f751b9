package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
)

// What happens to a row when the row it refers to is deleted.
const (
	cascade  = entsql.Cascade
	restrict = entsql.Restrict
	setNull  = entsql.SetNull
)

// needs is a reference that must be set. References are declared on the
// child's side only: loaders read the other direction, and each two-sided
// edge would add code to both types. ent ignores unique() on the column of a
// reference: one row for each is a unique index.
func needs(name string, to any, column string, rule entsql.ReferenceOption) ent.Edge {
	return edge.To(name, to).Unique().Required().Field(column).Annotations(entsql.OnDelete(rule))
}

// may is a reference that can be NULL.
func may(name string, to any, column string, rule entsql.ReferenceOption) ent.Edge {
	return edge.To(name, to).Unique().Field(column).Annotations(entsql.OnDelete(rule))
}

// needsFixed is needs for a column that never changes after the row is
// written; ent wants the edge to say so too.
func needsFixed(name string, to any, column string, rule entsql.ReferenceOption) ent.Edge {
	return edge.To(name, to).Unique().Required().Immutable().Field(column).Annotations(entsql.OnDelete(rule))
}

// mayFixed is may for a column that never changes after the row is written.
func mayFixed(name string, to any, column string, rule entsql.ReferenceOption) ent.Edge {
	return edge.To(name, to).Unique().Immutable().Field(column).Annotations(entsql.OnDelete(rule))
}
