package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

var schema = sync.OnceValue(func() *ast.Schema {
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		panic(err)
	}
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
})

// shop plays the API: it believes the operations that the schema knows, and the
// scores that snake's rules do.
type shop struct {
	t *testing.T
	// before may answer instead; it is told the operation and how often it came.
	before func(w http.ResponseWriter, operation string, times int) bool
	// starts is how many rounds a person may begin; 0 is any number.
	starts int
	// session is how long a sign-in lasts.
	session time.Duration

	mu      sync.Mutex
	parsed  map[string]*ast.OperationDefinition
	times   map[string]int
	nonces  map[string]string // id to value
	names   map[string]string // access token to name
	begun   map[string]int    // access token to rounds
	rounds  map[string]time.Time
	scores  []int
	devices map[string]bool
}

func newShop(t *testing.T) *shop {
	return &shop{
		t: t, session: 15 * time.Minute, parsed: map[string]*ast.OperationDefinition{}, times: map[string]int{}, nonces: map[string]string{}, names: map[string]string{},
		begun: map[string]int{}, rounds: map[string]time.Time{}, devices: map[string]bool{},
	}
}

// RoundTrip answers without a network, so that a test can turn the clock.
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/dev/identity" {
		s.identity(w, r)
		return
	}
	var asked struct {
		Query     string
		Variables map[string]any
	}
	if json.NewDecoder(r.Body).Decode(&asked) != nil || r.URL.Path != "/graphql" {
		http.NotFound(w, r)
		return
	}
	operation := s.operation(asked.Query)
	if operation == nil {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	if _, err := validator.VariableValues(schema(), operation, asked.Variables); err != nil {
		s.t.Errorf("%s cannot have %v: %v", operation.Name, asked.Variables, err)
	}
	s.devices[r.Header.Get("X-Device-Id")] = true
	s.times[operation.Name]++
	if s.before != nil && s.before(w, operation.Name, s.times[operation.Name]) {
		return
	}
	access := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if _, known := s.names[access]; access != "" && !known {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"errors":[{"message":"sign in","extensions":{"code":"UNAUTHENTICATED"}}]}`)
		return
	}
	text, err := json.Marshal(map[string]any{"data": map[string]any{"result": s.answer(operation.Name, access, asked.Variables)}})
	if err != nil {
		s.t.Error(err)
	}
	_, _ = w.Write(text)
}

// operation is what the schema makes of a query; nil when it knows no such thing.
func (s *shop) operation(query string) *ast.OperationDefinition {
	if known := s.parsed[query]; known != nil {
		return known
	}
	document, faults := gqlparser.LoadQueryWithRules(schema(), query, rules.NewDefaultRules())
	if len(faults) > 0 {
		s.t.Errorf("the schema does not know %s: %v", query, faults)
		return nil
	}
	s.parsed[query] = document.Operations[0]
	return document.Operations[0]
}

// identity gives a "token" that says who and for which nonce.
func (s *shop) identity(w http.ResponseWriter, r *http.Request) {
	form := r.URL.Query()
	if form.Get("format") != "json" || form.Get("provider") != "google" || form.Get("email") == "" {
		s.t.Errorf("a wrong form: %v", form)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"idToken": form.Get("nonce") + " " + form.Get("email")})
}

func (s *shop) answer(operation, access string, variables map[string]any) map[string]any {
	payload := map[string]any{"userErrors": []any{}}
	switch operation {
	case "DemoNonce":
		id := fmt.Sprint("nonce-", len(s.nonces))
		s.nonces[id] = "value of " + id
		payload["nonce"] = map[string]any{"id": id, "value": s.nonces[id]}
	case "DemoSignIn":
		email, fits := strings.CutPrefix(variables["idToken"].(string), s.nonces[variables["nonceId"].(string)]+" ")
		if !fits {
			return refusal("ID_TOKEN_INVALID", 0)
		}
		access = fmt.Sprint(email, "#", len(s.nonces))
		s.names[access] = ""
		payload["user"] = map[string]any{"name": nil}
		payload["tokens"] = map[string]any{"accessToken": access, "accessExpiresAt": time.Now().Add(s.session)}
	case "DemoName":
		s.names[access] = variables["name"].(string)
	case "DemoStart":
		if s.begun[access]++; s.starts > 0 && s.begun[access] > s.starts {
			return refusal("RETRY_LATER", 30)
		}
		id := fmt.Sprint(access, "/", s.begun[access])
		s.rounds[id] = time.Now()
		payload["round"] = map[string]any{"id": id}
	case "DemoFinish":
		return s.finish(variables["input"].(map[string]any))
	}
	return payload
}

func (s *shop) finish(input map[string]any) map[string]any {
	id, score, level := input["roundId"].(string), int(input["score"].(float64)), int(input["level"].(float64))
	begun, known := s.rounds[id]
	if !known {
		return refusal("NOT_FOUND", 0)
	}
	delete(s.rounds, id)
	if float64(score) > 10*time.Since(begun).Seconds()+50 || score > 4_000 || level > 1+score/100 {
		return refusal("SCORE_REJECTED", 0)
	}
	s.scores = append(s.scores, score)
	return map[string]any{"points": score / 20, "best": false, "place": map[string]any{"rank": len(s.scores)}, "userErrors": []any{}}
}

func refusal(code string, retryAfter int) map[string]any {
	one := map[string]any{"code": code, "message": "no"}
	if retryAfter > 0 {
		one["retryAfter"] = retryAfter
	}
	return map[string]any{"userErrors": []any{one}, "points": 0, "best": false}
}

// options play snake in the shop.
func (s *shop) options(out *strings.Builder) Options {
	require.NotNil(s.t, schema()) // Outside of a bubble it is read once for all tests.
	return Options{
		URL: "http://shop.test/", Players: 8, Rate: 3, Game: "snake", For: 2 * time.Minute, Out: out, HTTP: &http.Client{Transport: s},
	}
}
