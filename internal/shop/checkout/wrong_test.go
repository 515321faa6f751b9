package checkout_test

import "github.com/stretchr/testify/assert"

// wrong are questions whose answer must be no: each finds rows that contradict
// others.
var wrong = map[string]string{
	"a piece is in the house or with one order": `SELECT FROM initial AS i
		LEFT JOIN product_variants AS v ON v.product_id = i.product AND v.size = i.size AND v.color = i.color
		JOIN products AS p ON p.id = i.product
		WHERE i.n <> coalesce(v.stock_count, p.stock_count) + (SELECT coalesce(sum(l.quantity), 0) FROM order_items AS l JOIN orders AS o ON o.id = l.order_id
			WHERE o.stock_held AND l.product_id = i.product AND coalesce(l.size, '') = i.size AND coalesce(l.color, '') = i.color)`,
	"stock is the sum of the variants": `SELECT FROM products AS p JOIN (SELECT product_id, sum(stock_count) AS n FROM product_variants GROUP BY 1) AS v
		ON v.product_id = p.id WHERE v.n <> p.stock_count`,
	"what was sold is counted": `SELECT FROM products AS p LEFT JOIN (SELECT product_id, sum(quantity) AS n FROM order_items JOIN orders AS o ON o.id = order_id
		WHERE o.payment_status = 'paid' AND o.status <> 'cancelled' GROUP BY 1) AS s ON s.product_id = p.id WHERE p.purchase_count <> coalesce(s.n, 0)`,
	"the balance is the ledger": `SELECT FROM users AS u WHERE reward_points <> (SELECT coalesce(sum(points), 0) FROM user_points_history AS h WHERE h.user_id = u.id)`,
	"points are with an order or with the person": `SELECT FROM orders AS o WHERE (SELECT -coalesce(sum(points), 0) FROM user_points_history AS h
		WHERE h.source_id = o.id::text AND source_type IN ('checkout', 'checkout_return')) <> CASE WHEN o.status IN ('cancelled', 'refunded') THEN 0 ELSE o.points_used END`,
	"coupons are counted": `SELECT FROM coupons AS c WHERE usage_count <> (SELECT count(*) FROM coupon_redemptions AS r WHERE r.coupon_id = c.id AND returned_at IS NULL)`,
	"a coupon is with the order that used it": `SELECT FROM orders AS o LEFT JOIN coupon_redemptions AS r ON r.order_id = o.id
		WHERE (o.coupon_code IS NOT NULL) <> (r.id IS NOT NULL) OR (r.returned_at IS NOT NULL) <> (r.id IS NOT NULL AND o.status IN ('cancelled', 'refunded'))`,
	"a reward is with the order that used it": `SELECT FROM user_rewards AS r LEFT JOIN orders AS o ON o.id = r.used_order_id
		WHERE used <> (o.id IS NOT NULL AND o.status NOT IN ('cancelled', 'refunded')) OR o.reward_code <> r.code`,
	"an order used its reward": `SELECT FROM orders AS o WHERE reward_code IS NOT NULL AND status NOT IN ('cancelled', 'refunded')
		AND NOT EXISTS (SELECT FROM user_rewards AS r WHERE r.used_order_id = o.id)`,
	"lines add up": `SELECT FROM orders AS o WHERE subtotal_ngn <> (SELECT sum(total_price_ngn) FROM order_items AS i WHERE i.order_id = o.id)
		OR tax_ngn <> round((subtotal_ngn - discount_ngn) * 7.5 / 107.5) OR total_ngn <> subtotal_ngn - discount_ngn + shipping_ngn OR discount_ngn > subtotal_ngn`,
	"a paid order has its payment": `SELECT FROM orders AS o WHERE total_ngn > 0
		AND (payment_status IN ('paid', 'refunded')) <> EXISTS (SELECT FROM payments AS p WHERE p.order_id = o.id AND p.status = 'success' AND p.amount_ngn = o.total_ngn)`,
	"an order is paid once":                `SELECT FROM payments WHERE status = 'success' GROUP BY order_id HAVING count(*) > 1`,
	"money of a cancelled order goes back": `SELECT FROM orders AS o WHERE status = 'cancelled' AND payment_status = 'paid' AND NOT EXISTS (SELECT FROM refunds AS r WHERE r.order_id = o.id)`,
	"a timeline has no gaps": `SELECT FROM orders AS o WHERE (SELECT array_agg(e.version ORDER BY e.version) FROM order_events AS e WHERE e.order_id = o.id)
		IS DISTINCT FROM (SELECT array_agg(n) FROM generate_series(1, o.version) AS n)`,
	"a version is told once": `SELECT FROM (SELECT ref, version FROM outbox WHERE kind = 'order' GROUP BY 1, 2 HAVING count(*) > 1) AS twice
		UNION ALL SELECT FROM orders AS o WHERE version <> (SELECT count(*) FROM outbox WHERE kind = 'order' AND ref = o.id)`,
	"who is given up holds nothing":   `SELECT FROM orders WHERE status = 'cancelled' AND stock_held OR status IN ('pending', 'paid', 'processing', 'shipped', 'delivered') AND NOT stock_held`,
	"an order waits for its end once": `SELECT FROM orders WHERE (status = 'pending' AND payment_method <> 'cash_on_delivery') <> (expires_at IS NOT NULL)`,
	"a key has its answer":            `SELECT FROM idempotency_keys WHERE result IS NULL`,
}

// sound fails when rows contradict each other.
func (s *shop) sound() bool {
	s.Helper()
	good := true
	for what, sql := range wrong {
		good = assert.Zero(s, s.number("SELECT count(*) FROM ("+sql+") AS wrong"), what) && good
	}
	return good
}
