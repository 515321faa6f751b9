// Package smtp is a mail server for tests: it listens on the loopback, keeps
// what it is sent, and can be told to refuse, to put off, to hang up or to say
// nothing.
package smtp

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// patience is how long Await waits before it fails the test.
const patience = 20 * time.Second

// kept is how many letters Arrived holds for a test that does not look.
const kept = 1024

// Replies that are deeds instead of words.
const (
	// Drop closes the connection without an answer.
	Drop = "drop"
	// Hang says nothing until the client leaves or the server is closed.
	Hang = "hang"
)

// Stages that Answer knows besides the commands.
const (
	// Greeting is the line that the server begins with.
	Greeting = "GREETING"
	// End is the answer to the dot that ends a letter.
	End = "END"
)

// Settings say what the server asks of its clients.
type Settings struct {
	// User and Password must be given when User is not empty.
	User, Password string
	// StartTLS makes the server offer STARTTLS.
	StartTLS bool
	// InsideTLS makes the connection begin with TLS.
	InsideTLS bool
}

// Server is one mail server.
type Server struct {
	t        testing.TB
	settings Settings
	listener net.Listener
	keys     *tls.Config
	roots    *x509.CertPool
	group    sync.WaitGroup
	arrived  chan Message

	mu       sync.Mutex
	closed   bool
	conns    map[net.Conn]struct{}
	refused  map[string]string
	replies  map[string][]string
	messages []Message
}

// Start makes a server that ends with the test. Without settings it wants
// neither a password nor TLS.
func Start(t testing.TB, settings ...Settings) *Server {
	t.Helper()
	s := &Server{
		t: t, arrived: make(chan Message, kept),
		conns: map[net.Conn]struct{}{}, refused: map[string]string{}, replies: map[string][]string{},
	}
	if len(settings) > 0 {
		s.settings = settings[0]
	}
	if s.settings.StartTLS || s.settings.InsideTLS {
		s.keys, s.roots = certificate()
	}
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatalf("smtp: listen: %v", err)
	}
	s.group.Go(s.accept)
	t.Cleanup(s.close)
	return s
}

// certificate borrows the one that net/http's test servers have for 127.0.0.1.
func certificate() (*tls.Config, *x509.CertPool) {
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	roots := x509.NewCertPool()
	roots.AddCert(lender.Certificate())
	return &tls.Config{Certificates: lender.TLS.Certificates, MinVersion: tls.VersionTLS12}, roots
}

// URL is what mail.SMTPConfig takes, with the password the server wants.
func (s *Server) URL() string {
	address := url.URL{Scheme: "smtp", Host: s.listener.Addr().String()}
	if s.settings.User != "" {
		address.User = url.UserPassword(s.settings.User, s.settings.Password)
	}
	switch {
	case s.settings.InsideTLS:
		address.Scheme = "smtps"
	case s.settings.StartTLS:
		address.RawQuery = "tls=starttls"
	default:
		address.RawQuery = "tls=none"
	}
	return address.String()
}

// Roots are who vouches for the server; nil without TLS.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Refuse makes the server turn this recipient away for good.
func (s *Server) Refuse(address string) {
	s.turnAway(address, "550 5.1.1 <"+address+"> no such user here")
}

// Defer makes the server turn this recipient away for now.
func (s *Server) Defer(address string) {
	s.turnAway(address, "451 4.2.0 <"+address+"> try again later")
}

// Allow takes back Refuse and Defer.
func (s *Server) Allow(address string) { s.turnAway(address, "") }

func (s *Server) turnAway(address, reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if reply == "" {
		delete(s.refused, address)
	} else {
		s.refused[address] = reply
	}
}

// Answer gives the next replies to a command (EHLO, AUTH, MAIL, RCPT, DATA,
// QUIT), or to the stages Greeting and End, one for each time it comes:
// "452 4.3.1 full", Drop or Hang. After them the server is itself again.
func (s *Server) Answer(command string, replies ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies[command] = append(s.replies[command], replies...)
}

// Messages are the letters taken so far, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Arrived gives each letter once, as it is taken.
func (s *Server) Arrived() <-chan Message { return s.arrived }

// Await is the next letter that Arrived gives; the test fails when none comes.
func (s *Server) Await(t testing.TB) Message {
	t.Helper()
	select {
	case message := <-s.arrived:
		return message
	case <-time.After(patience):
		t.Fatal("smtp: no letter arrived")
		return Message{}
	}
}

func (s *Server) keep(message Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, message)
	select {
	case s.arrived <- message:
	default: // Messages still has it.
	}
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				s.t.Errorf("smtp: accept: %v", err)
			}
			return
		}
		if !s.begin(conn) {
			_ = conn.Close() // the server is closing
			continue
		}
		s.group.Go(func() {
			defer s.end(conn)
			newTalk(s, conn).run()
		})
	}
}

// begin remembers a connection, so that close can end it.
func (s *Server) begin(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.conns[conn] = struct{}{}
	return true
}

func (s *Server) end(conn net.Conn) {
	_ = conn.Close() // whatever was to be said has been
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

func (s *Server) close() {
	_ = s.listener.Close() // the accepting loop tells of trouble
	s.mu.Lock()
	s.closed = true
	for conn := range s.conns {
		_ = conn.Close() // a client that is still there learns that the test is over
	}
	s.mu.Unlock()
	s.group.Wait()
}
