package transport

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// Messages of every length of a header arrive as they are.
func TestMessagesOfEveryLength(t *testing.T) {
	t.Parallel()
	p := connect(t, newHall(t).serve(t, WebSocket{}))
	for _, length := range []int{40, 125, 126, 127, 1<<16 - 1, 1 << 16, 1<<16 + 1} {
		whole := padded(length)
		p.say(whole)
		require.Equal(t, length, len(p.next()))
	}
	p.lives()
}

// What a client sends in one piece with its request is read too.
func TestWhatComesWithTheRequestIsRead(t *testing.T) {
	t.Parallel()
	server := newHall(t).serve(t, WebSocket{})
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	_, err = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: "+subprotocol+"\r\n\r\n\x81\x8f\x00\x00\x00\x00"+`{"type":"ping"}`)
	require.NoError(t, err)
	require.NoError(t, connection.SetReadDeadline(time.Now().Add(ample)))
	var got strings.Builder
	for buffer := make([]byte, 1024); !strings.Contains(got.String(), `{"type":"pong"}`); {
		n, err := connection.Read(buffer)
		require.NoError(t, err, got.String())
		got.Write(buffer[:n])
	}
}

// Nothing follows a close, or a part of a message.
func TestAWireThatIsOver(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	defer func() { _ = there.Close() }()
	go func() { _, _ = io.Copy(io.Discard, there) }()
	w := &wire{Conn: here, patience: time.Minute}
	said := spoken{kind: "pong"}
	sent, err := w.send(t.Context(), said)
	require.True(t, sent)
	require.NoError(t, err)
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	sent, err = w.send(stopped, said)
	require.False(t, sent, "what it is about has ended")
	require.NoError(t, err)
	_, err = w.Write([]byte{0x88, 0})
	require.NoError(t, err)
	_, err = w.send(t.Context(), said)
	require.ErrorIs(t, err, net.ErrClosed)

	here, other := net.Pipe() // Whose other end reads nothing.
	defer func() { _ = other.Close() }()
	begun := make(chan struct{}, 9)
	w = &wire{Conn: tellingConn{here, begun}, patience: time.Minute}
	failed := make(chan error, 1)
	go func() {
		_, err := w.send(t.Context(), said)
		failed <- err
	}()
	await(t, begun)
	w.hurry(time.Millisecond)
	require.Error(t, await(t, failed))
	_, err = w.send(t.Context(), said)
	require.ErrorIs(t, err, net.ErrClosed)
}

// tellingConn tells when a write begins.
type tellingConn struct {
	net.Conn
	begun chan<- struct{}
}

func (c tellingConn) Write(bytes []byte) (int, error) {
	c.begun <- struct{}{}
	return c.Conn.Write(bytes)
}

// A panic while a message is read, which would end the process, ends its socket.
func TestAPanicOfAMessageEndsItsSocketOnly(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	server := h.serve(t, WebSocket{})
	h.streams.settings.Watch = nil // As a mistake of whoever waits for the session's end.
	p := connect(t, server, "Session", "Bearer ada")
	p.say(hello)
	p.closedBy(websocket.StatusInternalError)
	connect(t, server).lives()
}
