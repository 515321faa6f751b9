package app_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/devpay"
	"zuka/internal/testenv"
	"zuka/internal/testenv/smtp"
)

// at is the same client at another server.
func (v *visitor) at(shop *app.App) *visitor {
	other := *v
	other.shop = shop
	return &other
}

// Two servers share a database and a Redis: what is done at one is seen at the
// other. The jobs run where the payment is played.
func TestLiveNewsReachEveryServer(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	v := m.person()
	there := open(t, m.config)
	elsewhere := serving(t, there)
	m.opens()

	tablet, minder := v.at(there), m.staff.at(there)
	cart, phoneCart := tablet.listens(`cartUpdated { quantity version }`), v.listens(`cartUpdated { quantity version }`)
	placed, low := minder.follows(elsewhere, `orderPlaced { `+orderFields+` }`), minder.follows(elsewhere, `stockLow { size stock }`)
	m.heard("orders.placed", "stock.low")
	notices := tablet.listens(`notificationReceived { title }`)
	_, variant := v.variant("ankara", dress, "S")
	v.adds(variant, 7)
	require.EqualValues(t, 7, cart.until("quantity", 7.0)["quantity"])
	tablet.adds(variant, 1)
	require.EqualValues(t, 8, phoneCart.until("quantity", 8.0)["quantity"], "and the other way")

	p := m.buys(v, "FLUTTERWAVE", "")
	require.EqualValues(t, 0, cart.until("quantity", 0.0)["quantity"])
	require.Equal(t, p.number, placed.next()["number"])
	require.Equal(t, []any{"S", 2.0}, func(told map[string]any) []any { return []any{told["size"], told["stock"]} }(low.next()))
	require.Equal(t, "Order placed", notices.next()["title"])
	order, money := tablet.follows(elsewhere, p.statusField()), tablet.listens(p.paymentField())
	require.Equal(t, "PENDING", order.next()["status"])
	require.Equal(t, "PENDING", money.next()["status"])
	require.NoError(t, m.shop.Playing().Act(t.Context(), devpay.Flutterwave, p.reference, devpay.Action{Kind: devpay.Succeed, Times: 3, Concurrent: true}))
	require.Equal(t, "PAID", order.until("status", "PAID")["paymentStatus"])
	money.until("status", "SUCCESS")
	require.Equal(t, "Payment received", notices.next()["title"])

	own := v.follows(m.server, p.statusField())
	require.Equal(t, "PAID", own.next()["status"])
	_, codes := minder.do("orderSetStatus", `input: {orderId: "`+p.id+`", status: PROCESSING}`, `order { id }`, nil)
	require.Empty(t, codes)
	own.until("status", "PROCESSING")
	order.until("status", "PROCESSING")
	require.Equal(t, "Order in preparation", notices.next()["title"])
	m.settled()
}

// offline is a market whose Redis can be taken away, and whose mail goes to a
// server of its own; somebody's phone is signed in, and staff's.
func offline(t *testing.T) (m *market, v *visitor, redis interface {
	Kill() error
	Restart(context.Context) error
}, post *smtp.Server,
) {
	t.Helper()
	server, post := testenv.OwnRedis(t), smtp.Start(t)
	config := sample(t, false)
	config.RedisURL, config.RedisPrefix, config.PayerDomain = server.URL(), "zuka:", "no-email.shop.test"
	config.MailURL, config.MailFrom = post.URL(), "Zuka <hello@shop.test>"
	m = &market{t: t, shop: open(t, config), config: config}
	m.server = serving(t, m.shop)
	m.staff, v = mobile(t, m.shop), mobile(t, m.shop)
	for _, statement := range []string{
		`INSERT INTO users (id, name, referral_code, phone, phone_verified, role, email, email_verified) VALUES
			(gen_random_uuid(), 'Chidi', 'STAFF', '+2348030000001', true, 'staff', NULL, false),
			(gen_random_uuid(), 'Bola', 'BOLA', '+2348030000002', true, 'customer', 'bola@example.ng', true)`,
		`UPDATE product_variants SET stock_count = 10`, `UPDATE products SET stock_count = 20`,
		`INSERT INTO coupons (code, name, type, value_percent, usage_limit) VALUES ('OWAMBE10', 'Ten', 'percentage', 10, 100)`,
	} {
		_, err := m.shop.Pool.Pgx().Exec(t.Context(), statement)
		require.NoError(t, err, statement)
	}
	byPhone(t, m.staff, config, "08030000001")
	byPhone(t, v, config, "08030000002")
	return m, v, server, post
}

// Without Redis people buy on; only live updates wait, and come without a
// restart.
func TestLiveUpdatesHealAfterAnOutageOfRedis(t *testing.T) {
	t.Parallel()
	m, v, redis, post := offline(t)
	m.opens()
	_, variant := v.variant("ankara", dress, "S")
	v.adds(variant, 1)
	cart := v.follows(m.server, `cartUpdated { quantity version }`)
	require.EqualValues(t, 1, cart.next()["quantity"])
	before := m.buys(v, "FLUTTERWAVE", "")
	watched := v.listens(before.statusField())
	require.Equal(t, "PENDING", watched.next()["status"])
	require.Contains(t, post.Await(t).Subject, before.number)

	require.NoError(t, redis.Kill())
	m.pays(before.page, "card")
	before.verified()
	v.adds(variant, 2)
	_, codes := v.do("cartCouponApply", `code: "OWAMBE10"`, cartFields, nil)
	require.Empty(t, codes)
	p := m.buys(v, "PAYSTACK", "")
	m.pays(p.page, "card")
	p.verified()
	for _, number := range []string{before.number, p.number} {
		m.written(post, "We received your payment for "+number)
	}
	p.delivers()
	require.Equal(t, []string{"PLACED", "PAID", "PROCESSING", "SHIPPED", "DELIVERED"}, p.kinds())
	me := v.ask(`{ me { orders { totalCount } notifications { unreadCount nodes { title } } } payment(reference: "`+p.reference+`") { status } }`, nil)
	require.Equal(t, "SUCCESS", me["payment"].(map[string]any)["status"])
	require.EqualValues(t, 2, me["me"].(map[string]any)["orders"].(map[string]any)["totalCount"])
	require.NotEmpty(t, m.staff.ask(`{ orders { nodes { number } } payments { nodes { reference } } paymentEvents { nodes { status } } }`, nil)["orders"])
	refused := v.follows(m.server, p.statusField())
	require.Contains(t, <-refused.events, `"SERVICE_UNAVAILABLE"`)

	require.NoError(t, redis.Restart(t.Context()))
	watched.until("status", "PAID")
	require.EqualValues(t, 0, cart.until("quantity", 0.0)["quantity"])
	again := m.follows(v, p.statusField())
	require.Equal(t, "DELIVERED", again.next()["status"])
	p.refunds()
	again.next()
	m.settled()
}

// written waits for a mail.
func (m *market) written(post *smtp.Server, subject string) {
	m.t.Helper()
	require.Eventually(m.t, func() bool {
		for _, message := range post.Messages() {
			if message.Subject == subject {
				return true
			}
		}
		return false
	}, patience, 20*time.Millisecond, subject)
}

// follows opens a stream as soon as one can be had.
func (m *market) follows(v *visitor, field string) *follower {
	m.t.Helper()
	var found *follower
	require.Eventually(m.t, func() bool {
		stream := v.follows(m.server, field)
		first, open := <-stream.events
		var got reply
		if !open || json.Unmarshal([]byte(first), &got) != nil || len(got.Errors) > 0 {
			return false
		}
		events := make(chan string, 100)
		events <- first
		go func() {
			defer close(events)
			for one := range stream.events {
				events <- one
			}
		}()
		found = &follower{t: m.t, what: field, events: events}
		return true
	}, patience, 50*time.Millisecond)
	return found
}
