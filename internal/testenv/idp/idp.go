// Package idp plays Google or Apple for tests: it serves public keys on
// loopback, can fail in every way that a key server fails, and signs tokens
// that say whatever a test wants. Only the address of the keys differs from
// the real thing; issuers keep their real names, so that the checks on them
// are the real ones.
package idp

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
)

// Server is one provider. All its methods may be called at any time.
type Server struct {
	http    *httptest.Server
	arrived chan struct{}

	mu      sync.Mutex
	next    int
	signing Key
	served  []Key
	answer  http.HandlerFunc
	fetches int
}

// New starts a provider with one key, and stops it when the test ends.
func New(t testing.TB) *Server {
	t.Helper()
	server := &Server{arrived: make(chan struct{}, 1024)}
	server.Rotate()
	server.http = httptest.NewServer(http.HandlerFunc(server.serve))
	t.Cleanup(func() {
		server.http.CloseClientConnections() // Whatever still hangs ends here.
		server.http.Close()
	})
	return server
}

// KeysURL is where the keys are.
func (s *Server) KeysURL() string { return s.http.URL + "/keys" }

// Client reaches the server and leaves no goroutine behind when it closes.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Key is the one that Mint signs with.
func (s *Server) Key() Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signing
}

// Rotate replaces all keys by one that was never served here.
func (s *Server) Rotate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signing = number(s.next)
	s.served = []Key{s.signing}
	s.next++
}

// Overlap goes over to a new key, and serves the ones before it as well.
func (s *Server) Overlap() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signing = number(s.next)
	s.served = append(s.served, s.signing)
	s.next++
}

// Fetches is how often the keys were asked for.
func (s *Server) Fetches() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fetches
}

// Arrived gets a value for every request for the keys, when it comes in and
// before it is answered.
func (s *Server) Arrived() <-chan struct{} { return s.arrived }

// Down answers every request with 503 until Up.
func (s *Server) Down() { s.Answer(http.StatusServiceUnavailable, "down") }

// Answer sends this in place of the keys until Up.
func (s *Server) Answer(status int, body string) {
	s.replace(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // The test decides how much of it is read.
	})
}

// Redirect sends every request to another address until Up.
func (s *Server) Redirect(to string) {
	s.replace(http.RedirectHandler(to, http.StatusFound).ServeHTTP)
}

// Hang lets requests wait for the keys until release is called. A request
// whose client has gone ends as well.
func (s *Server) Hang() (release func()) {
	gate := make(chan struct{})
	s.replace(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-gate:
			s.keys(w)
		case <-r.Context().Done():
		}
	})
	return sync.OnceFunc(func() { close(gate) })
}

// Up answers requests with the keys again.
func (s *Server) Up() { s.replace(nil) }

func (s *Server) replace(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/keys" {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.fetches++
	answer := s.answer
	s.mu.Unlock()
	select {
	case s.arrived <- struct{}{}:
	default: // Nobody listens; Fetches still counts.
	}
	if answer != nil {
		answer(w, r)
		return
	}
	s.keys(w)
}

func (s *Server) keys(w http.ResponseWriter) {
	s.mu.Lock()
	body := KeySet(s.served...)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(body)) // A client that has gone is part of some tests.
}

// KeySet is the public halves of these keys as a key server serves them.
func KeySet(keys ...Key) string {
	var set jose.JSONWebKeySet
	for _, key := range keys {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: &key.Private.PublicKey, KeyID: key.ID, Algorithm: "RS256", Use: "sig"})
	}
	body, err := json.Marshal(set)
	if err != nil {
		panic("idp: " + err.Error()) // RSA keys can always be written.
	}
	return string(body)
}

// Mint signs claims as the provider itself would.
func (s *Server) Mint(t testing.TB, claims map[string]any) string {
	t.Helper()
	return Sign(t, s.Key().Signing(), claims)
}

// Sign signs claims in any way, the forger's included.
func Sign(t testing.TB, with Signing, claims map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims)
	require.NoError(t, err)
	return SignText(t, with, string(payload))
}
