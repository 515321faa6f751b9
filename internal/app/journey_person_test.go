package app_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
	"zuka/internal/shop/loyalty"
)

// person is somebody with an app, a phone number, an address for mail and
// 5,000 points.
func (m *market) person() *visitor {
	m.t.Helper()
	v := mobile(m.t, m.shop)
	byPhone(m.t, v, m.config, "08035556677")
	payload, codes := v.do("emailChangeRequest", `email: "bola@example.ng"`, challengeFields, nil)
	require.Empty(m.t, codes)
	_, codes = v.do("emailChangeConfirm", "input: {challengeId: $id, code: $code}", "user { email }", map[string]any{
		"id": typed{"ID!", payload["challenge"].(map[string]any)["id"]}, "code": codeOf(m.t, letters(m.t, m.shop, m.config)[0]),
	})
	require.Empty(m.t, codes)
	_, err := m.shop.Pool.Pgx().Exec(m.t.Context(), `WITH u AS (UPDATE users SET reward_points = 5000 WHERE email = 'bola@example.ng' RETURNING id)
		INSERT INTO user_points_history (user_id, points, source_type, source_id) SELECT id, 5000, 'adjustment', 'a gift' FROM u`)
	require.NoError(m.t, err)
	return v
}

func (m *market) points() int {
	m.t.Helper()
	require.Zero(m.t, count(m.t, m.shop, `SELECT count(*) FROM users AS u
		WHERE reward_points <> (SELECT coalesce(sum(points), 0) FROM user_points_history WHERE user_id = u.id)`), "the ledger is the balance")
	return count(m.t, m.shop, `SELECT reward_points FROM users WHERE email = 'bola@example.ng'`)
}

// A person buys online with coupon and points, follows it to the door, reviews
// it and sends it back.
func TestJourneyOfAPersonOnline(t *testing.T) {
	t.Parallel()
	for method, row := range map[string]struct{ provider, button string }{
		"PAYSTACK": {devpay.Paystack, "ussd"}, "FLUTTERWAVE": {devpay.Flutterwave, "twice"},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			m := newMarket(t)
			v := m.person()
			m.opens()
			notices := v.listens(`notificationReceived { title actionUrl read }`)
			product := m.fills(v)
			p := m.buys(v, method, "")
			require.Equal(t, 2*10_400-2_080-1_000+2_500, p.total)
			require.Empty(t, p.token)
			require.Equal(t, 4_000, m.points())
			require.Equal(t, "Order placed", notices.next()["title"])
			page, app := v.follows(m.server, p.statusField()), v.listens(p.statusField())
			require.Equal(t, "PENDING", page.next()["status"])
			require.Equal(t, "PENDING", app.next()["status"])
			m.pays(p.page, row.button)
			page.until("status", "PAID")
			app.until("status", "PAID")
			p.verified()
			told := notices.next()
			require.Equal(t, []any{"Payment received", "/orders/" + p.number}, []any{told["title"], told["actionUrl"]})
			m.letter("bola@example.ng", "We received your payment for "+p.number)

			require.Equal(t, []string{"NOT_PURCHASED"}, v.reviews(product, 4), "it has not arrived")
			p.delivers(page, app)
			steps := []any{notices.next()["title"], notices.next()["title"], notices.next()["title"]}
			require.ElementsMatch(t, []any{"Order in preparation", "Order on its way", "Order delivered"}, steps, "workers tell of them side by side")
			m.letter("bola@example.ng", "GIG-77")
			require.Empty(t, v.reviews(product, 4))
			p.returns(row.provider, page, app)
		})
	}
}

// fills wishes for a dress and puts two into the cart, with a coupon and points.
func (m *market) fills(v *visitor) (product string) {
	t := m.t
	t.Helper()
	product, variant := v.variant("ankara dress", dress, "S")
	wished, codes := v.do("wishlistAdd", `productId: "`+product+`"`, "wished", nil)
	require.Empty(t, codes)
	require.Equal(t, true, wished["wished"])
	payload, codes := v.do("wishlistMoveToCart", `line: {variantId: "`+variant+`", quantity: 2}`, cartFields, nil)
	require.Empty(t, codes)
	require.EqualValues(t, 2, payload["cart"].(map[string]any)["quantity"])
	require.Empty(t, v.ask(`{ me { wishlist { nodes { id } } } }`, nil)["me"].(map[string]any)["wishlist"].(map[string]any)["nodes"])
	_, codes = v.do("cartCouponApply", `code: "OWAMBE10"`, cartFields, nil)
	require.Empty(t, codes)
	_, codes = v.do("cartPointsApply", `points: 1000`, cartFields, nil)
	require.Empty(t, codes)
	return product
}

// reviews rates a product.
func (v *visitor) reviews(product string, rating int) []string {
	v.t.Helper()
	_, codes := v.do("reviewCreate", `input: {productId: "`+product+`", rating: $rating, comment: "Good enough for a wedding."}`, "review { id }",
		map[string]any{"rating": typed{"Int!", rating}})
	return codes
}

// returns gives the money of a delivered order back, and adds up.
func (p *purchase) returns(provider string, watched ...*follower) {
	t := p.t
	t.Helper()
	p.refunds()
	if provider == devpay.Paystack {
		require.NoError(t, p.shop.Playing().WaitCalls(t.Context(), devpay.PaystackRefund, 1))
		p.settled()
		require.NoError(t, p.shop.Playing().Act(t.Context(), provider, p.reference, devpay.Action{Kind: devpay.RefundProcessed}))
	}
	for _, one := range watched {
		one.until("status", "REFUNDED")
	}
	p.letter("bola@example.ng", "We sent back your")
	require.Equal(t, 5_000+loyalty.ForReview, p.points(), "the order's points went back; those of the review stay")
	left, variants := p.stock(dress)
	require.Equal(t, []int{18, 18}, []int{left, variants}, "what was delivered does not come back by itself")
	require.Equal(t, []string{"PLACED", "PAID", "PROCESSING", "SHIPPED", "DELIVERED", "REFUND_REQUESTED", "REFUNDED"}, p.kinds())
	p.settled()
	require.Equal(t, 1, count(t, p.shop, `SELECT count(*) FROM payments WHERE status = 'success'`))
	require.Equal(t, 1, count(t, p.shop, `SELECT count(*) FROM refunds WHERE status = 'done'`))
	require.Zero(t, count(t, p.shop, `SELECT count(*) FROM payment_events WHERE status IN ('received', 'failed')`))
}

// A person pays at the door.
func TestJourneyOfAPersonWithCash(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	v := m.person()
	m.opens()
	placed := m.staff.listens(`orderPlaced { ` + orderFields + ` customer { name } }`)
	m.heard("orders.placed")
	product, variant := v.variant("ankara dress", dress, "S")
	v.adds(variant, 3)
	p := m.buys(v, "CASH_ON_DELIVERY", "")
	told := placed.next()
	require.Equal(t, p.number, told["number"])
	require.NotNil(t, told["customer"])
	page := v.listens(p.statusField())
	money := v.follows(m.server, p.paymentField())
	require.Equal(t, "PENDING", page.next()["status"])
	require.Equal(t, "PENDING", money.next()["status"])
	collects := func(amount int) []string {
		_, codes := m.staff.do("orderMarkPaid", `input: {orderId: "`+p.id+`", amount: $amount, how: POS, idempotencyKey: $key}`,
			`order { `+orderFields+` }`, map[string]any{"amount": typed{"Naira!", amount}, "key": uuid.NewString()})
		return codes
	}
	require.Equal(t, []string{"STATE_CONFLICT"}, collects(p.total), "it has not left the house")
	p.delivers(page)
	require.Equal(t, []string{"INVALID"}, collects(p.total-1))
	require.Empty(t, collects(p.total))
	require.Equal(t, []string{"STATE_CONFLICT"}, collects(p.total), "once")
	require.Equal(t, "DELIVERED", page.until("paymentStatus", "PAID")["status"])
	require.Equal(t, "pos", money.until("status", "SUCCESS")["channel"])
	p.verified()
	require.Empty(t, v.reviews(product, 3))
	p.refunds()
	page.until("status", "REFUNDED")
	m.letter("bola@example.ng", "We sent back your")
	require.Equal(t, []string{"PLACED", "PROCESSING", "SHIPPED", "DELIVERED", "CASH_COLLECTED", "REFUNDED"}, p.kinds())

	// Two may wait for their cash, and a third may not.
	for range 2 {
		v.adds(variant, 1)
		m.buys(v, "CASH_ON_DELIVERY", "")
	}
	v.adds(variant, 1)
	for _, one := range v.ask(`{ paymentMethods { method available } }`, nil)["paymentMethods"].([]any) {
		one := one.(map[string]any)
		require.Equal(t, one["method"] != "CASH_ON_DELIVERY", one["available"], one)
	}
	m.settled()
}
