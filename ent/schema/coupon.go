package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// Coupon is a code that makes an order cheaper.
type Coupon struct{ ent.Schema }

// Mixin adds the times.
func (Coupon) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of coupons.
func (Coupon) Fields() []ent.Field {
	return []ent.Field{
		key(),
		citext("code", "The code that is typed, compared without regard to case.").unique(),
		text("name", "What staff call it."),
		text("description", "What a shopper reads about it.").or(""),
		choice("type", "What it takes off.", []string{"percentage", "fixed_amount", "free_shipping"}),
		whole("value_percent", "How much, in percent of the goods.").null().where("@ >= 1 AND @ <= 100"),
		naira("value_amount_ngn", "How much, in naira.").null(),
		naira("min_spend_ngn", "The least subtotal it works on.").null(),
		naira("max_discount_ngn", "The most a percentage takes off.").null(),
		whole("usage_limit", "How many orders may use it; NULL means any number.").null().where("@ >= 0"),
		count("usage_count", "How many orders used it; changed by one conditional UPDATE."),
		whole("user_limit", "How many orders of one person may use it; NULL means any number.").null().where("@ >= 1"),
		moment("valid_from", "When it begins to work.").orNow(),
		moment("valid_until", "When it stops; NULL means never.").null(),
		flag("active", "Whether staff let it work.").or(true),
		list("applicable_categories", "Ids of the categories it works on; empty means all.", []int{}),
		list("applicable_products", "Ids of the products it works on; empty means all.", []int{}),
	}
}

// Indexes are the indexes of coupons.
func (Coupon) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_coupons_active_until", by("active", "valid_until")),
	}
}

// Annotations name the table.
func (Coupon) Annotations() []schema.Annotation {
	return table("coupons",
		"A code that makes an order cheaper, with the conditions on which it does.",
		Coupon{}.Fields(), checks{
			"usage_within_limit": "usage_count <= usage_limit",
			"period":             "valid_until > valid_from",
			"value": "(type = 'percentage' AND value_percent IS NOT NULL) OR " +
				"(type = 'fixed_amount' AND value_amount_ngn IS NOT NULL) OR type = 'free_shipping'",
		})
}
