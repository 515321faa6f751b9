package flutterwave

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

// data is a transaction in the words of Flutterwave, with these fields instead.
func data(change ...string) string {
	fields := `"id":285959875,"tx_ref":"ORD-1001.1","flw_ref":"x","device_fingerprint":"N/A","amount":12500,"currency":"NGN",` +
		`"charged_amount":12675.50,"app_fee":175.50,"merchant_fee":0,"processor_response":"Please enter the OTP sent to 08031234567",` +
		`"auth_model":"PIN","ip":"127.0.0.1","status":"successful","payment_type":"card","created_at":"2024-08-22T09:15:02.000Z",` +
		`"card":{"first_6digits":"553188","last_4digits":"2950","type":"MASTERCARD","token":"flw-t1"},"meta":null,"amount_settled":12500,` +
		`"customer":{"id":1,"name":"N/A","phone_number":"N/A","email":"ada@example.com"}`
	return "{" + strings.Join(append([]string{fields}, change...), ",") + "}" // The last of two equal keys holds.
}

func TestAPageIsOpened(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	page, err := client.Initialize(t.Context(), opened)
	require.NoError(t, err)
	require.Equal(t, gateway.Page{URL: s.URL + "/v3/hosted/pay/flwlnk-1", Reference: reference}, page)
	require.Equal(t, map[string]any{
		"tx_ref": reference, "amount": 12_500.0, "currency": "NGN", "redirect_url": "https://zuka.example/pay/return",
		"customer": map[string]any{"email": "ada@example.com", "phonenumber": "+2348031234567", "name": "Ada Obi"},
		"meta":     map[string]any{"order_number": "ORD-1001"}, "customizations": map[string]any{"title": "Zuka"},
		"payment_options": "card,banktransfer,ussd", "session_duration": 30.0,
	}, s.posted[0])
	_, err = client.Initialize(t.Context(), opened)
	require.ErrorIs(t, err, gateway.ErrDuplicate)

	bad := opened
	bad.Email, s.request = "", 0
	_, err = client.Initialize(t.Context(), bad)
	require.ErrorIs(t, err, gateway.ErrRefused)
	require.Zero(t, s.request, "it was not sent")
	s.fault[1] = func(w http.ResponseWriter, _ *http.Request) { problem(w, 400, "customer ada@example.com is not valid") }
	_, err = client.Initialize(t.Context(), opened)
	require.ErrorIs(t, err, gateway.ErrRefused)
	require.NotContains(t, err.Error(), "ada")
	for i, link := range []string{`""`, `null`, `"javascript:x"`, `"/pay"`} {
		s.fault[i+2] = func(w http.ResponseWriter, _ *http.Request) { success(w, "Hosted Link", `{"link":`+link+`}`) }
		_, err = client.Initialize(t.Context(), opened)
		unavailable(t, err)
	}
}

func TestWhatFlutterwaveSaysOfACharge(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	s.tries[reference] = []string{data(`"status":"failed"`, `"id":1`), data()}
	got, err := client.Verify(t.Context(), reference)
	require.NoError(t, err)
	fees, at := int64(17_550), time.Date(2024, 8, 22, 9, 15, 2, 0, time.UTC)
	require.Equal(t, gateway.Charge{
		Reference: reference, State: gateway.Success, AmountKobo: 1_250_000, RequestedKobo: 1_250_000, Currency: "NGN",
		ProviderID: "285959875", Channel: "card", Message: "Please enter the OTP sent to …", FeesKobo: &fees, PaidAt: &at,
		CardBrand: "MASTERCARD", CardLast4: "2950",
	}, got)
	require.NoError(t, got.Settles(12_500))
	require.Equal(t, "GET /v3/transactions/verify_by_reference?tx_ref=ORD-1001.1", s.asked[0])

	for change, want := range map[string]int64{
		`"amount":12500.00`:                            1_250_000,
		`"amount":"12500.5"`:                           1_250_050,
		`"amount":1.25e4`:                              1_250_000,
		`"charged_amount":12499.99`:                    1_249_999,
		`"charged_amount":null`:                        1_250_000,
		`"meta":{"__CheckoutInitAddress":"x","a":[1]}`: 1_250_000,
		`"app_fee":null`:                               1_250_000,
		`"app_fee":0.3333`:                             1_250_000,
		`"card":null`:                                  1_250_000,
		`"id":"285959875"`:                             1_250_000,
		`"processor_response":null`:                    1_250_000,
	} {
		s.tries[reference] = []string{data(change)}
		got, err = client.Verify(t.Context(), reference)
		require.NoError(t, err, change)
		require.Equal(t, want, got.AmountKobo, change)
		if strings.Contains(change, "app_fee") {
			require.Nil(t, got.FeesKobo, "not known to the kobo")
		}
	}
	s.tries[reference] = []string{data(`"charged_amount":12499.99`)}
	got, err = client.Verify(t.Context(), reference)
	require.NoError(t, err)
	require.ErrorIs(t, got.Settles(12_500), gateway.ErrAmount)
}

func TestStates(t *testing.T) {
	t.Parallel()
	s, client := start(t)
	for status, want := range map[string]gateway.State{
		"successful": gateway.Success, "failed": gateway.Failed, "pending": gateway.Pending, "new": gateway.Pending, "": gateway.Pending,
	} {
		s.tries[reference] = []string{data(fmt.Sprintf(`"status":%q`, status))}
		got, err := client.Verify(t.Context(), reference)
		require.NoError(t, err)
		require.Equal(t, want, got.State, status)
		require.Equal(t, want == gateway.Success, got.PaidAt != nil)
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
	require.Equal(t, "GET /v3/transactions/verify_by_reference?tx_ref=A%3D1.2-x", s.asked[0])
	_, err := client.Verify(t.Context(), "A&tx_ref=B")
	require.ErrorIs(t, err, gateway.ErrRefused)
	for _, odd := range []string{
		`"tx_ref":"ORD-1001.2"`, `"tx_ref":null`, `"amount":null`, `"amount":-1`, `"amount":12500.005`, `"amount":"x"`,
		`"charged_amount":"x"`, `"id":null`, `"id":"1/2"`,
	} {
		s.tries[reference] = []string{data(odd)}
		_, err = client.Verify(t.Context(), reference)
		unavailable(t, err)
	}
	s.fault[s.request+1] = func(w http.ResponseWriter, _ *http.Request) { problem(w, 400, "Something else") }
	_, err = client.Verify(t.Context(), reference)
	require.ErrorIs(t, err, gateway.ErrRefused)
}

func TestFaultsOfEveryCall(t *testing.T) {
	t.Parallel()
	for call, ask := range map[string]func(context.Context, *Client) error{
		"initialize": func(ctx context.Context, c *Client) error { _, err := c.Initialize(ctx, opened); return err },
		"verify":     func(ctx context.Context, c *Client) error { _, err := c.Verify(ctx, reference); return err },
		"refund":     func(ctx context.Context, c *Client) error { _, err := c.Refund(ctx, whole); return err },
		"find":       func(ctx context.Context, c *Client) error { _, err := c.FindRefund(ctx, whole, ""); return err },
		"find by id": func(ctx context.Context, c *Client) error { _, err := c.FindRefund(ctx, whole, "8612"); return err },
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
			client, err := New(Config{BaseURL: s.URL, SecretKey: key, WebhookHash: hash, HTTP: &http.Client{Timeout: 30 * time.Millisecond}})
			require.NoError(t, err)
			err = ask(t.Context(), client)
			unavailable(t, err)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	good := Config{BaseURL: "https://api.flutterwave.com/v3", SecretKey: "FLWSECK-a-X", WebhookHash: hash, Live: true}
	client, err := New(good)
	require.NoError(t, err)
	require.Equal(t, "flutterwave", client.Name())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		require.NotContains(t, fmt.Sprintf(verb+verb, client, good), "FLWSECK")
		require.NotContains(t, fmt.Sprintf(verb+verb, client, good), hash)
	}
	for name, spoil := range map[string]func(*Config){
		"nothing": func(c *Config) { *c = Config{} }, "no key": func(c *Config) { c.SecretKey = "" },
		"no hash": func(c *Config) { c.WebhookHash = "" }, "plain": func(c *Config) { c.BaseURL = "http://api.flutterwave.com" },
		"play money": func(c *Config) { c.SecretKey = key }, "real money": func(c *Config) { c.Live = false },
	} {
		bad := good
		spoil(&bad)
		_, err := New(bad)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "FLWSECK", name)
		require.NotContains(t, err.Error(), hash, name)
	}
}
