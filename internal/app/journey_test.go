package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/platform/mailbox"
)

// market is a shop at work: its jobs run and somebody minds it.
type market struct {
	t      *testing.T
	shop   *app.App
	config app.Config
	server *httptest.Server
	staff  *visitor
}

// newMarket is a market with ten pieces of each variant, a coupon of 10 % and
// one that pays for the delivery.
func newMarket(t *testing.T) *market {
	t.Helper()
	return newMarketOf(t, sample(t, false))
}

// newMarketOf is newMarket with settings of one's own.
func newMarketOf(t *testing.T, config app.Config) *market {
	t.Helper()
	config.PayerDomain = "no-email.shop.test"
	m := &market{t: t, shop: open(t, config), config: config}
	m.server = serving(t, m.shop)
	_, err := m.shop.Pool.Pgx().Exec(t.Context(), `UPDATE product_variants SET stock_count = 10`)
	require.NoError(t, err)
	_, err = m.shop.Pool.Pgx().Exec(t.Context(), `UPDATE products SET stock_count = 20`)
	require.NoError(t, err)
	registered(t, m.shop, config, "staff@example.ng")
	role(t, m.shop, "staff@example.ng", "staff")
	m.staff = browser(t, m.shop)
	m.staff.login("staff@example.ng")
	for _, coupon := range []string{
		`{code: "OWAMBE10", name: "Ten", type: PERCENTAGE, valuePercent: 10, usageLimit: 100}`,
		`{code: "FREESHIP", name: "Delivery", type: FREE_SHIPPING}`,
	} {
		_, codes := m.staff.do("couponUpsert", "input: "+coupon, "coupon { code }", nil)
		require.Empty(t, codes)
	}
	return m
}

// opens begins to do the jobs. Who has signed in before was sent their codes by
// the test itself.
func (m *market) opens() *market {
	m.t.Helper()
	stop, err := m.shop.StartJobs(m.t.Context())
	require.NoError(m.t, err)
	m.t.Cleanup(func() { require.NoError(m.t, stop()) })
	return m
}

// heard waits until somebody listens to what is told only once, and not again to who
// comes later.
func (m *market) heard(channels ...string) {
	m.t.Helper()
	client, err := keyvalue.OpenWaiting(m.config.RedisURL, redisPatience)
	require.NoError(m.t, err)
	defer func() { require.NoError(m.t, client.Close()) }()
	for _, channel := range channels {
		name := m.config.RedisPrefix + channel
		require.Eventually(m.t, func() bool {
			listeners, err := client.PubSubNumSub(m.t.Context(), name).Result()
			require.NoError(m.t, err)
			return listeners[name] > 0
		}, patience, 5*time.Millisecond)
	}
}

func serving(t *testing.T, shop *app.App) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(shop.Handler)
	t.Cleanup(server.Close)
	return server
}

// letter waits for a letter to somebody whose subject or text says something.
func (m *market) letter(to, says string) mailbox.Letter {
	m.t.Helper()
	var found mailbox.Letter
	require.Eventually(m.t, func() bool {
		for _, letter := range m.lettersTo(to) {
			if strings.Contains(letter.Subject+"\n"+letter.Text, says) {
				found = letter
				return true
			}
		}
		return false
	}, patience, 20*time.Millisecond, "%s: %s", to, says)
	return found
}

// lettersTo are what somebody was sent, the newest first.
func (m *market) lettersTo(to string) (theirs []mailbox.Letter) {
	recorder := httptest.NewRecorder()
	m.shop.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(m.t.Context(), http.MethodGet, "/dev/mailbox?format=json", nil))
	var all []mailbox.Letter
	if json.Unmarshal(recorder.Body.Bytes(), &all) != nil {
		return nil
	}
	for _, letter := range all {
		if letter.To == to {
			theirs = append(theirs, letter)
		}
	}
	return theirs
}

// settled waits until every job that was left is done.
func (m *market) settled() {
	m.t.Helper()
	require.Eventually(m.t, func() bool {
		return count(m.t, m.shop, `SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'pending', 'retryable')`) == 0
	}, patience, 20*time.Millisecond)
}

// variant finds what a shopper is looking for by searching, in a size.
func (v *visitor) variant(words, slug, size string) (product, variant string) {
	v.t.Helper()
	data := v.ask(`query($words: String!) { search(query: $words, first: 100) { nodes { id slug variants { id size inStock } } } }`, map[string]any{"words": words})
	for _, node := range data["search"].(map[string]any)["nodes"].([]any) {
		node := node.(map[string]any)
		for _, one := range node["variants"].([]any) {
			if one := one.(map[string]any); node["slug"] == slug && one["size"] == size {
				require.Equal(v.t, true, one["inStock"])
				return node["id"].(string), one["id"].(string)
			}
		}
	}
	require.Fail(v.t, "not found", slug)
	return "", ""
}

const cartFields = `cart { id quantity version subtotal { amount } discount { amount } shipping { amount } total { amount } points
	coupon { code } lines { id quantity size product { slug } } problems { code } } warnings { code lineId }`

// adds puts pieces of a variant into the cart.
func (v *visitor) adds(variant string, quantity int) map[string]any {
	v.t.Helper()
	payload, codes := v.do("cartLinesAdd", "lines: [{variantId: $variant, quantity: $n}]", cartFields,
		map[string]any{"variant": typed{"ID!", variant}, "n": typed{"Int!", quantity}})
	require.Empty(v.t, codes)
	return payload
}

// naira is an amount of money in an answer.
func naira(thing map[string]any, field string) int {
	return int(thing[field].(map[string]any)["amount"].(float64))
}

// follower is a stream of one field. What comes has a version that grows, where
// it has any.
type follower struct {
	t       *testing.T
	what    string
	events  <-chan string
	version float64
}

// follows subscribes by server-sent events.
func (v *visitor) follows(server *httptest.Server, field string) *follower {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{"query": "subscription { told: " + field + " }"})
	require.NoError(v.t, err)
	request := v.request(v.t.Context(), http.MethodPost, server.URL+"/graphql", body, map[string]string{
		"Content-Type": "application/json", "Accept": "text/event-stream",
	})
	request.RequestURI = ""
	answer, err := server.Client().Do(request)
	require.NoError(v.t, err)
	require.Equal(v.t, http.StatusOK, answer.StatusCode)
	v.t.Cleanup(func() { _ = answer.Body.Close() })
	events := make(chan string, 100)
	go readEvents(answer.Body, events)
	return &follower{t: v.t, what: field, events: events}
}

// listens subscribes by a WebSocket of its own.
func (v *visitor) listens(field string) *follower {
	v.t.Helper()
	hello := map[string]any{}
	if v.access != "" {
		hello["authorization"] = "Bearer " + v.access
	}
	s := socketOf(v.t, v.shop, v, hello)
	s.hears("", "connection_ack")
	s.subscribe("1", "subscription { told: "+field+" }")
	events := make(chan string, 100)
	go func() {
		defer close(events)
		for {
			_, text, err := s.Read(v.t.Context())
			if err != nil {
				return
			}
			var got struct{ Payload json.RawMessage }
			if json.Unmarshal(text, &got) != nil {
				return
			}
			events <- string(got.Payload)
		}
	}()
	return &follower{t: v.t, what: field, events: events}
}

// next is what comes next.
func (f *follower) next() map[string]any {
	f.t.Helper()
	select {
	case text, open := <-f.events:
		require.True(f.t, open, "%s ended", f.what)
		var got reply
		require.NoError(f.t, json.Unmarshal([]byte(text), &got), text)
		require.Empty(f.t, got.Errors, f.what)
		told := got.Data["told"].(map[string]any)
		if version, has := told["version"].(float64); has {
			require.Greater(f.t, version, f.version, f.what)
			f.version = version
		}
		return told
	case <-time.After(patience):
		require.Fail(f.t, "nothing came", f.what)
		return nil
	}
}

// until waits for a field to have a value.
func (f *follower) until(field string, want any) map[string]any {
	f.t.Helper()
	for {
		if told := f.next(); told[field] == want {
			return told
		}
	}
}

// pays opens the provider's page in a browser, presses a button there, and
// comes back to the shop.
func (m *market) pays(page, button string) {
	m.t.Helper()
	require.Contains(m.t, m.presses(page, button), "/dev/pay/?", "back to the shop")
}

// presses is where the browser is sent after pressing a button.
func (m *market) presses(page, button string) string {
	m.t.Helper()
	shown := m.browse(http.MethodGet, page, nil)
	require.Equal(m.t, http.StatusOK, shown.Code, shown.Body)
	require.Contains(m.t, shown.Body.String(), `value="`+button+`"`)
	pressed := m.browse(http.MethodPost, page, url.Values{"action": {button}})
	require.Equal(m.t, http.StatusSeeOther, pressed.Code, pressed.Body)
	back := pressed.Header().Get("Location")
	require.Equal(m.t, http.StatusOK, m.browse(http.MethodGet, back, nil).Code)
	return back
}

func (m *market) browse(method, address string, form url.Values) *httptest.ResponseRecorder {
	m.t.Helper()
	request := httptest.NewRequestWithContext(m.t.Context(), method, address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", fmt.Sprintf("%s://%s", request.URL.Scheme, request.Host))
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	recorder := httptest.NewRecorder()
	m.shop.Handler.ServeHTTP(recorder, request)
	return recorder
}
