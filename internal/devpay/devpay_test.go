package devpay

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

const (
	paystackKey    = "sk_test_fixture"
	flutterwaveKey = "FLWSECK_TEST-fixture-X"
	flutterwaveTag = "flw-secret-hash-fixture"
)

var now = clock.Fixed(time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC))

// hook is a message as the shop got it.
type hook struct {
	path, body string
	header     http.Header
	event      map[string]any
	data       map[string]any
}

// stage is both providers, the shop that they tell, and a caller.
type stage struct {
	*Provider
	t    *testing.T
	url  string
	http *http.Client

	mu     sync.Mutex
	status int
	hooks  []hook
}

// newStage serves the providers below a path, as the shop's server does.
func newStage(t *testing.T, change func(*Config)) *stage {
	t.Helper()
	s := &stage{t: t, status: http.StatusOK}
	shop := httptest.NewServer(http.HandlerFunc(s.hear))
	t.Cleanup(shop.Close)
	config := Config{
		PaystackKey: paystackKey, FlutterwaveKey: flutterwaveKey, FlutterwaveHash: flutterwaveTag,
		PaystackWebhook: shop.URL + "/webhooks/paystack", FlutterwaveWebhook: shop.URL + "/webhooks/flutterwave",
		HTTP: shop.Client(), Clock: now, RetryPause: time.Hour, Tries: 3,
	}
	if change != nil {
		change(&config)
	}
	s.Provider = New(config)
	server := httptest.NewServer(s.Handler())
	s.url, s.http = server.URL+"/dev/pay", server.Client()
	s.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.SetBaseURL(s.url + "/")
	t.Cleanup(server.Close)
	t.Cleanup(s.Close) // Before the server's, which waits for calls that hang.
	return s
}

func (s *stage) hear(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	heard := hook{path: r.URL.Path, body: string(body), header: r.Header}
	if json.Unmarshal(body, &heard.event) == nil {
		heard.data, _ = heard.event["data"].(map[string]any)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, heard)
	w.WriteHeader(s.status)
}

func (s *stage) heard() []hook {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]hook(nil), s.hooks...)
}

func (s *stage) answers(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = status
}

// said is an answer of an API.
type said struct {
	status int
	text   string
	header http.Header
	body   map[string]any
}

// data reads a value of the answer's data.
func (a said) data(t *testing.T) map[string]any {
	t.Helper()
	data, ok := a.body["data"].(map[string]any)
	require.True(t, ok, a.text)
	return data
}

func (s *stage) try(ctx context.Context, method, path, key string, body any) (said, error) {
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(s.t, err)
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, sent)
	require.NoError(s.t, err)
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := s.http.Do(request)
	if err != nil {
		return said{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return said{}, err
	}
	made := said{status: answer.StatusCode, text: string(text), header: answer.Header}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	_ = decoder.Decode(&made.body) // A page is no JSON; the caller looks at the text then.
	return made, nil
}

func (s *stage) call(method, path string, body any) said {
	s.t.Helper()
	key := paystackKey
	if strings.HasPrefix(path, "/flutterwave") {
		key = flutterwaveKey
	}
	answer, err := s.try(s.t.Context(), method, path, key, body)
	require.NoError(s.t, err)
	return answer
}

func (s *stage) paystack(reference string, more object) said {
	s.t.Helper()
	body := object{
		"email": "ada@example.com", "amount": "1250000", "currency": "NGN", "reference": reference,
		"callback_url": "https://shop.example/pay/return?from=paystack",
	}
	for name, value := range more {
		body[name] = value
	}
	return s.call("POST", "/paystack/transaction/initialize", body)
}

func (s *stage) flutterwave(reference string, more object) said {
	s.t.Helper()
	body := object{
		"tx_ref": reference, "amount": 12500, "currency": "NGN", "redirect_url": "https://shop.example/pay/return",
		"customer": object{"email": "ada@example.com", "name": "Ada O.", "phonenumber": "+2348031234567"},
	}
	for name, value := range more {
		body[name] = value
	}
	return s.call("POST", "/flutterwave/v3/payments", body)
}

func (s *stage) act(provider, reference string, action Action) {
	s.t.Helper()
	require.NoError(s.t, s.Act(s.t.Context(), provider, reference, action))
}

// verify is what the provider says of a payment now.
func (s *stage) verify(provider, reference string) map[string]any {
	s.t.Helper()
	path := "/paystack/transaction/verify/" + reference
	if provider == Flutterwave {
		path = "/flutterwave/v3/transactions/verify_by_reference?tx_ref=" + reference
	}
	answer := s.call("GET", path, nil)
	require.Equal(s.t, http.StatusOK, answer.status, answer.text)
	return answer.data(s.t)
}

func TestTheVectorsOfTheReference(t *testing.T) {
	t.Parallel()
	require.Equal(t,
		"7462cfbbb2c45ff84121743e0c52664933731499514c0f1d2908e19ce188c96ca58ea4f498dab15ccf87a8dfa3c9251eacfb8d7491539e4eb1bbc6d550d24df1",
		paystackSignature("sk_test_fixture", []byte(`{"event":"charge.success","data":{"id":302961,"domain":"test","status":"success",`+
			`"reference":"ORD-1001.1","amount":1250000,"currency":"NGN"}}`)))
	require.Equal(t, "o9gYWEpB+3CLMikD7xJZOjyYYFABtpGyEJFXqI/eFjA=",
		flutterwaveSignature("flw-secret-hash-fixture", []byte(`{"event":"charge.completed","data":{"id":285959875,`+
			`"tx_ref":"ORD-1001.1","status":"successful","amount":12500,"currency":"NGN"}}`)))
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"12500": 1_250_000, "12500.5": 1_250_050, "0.05": 5, "12500.00": 1_250_000} {
		kobo, ok := nairaKobo(text)
		require.True(t, ok, text)
		require.Equal(t, want, kobo)
	}
	for _, text := range []string{"", ".5", "1.", "1.234", "-1", "+1", "1e3", "1,000", "1.-5", "99999999999999999999", "100000000000"} {
		_, ok := nairaKobo(text)
		require.False(t, ok, text)
	}
	for text, good := range map[string]bool{"10000": true, "100.0": false, "": false, "-5": false, "1e4": false} {
		_, ok := wholeKobo(text)
		require.Equal(t, good, ok, text)
	}
	require.Equal(t, "₦12,500", readable(1_250_000, "NGN"))
	require.Equal(t, "₦12,500.05", readable(1_250_005, "NGN"))
	require.Equal(t, "USD 12500.00", readable(1_250_000, "USD"))
	for kobo, fee := range map[int64]int64{100_000: 1500, 249_999: 3750, 250_000: 13_750, 1_250_000: 28_750, 100_000_000: 200_000} {
		require.Equal(t, fee, localFee(kobo))
	}
}

func TestItWorksWithNothingAroundItAndEndsQuietly(t *testing.T) {
	t.Parallel()
	p := New(Config{PaystackKey: "k"})
	server := httptest.NewServer(p.Handler())
	defer server.Close()
	p.SetBaseURL(server.URL)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/paystack/transaction/initialize",
		strings.NewReader("email=a%40b.co&amount=5000&reference=R"))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer k")
	answer, err := server.Client().Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.NoError(t, p.Act(t.Context(), Paystack, "R", Action{Kind: Succeed}))
	require.EqualValues(t, "lost", p.Messages(Paystack, "R")[0].State, "there is no address")
	p.Close()
	p.Close()
	require.ErrorIs(t, p.Act(t.Context(), Paystack, "R", Action{Kind: Succeed}), ErrClosed)
	require.Panics(t, func() { p.SetBaseURL("http://a b") })
}

func TestTheOldestPaymentIsDroppedWithItsMessages(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(c *Config) { c.MaxPayments = 2 })
	s.paystack("A", nil)
	s.act(Paystack, "A", Action{Kind: SucceedLate})
	s.paystack("B", nil)
	s.paystack("C", nil)
	_, found := s.Payment(Paystack, "A")
	require.False(t, found)
	require.Empty(t, s.Messages(Paystack, "A"))
	require.ErrorIs(t, s.Act(t.Context(), Paystack, "A", Action{Kind: SendHeld}), ErrUnknown)
}
