package server

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/testenv/leak"
)

func give(t *testing.T, texts chan<- string, text string) {
	t.Helper()
	select {
	case texts <- text:
	case <-time.After(time.Minute):
		require.FailNow(t, "nobody takes it", text)
	}
}

// greeted opens a socket and introduces itself.
func greeted(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	conn, _, err := connect(t, address)
	require.NoError(t, err)
	say(t, conn, `{"type":"connection_init"}`)
	hear(t, conn, `{"type":"connection_ack"}`)
	return conn
}

func requireAlive(t *testing.T, conn *websocket.Conn) {
	t.Helper()
	say(t, conn, `{"type":"ping"}`)
	hear(t, conn, `{"type":"pong"}`)
}

// A query that runs on a socket is answered before the socket is closed; a
// subscription, which may last, is not waited for. These look for goroutines of the
// whole process, so they do not run beside other tests.
func TestADrainLetsAQueryOnASocketFinish(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	texts := make(chan string)
	address, stop, served := streaming(t, options(t, io.Discard), texts)
	defer stop()
	asking, listening := greeted(t, address), greeted(t, address)
	say(t, asking, `{"id":"1","type":"subscribe","payload":{"query":"{text}"}}`)
	requireAlive(t, asking) // So it has begun.
	say(t, listening, `{"id":"1","type":"subscribe","payload":{"query":"subscription{texts}"}}`)
	requireAlive(t, listening)
	stop()
	require.Equal(t, "The server stops", requireClosed(t, listening, 1001))
	give(t, texts, "last")
	hear(t, asking, `{"id":"1","type":"next","payload":{"data":{"texts":"last"}}}`)
	hear(t, asking, `{"id":"1","type":"complete"}`)
	requireClosed(t, asking, 1001)
	require.NoError(t, await(t, served))
}

// All streams end within the spread, each with the word of its protocol.
func TestADrainEndsAllStreams(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	opts := options(t, io.Discard)
	opts.Spread = 100 * time.Millisecond
	address, stop, served := streaming(t, opts, nil)
	defer stop()
	var sockets []*websocket.Conn
	var streams []*bufio.Scanner
	for range 8 {
		conn, _, err := connect(t, address)
		require.NoError(t, err)
		listenOn(t, conn, `{}`)
		response, lines := listen(t, address)
		defer func() { _ = response.Body.Close() }()
		sockets, streams = append(sockets, conn), append(streams, lines)
	}
	stop()
	for i := range sockets {
		requireClosed(t, sockets[i], 1001)
		requireLines(t, streams[i], "event: complete", "data: ", "")
		require.False(t, streams[i].Scan())
	}
	require.NoError(t, await(t, served))
}

// The clients of a server that stops do not come to the others at one moment: those
// whose turn has not come are served on. Who is new goes elsewhere.
func TestADrainIsSpread(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	opts := options(t, io.Discard)
	opts.Spread = 24 * time.Hour // None of the moments is one of this test.
	handler := New(opts)
	server := httptest.NewServer(handler)
	defer server.Close()
	conns := []*websocket.Conn{greeted(t, server.URL), greeted(t, server.URL)}
	handler.Drain()
	_, response, err := connect(t, server.URL)
	require.Error(t, err)
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.Equal(t, "1", response.Header.Get("Retry-After"))
	require.Equal(t, http.StatusServiceUnavailable, ask(t, handler, http.MethodGet, "/readyz", "").Code)
	for _, conn := range conns {
		requireAlive(t, conn)
		say(t, conn, `{"id":"1","type":"subscribe","payload":{"query":"{text}"}}`)
		hear(t, conn, `{"id":"1","type":"next","payload":{"data":{"text":"a"}}}`)
		hear(t, conn, `{"id":"1","type":"complete"}`)
		require.NoError(t, conn.Close(websocket.StatusNormalClosure, ""))
	}
	require.NoError(t, handler.Wait(t.Context()))
}
