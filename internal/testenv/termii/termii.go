// Package termii is a stand-in for Termii, the SMS provider, for tests: it
// refuses what Termii refuses, keeps what it is sent, and can be told to fail.
package termii

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

const (
	// Key is the API key that the server knows.
	Key = "fake-termii-key"
	// Sender is the sender ID that the server has approved; it also knows
	// Termii's own, N-Alert.
	Sender = "Zuka"

	// patience is how long Await waits before it fails the test.
	patience = 20 * time.Second
	// kept is how many messages Arrived holds for a test that does not look.
	kept = 1024
	// startBalance pays for as many messages.
	startBalance = 1000
	// maxBody is far above one message.
	maxBody = 1 << 16
)

// Message is an SMS as the server took it.
type Message struct {
	ID      string
	To      string
	From    string
	Text    string
	Type    string
	Channel string
}

// Answer is what a test wants a request to be answered with instead of the
// truth. The message is not taken.
type Answer struct {
	// Status is 200 when it is 0.
	Status int
	Body   string
	// Header is added to the answer.
	Header http.Header
	// Hang says nothing until the client leaves or the server is closed.
	Hang bool
	// Taken keeps the message all the same, as when an answer gets lost.
	Taken bool
}

// Status is a failure with a body as Termii's, which quotes the request.
func Status(status int, message string) Answer {
	body, err := json.Marshal(map[string]any{"code": status, "message": message, "status": "error"})
	if err != nil {
		panic("termii: " + err.Error()) // texts and numbers only
	}
	return Answer{Status: status, Body: string(body)}
}

// Says is a 200 whose message is not "Successfully Sent".
func Says(message string) Answer { return Status(http.StatusOK, message) }

// Hangs leaves the client without an answer.
func Hangs() Answer { return Answer{Hang: true} }

// Server is one Termii.
type Server struct {
	web     *httptest.Server
	arrived chan Message
	// left is closed before the web server, which waits for those that hang.
	left chan struct{}

	mu       sync.Mutex
	answers  []Answer
	balance  float64
	requests int
	messages []Message
}

// Start makes a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{arrived: make(chan Message, kept), left: make(chan struct{}), balance: startBalance}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/sms/send", s.send)
	s.web = httptest.NewServer(mux)
	t.Cleanup(func() {
		close(s.left)
		s.web.Close()
	})
	return s
}

// URL is the base address, without a path.
func (s *Server) URL() string { return s.web.URL }

// Client is an HTTP client whose idle connections end with the server.
func (s *Server) Client() *http.Client { return s.web.Client() }

// Answer gives the answers to the next requests, one each. After them the
// server is itself again.
func (s *Server) Answer(answers ...Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = append(s.answers, answers...)
}

// SetBalance says how many more messages are paid for.
func (s *Server) SetBalance(balance float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.balance = balance
}

// Balance is how many more messages are paid for.
func (s *Server) Balance() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.balance
}

// Requests counts what was asked, whatever came of it.
func (s *Server) Requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// Messages are the messages taken so far, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Arrived gives each message once, as it is taken.
func (s *Server) Arrived() <-chan Message { return s.arrived }

// Await is the next message that Arrived gives; the test fails when none comes.
func (s *Server) Await(t testing.TB) Message {
	t.Helper()
	select {
	case message := <-s.arrived:
		return message
	case <-time.After(patience):
		t.Fatal("termii: no message arrived")
		return Message{}
	}
}

// request is the body that Termii documents for one message.
type request struct {
	To      string `json:"to"`
	From    string `json:"from"`
	SMS     string `json:"sms"`
	Type    string `json:"type"`
	Channel string `json:"channel"`
	Key     string `json:"api_key"`
}

func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return // the client has gone
	}
	told, isTold := s.told()
	if told.Hang {
		select {
		case <-r.Context().Done():
		case <-s.left:
		}
		return
	}
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil || r.Header.Get("Content-Type") != "application/json" {
		answer(w, Status(http.StatusBadRequest, "the body is not JSON"))
		return
	}
	if !isTold {
		answer(w, s.judge(asked))
		return
	}
	if told.Taken {
		s.keep(asked)
	}
	answer(w, told)
}

// told is the answer that the test gave for this request, if it did.
func (s *Server) told() (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	if len(s.answers) == 0 {
		return Answer{}, false
	}
	next := s.answers[0]
	s.answers = s.answers[1:]
	return next, true
}

var (
	number  = regexp.MustCompile(`^[1-9][0-9]{7,14}$`)
	senders = []string{Sender, "N-Alert"}
)

// judge answers as Termii would.
func (s *Server) judge(asked request) Answer {
	switch {
	case asked.Key != Key:
		return Status(http.StatusUnauthorized, "Invalid API Key "+asked.Key)
	case asked.From == "":
		return Status(http.StatusUnprocessableEntity, "The from field is required.")
	case !slices.Contains(senders, asked.From):
		return Status(http.StatusBadRequest, "Invalid Sender Id "+asked.From)
	case !number.MatchString(asked.To):
		return Status(http.StatusBadRequest, "Invalid phone number "+asked.To)
	case asked.SMS == "":
		return Status(http.StatusUnprocessableEntity, "The sms field is required.")
	case asked.Type != "plain" || !slices.Contains([]string{"dnd", "generic", "whatsapp"}, asked.Channel):
		return Status(http.StatusBadRequest, "Invalid type or channel")
	case s.Balance() < 1:
		return Status(http.StatusBadRequest, "Insufficient balance")
	}
	id, balance := s.keep(asked)
	return Answer{Body: fmt.Sprintf(
		`{"code":"ok","message_id":%q,"message":"Successfully Sent","balance":%v,"user":"Zuka"}`, id, balance)}
}

func (s *Server) keep(asked request) (id string, balance float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.balance--
	message := Message{
		ID: strconv.Itoa(9122821270554870000 + len(s.messages)), To: asked.To, From: asked.From,
		Text: asked.SMS, Type: asked.Type, Channel: asked.Channel,
	}
	s.messages = append(s.messages, message)
	select {
	case s.arrived <- message:
	default: // Messages still has it.
	}
	return message.ID, s.balance
}

func answer(w http.ResponseWriter, what Answer) {
	for name, values := range what.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/json")
	if what.Status == 0 {
		what.Status = http.StatusOK
	}
	w.WriteHeader(what.Status)
	_, _ = io.WriteString(w, what.Body) // the client may have gone
}
