package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

// The kinds of a WebSocket's frames.
const (
	textFrame  = 1
	closeFrame = 8
	pingFrame  = 9
	pongFrame  = 10
)

// mostFrame bounds one frame, so that a server gone wrong cannot fill memory.
const mostFrame = 1 << 20

// frames reads a WebSocket with as little work as there can be: ten thousand of
// them share the machine with the server that they measure. It knows what a
// server here sends: whole messages, not compressed.
type frames struct {
	wire       net.Conn
	held       []byte
	from, upTo int
}

// upgrade asks for a socket by HTTP.
func (f *frames) upgrade(address, cookie string) error {
	_, err := fmt.Fprintf(f.wire, "GET /graphql HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nCookie: %s\r\n\r\n", address, cookie)
	for err == nil {
		if end := bytes.Index(f.held[f.from:f.upTo], []byte("\r\n\r\n")); end >= 0 {
			head := f.held[f.from : f.from+end]
			f.from += end + len("\r\n\r\n")
			if !bytes.HasPrefix(head, []byte("HTTP/1.1 101 ")) {
				return fmt.Errorf("no socket was opened: %.300s", head)
			}
			return nil
		}
		err = f.more()
	}
	return fmt.Errorf("opening a socket: %w", err)
}

// next is the next frame, good until the one after it.
func (f *frames) next() (kind byte, payload []byte, err error) {
	for {
		kind, start, end, err := parseFrame(f.held[f.from:f.upTo])
		if err != nil {
			return 0, nil, err
		}
		if end > 0 {
			payload = f.held[f.from+start : f.from+end]
			f.from += end
			return kind, payload, nil
		}
		if err := f.more(); err != nil {
			return 0, nil, err
		}
	}
}

// more reads what has come, behind what is held.
func (f *frames) more() error {
	if f.from > 0 {
		f.upTo = copy(f.held, f.held[f.from:f.upTo])
		f.from = 0
	}
	if f.upTo == len(f.held) {
		f.held = append(f.held, make([]byte, max(2048, len(f.held)))...)
	}
	n, err := f.wire.Read(f.held[f.upTo:])
	f.upTo += n
	if n > 0 {
		return nil // An error comes again.
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

// say sends a frame. A client has to mask what it sends; a mask of zeros leaves it
// as it is.
func (f *frames) say(kind byte, payload []byte) error {
	head := []byte{0x80 | kind, 0x80 | byte(len(payload))}
	if len(payload) > 125 {
		head[1] = 0x80 | 126
		head = binary.BigEndian.AppendUint16(head, uint16(len(payload)))
	}
	_, err := f.wire.Write(append(append(head, 0, 0, 0, 0), payload...))
	return err
}

// parseFrame finds the payload of the frame that text begins with; the end is 0
// when not all of it has come.
func parseFrame(text []byte) (kind byte, start, end int, err error) {
	if len(text) < 2 {
		return 0, 0, 0, nil
	}
	if text[0]&0xf0 != 0x80 || text[1]&0x80 != 0 {
		return 0, 0, 0, errors.New("a frame that is in parts, compressed or masked")
	}
	length, start := int(text[1]), 2
	switch length {
	case 126:
		start = 4
		if len(text) < start {
			return 0, 0, 0, nil
		}
		length = int(binary.BigEndian.Uint16(text[2:]))
	case 127:
		start = 10
		if len(text) < start {
			return 0, 0, 0, nil
		}
		length = int(min(binary.BigEndian.Uint64(text[2:]), mostFrame+1))
	}
	if length > mostFrame {
		return 0, 0, 0, errors.New("a frame that is too long")
	}
	if len(text) < start+length {
		return 0, 0, 0, nil
	}
	return text[0] & 0x0f, start, start + length, nil
}
