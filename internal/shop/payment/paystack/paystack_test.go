package paystack

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const reference = "ORD-1001.1"

var opened = gateway.Start{
	Reference: reference, OrderNumber: "ORD-1001", Email: "ada@example.com", Phone: "+2348031234567", Name: "Ada Obi",
	Amount: 12_500, CallbackURL: "https://zuka.example/pay/return",
}

// data is a transaction in the words of Paystack, with these fields instead.
func data(change ...string) string {
	fields := `"id":302961,"domain":"test","status":"success","reference":"ORD-1001.1","amount":1250000,"requested_amount":1250000,` +
		`"currency":"NGN","gateway_response":"Successful","message":null,"paid_at":"2024-08-22T09:15:02.000Z","channel":"card",` +
		`"fees":28750,"metadata":"","log":null,"authorization":{"authorization_code":"AUTH_x","last4":"4081","brand":"visa ","bin":"408408"},` +
		`"customer":{"id":1,"email":"ada@example.com","phone":"08031234567"},"plan":{}`
	return "{" + strings.Join(append([]string{fields}, change...), ",") + "}" // The last of two equal keys holds.
}

func TestAPageIsOpened(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	page, err := client.Initialize(t.Context(), opened)
	require.NoError(t, err)
	require.Equal(t, gateway.Page{URL: s.URL + "/pay/3ni8k", Reference: reference}, page)
	sent := s.posted[0]
	require.EqualValues(t, 1_250_000, sent["amount"], "in kobo")
	require.Equal(t, "NGN", sent["currency"])
	require.Equal(t, "ORD-1001", sent["metadata"].(map[string]any)["order_number"])
	require.NotContains(t, fmt.Sprint(sent), "Obi", "what Paystack does not need is not sent")
	require.NotContains(t, fmt.Sprint(sent), "803")

	_, err = client.Initialize(t.Context(), opened)
	require.ErrorIs(t, err, gateway.ErrDuplicate)
	require.NotErrorIs(t, err, gateway.ErrRefused)
}

func TestAPageThatIsRefused(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for name, spoil := range map[string]func(*gateway.Start){
		"little": func(a *gateway.Start) { a.Amount = 49 }, "reference": func(a *gateway.Start) { a.Reference = "ORD_1" },
		"e-mail": func(a *gateway.Start) { a.Email = "" },
	} {
		bad := opened
		spoil(&bad)
		_, err := client.Initialize(t.Context(), bad)
		require.ErrorIs(t, err, gateway.ErrRefused, name)
	}
	require.Zero(t, s.request, "nothing of it was sent")
	for body, want := range map[string]error{
		`{"status":false,"message":"DUPLICATE transaction reference"}`: gateway.ErrDuplicate,
		`{"status":false,"message":"No","code":"duplicate_reference"}`: gateway.ErrDuplicate,
		`{"status":false,"message":"ada@example.com is no e-mail"}`:    gateway.ErrRefused,
		`{"status":false}`: gateway.ErrRefused,
	} {
		s.fault[s.request+1] = func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = fmt.Fprint(w, body)
		}
		_, err := client.Initialize(t.Context(), opened)
		require.ErrorIs(t, err, want, body)
		require.NotContains(t, err.Error(), "ada@")
	}
	for _, page := range []string{`"reference":"ORD-2"`, `"authorization_url":""`, `"authorization_url":"javascript:x"`, `"authorization_url":"//x"`} {
		s.fault[s.request+1] = func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `{"status":true,"data":{"authorization_url":"https://x.example","reference":"ORD-1001.1",%s}}`, page)
		}
		_, err := client.Initialize(t.Context(), opened)
		unavailable(t, err)
	}
}

func TestWhatPaystackSaysOfACharge(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.verified[reference] = data()
	got, err := client.Verify(t.Context(), reference)
	require.NoError(t, err)
	fees, at := int64(28_750), time.Date(2024, 8, 22, 9, 15, 2, 0, time.UTC)
	require.Equal(t, gateway.Charge{
		Reference: reference, State: gateway.Success, AmountKobo: 1_250_000, RequestedKobo: 1_250_000, Currency: "NGN", ProviderID: "302961",
		Channel: "card", Message: "Successful", FeesKobo: &fees, PaidAt: &at, CardBrand: "visa", CardLast4: "4081",
	}, got)
	require.NoError(t, got.Settles(12_500))

	for _, odd := range []string{
		`"metadata":0`, `"metadata":null`, `"metadata":{"a":[1]}`, `"metadata":"x"`, `"fees_split":{}`, `"authorization":{}`,
		`"authorization":null`, `"authorization":"x"`, `"message":{}`, `"channel":5`, `"paid_at":0`, `"new_field":[{}]`, `"amount":"1250000"`,
	} {
		s.verified[reference] = data(odd)
		got, err = client.Verify(t.Context(), reference)
		require.NoError(t, err, odd)
		require.NoError(t, got.Settles(12_500), odd)
	}
	s.verified[reference] = data(`"id":18446744073709551615`, `"fees":null`, `"amount":4033300`, `"paid_at":null`, `"paidAt":"2024-08-22T09:15:02.000Z"`, `"message":"Declined, call 08031234567"`)
	got, err = client.Verify(t.Context(), reference)
	require.NoError(t, err)
	require.Equal(t, "18446744073709551615", got.ProviderID)
	require.Nil(t, got.FeesKobo)
	require.NotNil(t, got.PaidAt)
	require.EqualValues(t, 4_033_300, got.AmountKobo)
	require.EqualValues(t, 1_250_000, got.RequestedKobo)
	require.Equal(t, "Declined, call …", got.Message)
}

func TestStates(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for status, want := range map[string]gateway.State{
		"success": gateway.Success, "failed": gateway.Failed, "reversed": gateway.Reversed, "abandoned": gateway.Pending,
		"ongoing": gateway.Pending, "pending": gateway.Pending, "processing": gateway.Pending, "queued": gateway.Pending, "": gateway.Pending, "new": gateway.Pending,
	} {
		s.verified[reference] = data(fmt.Sprintf(`"status":%q`, status))
		got, err := client.Verify(t.Context(), reference)
		require.NoError(t, err)
		require.Equal(t, want, got.State, status)
	}
}

func TestWhatIsNotAboutTheCharge(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for _, status := range []int{400, 404} {
		s.unknownAs = status
		_, err := client.Verify(t.Context(), "A=1.2-x")
		require.ErrorIs(t, err, gateway.ErrUnknown)
		require.NotErrorIs(t, err, gateway.ErrRefused)
	}
	_, err := client.Verify(t.Context(), "../refund")
	require.ErrorIs(t, err, gateway.ErrRefused)
	s.verified[reference] = data(`"domain":"live"`)
	_, err = client.Verify(t.Context(), reference)
	require.ErrorIs(t, err, gateway.ErrMode)
	for _, odd := range []string{`"reference":"ORD-1001.2"`, `"reference":null`, `"amount":null`, `"amount":-1`, `"amount":12.5`, `"amount":"x"`} {
		s.verified[reference] = data(odd)
		_, err = client.Verify(t.Context(), reference)
		unavailable(t, err)
	}
	s.fault[s.request+1] = func(w http.ResponseWriter, _ *http.Request) { problem(w, 400, "Something else", "") }
	_, err = client.Verify(t.Context(), reference)
	require.ErrorIs(t, err, gateway.ErrRefused)
}

func TestFaultsOfEveryCall(t *testing.T) {
	t.Parallel()
	order := gateway.RefundOrder{Reference: reference, ProviderID: "302961", Amount: 12_500, Full: true}
	for call, ask := range map[string]func(context.Context, *Client) error{
		"initialize": func(ctx context.Context, c *Client) error { _, err := c.Initialize(ctx, opened); return err },
		"verify":     func(ctx context.Context, c *Client) error { _, err := c.Verify(ctx, reference); return err },
		"refund":     func(ctx context.Context, c *Client) error { _, err := c.Refund(ctx, order); return err },
		"find":       func(ctx context.Context, c *Client) error { _, err := c.FindRefund(ctx, order, ""); return err },
		"find by id": func(ctx context.Context, c *Client) error { _, err := c.FindRefund(ctx, order, "3018284"); return err },
	} {
		for name, fault := range faults {
			t.Run(call+" "+name, func(t *testing.T) {
				t.Parallel()
				s, client := start(t)
				for i := range 5 {
					s.fault[i+1] = fault
				}
				found := unavailable(t, ask(t.Context(), client))
				require.Equal(t, name == "429", found.RetryAfter == 3*time.Second)
				require.Equal(t, name == "401", strings.Contains(found.Error(), gateway.ErrKey.Error()))
				require.Empty(t, s.posted)
			})
		}
		t.Run(call+" hang", func(t *testing.T) {
			t.Parallel()
			s, _ := start(t)
			s.fault[1] = hangs
			client, err := New(Config{BaseURL: s.URL, SecretKeys: []string{key}, HTTP: &http.Client{Timeout: 30 * time.Millisecond}})
			require.NoError(t, err)
			err = ask(t.Context(), client)
			unavailable(t, err)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	good := Config{BaseURL: "https://api.paystack.co", SecretKeys: []string{"sk_live_a", "sk_live_b"}, Live: true}
	client, err := New(good)
	require.NoError(t, err)
	require.Equal(t, "paystack", client.Name())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		require.NotContains(t, fmt.Sprintf(verb+verb, client, good), "sk_")
	}
	for name, bad := range map[string]Config{
		"nothing": {}, "no keys": {BaseURL: good.BaseURL}, "plain": {BaseURL: "http://api.paystack.co", SecretKeys: good.SecretKeys, Live: true},
		"an empty key": {BaseURL: good.BaseURL, SecretKeys: []string{"sk_live_a", ""}, Live: true},
		"play money":   {BaseURL: good.BaseURL, SecretKeys: []string{"sk_live_a", "sk_test_b"}, Live: true},
		"real money":   {BaseURL: good.BaseURL, SecretKeys: good.SecretKeys},
	} {
		_, err := New(bad)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "sk_", name)
	}
}
