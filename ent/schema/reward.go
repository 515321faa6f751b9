package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var rewardTypes = []string{"discount", "free_shipping", "cashback", "points"}

// Reward is something that points can buy.
type Reward struct{ ent.Schema }

// Mixin adds the times.
func (Reward) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of rewards.
func (Reward) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("slug", "A lasting name for it.").unique(),
		text("name", "The name that people read."),
		text("description", "What one gets.").or(""),
		choice("type", "What kind of thing it is.", rewardTypes),
		whole("cost_points", "What it costs.").where("@ > 0"),
		whole("value_percent", "How much it takes off, in percent.").null().where("@ >= 1 AND @ <= 100"),
		naira("value_amount_ngn", "How much it takes off or gives.").null(),
		naira("min_spend_ngn", "The least subtotal it works on.").null(),
		choice("min_gem_level", "The level one needs.", gemLevels).or("quartz"),
		whole("valid_days", "How many days a code of it lives.").or(30).where("@ > 0"),
		flag("active", "Whether it can be bought.").or(true),
		whole("display_order", "Place in the list; smaller comes first.").or(0),
	}
}

// Indexes are the indexes of rewards.
func (Reward) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_rewards_active", by("display_order", "id"), only("active")),
	}
}

// Annotations name the table.
func (Reward) Annotations() []schema.Annotation {
	return table("rewards",
		"The catalogue of what points can buy.",
		Reward{}.Fields(), nil)
}
