package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// VisitsDaily is the visits of a day that came from one place.
type VisitsDaily struct{ ent.Schema }

// Fields are the columns of analytics_visits_daily.
func (VisitsDaily) Fields() []ent.Field {
	return []ent.Field{
		key(),
		day("date", "The Lagos day on which they began.").fixed(),
		flag("first", "Whether they are the first visits of their clients' sessions.").fixed(),
		text("utm_source", "The campaign's source, at most 100 letters; empty when not known.").or("").fixed(),
		text("utm_medium", "The campaign's medium, at most 100 letters; empty when not known.").or("").fixed(),
		text("referrer_host", "The host they came from, at most 255 letters; empty when not known.").or("").fixed(),
		number("visits_count", "How many visits.").or(0).where("@ >= 0"),
		number("carts_count", "In how many something was put in the cart.").or(0).where("@ >= 0"),
		number("purchases_count", "In how many something was bought.").or(0).where("@ >= 0"),
		number("abandoned_count", "In how many something was put in the cart and nothing bought.").or(0).where("@ >= 0"),
		number("reached_page_count", "In how many a page was seen.").or(0).where("@ >= 0"),
		number("reached_product_count", "In how many a page and a product were seen.").or(0).where("@ >= 0"),
		number("reached_cart_count", "In how many also something was put in the cart.").or(0).where("@ >= 0"),
		number("reached_checkout_count", "In how many also the checkout was begun.").or(0).where("@ >= 0"),
		number("reached_purchase_count", "In how many also something was bought: all steps.").or(0).where("@ >= 0"),
		naira("revenue_ngn", "What was bought.").or(int64(0)),
		moment("updated_at", "When the row last changed.").orNow(),
	}
}

// Indexes are the indexes of analytics_visits_daily.
func (VisitsDaily) Indexes() []ent.Index {
	return []ent.Index{on("idx_analytics_visits_daily_row", by("date", "first", "utm_source", "utm_medium", "referrer_host"), unique)}
}

// Annotations name the table.
func (VisitsDaily) Annotations() []schema.Annotation {
	return table("analytics_visits_daily",
		"The visits that began on a Lagos day, by where they came from.",
		VisitsDaily{}.Fields(), nil)
}
