package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
)

// Category is a node of the tree that products hang on.
type Category struct{ ent.Schema }

// Fields are the columns of categories.
func (Category) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("slug", "The name in addresses: lower case, words joined by hyphens.").unique(),
		text("name", "The name that people read."),
		text("description", "A sentence or two about the goods.").or(""),
		ref("parent_id", "The category above; NULL at the top.").null().where("@ <> id"),
		text("image_url", "A picture of the goods.").null(),
		whole("display_order", "Place among its siblings; smaller comes first.").or(0),
		flag("active", "Whether shoppers see it.").or(true),
	}
}

// Edges are the references of categories. A reference to the own table needs
// both sides: with one, ent takes it for a pair.
func (Category) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Category.Type).Annotations(entsql.OnDelete(restrict)).
			From("parent").Unique().Field("parent_id"),
	}
}

// Indexes are the indexes of categories.
func (Category) Indexes() []ent.Index {
	return []ent.Index{on("idx_categories_parent", by("parent_id", "display_order", "id"))}
}

// Annotations name the table.
func (Category) Annotations() []schema.Annotation {
	return table("categories", "A node of the tree that products hang on, at most three levels deep.", Category{}.Fields(), nil)
}
