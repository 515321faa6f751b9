package transport

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// readBuffer holds what a client sends as a rule. WriteBuffer holds a ping or a
	// close, of at most 127 bytes: messages go past it. Those of net/http, which has
	// answers to write, take eight times as much, and stay for the socket's life.
	readBuffer, writeBuffer = 512, 256
	// mostHeader is how long the header of a frame may be that a server sends.
	mostHeader = 10
	// largestKept is how large a buffer may be to be used again.
	largestKept = 64 << 10
)

// upgrading takes the connection over from net/http.
type upgrading struct {
	http.ResponseWriter
	wire *wire
}

// Hijack hands the connection over, with small buffers.
func (u upgrading) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	connection, buffers, err := http.NewResponseController(u.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	// A client may have sent more than its request.
	if n := buffers.Reader.Buffered(); n > 0 {
		u.wire.early = make([]byte, n)
		if _, err := io.ReadFull(buffers.Reader, u.wire.early); err != nil {
			_ = connection.Close() // It would not have been read to its end.
			return nil, nil, err
		}
	}
	u.wire.Conn = connection
	return u.wire, bufio.NewReadWriter(bufio.NewReaderSize(u.wire, readBuffer), bufio.NewWriterSize(u.wire, writeBuffer)), nil
}

// wire is the connection under a socket. Messages are written to it in one piece;
// pings and closes come from the library, each in one piece too.
type wire struct {
	net.Conn
	// early is what came with the request and has not been read.
	early []byte
	// patience is how long one piece may take to be sent, and last when all must
	// have been, in nanoseconds since 1970; zero is no such time.
	patience time.Duration
	last     atomic.Int64

	mu sync.Mutex
	// over says that nothing may follow: a close has been sent, or a piece of
	// something.
	over bool
}

// Read reads what came early first.
func (w *wire) Read(into []byte) (int, error) {
	if len(w.early) == 0 {
		return w.Conn.Read(into)
	}
	n := copy(into, w.early)
	if w.early = w.early[n:]; len(w.early) == 0 {
		w.early = nil
	}
	return n, nil
}

// Write sends a frame of the library's.
func (w *wire) Write(frame []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.write(frame)
}

// write sends a frame. Its time begins when its turn has come.
func (w *wire) write(frame []byte) (int, error) {
	const kind, closes = 0x0f, 0x08
	if w.over {
		return 0, net.ErrClosed
	}
	w.limit()
	n, err := w.Conn.Write(frame)
	w.over = err != nil || frame[0]&kind == closes
	return n, err
}

// limit bounds the time of what is written next. What cannot be bounded ends when
// its client does.
func (w *wire) limit() {
	for {
		last, until := w.last.Load(), time.Now().Add(w.patience)
		if end := time.Unix(0, last); last != 0 && end.Before(until) {
			until = end
		}
		_ = w.SetWriteDeadline(until)
		if w.last.Load() == last { // Else it was set over what hurry has set.
			return
		}
	}
}

// hurry has everything be written by then, also what is being written.
func (w *wire) hurry(within time.Duration) {
	end := time.Now().Add(within)
	w.last.Store(end.UnixNano())
	_ = w.SetWriteDeadline(end)
}

// frames are buffers to make frames in.
var frames = sync.Pool{New: func() any { return new([]byte) }}

// send writes a message as one text frame, unless what it is about has ended. It
// does not go through the library, which would write it in two pieces and keep a
// watch on it in a goroutine.
func (w *wire) send(about context.Context, out spoken) (sent bool, err error) {
	buffer := frames.Get().(*[]byte)
	frame := out.text(append((*buffer)[:0], make([]byte, mostHeader)...))
	begin := head(frame)
	w.mu.Lock()
	if about.Err() == nil {
		_, err = w.write(frame[begin:])
		sent = err == nil
	}
	w.mu.Unlock()
	if cap(frame) <= largestKept {
		*buffer = frame
		frames.Put(buffer)
	}
	return sent, err
}

// head writes the header of a text frame into the room before its payload, and
// tells where it begins.
func head(frame []byte) (begin int) {
	const whole, short, long = 0x81, 126, 127 // A whole message, of text; the lengths of the length.
	length := len(frame) - mostHeader
	switch {
	case length < short:
		begin = mostHeader - 2
		frame[begin+1] = byte(length)
	case length < 1<<16:
		begin = mostHeader - 4
		frame[begin+1] = short
		binary.BigEndian.PutUint16(frame[begin+2:], uint16(length))
	default:
		begin = 0
		frame[1] = long
		binary.BigEndian.PutUint64(frame[2:], uint64(length))
	}
	frame[begin] = whole
	return begin
}
