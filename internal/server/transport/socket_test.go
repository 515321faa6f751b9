package transport

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"zuka/internal/platform/fault"
	"zuka/internal/testenv/leak"
)

// A client that reads nothing is let go, and what it listened to with it.
func TestASocketWithoutAReaderIsCutOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := newHall(t)
		h.bubble = true
		p := introduced(t, h.serve(t, WebSocket{}))
		p.subscribe("1", "subscription A{changes}")
		p.subscribe("2", "subscription B{changes}")
		await(t, h.begun)
		await(t, h.begun)
		require.Equal(t, 1, await(t, h.counts))
		large := strings.Repeat("a", 1<<20)
		for {
			select {
			case h.feed("A") <- large:
			case by := <-h.counts:
				require.Equal(t, -1, by)
				require.Equal(t, "B", await(t, h.stopped))
				return
			case <-time.After(time.Minute):
				require.FailNow(t, "the socket waits for its reader")
			}
		}
	})
}

// Who reads nothing does not hold up the end of the session either.
func TestTheEndOfTheSessionWaitsForNoReader(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{WriteTimeout: time.Minute}), "Session", "Bearer ada")
	p.subscribe("1", "subscription A{changes}")
	p.subscribe("2", "subscription B{changes}")
	await(t, h.begun)
	await(t, h.begun)
	require.Equal(t, 1, await(t, h.counts))
	began := time.Now()
	close(h.ended)
	large := strings.Repeat("a", 1<<20)
	for {
		select {
		case h.feed("A") <- large:
		case by := <-h.counts:
			require.Equal(t, -1, by)
			require.Less(t, time.Since(began), 30*time.Second, "the reader would be waited for for a minute")
			return
		case <-time.After(time.Minute):
			require.FailNow(t, "the session goes on")
		}
	}
}

func TestPings(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := newHall(t)
		h.bubble = true
		server := h.serve(t, WebSocket{})
		pings := make(chan struct{}, 100)
		var silent atomic.Bool
		conn, _, err := dial(t, server, &websocket.DialOptions{Subprotocols: []string{subprotocol}, OnPingReceived: func(context.Context, []byte) bool {
			pings <- struct{}{}
			return !silent.Load()
		}})
		require.NoError(t, err)
		t.Cleanup(func() { _ = conn.CloseNow() })
		p := peer{conn, t}
		p.say(hello)
		p.hears(`{"type":"connection_ack"}`)
		p.subscribe("1", "subscription A{changes}")
		require.Equal(t, 1, await(t, h.counts))
		heard := make(chan string, 9)
		go func() { // Reading is what answers pings.
			for err := error(nil); err == nil; {
				var text []byte
				_, text, err = conn.Read(t.Context())
				heard <- string(text)
			}
		}()
		for range 5 {
			await(t, pings)
		}
		h.tell(t, "A", "still")
		require.JSONEq(t, `{"id":"1","type":"next","payload":{"data":{"changes":"still"}}}`, await(t, heard), "who answers is kept")
		synctest.Wait() // The last ping is answered still.
		silent.Store(true)
		require.Equal(t, -1, await(t, h.counts), "who answers no more is not")
		require.NotEmpty(t, pings, "it was asked")
	})
}

// Pings of the client are answered at any time, with what they carry.
func TestPingsOfTheClient(t *testing.T) {
	t.Parallel()
	p := connect(t, newHall(t).serve(t, WebSocket{}))
	p.lives()
	p.say(`{"type":"pong"}`, `{"type":"ping","payload":null}`, `{"type":"ping","payload":{"at":[1,"<&>"]}}`)
	p.hears(`{"type":"pong"}`, `{"type":"pong","payload":{"at":[1,"<&>"]}}`)
	p.say(hello)
	p.hears(`{"type":"connection_ack"}`)
	p.lives()
	whole := padded(MaxBody)
	p.say(whole)
	p.hears(strings.Replace(whole, "ping", "pong", 1))
}

func TestTheEndOfTheSessionClosesItsSocket(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := newHall(t)
		h.bubble = true
		server := h.serve(t, WebSocket{})
		guest, p := introduced(t, server), connect(t, server)
		p.say(`{"type":"connection_init","payload":{"authorization":"Bearer ada"}}`)
		p.hears(`{"type":"connection_ack"}`)
		page := introduced(t, server, "Session", "Bearer bola")
		for i, of := range []peer{guest, p, page} {
			of.subscribe("1", fmt.Sprintf("subscription A%d{changes}", i))
			require.Contains(t, await(t, h.begun), fmt.Sprintf("A%d", i))
		}
		p.subscribe("2", "subscription Own{changes}")
		require.Equal(t, "Own session:"+h.tokens["Bearer ada"].String(), await(t, h.begun))
		close(h.ended)
		h.tell(t, "Own", "it has ended") // What tells of the end itself may do so.
		close(h.feed("Own"))
		p.hears(`{"id":"2","type":"next","payload":{"data":{"changes":"it has ended"}}}`, `{"id":"2","type":"complete"}`)
		for _, of := range []peer{p, page} {
			require.Equal(t, "the session has ended", of.hearsError("1", "UNAUTHENTICATED"))
			require.Equal(t, "The session has ended", of.closedBy(4403))
		}
		guest.lives()
		over := &socket{live: map[string]*operation{}}
		over.shut()
		_, refusal := over.begin(&operation{id: "1"})
		require.True(t, fault.Is(refusal, fault.Unauthenticated), "nothing begins meanwhile")
	})
}

// These two look for goroutines of the whole process, so they do not run
// beside other tests.
func TestSocketsEndWithoutALeak(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	h := newHall(t)
	server := h.serve(t, WebSocket{})
	staying, leaving, silent := introduced(t, server), introduced(t, server), connect(t, server)
	staying.subscribe("1", "subscription A{changes}")
	leaving.subscribe("1", "subscription B{changes}")
	await(t, h.begun)
	await(t, h.begun)
	for range 3 {
		require.Equal(t, 1, await(t, h.counts))
	}
	require.NoError(t, leaving.CloseNow())
	require.Equal(t, -1, await(t, h.counts), "the client went")
	require.Equal(t, "B", await(t, h.stopped))
	h.streams.Stop()
	staying.closedBy(1001)
	silent.closedBy(1001)
	require.NoError(t, h.streams.Wait(t.Context()))
	require.Equal(t, []int{-1, -1}, []int{await(t, h.counts), await(t, h.counts)})
	_, response, err := dial(t, server, &websocket.DialOptions{Subprotocols: []string{subprotocol}})
	require.Error(t, err)
	require.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
	require.Equal(t, "1", response.Header.Get("Retry-After"))
	server.Close()
}

// Who promises a message without end and sends none of it cannot hold the
// socket open after it was closed.
func TestAnEndlessMessageIsNotWaitedFor(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	h := newHall(t)
	server := h.serve(t, WebSocket{})
	connection := handshake(t, server)
	defer func() { _ = connection.Close() }()
	require.Equal(t, 1, await(t, h.counts))
	_, err := connection.Write(append([]byte{0x81, 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4}, make([]byte, MaxBody+1)...))
	require.NoError(t, err)
	require.Equal(t, -1, await(t, h.counts))
	server.Close()
}

// handshake opens a socket by hand.
func handshake(t *testing.T, server *httptest.Server) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	_, err = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: "+subprotocol+"\r\n\r\n")
	require.NoError(t, err)
	return connection
}
