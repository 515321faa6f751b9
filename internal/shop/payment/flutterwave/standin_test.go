package flutterwave

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/payment/gateway"
)

const (
	key  = "FLWSECK_TEST-fixture-X"
	hash = "flw-secret-hash-fixture"
)

// standin behaves as Flutterwave does by its documents.
type standin struct {
	*httptest.Server
	mutex sync.Mutex
	// tries are the data of each try by reference, the latest last: a page that
	// nobody has tried is unknown, with the status unknownAs.
	tries     map[string][]string
	unknownAs int
	// refunds are the data of each refund; refusal and next are what POST refund
	// answers with 409, and a refund that appears with it: a lost answer.
	refunds       []string
	refusal, next string
	used          map[string]bool
	posted        []map[string]any
	asked         []string
	// fault answers the request of this number in its place.
	fault   map[int]http.HandlerFunc
	request int
}

func start(t *testing.T) (*standin, *Client) {
	t.Helper()
	s := &standin{tries: map[string][]string{}, unknownAs: 400, used: map[string]bool{}, fault: map[int]http.HandlerFunc{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/payments", s.payments)
	mux.HandleFunc("GET /v3/transactions/verify_by_reference", s.verify)
	mux.HandleFunc("GET /v3/refunds", s.list)
	mux.HandleFunc("GET /v3/refunds/{id}", s.fetch)
	mux.HandleFunc("POST /v3/transactions/{id}/refund", s.refund)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.request++
		s.asked = append(s.asked, r.Method+" "+r.URL.RequestURI())
		if fault := s.fault[s.request]; fault != nil {
			s.mutex.Unlock()
			fault(w, r)
			return
		}
		defer s.mutex.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+key {
			problem(w, 401, "Invalid authorization key")
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	client, err := New(Config{BaseURL: s.URL + "/v3", SecretKey: key, WebhookHash: hash, HTTP: s.Client()})
	require.NoError(t, err)
	return s, client
}

func problem(w http.ResponseWriter, status int, message string) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"status":"error","message":%q,"data":null}`, message)
}

func success(w http.ResponseWriter, message, data string) {
	_, _ = fmt.Fprintf(w, `{"status":"success","message":%q,"data":%s}`, message, data)
}

func (s *standin) keep(r *http.Request) map[string]any {
	var body map[string]any
	text, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(text, &body)
	s.posted = append(s.posted, body)
	return body
}

func (s *standin) payments(w http.ResponseWriter, r *http.Request) {
	body := s.keep(r)
	reference, _ := body["tx_ref"].(string)
	if s.used[reference] {
		problem(w, 400, "Duplicate transaction reference")
		return
	}
	s.used[reference] = true
	success(w, "Hosted Link", fmt.Sprintf(`{"link":"%s/v3/hosted/pay/flwlnk-1"}`, s.URL))
}

func (s *standin) verify(w http.ResponseWriter, r *http.Request) {
	tries := s.tries[r.URL.Query().Get("tx_ref")]
	if len(tries) == 0 {
		problem(w, s.unknownAs, "No transaction was found for this id")
		return
	}
	success(w, "Transaction fetched successfully", tries[len(tries)-1])
}

func (s *standin) list(w http.ResponseWriter, _ *http.Request) {
	success(w, "Refunds fetched", "["+strings.Join(s.refunds, ",")+"]")
}

func (s *standin) fetch(w http.ResponseWriter, r *http.Request) {
	for _, one := range s.refunds {
		if strings.Contains(one, `"id":`+r.PathValue("id")+",") {
			success(w, "Refund fetched", one)
			return
		}
	}
	problem(w, 404, "No refund was found for this id")
}

func (s *standin) refund(w http.ResponseWriter, r *http.Request) {
	body := s.keep(r)
	if s.refusal != "" {
		problem(w, 409, s.refusal)
		if s.next != "" {
			s.refunds = append(s.refunds, s.next)
		}
		return
	}
	amount, partial := body["amount"].(float64)
	if !partial {
		amount = 12_500
	}
	made := fmt.Sprintf(`{"id":8612,"account_id":73362,"tx_id":%s,"flw_ref":"x","amount_refunded":%.2f,"status":"completed",
		"destination":"payment_source","meta":{"source":"availablebalance"},"created_at":"2021-01-24T09:18:37.000Z"}`, r.PathValue("id"), amount)
	success(w, "Transaction refund initiated", made)
	s.refunds = append(s.refunds, made)
}

// faults are what can happen to any call; what follows holds for each of them.
var faults = map[string]http.HandlerFunc{
	"401": func(w http.ResponseWriter, _ *http.Request) { problem(w, 401, "Invalid authorization key") },
	"429": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3")
		problem(w, 429, "slow down")
	},
	"500": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>ada@example.com</html>", 500) },
	"503": func(w http.ResponseWriter, _ *http.Request) {
		problem(w, 503, "An error occurred. Please contact support")
	},
	"cut":        func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"other JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, `{"message":"ada@example.com"}`) },
	"other 404": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(404)
		_, _ = fmt.Fprint(w, `{"message":"Not Found"}`)
	},
	"no data":  func(w http.ResponseWriter, _ *http.Request) { success(w, "x", "null") },
	"odd data": func(w http.ResponseWriter, _ *http.Request) { success(w, "x", `"ada"`) },
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
