package app_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/dashboard"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
)

// looks opens the dashboard.
func (v *visitor) looks(query string) *httptest.ResponseRecorder {
	v.t.Helper()
	recorder := httptest.NewRecorder()
	v.shop.Handler.ServeHTTP(recorder, v.request(v.t.Context(), http.MethodGet, dashboard.Path+query, nil, nil))
	return recorder
}

// section is a part of the dashboard, as text with one space between words.
func section(t *testing.T, page *httptest.ResponseRecorder, id string) string {
	t.Helper()
	require.Equal(t, http.StatusOK, page.Code, page.Body)
	_, rest, found := strings.Cut(page.Body.String(), `<section id="`+id+`"`)
	require.True(t, found, id)
	part, _, _ := strings.Cut(rest, "</section>")
	part = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`).ReplaceAllString(part, " ")
	return strings.Join(strings.Fields(html.UnescapeString(part)), " ")
}

const reportsOfToday = `query($range: AnalyticsRange!) { analytics {
	sales(range: $range) { totals { orders paidOrders revenue { formatted } averageOrder { formatted } visits } }
	topSellers(range: $range, statuses: [PAID, PROCESSING, SHIPPED, DELIVERED]) { name sold revenue { formatted } }
	payments(range: $range) { totals { attempts received { formatted } } rows { figures { attempts succeeded failed pending received { formatted } } } }
	customers(range: $range) { totals { newAccounts newBuyers } }
	games(range: $range) { totals { plays } }
	realtime { today { orders paidOrders revenue { formatted } } } } }`

// formatted is an amount of money in an answer, as people read it.
func formatted(thing map[string]any, field string) string {
	return thing[field].(map[string]any)["formatted"].(string)
}

// figure is a number in an answer, as people read it.
func figure(thing map[string]any, field string) string {
	return strings.TrimPrefix(money.Naira(thing[field].(float64)).Formatted(), "₦")
}

// What staff see on the page is what the API answers them.
func TestTheDashboardShowsWhatTheAPIAnswers(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	v := m.person()
	m.opens()
	_, variant := v.variant("ankara", dress, "S")
	v.adds(variant, 2)
	p := m.buys(v, "PAYSTACK", "")
	m.pays(p.page, "card")
	p.verified()
	m.settled()

	page := m.staff.looks("?range=today")
	day := clock.Day(time.Now()).Format(time.DateOnly)
	found := m.staff.ask(reportsOfToday, map[string]any{"range": map[string]any{"from": day, "to": day, "compare": true}})["analytics"].(map[string]any)
	totals := func(report string) map[string]any {
		return found[report].(map[string]any)["totals"].(map[string]any)
	}

	sales := totals("sales")
	require.Equal(t, "1", figure(sales, "paidOrders"))
	require.Equal(t, money.Naira(p.total).Formatted(), formatted(sales, "revenue"))
	text := section(t, page, "sales")
	for label, shown := range map[string]string{
		"Revenue": formatted(sales, "revenue"), "Orders": figure(sales, "orders"), "Paid orders": figure(sales, "paidOrders"),
		"Average order": formatted(sales, "averageOrder"), "Visits": figure(sales, "visits"),
	} {
		require.Contains(t, text, " "+label+" "+shown+" ")
	}

	seller := found["topSellers"].([]any)[0].(map[string]any)
	require.Equal(t, "2", figure(seller, "sold"))
	require.Contains(t, section(t, page, "sellers"), fmt.Sprintf("%s %s %s", seller["name"], figure(seller, "sold"), formatted(seller, "revenue")))

	text = section(t, page, "payments")
	require.Contains(t, text, " Received "+formatted(totals("payments"), "received")+" ")
	figures := found["payments"].(map[string]any)["rows"].([]any)[0].(map[string]any)["figures"].(map[string]any)
	require.Contains(t, text, strings.Join([]string{
		"Paystack", figure(figures, "attempts"), figure(figures, "succeeded"), figure(figures, "failed"), figure(figures, "pending"), formatted(figures, "received"),
	}, " "))

	text = section(t, page, "users")
	require.Contains(t, text, " New accounts "+figure(totals("customers"), "newAccounts")+" ")
	require.Contains(t, text, " First-time buyers "+figure(totals("customers"), "newBuyers")+" ")
	require.Contains(t, section(t, page, "games"), " Plays "+figure(totals("games"), "plays")+" ")

	today := found["realtime"].(map[string]any)["today"].(map[string]any)
	require.Contains(t, section(t, page, "now"), " Orders today "+figure(today, "orders")+" Paid today "+figure(today, "paidOrders")+" Revenue today "+formatted(today, "revenue")+" ")
	require.NotContains(t, page.Body.String(), "This section failed")
}

func TestTheDashboardIsForStaff(t *testing.T) {
	t.Parallel()
	m := newMarket(t)
	stranger := browser(t, m.shop).looks("")
	require.Equal(t, http.StatusOK, stranger.Code)
	require.Contains(t, stranger.Body.String(), `id="signin"`)
	require.NotContains(t, stranger.Body.String(), "<section")

	customer := registered(t, m.shop, m.config, "ada@example.ng")
	refused := customer.looks("")
	require.Equal(t, http.StatusForbidden, refused.Code)
	require.Contains(t, refused.Body.String(), "Only staff may see this")
	require.NotContains(t, refused.Body.String(), "<section")

	shown := m.staff.looks("")
	require.Equal(t, http.StatusOK, shown.Code)
	for _, page := range []*httptest.ResponseRecorder{stranger, refused, shown} {
		require.Equal(t, "no-store", page.Header().Get("Cache-Control"))
		require.NotContains(t, page.Header().Get("Content-Security-Policy"), "unsafe")
	}
	require.Equal(t, http.StatusBadRequest, m.staff.looks("?range=yesterday").Code)
	require.Equal(t, http.StatusOK, browser(t, m.shop).looks("/style.css").Code)
	require.Equal(t, http.StatusNotFound, browser(t, m.shop).looks("/page.html").Code)

	m.staff.do("logout", "", "done", nil)
	require.Contains(t, m.staff.looks("").Body.String(), `id="signin"`)
}

// Where only published documents run, the page's own still do.
func TestTheDashboardSignsInWhereDocumentsAreTrusted(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.DocumentMode = "trusted"
	shop := open(t, config)
	v := browser(t, shop)
	for i, document := range dashboard.Documents()[:2] {
		got, _ := v.send(document, map[string]any{"identifier": "nobody@example.ng", "password": "owambe-saturday"})
		require.Empty(t, got.Errors, strconv.Itoa(i))
	}
	got, _ := v.send("mutation Other { logout { done } }", nil)
	require.Len(t, got.Errors, 1)
	require.Equal(t, "PERSISTED_QUERY_REQUIRED", got.Errors[0].Extensions["code"])
}
