package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Brand is the maker or label of products.
type Brand struct{ ent.Schema }

// Fields are the columns of brands.
func (Brand) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("slug", "The name in addresses: lower case, words joined by hyphens.").unique(),
		text("name", "The name that people read. A change of it is followed by the products' search text."),
		text("description", "A sentence or two about the maker.").or(""),
		text("logo_url", "The maker's mark.").null(),
		flag("active", "Whether shoppers see it.").or(true),
	}
}

// Indexes are the indexes of brands.
func (Brand) Indexes() []ent.Index {
	return []ent.Index{on("idx_brands_name", by("name", "id"))}
}

// Annotations name the table.
func (Brand) Annotations() []schema.Annotation {
	return table("brands", "The maker or label of products.", Brand{}.Fields(), nil)
}
