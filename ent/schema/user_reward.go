package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// UserReward is a reward that a person holds.
type UserReward struct{ ent.Schema }

// Mixin adds the times.
func (UserReward) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of user_rewards.
func (UserReward) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("user_id", "Who holds it.").fixed(),
		ref("reward_id", "What was bought; NULL when it was a gift.").null(),
		text("code", "The code that is typed at checkout.").unique().fixed(),
		choice("type", "What kind of thing it is.", rewardTypes).fixed(),
		whole("value_percent", "How much it takes off, in percent.").null().where("@ >= 1 AND @ <= 100"),
		naira("value_amount_ngn", "How much it takes off or gives.").null(),
		naira("min_spend_ngn", "The least subtotal it works on.").null(),
		flag("used", "Whether it was used.").or(false),
		moment("used_at", "When it was used.").null(),
		ref("used_order_id", "The order it was used on.").null(),
		moment("expires_at", "When it stops working; NULL means never.").null(),
		moment("expired_at", "When the shop noted that it had stopped working unused.").null(),
		id("claimed_by", "Who took the points of a gift; NULL for all else.").null(),
	}
}

// Edges are the references of user_rewards.
func (UserReward) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("user", User.Type, "user_id", cascade),
		may("reward", Reward.Type, "reward_id", setNull),
		may("used_order", Order.Type, "used_order_id", setNull),
		may("claimer", User.Type, "claimed_by", setNull),
	}
}

// Indexes are the indexes of user_rewards.
func (UserReward) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_user_rewards_user", by("user_id", "used", "expires_at")),
		on("idx_user_rewards_claimer", by("claimed_by"), only("(claimed_by IS NOT NULL)")),
		on("idx_user_rewards_used_at", by("used_at"), only("(used_at IS NOT NULL)")),
		on("idx_user_rewards_expires", by("expires_at"), only("((used = false) AND (expired_at IS NULL))")),
		on("idx_user_rewards_reward", by("reward_id"), only("(reward_id IS NOT NULL)")),
		on("idx_user_rewards_order", by("used_order_id"), only("(used_order_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (UserReward) Annotations() []schema.Annotation {
	return table("user_rewards",
		"A reward that a person holds, as a code that works once.",
		UserReward{}.Fields(), checks{"used_says_when": "used = (used_at IS NOT NULL)"})
}
