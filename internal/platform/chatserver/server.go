package chatserver

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// maxBody is far above what a client has to say.
const maxBody = 8 << 20

// Options say what a server answers.
type Options struct {
	// Script decides what a request is answered. It is called from many
	// goroutines.
	Script func(Request) Turn
	// Turns are what the requests are answered in order, when there is no
	// script; after the last an HTTP 500.
	Turns []Turn
	// Key is what a client must show; empty for none.
	Key string
	// Keep is how many requests are kept, the newest: 1,000 unless it says
	// otherwise, none below 0.
	Keep int
}

// Server is a running server. Close it.
type Server struct {
	// URL is the base that a client is given; it ends in /v1.
	URL string

	options Options
	http    *httptest.Server
	closing chan struct{}
	gone    chan struct{}

	mu       sync.Mutex
	asked    int
	canceled int
	requests []Request
}

// New starts a server on a free port of the loopback interface.
func New(o Options) *Server {
	if o.Keep == 0 {
		o.Keep = 1000
	}
	if o.Script == nil {
		o.Script = inOrder(o.Turns)
	}
	s := &Server{options: o, closing: make(chan struct{}), gone: make(chan struct{}, 1000)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.serve)
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/v1"
	return s
}

func inOrder(turns []Turn) func(Request) Turn {
	return func(r Request) Turn {
		if r.Turn < len(turns) {
			return turns[r.Turn]
		}
		return Fail(http.StatusInternalServerError, "script_used_up")
	}
}

// Close ends every answer and stops the server.
func (s *Server) Close() {
	close(s.closing)
	s.http.CloseClientConnections()
	s.http.Close()
}

// Requests are what was asked, oldest first, as far as they are kept.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Asked is how many requests came.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Canceled is how many clients left before the end of their answer.
func (s *Server) Canceled() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.canceled
}

// Gone receives once for each client that left before the end of its answer.
func (s *Server) Gone() <-chan struct{} { return s.gone }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	// Only after the end of the body does the server notice that a client left.
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	request := Request{Raw: raw, Header: r.Header.Clone()}
	if err == nil {
		err = json.Unmarshal(raw, &request)
	}
	s.remember(&request)
	turn := Turn{}
	switch {
	case s.options.Key != "" && r.Header.Get("Authorization") != "Bearer "+s.options.Key:
		turn = Fail(http.StatusUnauthorized, "invalid_api_key")
	case err != nil || !request.Stream || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		turn = Fail(http.StatusBadRequest, "invalid_request_error")
	default:
		turn = s.options.Script(request)
	}
	speaker := &speaker{w: w, done: r.Context().Done(), closing: s.closing, turn: turn, model: request.Model}
	if left := speaker.speak(); left && !s.closed() {
		s.left()
	}
}

func (s *Server) remember(r *Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Turn = s.asked
	s.asked++
	if s.options.Keep < 0 {
		return
	}
	s.requests = append(s.requests, *r)
	if over := len(s.requests) - s.options.Keep; over > 0 {
		s.requests = slices.Delete(s.requests, 0, over)
	}
}

func (s *Server) left() {
	s.mu.Lock()
	s.canceled++
	s.mu.Unlock()
	select {
	case s.gone <- struct{}{}:
	default: // Nobody listens.
	}
}

func (s *Server) closed() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
}
