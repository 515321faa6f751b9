package transport

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const (
	// ample are the server's time limits where a test is not about them: no machine
	// is so busy that it uses them up.
	ample = time.Minute
	// scant are those that a stream must outlive. They are for bubbles, where no time
	// passes while somebody works.
	scant = 100 * time.Millisecond
)

// bubble runs a test whose clock stands still while anybody works, so that however
// slow the machine is, what has time enough is in time.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

// pipes is a network inside of the process: a bubble's clock would stand still
// while somebody waits for the kernel's.
type pipes struct {
	calls chan net.Conn
	over  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{calls: make(chan net.Conn), over: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.calls:
		return conn, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.over) })
	return nil
}

func (p *pipes) Addr() net.Addr { return pipeAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.calls <- far:
		return near, nil
	case <-p.over:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// start serves over the kernel's network with ample limits, or in a bubble over pipes
// with scant ones.
func start(t *testing.T, inBubble bool, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server, limit := httptest.NewUnstartedServer(handler), ample
	if inBubble {
		_ = server.Listener.Close() // Nobody has called.
		server.Listener, limit = newPipes(), scant
	}
	server.Config.ReadTimeout, server.Config.WriteTimeout = limit, limit
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// caller is a client of a server, with a connection for each request.
func caller(server *httptest.Server) *http.Client {
	over := &http.Transport{DisableKeepAlives: true}
	if inside, are := server.Listener.(*pipes); are {
		over.DialContext = inside.dial
	}
	return &http.Client{Transport: over}
}
