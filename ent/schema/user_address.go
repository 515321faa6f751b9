package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// UserAddress is a line of a person's address book.
type UserAddress struct{ ent.Schema }

// Mixin adds the times.
func (UserAddress) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_addresses.
func (UserAddress) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose address it is.").fixed(),
		text("label", "What the person calls it: Home, Work.").or("Home"),
		text("recipient_name", "Who takes the parcel."),
		text("phone", "The recipient's phone in E.164."),
		text("street_address", "Street, number and landmark."),
		text("city", "City or town."),
		text("state", "One of the 36 states or FCT."),
		text("country", "The country by its English name.").or("Nigeria"),
		text("postal_code", "Six digits; seldom known in Nigeria.").null(),
		flag("is_default", "Whether it is the person's default; at most one is.").or(false),
	}
}

// Edges are the references of user_addresses.
func (UserAddress) Edges() []ent.Edge {
	return []ent.Edge{needsFixed("user", User.Type, "user_id", cascade)}
}

// Indexes are the indexes of user_addresses.
func (UserAddress) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_addresses_user", by("user_id")),
		on("idx_user_addresses_default", by("user_id"), unique, only("is_default")),
	}
}

// Annotations name the table.
func (UserAddress) Annotations() []schema.Annotation {
	return table("user_addresses", "A line of a person's address book.", UserAddress{}.Fields(), nil)
}
