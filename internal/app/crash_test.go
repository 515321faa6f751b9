package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
	"zuka/internal/testenv/smtp"
)

// disaster is a shop whose servers are killed. Payments are played by a till
// that outlives them, and mails go to a post office that does.
type disaster struct {
	*market
	till *devpay.Provider
	post *smtp.Server

	mu    sync.Mutex
	cases []crash
}

// crash is one order and how the servers died that worked on it.
type crash struct {
	number          string
	ordering, money epitaph
}

const (
	crashStock  = 10_000
	crashPoints = 1_000_000
	crashPieces = 2
)

func newDisaster(t *testing.T) *disaster {
	t.Helper()
	const paystackKey, flutterwaveKey, hash = "sk_test_disaster", "FLWSECK_TEST-disaster", "a-hash-of-the-webhook"
	d := &disaster{post: smtp.Start(t), till: devpay.New(devpay.Config{
		BaseURL: "http://till.test", PaystackKey: paystackKey, FlutterwaveKey: flutterwaveKey, FlutterwaveHash: hash,
	})}
	t.Cleanup(d.till.Close)
	counter := httptest.NewServer(d.till.Handler())
	t.Cleanup(counter.Close)
	d.till.SetBaseURL(counter.URL)
	config := sample(t, false)
	config.PaystackKeys, config.PaystackURL = []string{paystackKey}, counter.URL+"/paystack"
	config.FlutterwaveKey, config.FlutterwaveHash, config.FlutterwaveURL = flutterwaveKey, hash, counter.URL+"/flutterwave/v3"
	config.MailURL, config.MailFrom, config.LimitsOff = d.post.URL(), "Zuka <hello@shop.test>", true
	d.market = &market{t: t, shop: open(t, config), config: config}
	for _, statement := range []string{
		fmt.Sprintf(`UPDATE product_variants SET stock_count = %d`, crashStock),
		fmt.Sprintf(`UPDATE products SET stock_count = %d, purchase_count = 0`, 2*crashStock),
		`INSERT INTO coupons (code, name, type, value_percent, usage_limit) VALUES ('OWAMBE10', 'Ten', 'percentage', 10, 10000)`,
	} {
		_, err := d.shop.Pool.Pgx().Exec(t.Context(), statement)
		require.NoError(t, err, statement)
	}
	return d
}

// shopper is a person with points, signed in on a phone.
func (d *disaster) shopper(number string) *visitor {
	t := d.t
	t.Helper()
	_, err := d.shop.Pool.Pgx().Exec(t.Context(), `WITH u AS (INSERT INTO users (id, name, referral_code, phone, phone_verified, email, email_verified, reward_points)
		VALUES (gen_random_uuid(), 'Bola', $1, '+234' || $1, true, $1 || '@example.ng', true, $2) RETURNING id)
		INSERT INTO user_points_history (user_id, points, source_type, source_id) SELECT id, $2, 'adjustment', 'a gift' FROM u`, number, crashPoints)
	require.NoError(t, err)
	v := mobile(t, d.shop)
	byPhone(t, v, d.config, "0"+number)
	return v
}

// A server is killed at every statement of a checkout, and another at every
// statement of working the provider's message. Each time the client, or the
// provider, sends the same again to a server that lives.
func TestCrashAtEveryStatement(t *testing.T) {
	t.Parallel()
	d := newDisaster(t)
	over := t.Run("all", func(t *testing.T) {
		for method, row := range map[string]struct {
			provider string
			shopper  *visitor
		}{
			"PAYSTACK":    {devpay.Paystack, d.shopper("8030000001")},
			"FLUTTERWAVE": {devpay.Flutterwave, d.shopper("8030000002")},
		} {
			t.Run(method, func(t *testing.T) {
				t.Parallel()
				v := row.shopper.at(d.shop)
				v.t = t
				last := crash{ordering: epitaph{Killed: true}, money: epitaph{Killed: true}}
				for moment := 1; last.ordering.Killed || last.money.Killed; moment++ {
					last = d.buysAndDies(t, v, method, row.provider, moment, last)
					d.mu.Lock()
					d.cases = append(d.cases, last)
					d.mu.Unlock()
				}
			})
		}
	})
	require.True(t, over)
	d.rises()
	d.balances()
	d.wroteOnce()
}

const crashOrder = `mutation($key: String!, $total: Naira!) { result: checkoutComplete(input: {idempotencyKey: $key, expectedTotal: $total, paymentMethod: %s,
	address: {recipientName: "Bola Ade", phone: "08031112233", streetAddress: "3 Ring Road", city: "Ibadan", state: "Oyo"}}) {
	order { number status } payment { reference url } userErrors { code message field } } }`

// buysAndDies makes an order whose servers die at a moment, and goes on. Where
// the last one outlived its work there are no more moments to die at.
func (d *disaster) buysAndDies(t *testing.T, v *visitor, method, provider string, moment int, last crash) (one crash) {
	t.Helper()
	_, variant := v.variant("ankara", dress, "S")
	v.adds(variant, crashPieces)
	_, codes := v.do("cartCouponApply", `code: "OWAMBE10"`, cartFields, nil)
	require.Empty(t, codes)
	_, codes = v.do("cartPointsApply", `points: 500`, cartFields, nil)
	require.Empty(t, codes)
	document := fmt.Sprintf(crashOrder, method)
	input := map[string]any{"key": fmt.Sprintf("order-%04d", moment), "total": 2*10_400 - 2_080 - 500 + 2_500}
	body, err := json.Marshal(map[string]any{"query": document, "variables": input})
	require.NoError(t, err)
	request := v.request(t.Context(), http.MethodPost, "/graphql", body, map[string]string{"Content-Type": "application/json"})
	if last.ordering.Killed {
		one.ordering = victim{Config: d.config, Moment: moment, Target: "/graphql", Header: request.Header, Body: body}.meets(t)
	}

	var made map[string]any
	for range 2 { // The client does not know, and then its network breaks.
		made = v.ask(document, input)["result"].(map[string]any)
		require.Empty(t, made["userErrors"], one.ordering.At)
	}
	one.number = made["order"].(map[string]any)["number"].(string)
	reference := made["payment"].(map[string]any)["reference"].(string)
	require.NotNil(t, made["payment"].(map[string]any)["url"], one.ordering.At)
	if last.ordering.Killed && !one.ordering.Killed {
		require.Contains(t, string(one.ordering.Answer), one.number)
	}
	require.NoError(t, d.till.Act(t.Context(), provider, reference, devpay.Action{Kind: devpay.SucceedWithoutWebhook}))
	sent := d.till.Messages(provider, reference)
	message := sent[len(sent)-1]
	if last.money.Killed {
		one.money = victim{
			Config: d.config, Moment: moment, Target: "/webhooks/" + provider, Header: message.Header, Body: message.Body, Reference: reference,
		}.meets(t)
	}
	for range 2 { // The provider had no answer, and then it sends it again as it likes to.
		again := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/webhooks/"+provider, bytes.NewReader(message.Body))
		again.Header = message.Header
		recorder := httptest.NewRecorder()
		d.shop.Handler.ServeHTTP(recorder, again)
		require.Equal(t, http.StatusOK, recorder.Code)
	}
	return one
}

// rises does every job that is left. Two minutes have gone by: the marks of
// letters of the dead do not hold any more.
func (d *disaster) rises() {
	t := d.t
	t.Helper()
	_, err := d.shop.Pool.Pgx().Exec(t.Context(), `UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE owner = 'letter' AND result IS NULL`)
	require.NoError(t, err)
	_, err = d.shop.Pool.Pgx().Exec(t.Context(), `UPDATE river_job SET scheduled_at = now() WHERE state IN ('available', 'scheduled')`)
	require.NoError(t, err)
	d.opens()
	d.settled()
}

// none requires that a query finds nothing.
func (d *disaster) none(why, query string) {
	d.t.Helper()
	rows, err := d.shop.Pool.Pgx().Query(d.t.Context(), query)
	require.NoError(d.t, err, query)
	found, err := pgx.CollectRows(rows, pgx.RowToMap)
	require.NoError(d.t, err, query)
	require.Empty(d.t, found, why)
}

// balances adds everything up.
func (d *disaster) balances() {
	t, orders := d.t, len(d.cases)
	t.Helper()
	require.Equal(t, orders, count(t, d.shop, `SELECT count(*) FROM orders`), "one order for a key")
	require.Equal(t, orders, count(t, d.shop, `SELECT count(DISTINCT result ->> 'id') FROM idempotency_keys WHERE key LIKE 'order-%'`))
	d.none("every order is paid", `SELECT order_number, status FROM orders WHERE status <> 'paid' OR payment_status <> 'paid' OR NOT stock_held`)
	d.none("by one payment", `SELECT o.id, count(p.id) FROM orders AS o LEFT JOIN payments AS p ON p.order_id = o.id AND p.status = 'success' AND p.amount_ngn = o.total_ngn
		GROUP BY 1 HAVING count(p.id) <> 1`)
	d.none("totals", `SELECT o.id FROM orders AS o JOIN order_items AS i ON i.order_id = o.id GROUP BY o.id
		HAVING sum(i.total_price_ngn) <> o.subtotal_ngn OR o.total_ngn <> o.subtotal_ngn - o.discount_ngn + o.shipping_ngn OR sum(i.quantity) <> 2`)
	sold := count(t, d.shop, `SELECT sum(quantity) FROM order_items`)
	require.Equal(t, crashPieces*orders, sold)
	product, variants := d.stock(dress)
	require.Equal(t, []int{2 * crashStock, 2 * crashStock}, []int{product + sold, variants + sold}, "stock and sold are what there was")
	require.Equal(t, sold, count(t, d.shop, `SELECT purchase_count FROM products WHERE slug = $1`, dress))
	require.Equal(t, orders, count(t, d.shop, `SELECT usage_count FROM coupons`))
	require.Equal(t, orders, count(t, d.shop, `SELECT count(*) FROM coupon_redemptions WHERE returned_at IS NULL`))
	d.none("ledger", `SELECT u.id FROM users AS u WHERE reward_points <> (SELECT coalesce(sum(points), 0) FROM user_points_history WHERE user_id = u.id)`)
	earned := count(t, d.shop, `SELECT sum(points_earned) FROM orders`)
	require.Equal(t, 2*crashPoints-500*orders+earned, count(t, d.shop, `SELECT sum(reward_points) FROM users`))
	d.none("an order earns once", `SELECT o.id FROM orders AS o LEFT JOIN user_points_history AS h ON h.source_type = 'purchase' AND h.source_id = o.id::text
		GROUP BY o.id HAVING count(h.id) <> 1 OR sum(h.points) <> o.points_earned OR o.points_earned < (o.subtotal_ngn - o.discount_ngn) / 100`)
	d.none("one job for a step", `SELECT e.order_id, e.version, count(j.id) FROM order_events AS e LEFT JOIN river_job AS j ON j.kind = 'order_changed'
		AND (j.args ->> 'order')::bigint = e.order_id AND (j.args ->> 'version')::bigint = e.version GROUP BY 1, 2 HAVING count(j.id) <> 1`)
	d.none("two steps", `SELECT order_id FROM order_events GROUP BY 1 HAVING array_agg(kind ORDER BY version) <> '{placed,paid}'`)
	d.none("one job for a message", `SELECT e.id, e.status FROM payment_events AS e LEFT JOIN river_job AS j ON j.kind = 'handle_payment_event'
		AND (j.args ->> 'event')::bigint = e.id GROUP BY 1 HAVING count(j.id) <> 1 OR e.status <> 'processed'`)
	require.Equal(t, orders, count(t, d.shop, `SELECT count(*) FROM payment_events`))
	d.none("jobs", `SELECT id, kind, state FROM river_job WHERE state <> 'completed'`)
	require.Equal(t, 2*orders, count(t, d.shop, `SELECT count(*) FROM notifications WHERE source LIKE 'order:%'`))
	require.Zero(t, count(t, d.shop, `SELECT count(*) FROM carts`))
	require.Zero(t, count(t, d.shop, `SELECT count(*) FROM refunds`))
}

// wroteOnce counts the mails: a server that dies between sending one and noting
// that it was sent leaves it to be sent again, and nothing else does.
func (d *disaster) wroteOnce() {
	t := d.t
	t.Helper()
	mails := make(map[string]int)
	for _, message := range d.post.Messages() {
		mails[message.Subject]++
	}
	again := 0
	for _, one := range d.cases {
		unnoted := one.money.Killed && !one.money.Answered && strings.Contains(one.money.At, `"kind": "letter"`)
		want := 1
		if unnoted {
			want, again = 2, again+1
		}
		require.Equal(t, 1, mails["Your order "+one.number])
		require.Equal(t, want, mails["We received your payment for "+one.number], one.money.At)
	}
	require.Equal(t, 2, again, "one of each way to pay")
	kills := map[bool]int{}
	for _, one := range d.cases {
		kills[one.ordering.Killed]++
		kills[one.money.Killed]++
	}
	t.Logf("%d orders, %d servers killed", len(d.cases), kills[true])
	require.Greater(t, kills[true], 80, "the moments are there at all")
}
