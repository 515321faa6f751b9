package app_test

import (
	"bufio"
	"io"
	"strings"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// readEvents hands on the data of server-sent events until the stream ends.
func readEvents(from io.Reader, events chan<- string) {
	defer close(events)
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is && data != "" {
			events <- data
		}
	}
}

// purchase is an order that somebody made.
type purchase struct {
	*market
	buyer                 *visitor
	id, number, reference string
	// token is a guest's; page is the provider's.
	token, page string
	total       int
}

const orderFields = `id number status paymentStatus version`

// buys orders what is in the cart, to Ibadan, after looking at everything that
// a checkout shows. More is what else the input says.
func (m *market) buys(v *visitor, method, more string) *purchase {
	m.t.Helper()
	data := v.ask(`{ deliveryOptions(state: "Oyo") { code price { amount } minDays maxDays latest }
		paymentMethods(state: "Oyo") { method available reason }
		cart(state: "Oyo") { subtotal { amount } discount { amount } shipping { amount } tax { amount } total { amount } problems { code blocking } } }`, nil)
	cart := data["cart"].(map[string]any)
	require.Empty(m.t, cart["problems"])
	require.Equal(m.t, naira(cart, "subtotal")-naira(cart, "discount")+naira(cart, "shipping"), naira(cart, "total"))
	require.Equal(m.t, naira(cart, "shipping"), naira(data["deliveryOptions"].([]any)[0].(map[string]any), "price"))
	offered := map[any]any{}
	for _, one := range data["paymentMethods"].([]any) {
		one := one.(map[string]any)
		offered[one["method"]] = one["available"]
	}
	require.Equal(m.t, true, offered[method], "%v", data["paymentMethods"])
	p := &purchase{market: m, buyer: v, total: naira(cart, "total")}
	p.orders(method, more, uuid.NewString())
	return p
}

// orders sends the order, twice with the same key: it is made once.
func (p *purchase) orders(method, more, key string) {
	t := p.t
	t.Helper()
	for attempt := range 2 {
		payload, codes := p.buyer.do("checkoutComplete", `input: {idempotencyKey: $key, expectedTotal: $total, paymentMethod: `+method+`, `+more+`,
			address: {recipientName: "Bola Ade", phone: "08031112233", streetAddress: "3 Ring Road", city: "Ibadan", state: "Oyo"}}`,
			`order { `+orderFields+` total { amount } lines { sku quantity } } payment { reference url status } accessToken warnings { code }`,
			map[string]any{"key": key, "total": typed{"Naira!", p.total}})
		require.Empty(t, codes, payload)
		order, paying := payload["order"].(map[string]any), payload["payment"].(map[string]any)
		if attempt > 0 {
			require.Equal(t, p.number, order["number"])
			require.Equal(t, p.reference, paying["reference"])
			continue
		}
		require.Equal(t, "PENDING", order["status"])
		require.Equal(t, p.total, naira(order, "total"))
		p.id, p.number, p.reference = order["id"].(string), order["number"].(string), paying["reference"].(string)
		p.token, _ = payload["accessToken"].(string)
		p.page, _ = paying["url"].(string)
	}
	require.Equal(t, method == "CASH_ON_DELIVERY", p.page == "")
	require.Nil(t, p.buyer.ask(`{ cart { lines { id } quantity } }`, nil)["cart"].(map[string]any)["coupon"])
}

// named are the arguments by which the buyer names the order.
func (p *purchase) named() string {
	if p.token != "" {
		return `number: "` + p.number + `", accessToken: "` + p.token + `"`
	}
	return `orderId: "` + p.id + `"`
}

// access is what follows a reference.
func (p *purchase) access() string {
	if p.token == "" {
		return ""
	}
	return `, accessToken: "` + p.token + `"`
}

// statusField is the subscription of the order.
func (p *purchase) statusField() string {
	return `orderStatus(` + p.named() + `) { ` + orderFields + ` }`
}

// paymentField is the subscription of the attempt to pay.
func (p *purchase) paymentField() string {
	return `paymentUpdated(reference: "` + p.reference + `"` + p.access() + `) { status channel version }`
}

// verified asks as the page does to which the payer comes back.
func (p *purchase) verified() {
	p.t.Helper()
	payload, codes := p.buyer.do("paymentVerify", `reference: "`+p.reference+`"`+p.access(), `payment { status channel paidAt } order { `+orderFields+` }`, nil)
	require.Empty(p.t, codes)
	require.Equal(p.t, "SUCCESS", payload["payment"].(map[string]any)["status"])
	require.Equal(p.t, "PAID", payload["order"].(map[string]any)["paymentStatus"])
}

// steps takes the order a step further, as staff do.
func (p *purchase) steps(status, more string) {
	p.t.Helper()
	payload, codes := p.staff.do("orderSetStatus", `input: {orderId: "`+p.id+`", status: `+status+more+`}`, `order { `+orderFields+` }`, nil)
	require.Empty(p.t, codes, payload)
	require.Equal(p.t, status, payload["order"].(map[string]any)["status"])
}

// delivers takes the order to its door while somebody watches.
func (p *purchase) delivers(watched ...*follower) {
	p.t.Helper()
	for _, step := range [][2]string{{"PROCESSING", ""}, {"SHIPPED", `, carrier: "GIG Logistics", trackingNumber: "GIG-77"`}, {"DELIVERED", ""}} {
		p.steps(step[0], step[1])
		for _, one := range watched {
			one.until("status", step[0])
		}
	}
}

// refunds asks for the money to be given back, twice with one key.
func (p *purchase) refunds() {
	p.t.Helper()
	key := uuid.NewString()
	for range 2 {
		_, codes := p.staff.do("orderRefund", `input: {orderId: "`+p.id+`", reason: "It does not fit", idempotencyKey: "`+key+`"}`, `order { `+orderFields+` }`, nil)
		require.Empty(p.t, codes)
	}
}

// kinds is the order's timeline as the buyer sees it.
func (p *purchase) kinds() (kinds []string) {
	p.t.Helper()
	named := strings.Replace(p.named(), "orderId", "id", 1)
	order := p.buyer.ask(`{ order(`+named+`) { timeline { kind actor version } } }`, nil)["order"].(map[string]any)
	for i, event := range order["timeline"].([]any) {
		event := event.(map[string]any)
		require.EqualValues(p.t, i+1, event["version"])
		kinds = append(kinds, event["kind"].(string))
	}
	return kinds
}

// stock is how many pieces of a product there are, and of all its variants.
func (m *market) stock(slug string) (product, variants int) {
	m.t.Helper()
	require.NoError(m.t, m.shop.Pool.Pgx().QueryRow(m.t.Context(), `SELECT stock_count, (SELECT sum(stock_count) FROM product_variants WHERE product_id = p.id)
		FROM products AS p WHERE slug = $1`, slug).Scan(&product, &variants))
	return product, variants
}
