package seed

import (
	"context"
	"iter"
	"time"

	"zuka/internal/seed/dice"
)

// coupon is a code of the sample shop. Amounts are naira; zero means without.
type coupon struct {
	code, name, text, kind      string
	percent                     int
	amount, minSpend, maxOff    int64
	limit, perUser              int
	beginsDays, endsDays        int // from now; ends 0 is never
	inactive                    bool
	categories                  []string
	usedInOrders, neverInOrders bool
}

// coupons hold one of every sort: working, not begun, over, used up, bound to
// a category.
var coupons = []coupon{
	{code: "WELCOME10", name: "Welcome", text: "10% off your first order, up to ₦5,000.", kind: "percentage", percent: 10, maxOff: 5_000, perUser: 1, beginsDays: -700},
	{code: "OWAMBE15", name: "Party season", text: "15% off orders from ₦40,000, up to ₦15,000.", kind: "percentage", percent: 15, minSpend: 40_000, maxOff: 15_000, perUser: 3, beginsDays: -720, endsDays: 60},
	{code: "EKO2000", name: "Eko special", text: "₦2,000 off from ₦15,000.", kind: "fixed_amount", amount: 2_000, minSpend: 15_000, beginsDays: -720, endsDays: 30},
	{code: "FREESHIP", name: "Free delivery", text: "Free delivery anywhere in Nigeria from ₦10,000.", kind: "free_shipping", minSpend: 10_000, beginsDays: -720},
	{code: "SALLAH20", name: "Sallah", text: "20% off modest and native wear.", kind: "percentage", percent: 20, maxOff: 10_000, beginsDays: -20, endsDays: 20, categories: []string{"womens-modest", "mens-native", "womens-native"}, neverInOrders: true},
	{code: "KIDS1500", name: "Back to school", text: "₦1,500 off children's things from ₦8,000.", kind: "fixed_amount", amount: 1_500, minSpend: 8_000, beginsDays: -30, endsDays: 45, categories: []string{"kids"}, neverInOrders: true},
	{code: "SNEAKERFEST", name: "Sneaker festival", text: "25% off sneakers; begins soon.", kind: "percentage", percent: 25, maxOff: 20_000, beginsDays: 7, endsDays: 21, categories: []string{"sneakers"}, neverInOrders: true},
	{code: "DETTY-DECEMBER", name: "Detty December", text: "Last December's 30% off.", kind: "percentage", percent: 30, maxOff: 25_000, beginsDays: -360, endsDays: -300, neverInOrders: true},
	{code: "FIRST50", name: "First fifty", text: "₦5,000 for the first fifty; all are gone.", kind: "fixed_amount", amount: 5_000, minSpend: 10_000, limit: 50, beginsDays: -200, neverInOrders: true, usedInOrders: true},
	{code: "STAFFONLY", name: "Withdrawn", text: "Withdrawn by the shop.", kind: "percentage", percent: 40, maxOff: 50_000, beginsDays: -400, inactive: true, neverInOrders: true},
	{code: "BIGORDER", name: "Big order", text: "₦20,000 off from ₦200,000.", kind: "fixed_amount", amount: 20_000, minSpend: 200_000, perUser: 1, beginsDays: -500, neverInOrders: true},
	{code: "LASTTEN", name: "Ten left", text: "₦3,000 off from ₦12,000, for the next ten only.", kind: "fixed_amount", amount: 3_000, minSpend: 12_000, limit: 10, perUser: 1, beginsDays: -1, neverInOrders: true},
}

// reward is what points can buy.
type reward struct {
	slug, name, text, kind string
	cost, percent          int
	amount, minSpend       int64
	level                  string
	days                   int
}

var rewards = []reward{
	{slug: "free-delivery", name: "Free delivery", text: "Your next delivery on us.", kind: "free_shipping", cost: 300, level: "quartz", days: 30},
	{slug: "naira-500", name: "₦500 off", text: "₦500 off any order from ₦5,000.", kind: "discount", cost: 450, amount: 500, minSpend: 5_000, level: "quartz", days: 60},
	{slug: "naira-2000", name: "₦2,000 off", text: "₦2,000 off any order from ₦15,000.", kind: "discount", cost: 1_700, amount: 2_000, minSpend: 15_000, level: "quartz", days: 60},
	{slug: "ten-percent", name: "10% off", text: "10% off one order from ₦20,000.", kind: "discount", cost: 2_500, percent: 10, minSpend: 20_000, level: "amethyst", days: 30},
	{slug: "cashback-1000", name: "₦1,000 cashback", text: "₦1,000 back in points on your next order from ₦10,000.", kind: "cashback", cost: 900, amount: 1_000, minSpend: 10_000, level: "amethyst", days: 45},
	{slug: "twenty-percent", name: "20% off", text: "20% off one order from ₦50,000.", kind: "discount", cost: 7_500, percent: 20, minSpend: 50_000, level: "topaz", days: 30},
	{slug: "naira-10000", name: "₦10,000 off", text: "₦10,000 off any order from ₦60,000.", kind: "discount", cost: 8_000, amount: 10_000, minSpend: 60_000, level: "emerald", days: 90},
	{slug: "birthday-points", name: "Birthday gift", text: "500 points for a friend.", kind: "points", cost: 600, amount: 500, level: "quartz", days: 30},
}

// applyCoupon takes off what one of the codes gives.
func (w *world) applyCoupon(r dice.Roll, o *order) {
	chosen := r.IntN(len(coupons))
	c := &coupons[chosen]
	// A code for one order a person is in nobody's history twice; a guest has none.
	if c.neverInOrders || o.subtotal < c.minSpend || c.perUser > 0 {
		return
	}
	o.coupon = chosen
	switch c.kind {
	case "percentage":
		o.couponOff = o.subtotal * int64(c.percent) / 100
		if c.maxOff > 0 {
			o.couponOff = min(o.couponOff, c.maxOff)
		}
	case "fixed_amount":
		o.couponOff = min(c.amount, o.subtotal)
	}
}

// returned tells whether the order gave its coupon back.
func (o *order) returned() bool { return o.status == "cancelled" }

func writeOffers(ctx context.Context, w *writer) error {
	used := make([]int, len(coupons))
	for i := range w.orders {
		if o := &w.orders[i]; o.coupon >= 0 && !o.returned() {
			used[o.coupon]++
		}
	}
	ids := w.categoryIDs()
	now := w.plan.Now
	err := w.copy(ctx, "coupons", `id created_at updated_at code name description type value_percent value_amount_ngn min_spend_ngn
		max_discount_ngn usage_limit usage_count user_limit valid_from valid_until active applicable_categories applicable_products`,
		func(yield func([]any) bool) {
			for i, c := range coupons {
				begins := now.AddDate(0, 0, c.beginsDays)
				var ends any
				if c.endsDays != 0 {
					ends = now.AddDate(0, 0, c.endsDays)
				}
				if c.usedInOrders {
					used[i] = c.limit // Used up before the oldest order that is kept.
				}
				categories := []int{}
				for _, slug := range c.categories {
					categories = append(categories, ids[slug])
				}
				if !yield([]any{i + 1, begins, begins, c.code, c.name, c.text, c.kind, optional(c.percent), optional(c.amount), optional(c.minSpend),
					optional(c.maxOff), optional(c.limit), used[i], optional(c.perUser), begins, ends, !c.inactive, categories, []int{}}) {
					return
				}
			}
		})
	if err != nil {
		return err
	}
	return w.copy(ctx, "rewards", `id created_at updated_at slug name description type cost_points value_percent value_amount_ngn min_spend_ngn
		min_gem_level valid_days active display_order`, w.rewardRows(now.Add(-history)))
}

func (w *writer) rewardRows(since time.Time) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i, r := range rewards {
			if !yield([]any{i + 1, since, since, r.slug, r.name, r.text, r.kind, r.cost, optional(r.percent), optional(r.amount), optional(r.minSpend),
				r.level, r.days, true, i + 1}) {
				return
			}
		}
	}
}
