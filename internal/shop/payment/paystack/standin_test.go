package paystack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const key = "sk_test_fixture"

// standin behaves as Paystack does by its documents.
type standin struct {
	*httptest.Server
	mutex sync.Mutex
	// verified is the data by reference; unknownAs is the status for others.
	verified  map[string]string
	unknownAs int
	// refunds are the data of each refund, the newest first.
	refunds []string
	// refusal is the body that POST /refund answers with 400, after which next
	// becomes a refund: a lost answer.
	refusal, next string
	used          map[string]bool
	posted        []map[string]any
	// fault answers the request of this number in its place.
	fault   map[int]http.HandlerFunc
	request int
}

var legal = regexp.MustCompile(`^[A-Za-z0-9.=-]+$`)

func start(t *testing.T) (*standin, *Client) {
	t.Helper()
	s := &standin{verified: map[string]string{}, unknownAs: 400, used: map[string]bool{}, fault: map[int]http.HandlerFunc{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /transaction/initialize", s.initialize)
	mux.HandleFunc("GET /transaction/verify/{reference}", s.verify)
	mux.HandleFunc("GET /refund", s.list)
	mux.HandleFunc("GET /refund/{id}", s.fetch)
	mux.HandleFunc("POST /refund", s.refund)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.request++
		fault := s.fault[s.request]
		if fault != nil {
			s.mutex.Unlock()
			fault(w, r)
			return
		}
		defer s.mutex.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+key {
			problem(w, 401, "Invalid key", "")
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	client, err := New(Config{BaseURL: s.URL, SecretKeys: []string{key, "sk_test_older"}, HTTP: s.Client()})
	require.NoError(t, err)
	return s, client
}

func problem(w http.ResponseWriter, status int, message, code string) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"status":false,"message":%q,"meta":{"nextStep":"x"},"type":"validation_error","code":%q}`, message, code)
}

func (s *standin) initialize(w http.ResponseWriter, r *http.Request) {
	body := s.keep(r)
	reference, _ := body["reference"].(string)
	amount, _ := body["amount"].(float64)
	switch {
	case body["email"] == "":
		problem(w, 400, "Email Address is required", "missing_params")
	case amount < 5000:
		problem(w, 400, "Invalid Amount Sent", "invalid_params")
	case !legal.MatchString(reference):
		problem(w, 400, "Invalid reference", "invalid_params")
	case s.used[reference]:
		problem(w, 400, "Duplicate Transaction Reference", "duplicate_reference")
	default:
		s.used[reference] = true
		_, _ = fmt.Fprintf(w, `{"status":true,"message":"Authorization URL created","data":{"authorization_url":"%s/pay/3ni8k","access_code":"3ni8k","reference":%q}}`, s.URL, reference)
	}
}

func (s *standin) keep(r *http.Request) map[string]any {
	var body map[string]any
	text, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(text, &body)
	s.posted = append(s.posted, body)
	return body
}

func (s *standin) verify(w http.ResponseWriter, r *http.Request) {
	data, known := s.verified[r.PathValue("reference")]
	if !known {
		problem(w, s.unknownAs, "Transaction reference not found", "")
		return
	}
	_, _ = fmt.Fprintf(w, `{"status":true,"message":"Verification successful","data":%s}`, data)
}

func (s *standin) list(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("transaction") == "" {
		problem(w, 400, "transaction is required", "")
		return
	}
	_, _ = fmt.Fprintf(w, `{"status":true,"message":"Refunds retrieved","data":[%s],"meta":{"total":1}}`, strings.Join(s.refunds, ","))
}

func (s *standin) fetch(w http.ResponseWriter, r *http.Request) {
	for _, one := range s.refunds {
		if strings.Contains(one, `"id":`+r.PathValue("id")+",") {
			_, _ = fmt.Fprintf(w, `{"status":true,"message":"Refund retrieved","data":%s}`, one)
			return
		}
	}
	problem(w, 404, "Refund not found", "not_found")
}

func (s *standin) refund(w http.ResponseWriter, r *http.Request) {
	body := s.keep(r)
	if s.refusal != "" {
		problem(w, 400, s.refusal, "")
		if s.next != "" {
			s.refunds = append(s.refunds, s.next)
		}
		return
	}
	amount, partial := body["amount"].(float64)
	if !partial {
		amount = 1_250_000
	}
	_, _ = fmt.Fprintf(w, `{"status":true,"message":"Refund has been queued for processing","data":{"id":3018284,
		"transaction":{"id":302961,"reference":%q,"amount":1250000},"amount":%.0f,"currency":"NGN","status":"pending",
		"deducted_amount":0,"fully_deducted":false}}`, body["transaction"], amount)
	s.refunds = append(s.refunds, fmt.Sprintf(`{"id":3018284,"transaction":302961,"amount":"%.0f","status":"processed","fully_deducted":1}`, amount))
}

// faults are what can happen to any call; what follows holds for each of them.
var faults = map[string]http.HandlerFunc{
	"401": func(w http.ResponseWriter, _ *http.Request) { problem(w, 401, "Invalid key", "") },
	"429": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3")
		problem(w, 429, "slow down", "")
	},
	"500": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>ada@example.com</html>", 500) },
	"cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"other JSON": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"message":"Hello ada@example.com"}`)
	},
	"other 404": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(404)
		_, _ = fmt.Fprint(w, `{"message":"Not Found"}`)
	},
	"no data":  func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, `{"status":true,"data":null}`) },
	"odd data": func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, `{"status":true,"data":"ada"}`) },
	"elsewhere": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://example.com", http.StatusFound)
	},
}

// hangs answers nothing. Only with the body read does a server see that the
// client hung up.
func hangs(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// unavailable checks the error for a call that got no answer.
func unavailable(t *testing.T, err error) *gateway.Unavailable {
	t.Helper()
	found, ok := gateway.IsUnavailable(err)
	require.True(t, ok, "%v", err)
	require.NotErrorIs(t, err, gateway.ErrRefused)
	require.NotErrorIs(t, err, gateway.ErrUnknown)
	require.NotContains(t, err.Error(), "ada")
	require.NotContains(t, err.Error(), key)
	return found
}
