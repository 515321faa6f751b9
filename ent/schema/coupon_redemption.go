package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// CouponRedemption is one use of a coupon.
type CouponRedemption struct{ ent.Schema }

// Mixin adds the time.
func (CouponRedemption) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of coupon_redemptions.
func (CouponRedemption) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("coupon_id", "The coupon.").fixed(),
		ref("order_id", "The order that used it; an order uses one.").fixed(),
		id("user_id", "Who ordered; NULL for a guest.").null(),
		naira("discount_ngn", "What it took off.").fixed(),
		moment("returned_at", "When a cancelled order gave it back.").null(),
	}
}

// Edges are the references of coupon_redemptions.
func (CouponRedemption) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("coupon", Coupon.Type, "coupon_id", restrict),
		needsFixed("order", Order.Type, "order_id", restrict),
		may("user", User.Type, "user_id", setNull),
	}
}

// Indexes are the indexes of coupon_redemptions.
func (CouponRedemption) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_coupon_redemptions_order", by("order_id"), unique),
		on("idx_coupon_redemptions_coupon_user", by("coupon_id", "user_id")),
		on("idx_coupon_redemptions_user", by("user_id"), only("(user_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (CouponRedemption) Annotations() []schema.Annotation {
	return table("coupon_redemptions",
		"One use of a coupon by one order; the limit of a person counts these.",
		CouponRedemption{}.Fields(), nil)
}
