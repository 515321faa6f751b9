package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

const dress = "ankara-dress-4"

// A guest buys in a browser through Paystack and gets the money back before
// anything was sent.
func TestJourneyOfAGuestThroughPaystack(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	placed := m.staff.follows(m.server, `orderPlaced { `+orderFields+` customer { id } }`)
	low := m.staff.listens(`stockLow { product { slug } size stock threshold }`)
	m.heard("orders.placed", "stock.low")
	guest := browser(t, m.shop)
	_, variant := guest.variant("ankara gown", dress, "S")
	guest.adds(variant, 8)
	require.NotNil(t, guest.cookie, "who puts something into a cart has a session")
	live := guest.follows(m.server, `cartUpdated { quantity version coupon { code } }`)
	require.EqualValues(t, 8, live.next()["quantity"], "the snapshot")
	payload, codes := guest.do("cartCouponApply", `code: "owambe10"`, cartFields, nil)
	require.Empty(t, codes)
	require.Equal(t, 8_320, naira(payload["cart"].(map[string]any), "discount"))
	require.NotNil(t, live.next()["coupon"])

	p := m.buys(guest, "PAYSTACK", `email: "guest@example.ng"`)
	require.NotEmpty(t, p.token)
	require.Equal(t, 74_880, p.total, "free delivery from 50,000")
	require.EqualValues(t, 0, live.next()["quantity"], "the cart is empty on all pages")
	require.Equal(t, p.number, placed.next()["number"])
	told := low.next()
	require.Equal(t, []any{"S", 2.0, 3.0}, []any{told["size"], told["stock"], told["threshold"]})
	m.letter("guest@example.ng", "token="+p.token)
	m.isClosedToOthers(p)

	page, app := guest.follows(m.server, p.statusField()), guest.listens(p.statusField())
	money := guest.follows(m.server, p.paymentField())
	require.Equal(t, "PENDING", page.next()["status"], "the snapshot first")
	require.Equal(t, "PENDING", app.next()["status"], "the snapshot first")
	require.Equal(t, "PENDING", money.next()["status"], "the snapshot first")
	m.pays(p.page, "card")
	require.Equal(t, "PAID", page.until("status", "PAID")["paymentStatus"])
	app.until("status", "PAID")
	require.Equal(t, "card", money.until("status", "SUCCESS")["channel"])
	p.verified()
	m.letter("guest@example.ng", "We received your payment for "+p.number)
	left, variants := m.stock(dress)
	require.Equal(t, []int{12, 12}, []int{left, variants})

	p.goesBack(page, app)
}

// goesBack gives the money back of what was not sent yet.
func (p *purchase) goesBack(page, app *follower) {
	t, m := p.t, p.market
	t.Helper()
	p.refunds()
	require.NoError(t, m.shop.Playing().WaitCalls(t.Context(), devpay.PaystackRefund, 1))
	page.next() // The note that it was asked for.
	m.settled() // The call is counted when it begins; the provider knows the refund at its end.
	require.NoError(t, m.shop.Playing().Act(t.Context(), devpay.Paystack, p.reference, devpay.Action{Kind: devpay.RefundProcessed}))
	require.Equal(t, "REFUNDED", page.until("status", "REFUNDED")["paymentStatus"])
	app.until("status", "REFUNDED")
	m.letter("guest@example.ng", "We sent back your")
	left, variants := m.stock(dress)
	require.Equal(t, []int{20, 20}, []int{left, variants}, "it never left the house")
	require.Equal(t, []string{"PLACED", "PAID", "REFUND_REQUESTED", "REFUNDED"}, p.kinds())
	m.settled()
	require.Len(t, m.lettersTo("guest@example.ng"), 4, "each step is written about once")
	require.Equal(t, 1, m.shop.Playing().Calls(devpay.PaystackRefund))
	require.Zero(t, count(t, m.shop, `SELECT usage_count FROM coupons WHERE code = 'OWAMBE10'`))
}

// isClosedToOthers tries to read a guest's order without its token.
func (m *market) isClosedToOthers(p *purchase) {
	m.t.Helper()
	other := browser(m.t, m.shop)
	for _, named := range []string{
		`number: "` + p.number + `"`, `number: "` + p.number + `", accessToken: "` + strings.Repeat("A", len(p.token)) + `"`, `id: "` + p.id + `"`,
	} {
		for _, v := range []*visitor{other, p.buyer} {
			require.Nil(m.t, v.ask(`{ order(`+named+`) { id } }`, nil)["order"], named)
		}
		told := other.follows(m.server, `orderStatus(`+strings.Replace(named, "id:", "orderId:", 1)+`) { id }`)
		require.Contains(m.t, <-told.events, "NOT_FOUND", named)
	}
	require.Nil(m.t, other.ask(`{ payment(reference: "`+p.reference+`") { id } }`, nil)["payment"])
	_, codes := other.do("orderCancel", `input: {number: "`+p.number+`"}`, "order { id }", nil)
	require.Equal(m.t, []string{"NOT_FOUND"}, codes)
	require.Equal(m.t, p.number, other.ask(`{ order(`+p.named()+`) { number } }`, nil)["order"].(map[string]any)["number"], "the link of the mail")
}

// A guest buys in an app through Flutterwave, gets it, signs in, takes the
// order over, reviews it and buys it again.
func TestJourneyOfAGuestWhoJoins(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	known := registered(t, m.shop, m.config, "ada@example.ng")
	m.opens()
	guest := mobile(t, m.shop)
	_, codes := guest.do("sessionStart", "", "tokens { accessToken refreshToken }", nil)
	require.Empty(t, codes)
	product, variant := guest.variant("ankara", dress, "M")
	guest.adds(variant, 2)
	_, codes = guest.do("cartCouponApply", `code: "FREESHIP"`, cartFields, nil)
	require.Empty(t, codes)
	p := m.buys(guest, "FLUTTERWAVE", `phone: "0803 111 2233"`)
	require.Equal(t, 40_000, p.total, "40,000 with the delivery taken off")
	m.letter("+2348031112233", p.number)
	page, app := guest.follows(m.server, p.statusField()), guest.listens(p.statusField())
	require.Equal(t, "PENDING", page.next()["status"])
	require.Equal(t, "PENDING", app.next()["status"])
	require.Contains(t, m.presses(p.page, "fail"), "/page/flutterwave/", "Flutterwave lets one try again")
	require.Equal(t, "FAILED", page.until("paymentStatus", "FAILED")["paymentStatus"])
	payload, codes := guest.do("paymentInitialize", `input: {`+p.named()+`}`, `payment { reference url status }`, nil)
	require.Empty(t, codes)
	again := payload["payment"].(map[string]any)
	p.reference, p.page = again["reference"].(string), again["url"].(string)
	m.pays(p.page, "transfer")
	page.until("status", "PAID")
	app.until("status", "PAID")
	p.verified()
	p.delivers(page, app)
	m.letter("+2348031112233", "delivered")

	p.isTakenOver(guest, known, product, variant)
}

// isTakenOver lets a guest sign in with a full cart, take the order over,
// review it and buy it again.
func (p *purchase) isTakenOver(guest, known *visitor, product, variant string) {
	t := p.t
	t.Helper()
	known.adds(variant, 7)
	elsewhere := known.listens(`cartUpdated { quantity version }`)
	require.EqualValues(t, 7, elsewhere.next()["quantity"])
	guest.adds(variant, 2)
	payload, codes := guest.do("login", `input: {identifier: "ada@example.ng", password: "owambe-saturday"}`, signInFields+" warnings { code }", nil)
	require.Empty(t, codes)
	warnings := payload["warnings"].([]any)
	require.Len(t, warnings, 1, "there are eight of them, and nine were wanted")
	require.Equal(t, "QUANTITY_REDUCED", warnings[0].(map[string]any)["code"])
	require.EqualValues(t, 8, elsewhere.next()["quantity"], "the other device sees it")
	_, codes = guest.do("cartClear", "", cartFields, nil)
	require.Empty(t, codes)

	payload, codes = guest.do("guestOrderLink", `number: "`+p.number+`", accessToken: "`+p.token+`"`, `order { `+orderFields+` }`, nil)
	require.Empty(t, codes)
	require.Equal(t, p.id, payload["order"].(map[string]any)["id"])
	p.token = ""
	require.Equal(t, []string{"PLACED", "PAYMENT_FAILED", "PAID", "PROCESSING", "SHIPPED", "DELIVERED", "LINKED"}, p.kinds())
	require.Empty(t, guest.reviews(product, 5))
	payload, codes = guest.do("cartFromOrder", `orderId: "`+p.id+`"`, cartFields, nil)
	require.Empty(t, codes)
	require.EqualValues(t, 2, payload["cart"].(map[string]any)["quantity"])
	require.EqualValues(t, 2, elsewhere.until("quantity", 2.0)["quantity"])
}

// A guest whose payment was taken without a message learns of it by coming
// back, and one who has left the page learns of nothing.
func TestJourneyOfALostMessage(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	for method, button := range map[string]string{"PAYSTACK": "lost", "FLUTTERWAVE": "lost"} {
		guest := browser(t, m.shop)
		_, variant := guest.variant("ankara", dress, "M")
		guest.adds(variant, 1)
		p := m.buys(guest, method, `email: "lost@example.ng"`)
		page := guest.follows(m.server, p.statusField())
		page.next()
		shown := m.browse(http.MethodGet, p.page, nil)
		require.Equal(t, http.StatusOK, shown.Code)
		payload, codes := guest.do("paymentVerify", `reference: "`+p.reference+`"`+p.access(), `payment { status }`, nil)
		require.Empty(t, codes)
		require.Equal(t, "PENDING", payload["payment"].(map[string]any)["status"])
		m.pays(p.page, button)
		p.verified()
		page.until("status", "PAID")
		m.letter("lost@example.ng", "We received your payment for "+p.number)
		require.Zero(t, count(t, m.shop, `SELECT count(*) FROM payment_events WHERE reference = $1`, p.reference))
	}
}
