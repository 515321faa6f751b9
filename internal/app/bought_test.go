package app_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/devpay"
	"zuka/internal/platform/globalid"
)

// bought are ids of what a person has by buying.
type bought struct {
	// pending waits to be paid, paid is paid, refunded has its money back.
	pending, paid, refunded receipt
	// hidden is a review of the owner's that staff hid.
	hidden string
}

// receipt is what a checkout answered.
type receipt struct{ order, number, payment, reference, token string }

func number(kind string, key int) string { return globalid.New(kind, key).String() }

// piece is the variant of a product in a size.
func piece(t *testing.T, shop *app.App, product int, size string) string {
	t.Helper()
	var id int
	require.NoError(t, shop.Pool.Pgx().QueryRow(t.Context(), `SELECT id FROM product_variants WHERE product_id = $1 AND size = $2`, product, size).Scan(&id))
	return number("ProductVariant", id)
}

// stocked gives every variant of the sample twenty pieces.
func stocked(t *testing.T, shop *app.App) {
	t.Helper()
	_, err := shop.Pool.Pgx().Exec(t.Context(), `UPDATE product_variants SET stock_count = 20`)
	require.NoError(t, err)
	_, err = shop.Pool.Pgx().Exec(t.Context(), `UPDATE products SET stock_count = 40`)
	require.NoError(t, err)
}

// takes puts pieces of a product into the cart.
func (v *visitor) takes(product, quantity int) {
	v.t.Helper()
	_, codes := v.do("cartLinesAdd", "lines: [{variantId: $id, quantity: $n}]", "cart { quantity }",
		map[string]any{"id": typed{"ID!", piece(v.t, v.shop, product, "S")}, "n": typed{"Int!", quantity}})
	require.Empty(v.t, codes)
}

// costs is what the cart costs, delivered to Lagos.
func (v *visitor) costs() float64 {
	v.t.Helper()
	cart := v.ask(`{ cart(state: "Lagos") { total { amount } } }`, nil)["cart"].(map[string]any)
	return cart["total"].(map[string]any)["amount"].(float64)
}

// lagos is an address as a client sends it.
const lagos = `address: {recipientName: "Ada Obi", phone: "08031234567", streetAddress: "1 Allen Avenue", city: "Ikeja", state: "Lagos"}`

// checksOut orders what is in the cart to Lagos. More is what else the input
// has.
func (v *visitor) checksOut(method, more string) (map[string]any, []string) {
	v.t.Helper()
	return v.do("checkoutComplete", fmt.Sprintf(`input: {idempotencyKey: "%s", expectedTotal: %.0f, paymentMethod: %s, %s}`, uuid.New(), v.costs(), method, more),
		"order { id number status } payment { id reference url } accessToken warnings { code }", nil)
}

// gets puts two pieces of a product into the cart and orders them.
func (v *visitor) gets(product int, method, more string) receipt {
	v.t.Helper()
	v.takes(product, 2)
	payload, codes := v.checksOut(method, more)
	require.Empty(v.t, codes, payload)
	order, payment := payload["order"].(map[string]any), payload["payment"].(map[string]any)
	token, _ := payload["accessToken"].(string)
	return receipt{order["id"].(string), order["number"].(string), payment["id"].(string), payment["reference"].(string), token}
}

// pay lets the payer of a receipt pay, and asks as the page does to which they
// come back.
func (v *visitor) pay(provider string, of receipt) {
	v.t.Helper()
	require.NoError(v.t, v.shop.Playing().Act(v.t.Context(), provider, of.reference, devpay.Action{Kind: devpay.Succeed}))
	payload, codes := v.do("paymentVerify", "reference: $it, accessToken: $token", "order { paymentStatus }",
		map[string]any{"it": of.reference, "token": typed{"String", of.token}})
	require.Empty(v.t, codes)
	require.Equal(v.t, "PAID", payload["order"].(map[string]any)["paymentStatus"])
}

// sendRefunds does the jobs that ask providers to give money back.
func sendRefunds(t *testing.T, shop *app.App) {
	t.Helper()
	rows, err := shop.Pool.Pgx().Query(t.Context(), `SELECT id FROM refunds WHERE status = 'requested' ORDER BY id`)
	require.NoError(t, err)
	defer rows.Close()
	var ids []int
	for rows.Next() {
		var id int
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	for _, id := range ids {
		require.NoError(t, shop.Buying.Checkout.SendRefund(t.Context(), id))
	}
}

// shops lets the owner have one of everything that people have by buying.
func (h *household) shops(t *testing.T) {
	t.Helper()
	stocked(t, h.shop)
	staff := h.everybody["staff"]
	payload, codes := staff.do("couponUpsert", `input: {code: "OWAMBE10", name: "Ten", type: PERCENTAGE, valuePercent: 10}`, "coupon { id }", nil)
	require.Empty(t, codes)
	h.theirs["Coupon"] = payload["coupon"].(map[string]any)["id"].(string)
	h.refunded = h.owner.gets(10, "FLUTTERWAVE", lagos)
	h.owner.pay(devpay.Flutterwave, h.refunded)
	_, codes = staff.do("orderRefund", `input: {orderId: $id, reason: "Too small", idempotencyKey: "refund-one"}`, "order { status }",
		map[string]any{"id": typed{"ID!", h.refunded.order}})
	require.Empty(t, codes)
	sendRefunds(t, h.shop)
	h.paid = h.owner.gets(11, "FLUTTERWAVE", lagos)
	h.owner.pay(devpay.Flutterwave, h.paid)
	h.pending = h.owner.gets(12, "PAYSTACK", lagos)
	h.owner.takes(13, 3)
	_, codes = h.owner.do("wishlistAdd", "productId: $id", "wished", map[string]any{"id": typed{"ID!", number("Product", 14)}})
	require.Empty(t, codes)
	h.given(t)
	h.order(t)
}

// given are rows that come to people by what others do.
func (h *household) given(t *testing.T) {
	t.Helper()
	owner := h.keyOf(t, "User")
	insert := func(kind, statement string, args ...any) string {
		var id int
		require.NoError(t, h.shop.Pool.Pgx().QueryRow(t.Context(), statement+" RETURNING id", args...).Scan(&id))
		return number(kind, id)
	}
	h.theirs["UserReward"] = insert("UserReward", `INSERT INTO user_rewards (user_id, type, code, value_amount_ngn) VALUES ($1, 'discount', 'GIFT-ADA', 500)`, owner)
	h.theirs["Notification"] = insert("Notification", `INSERT INTO notifications (user_id, type, title, message) VALUES ($1, 'promotion', 'Sale', 'All dresses')`, owner)
	h.hidden = insert("ProductReview", `INSERT INTO product_reviews (product_id, user_id, rating, title, status) VALUES (20, $1, 1, 'Hidden', 'hidden')`, owner)
	h.theirs["ProductReview"] = insert("ProductReview", `INSERT INTO product_reviews (product_id, user_id, rating, title) VALUES (21, $1, 4, 'Lovely')`, owner)
	var event int
	require.NoError(t, h.shop.Pool.Pgx().QueryRow(t.Context(), `SELECT min(id) FROM payment_events`).Scan(&event))
	h.theirs["PaymentEvent"] = number("PaymentEvent", event)
}

// order finds the ids of what belongs to the owner's orders and cart.
func (h *household) order(t *testing.T) {
	t.Helper()
	got := h.owner.ask(`query($id: ID!) { order(id: $id) { status lines { id } timeline { id } payments { id } refunds { id status } }
		cart { id lines { id } } me { wishlist { nodes { id } } } }`, map[string]any{"id": h.refunded.order})
	order, cart := got["order"].(map[string]any), got["cart"].(map[string]any)
	require.Equal(t, "REFUNDED", order["status"])
	first := func(of map[string]any, list string) string {
		return of[list].([]any)[0].(map[string]any)["id"].(string)
	}
	h.theirs["Order"], h.theirs["OrderLine"], h.theirs["OrderEvent"] = h.refunded.order, first(order, "lines"), first(order, "timeline")
	h.theirs["Payment"], h.theirs["Refund"] = first(order, "payments"), first(order, "refunds")
	h.theirs["Cart"], h.theirs["CartLine"] = cart["id"].(string), first(cart, "lines")
	h.theirs["WishlistItem"] = first(got["me"].(map[string]any)["wishlist"].(map[string]any), "nodes")
}
