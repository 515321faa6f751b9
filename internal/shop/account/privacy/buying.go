package privacy

import "slices"

// withoutPlace keeps of an address only where in the country it is. Keys that
// are not named go.
func withoutPlace(column string) change {
	return change{column, "CASE WHEN t." + column + ` IS NOT NULL THEN jsonb_build_object(
		'recipient_name', '', 'phone', '', 'street_address', '', 'city', '',
		'state', coalesce(t.` + column + `->>'state', ''), 'country', coalesce(t.` + column + `->>'country', '')) END`}
}

// buyingTables are about orders, payments, and what leads to them. What was
// sold and paid stays: the books need it, and it names nobody.
var buyingTables = []table{
	{
		name: "orders", section: "orders",
		about:   "What you ordered, where it went and what it cost, in naira.",
		holders: []string{"user_id"}, rows: byUser,
		left: map[string]string{"guest_token_hash": hashed},
		// user_id stays: it leads to the empty row of users, and an order must
		// have somebody (orders_reachable_check). The carrier's number goes, for
		// the carrier knows the address.
		erasure: changed(slices.Concat(
			emptied("guest_email", "guest_phone", "guest_token_hash", "tracking_number", "visit_id"),
			[]change{withoutPlace("shipping_address"), withoutPlace("billing_address")})...),
	},
	{
		name: "order_items", section: "order_lines",
		about:   "The lines of your orders.",
		holders: []string{"order_id"},
		rows:    "t.order_id IN (" + ownOrders + ")",
		kept:    "A line says what was sold, not to whom.",
	},
	{
		name: "payments", section: "payments",
		about:   "Your payments, in naira, and those for your orders.",
		holders: []string{"user_id", "order_id", "collected_by"},
		rows:    "t.id IN (" + ownPayments + ")",
		left: map[string]string{
			"user_id":      "It is your own id, or that of who paid for you.",
			"collected_by": "It is the id of who took the cash for the shop.",
		},
		erasure: changed(
			withoutPerson("user_id"), withoutPerson("collected_by"), change{"failure_reason", "NULL"},
			onlyKeys("metadata", "provider_id", "channel", "fees_ngn", "paid_at", "refunded_ngn")),
	},
	{
		name: "payment_events", section: "payment_messages",
		about:   "When Paystack and Flutterwave told us of your payments.",
		holders: []string{"payment_id"},
		// A message that is not yet looked at names its payment by reference.
		rows: `t.id IN (SELECT e.id FROM payment_events AS e WHERE e.payment_id IN (` + ownPayments + `)
			UNION SELECT e.id FROM payment_events AS e JOIN payments AS r ON r.provider = e.provider AND r.reference = e.reference
				WHERE r.id IN (` + ownPayments + `) AND e.payment_id IS NULL)`,
		left: map[string]string{
			"body": "It is the provider's raw message; what it says of your payment is in the payments.",
			"note": "It is our own remark on the message.",
		},
		erasure: changed(change{"body", "''::bytea"}, change{"note", "NULL"}),
	},
	{
		name: "coupon_redemptions", section: "coupons_used",
		about:   "The coupons that you used, and what they took off.",
		holders: []string{"user_id", "order_id"},
		rows: `t.id IN (SELECT r.id FROM coupon_redemptions AS r WHERE r.user_id = $1
			UNION SELECT r.id FROM coupon_redemptions AS r WHERE r.order_id IN (` + ownOrders + `))`,
		left:    map[string]string{"user_id": "It is your own id, or that of who used the coupon for you."},
		erasure: changed(withoutPerson("user_id")),
	},
	{
		name: "order_events", section: "order_steps",
		about:   "What happened to your orders.",
		holders: []string{"order_id", "user_id"},
		rows: `t.id IN (SELECT e.id FROM order_events AS e WHERE e.order_id IN (` + ownOrders + `)
			UNION SELECT e.id FROM order_events AS e WHERE e.user_id = $1)`,
		left:    map[string]string{"user_id": "It is your own id, or that of who worked on your order."},
		erasure: changed(withoutPerson("user_id"), change{"note", "''"}),
	},
	{
		name: "refunds", section: "refunds",
		about:   "What was given back to you, in naira.",
		holders: []string{"order_id", "payment_id", "user_id"},
		rows:    "t.order_id IN (" + ownOrders + ")",
		left:    map[string]string{"user_id": "It is the id of who of the shop asked for it."},
		erasure: changed(withoutPerson("user_id"), change{"reason", "''"}, change{"failure", "NULL"}),
	},
	{
		name: "stock_adjustments", section: "stock_changes",
		about:   "Changes of stock that you made for the shop.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: changed(withoutPerson("user_id")),
	},
	{
		name: "cart_headers", section: "cart_codes",
		about:   "The codes and points that you put on your cart.",
		holders: []string{"user_id", "session_id"},
		rows: `t.id IN (SELECT c.id FROM cart_headers AS c WHERE c.user_id = $1
			UNION SELECT c.id FROM cart_headers AS c WHERE c.session_id IN (` + ownSessions + `))`,
		erasure: removed,
	},
	{
		name: "carts", section: "cart",
		about:   "What is in your cart.",
		holders: []string{"user_id", "session_id"},
		rows: `t.id IN (SELECT c.id FROM carts AS c WHERE c.user_id = $1
			UNION SELECT c.id FROM carts AS c WHERE c.session_id IN (` + ownSessions + `))`,
		erasure: removed,
	},
	{
		name: "wishlists", section: "wishlist",
		about:   "What you wish for.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "product_reviews", section: "reviews",
		about:   "What you wrote about products.",
		holders: []string{"user_id"}, rows: byUser,
		// The rating stays, so that no product's mean changes; its author has
		// no name any more. Words and pictures are the person's.
		erasure: changed(change{"title", "''"}, change{"comment", "''"}, change{"images", "'[]'::jsonb"}),
	},
	{
		name: "review_votes", section: "helpful_votes",
		about: "The reviews that you called helpful.",
		// review_id is of other people's reviews, and of the person's own the
		// votes are other people's: a vote belongs to who gave it.
		holders: []string{"user_id", "review_id"}, rows: byUser,
		erasure: []step{{together: []string{
			`WITH gone AS (DELETE FROM review_votes WHERE user_id = $1 RETURNING review_id)
			UPDATE product_reviews AS r SET helpful_count = greatest(r.helpful_count - 1, 0)
			FROM gone WHERE r.id = gone.review_id`,
		}}},
	},
}
