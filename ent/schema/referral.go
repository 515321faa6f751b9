package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Referral is one invitation of a friend.
type Referral struct{ ent.Schema }

// Mixin adds the times.
func (Referral) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of referrals.
func (Referral) Fields() []ent.Field {
	return []ent.Field{
		key(),
		id("referrer_user_id", "Who invites.").fixed(),
		id("referred_user_id", "Who came; NULL until claimed. Nobody comes twice.").null(),
		text("referral_code", "The code of this invitation.").unique().fixed(),
		choice("status", "Whether the friend has bought.", []string{"pending", "completed", "refused"}).or("pending"),
		text("refused_reason", "Why nobody is rewarded for it: an own device or phone, an order that was given back.").null(),
		ref("order_id", "The friend's first paid order.").null(),
		moment("claimed_at", "When the friend took it; NULL while it is open.").null(),
		moment("completed_at", "When the friend's first order was paid.").null(),
		count("referrer_reward_points", "Points given to the one who invited."),
		count("referred_reward_points", "Points given to the friend."),
		flag("first_purchase_completed", "Whether the friend has a first paid order.").or(false),
	}
}

// Edges are the references of referrals.
func (Referral) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("referrer", User.Type, "referrer_user_id", cascade),
		may("referred", User.Type, "referred_user_id", setNull),
		may("order", Order.Type, "order_id", setNull),
	}
}

// Indexes are the indexes of referrals.
func (Referral) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_referrals_referred", by("referred_user_id"), unique),
		on("idx_referrals_order", by("order_id"), only("(order_id IS NOT NULL)")),
		on("idx_referrals_referrer", by("referrer_user_id", "created_at-", "id-")),
	}
}

// Annotations name the table.
func (Referral) Annotations() []schema.Annotation {
	return table("referrals",
		"One invitation of a friend. It names the friend once it is claimed.",
		Referral{}.Fields(), checks{"not_oneself": "referrer_user_id <> referred_user_id"})
}
