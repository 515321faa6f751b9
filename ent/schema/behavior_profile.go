package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

// BehaviorProfile is what a person tends to buy.
type BehaviorProfile struct{ ent.Schema }

// Mixin adds the times.
func (BehaviorProfile) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_behavior_profiles.
func (BehaviorProfile) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Whose habits.").fixed(),
		list("favorite_categories", "Categories with weights, strongest first.", []shape.Affinity{}),
		list("favorite_brands", "Brands with weights, strongest first.", []shape.Affinity{}),
		object("price_range_preference", "The prices the person mostly looks at.", &shape.PriceRange{}),
		list("size_preference", "Sizes with weights, strongest first.", []shape.Leaning{}),
		list("color_preference", "Colours with weights, strongest first.", []shape.Leaning{}),
		object("browsing_patterns", "When the person visits, in Lagos time.", &shape.BrowsingPatterns{}),
		whole("purchase_frequency", "Days between purchases; NULL before the second.").null().where("@ >= 0"),
		decimal("average_order_value_ngn", "The mean of paid orders.", "numeric(14,2)").or(0.0).where("@ >= 0"),
		naira("lifetime_value_ngn", "The sum of paid orders.").or(int64(0)),
		moment("last_purchase_at", "The last paid order.").null(),
	}
}

// Edges are the references of user_behavior_profiles.
func (BehaviorProfile) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of user_behavior_profiles.
func (BehaviorProfile) Indexes() []ent.Index {
	return []ent.Index{on("idx_user_behavior_profiles_user", by("user_id"), unique)}
}

// Annotations name the table.
func (BehaviorProfile) Annotations() []schema.Annotation {
	return table("user_behavior_profiles",
		"What a person tends to look at and buy, worked out from events and orders.",
		BehaviorProfile{}.Fields(), nil)
}
