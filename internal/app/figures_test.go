package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

const tracked = `mutation($events: [EventInput!]!) { eventsTrack(input: {events: $events}) { accepted faults { index id field message } userErrors { code field message } } }`

func tell(kind string, more map[string]any) map[string]any {
	one := map[string]any{"id": uuid.NewString(), "type": kind, "sessionId": "0b7e1f9a-58f2-4b2e-9d3f-0d1f4f1a2b3c", "at": time.Now().UTC().Format(time.RFC3339Nano)}
	for name, value := range more {
		one[name] = value
	}
	return one
}

// counted is how many events there are of a kind.
func (m *market) counted(kind string) (n int) {
	m.t.Helper()
	require.NoError(m.t, m.shop.Pool.Pgx().QueryRow(m.t.Context(), "SELECT count(*) FROM analytics_events WHERE event_type = $1", kind).Scan(&n))
	return n
}

func (m *market) comes(kind string, n int) {
	m.t.Helper()
	require.Eventually(m.t, func() bool { return m.counted(kind) == n }, patience, 10*time.Millisecond, "%d events of %s", n, kind)
}

// A click becomes a row, a visit, a figure of the reports and a live number.
func TestFromAClickToAReport(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	guest := browser(t, m.shop)
	dress := number("Product", 1)
	events := []any{
		tell("PAGE_VIEW", map[string]any{"pagePath": "/", "utmSource": "instagram", "utmMedium": "social"}),
		tell("PRODUCT_VIEW", map[string]any{"productId": dress}), tell("ADD_TO_CART", map[string]any{"productId": dress, "quantity": 1}),
		tell("CHECKOUT_START", map[string]any{"at": nil}),
	}
	for range 2 { // Sent twice, counted once.
		got := guest.ask(tracked, map[string]any{"events": events})["eventsTrack"].(map[string]any)
		require.EqualValues(t, 4, got["accepted"])
		require.Empty(t, got["faults"])
		require.Empty(t, got["userErrors"])
	}
	m.comes("checkout_start", 1)
	m.comes("page_view", 1)
	advance(t, m)
	require.Eventually(t, func() bool { // They are counted in Redis after they are in the table.
		live, err := m.shop.Analysis.Hot.Live(t.Context())
		return err == nil && live.Hour.Events == 4
	}, patience, 10*time.Millisecond)
	day := time.Now().UTC().Add(time.Hour).Format(time.DateOnly) // Lagos.
	got := m.staff.ask(fmt.Sprintf(`{ analytics {
		funnel(range: {from: %q, to: %q}) { totals { visitors viewers cartAdds checkouts purchases } points { from to } readAt eventsUpTo }
		products(range: {from: %q, to: %q}) { totals { views cartAdds } top { name product { name } figures { views uniqueViews cartRate } } }
		channels(range: {from: %q, to: %q}) { rows { channel figures { clients } } }
		events(range: {from: %q, to: %q}, type: PAGE_VIEW, by: SOURCE) { totals { events } rows { key figures { events } } }
		sales(range: {from: %q, to: %q, compare: true}) { totals { visits visitsWithCart cartAbandonment orders revenue { amount } } before { visits } }
		realtime { hour { events productViews cartAdds checkouts } active { minutes sessions } products { product { name } views viewers } today { orders } }
		freshness { countedUpTo waitingEvents oldest }
	} }`, day, day, day, day, day, day, day, day, day, day), nil)["analytics"].(map[string]any)
	require.Equal(t, map[string]any{"visitors": 1.0, "viewers": 1.0, "cartAdds": 1.0, "checkouts": 1.0, "purchases": 0.0}, got["funnel"].(map[string]any)["totals"])
	require.Equal(t, []any{map[string]any{"from": day, "to": day}}, got["funnel"].(map[string]any)["points"])
	require.NotNil(t, got["funnel"].(map[string]any)["eventsUpTo"])
	top := got["products"].(map[string]any)["top"].([]any)[0].(map[string]any)
	require.Equal(t, "Ankara dress 1", top["product"].(map[string]any)["name"])
	require.Equal(t, map[string]any{"views": 1.0, "uniqueViews": 1.0, "cartRate": 1.0}, top["figures"])
	require.Equal(t, []any{map[string]any{"key": "instagram", "figures": map[string]any{"events": 1.0}}}, got["events"].(map[string]any)["rows"])
	sales := got["sales"].(map[string]any)["totals"].(map[string]any)
	require.EqualValues(t, 1, sales["visits"])
	require.EqualValues(t, 1, sales["cartAbandonment"])
	live := got["realtime"].(map[string]any)
	require.Equal(t, map[string]any{"events": 4.0, "productViews": 1.0, "cartAdds": 1.0, "checkouts": 1.0}, live["hour"])
	require.Equal(t, []any{map[string]any{"minutes": 5.0, "sessions": 1.0}, map[string]any{"minutes": 30.0, "sessions": 1.0}}, live["active"])
	require.Equal(t, 0.0, got["freshness"].(map[string]any)["waitingEvents"])
}

// advance counts what is new. While the sweep does, it has nothing to do and must
// wait, for a report read in between would be kept.
func advance(t *testing.T, m *market) {
	t.Helper()
	require.Eventually(t, func() bool {
		done, err := m.shop.Analysis.Rollup.Advance(t.Context())
		require.NoError(t, err)
		return !done.Busy
	}, patience, 10*time.Millisecond)
}

// One bad event is named and keeps no other out; a call too large takes none.
func TestBadEventsAreNamed(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	guest := browser(t, m.shop)
	got := guest.ask(tracked, map[string]any{"events": []any{
		tell("PAGE_VIEW", map[string]any{"id": "no uuid"}), tell("PURCHASE", nil), tell("PAGE_VIEW", map[string]any{"pagePath": strings.Repeat("/a", 2000)}),
		tell("PAGE_VIEW", map[string]any{"at": time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)}), tell("SHARE", nil),
		tell("DANCE", nil), tell("PAGE_VIEW", map[string]any{"at": "yesterday"}), tell("PAGE_VIEW", map[string]any{"platform": "fridge"}),
		tell("PRODUCT_VIEW", map[string]any{"productId": "13"}), tell("PRODUCT_VIEW", map[string]any{"productId": number("Brand", 1)}),
	}})["eventsTrack"].(map[string]any)
	require.EqualValues(t, 1, got["accepted"])
	fields := map[float64]string{}
	for _, one := range got["faults"].([]any) {
		fault := one.(map[string]any)
		fields[fault["index"].(float64)] = fault["field"].(string)
	}
	require.Equal(t, map[float64]string{0: "id", 1: "type", 2: "pagePath", 3: "at", 5: "type", 6: "at", 7: "platform", 8: "productId", 9: "productId"}, fields)
	m.comes("share", 1)
	many := make([]any, 101)
	for i := range many {
		many[i] = tell("SHARE", nil)
	}
	got = guest.ask(tracked, map[string]any{"events": many})["eventsTrack"].(map[string]any)
	require.EqualValues(t, 0, got["accepted"])
	require.Equal(t, []any{"input", "events"}, got["userErrors"].([]any)[0].(map[string]any)["field"])
}

// Who tells very much is told to wait, as who asks for very much is, and before there
// is no room for the events of others.
func TestABeaconIsPaidFor(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.CostBudget = 100
	shop := open(t, config)
	send := func(address string, events int) *httptest.ResponseRecorder {
		all := make([]any, events)
		for i := range all {
			all[i] = tell("page_view", nil)
		}
		body, err := json.Marshal(map[string]any{"events": all})
		require.NoError(t, err)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/events", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.RemoteAddr = address + ":1"
		recorder := httptest.NewRecorder()
		shop.Handler.ServeHTTP(recorder, r)
		return recorder
	}
	require.Equal(t, http.StatusAccepted, send("198.51.100.9", 40).Code)
	refused := send("198.51.100.9", 40)
	require.Equal(t, http.StatusTooManyRequests, refused.Code, refused.Body)
	require.NotEmpty(t, refused.Header().Get("Retry-After"))
	require.Equal(t, http.StatusAccepted, send("203.0.113.7", 40).Code, "another caller is not held up")
}

// The beacon of a page that is left is taken as the mutation is.
func TestABeaconIsTaken(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	body, err := json.Marshal(map[string]any{"events": []any{tell("page_view", map[string]any{"pagePath": "/bye"}), tell("nothing", nil)}})
	require.NoError(t, err)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/events", bytes.NewReader(body))
	r.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Linux; Android 13; Infinix X669) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36")
	for name, value := range map[string]string{"X-Client-Platform": "android", "X-Client-Version": "2.5.0", "X-Device-Id": "3f2a", "Accept-Language": "yo-NG,en;q=0.8"} {
		r.Header.Set(name, value) // An app's own HTTP client can.
	}
	r.RemoteAddr = "198.51.100.9:1"
	recorder := httptest.NewRecorder()
	m.shop.Handler.ServeHTTP(recorder, r)
	require.Equal(t, http.StatusAccepted, recorder.Code, recorder.Body)
	require.Contains(t, recorder.Body.String(), `"accepted":1`)
	require.Contains(t, recorder.Body.String(), `"field":"type"`)
	m.comes("page_view", 1)
	var device, os, browser, address *string
	require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), "SELECT device_type, os, browser, ip_address FROM analytics_events").Scan(&device, &os, &browser, &address))
	require.Equal(t, []string{"mobile", "Android", "Chrome"}, []string{*device, *os, *browser})
	require.Nil(t, address, "no address is kept")
	advance(t, m)
	var platform, id, version, language string
	require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), `SELECT platform, device_id, metadata ->> 'app_version', metadata ->> 'language' FROM user_sessions_analytics`).
		Scan(&platform, &id, &version, &language))
	require.Equal(t, []string{"android", "3f2a", "2.5.0", "yo-NG"}, []string{platform, id, version, language})
}

// Searches are told by the shop itself, from kept answers too, and a purchase when
// its money is there.
func TestTheShopTellsWhatItKnows(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	const search = `{ search(query: "ankara", first: 2) { nodes { name } } }`
	for n := 1; n <= 3; n++ {
		browser(t, m.shop).ask(search, nil)
		m.comes("search", n)
	}
	browser(t, m.shop).ask(`{ search(query: "Zxqwv Plmok", first: 2) { nodes { name } } }`, nil)
	m.comes("search", 4)
	advance(t, m)
	day := time.Now().UTC().Add(time.Hour).Format(time.DateOnly)
	got := m.staff.ask(fmt.Sprintf(`{ analytics { search(range: {from: %q, to: %q}) { totals { searches withoutResults } missing { query } } } }`, day, day), nil)
	terms := got["analytics"].(map[string]any)["search"].(map[string]any)
	require.Equal(t, map[string]any{"searches": 4.0, "withoutResults": 1.0}, terms["totals"])
	require.Equal(t, []any{map[string]any{"query": "zxqwv plmok"}}, terms["missing"])

	buyer := registered(t, m.shop, m.config, "ada@example.ng")
	bought := buyer.gets(1, "PAYSTACK", lagos)
	require.Zero(t, m.counted("purchase"))
	buyer.pay("paystack", bought)
	m.comes("purchase", 1)
	var value, order int
	var user *uuid.UUID
	require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), `SELECT (metadata ->> 'value_ngn')::int, (metadata ->> 'order_id')::int, user_id
		FROM analytics_events WHERE event_type = 'purchase'`).Scan(&value, &order, &user))
	require.NotNil(t, user)
	require.Positive(t, value)
	for range 2 { // A job may be done again.
		require.NoError(t, m.shop.Keeper().OrderChanged(t.Context(), order))
	}
	require.Equal(t, 1, m.counted("purchase"))
	live, err := m.shop.Analysis.Hot.Live(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, live.Hour.Purchases)
}

// What is paid at the door days later was bought in the visit that ordered it, and
// what happens to the order long after that is no purchase.
func TestACashOrderIsOfItsVisit(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	buyer := m.person()
	m.opens()
	buyer.gets(1, "CASH_ON_DELIVERY", lagos)
	var order int
	var total int64
	var at time.Time
	visit, past := uuid.New(), 3*24*time.Hour
	require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), `UPDATE orders SET created_at = created_at - $1::interval, visit_id = $2 RETURNING id, total_ngn, created_at`,
		past, visit).Scan(&order, &total, &at))
	got := buyer.ask(tracked, map[string]any{"events": []any{tell("CHECKOUT_START", map[string]any{
		"sessionId": visit.String(), "utmSource": "instagram", "at": at.Add(-time.Minute).UTC().Format(time.RFC3339Nano),
	})}})["eventsTrack"].(map[string]any)
	require.EqualValues(t, 1, got["accepted"], got)
	m.comes("checkout_start", 1)
	p := &purchase{market: m, id: number("Order", order)}
	p.delivers()
	m.settled()
	require.Zero(t, m.counted("purchase"), "nobody has paid")
	_, codes := m.staff.do("orderMarkPaid", `input: {orderId: "`+p.id+`", amount: $amount, how: POS, idempotencyKey: $key}`, "order { id }",
		map[string]any{"amount": typed{"Naira!", total}, "key": uuid.NewString()})
	require.Empty(t, codes)
	m.comes("purchase", 1)
	m.settled()
	advance(t, m)
	var visits int
	var bought bool
	var of *int
	var source *string
	var ended time.Time
	require.NoError(t, m.shop.Pool.Pgx().QueryRow(t.Context(), `SELECT count(*) OVER (), purchase_completed, order_id, utm_source, ended_at FROM user_sessions_analytics`).
		Scan(&visits, &bought, &of, &source, &ended))
	require.Equal(t, []any{1, true, &order, new("instagram"), at.UTC()}, []any{visits, bought, of, source, ended.UTC()})

	// The events of the month go to the archive, and then the order is changed.
	_, err := m.shop.Pool.Pgx().Exec(t.Context(), "DELETE FROM analytics_events")
	require.NoError(t, err)
	keeper := m.shop.Keeper()
	keeper.Clock = clock.Fixed(time.Now().Add(10 * 24 * time.Hour))
	require.NoError(t, keeper.OrderChanged(t.Context(), order))
	require.Zero(t, m.counted("purchase"))
}

// Reports are for staff alone, and what changes them for admins.
func TestFiguresAreForStaff(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	guest, customer := browser(t, m.shop), registered(t, m.shop, m.config, "ngozi@example.ng")
	for query, roles := range map[string][3]string{
		`{ analytics { freshness { waitingEvents } } }`: {"UNAUTHENTICATED", "FORBIDDEN", ""},
		`{ archives { place } }`:                        {"UNAUTHENTICATED", "FORBIDDEN", ""},
		`mutation { rollupRefresh { events } }`:         {"UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"},
		`mutation { eventsArchive { archived } }`:       {"UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"},
	} {
		for i, who := range []*visitor{guest, customer, m.staff} {
			got, _ := who.send(query, nil)
			code := ""
			if len(got.Errors) > 0 {
				code = fmt.Sprint(got.Errors[0].Extensions["code"])
			}
			require.Equal(t, roles[i], code, "%s by %d", query, i)
		}
	}
	got, _ := m.staff.send(`{ analytics { sales(range: {from: "2026-02-02", to: "2026-02-01"}) { readAt } games(range: {from: "2026-02-01", to: "2026-02-02"}) { readAt } } }`, nil)
	require.Len(t, got.Errors, 1)
	require.Equal(t, []any{"range", "to"}, got.Errors[0].Extensions["field"])
	require.Nil(t, got.Data["analytics"].(map[string]any)["sales"])
	require.NotNil(t, got.Data["analytics"].(map[string]any)["games"], "one report takes no other along")
	role(t, m.shop, "staff@example.ng", "admin")
	admin := browser(t, m.shop)
	admin.login("staff@example.ng")
	_, codes := admin.do("rollupRefresh", `from: "2026-02-02", to: "2026-02-01"`, "events", nil)
	require.Equal(t, []string{"INVALID"}, codes)
	// Today alone, also in the first hour of a Lagos day, when its date is not yet
	// one of UTC; and 93 days, of which 92 are the most.
	today := time.Now().UTC().Add(time.Hour)
	_, codes = admin.do("rollupRefresh", fmt.Sprintf(`from: %q`, today.Format(time.DateOnly)), "events", nil)
	require.Empty(t, codes)
	_, codes = admin.do("rollupRefresh", fmt.Sprintf(`from: %q, to: %q`, today.AddDate(0, 0, -92).Format(time.DateOnly), today.Format(time.DateOnly)), "events", nil)
	require.Equal(t, []string{"INVALID"}, codes)
}

// Staff see the shop as it happens.
func TestStaffWatchTheShop(t *testing.T) {
	t.Parallel()
	m := newMarket(t).opens()
	screen := m.staff.follows(m.server, `realtimeMetrics { asOf hour { productViews } }`)
	screen.next()
	browser(t, m.shop).ask(tracked, map[string]any{"events": []any{tell("PRODUCT_VIEW", map[string]any{"productId": number("Product", 2)})}})
	m.comes("product_view", 1)
	for {
		if screen.next()["hour"].(map[string]any)["productViews"] == 1.0 {
			return
		}
	}
}
