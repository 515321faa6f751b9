package crowd

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	"zuka/internal/bench/load"
)

const (
	// patience is how long one answer may take.
	patience = 30 * time.Second
	// readBuffer holds most of an answer, in bytes.
	readBuffer = 16 << 10
)

// opening is the beginning of the body of each call, up to its variables.
var opening = func() (texts [calls][]byte) {
	for c := range calls {
		quoted, err := json.Marshal(kinds[c].text)
		if err != nil {
			panic("crowd: " + err.Error()) // Texts can always be written.
		}
		texts[c] = fmt.Appendf(nil, `{"query":%s,"variables":`, quoted)
	}
	return texts
}()

// path is where each call is asked for by GET, up to its variables.
var path = func() (paths [calls][]byte) {
	for c := range calls {
		paths[c] = []byte("/graphql?extensions=" + url.QueryEscape(extension(c)) + "&variables=")
	}
	return paths
}()

// extension names a document by its hash.
func extension(c call) string {
	sum := sha256.Sum256([]byte(kinds[c].text))
	return `{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(sum[:]) + `"}}`
}

// values are a call's variables.
type values map[string]any

// json is how they are sent.
func (v values) json() []byte {
	if len(v) == 0 {
		return []byte("{}")
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic("crowd: variables that cannot be written: " + err.Error()) // Texts and numbers only.
	}
	return text
}

// wire is a shopper's connection, kept between requests.
type wire struct {
	address string
	// head are the lines of every request that say who asks.
	head    []byte
	request []byte
	conn    net.Conn
	answers load.Reader
}

// post makes the request of a call.
func (w *wire) post(c call, variables values, accept string) {
	text := variables.json()
	w.request = append(w.request[:0], "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nAccept: "...)
	w.request = append(append(w.request, accept...), "\r\n"...)
	w.request = append(append(w.request, w.head...), "Content-Length: "...)
	w.request = strconv.AppendInt(w.request, int64(len(opening[c])+len(text)+1), 10)
	w.request = append(append(w.request, "\r\n\r\n"...), opening[c]...)
	w.request = append(append(w.request, text...), '}')
}

// get makes the request of a call that the server knows by its hash.
func (w *wire) get(c call, variables values) {
	w.fetch(append(append([]byte(nil), path[c]...), url.QueryEscape(string(variables.json()))...))
}

// fetch makes a request for a path.
func (w *wire) fetch(path []byte) {
	w.request = append(append(w.request[:0], "GET "...), path...)
	w.request = append(append(w.request, " HTTP/1.1\r\nAccept: application/json\r\n"...), w.head...)
	w.request = append(w.request, "\r\n"...)
}

// send sends what was made last. The answer is good until the next one. A
// connection that the server has closed meanwhile is opened anew, once.
func (w *wire) send() (load.Answer, error) {
	for {
		kept := w.conn != nil
		answer, err := w.exchange()
		if err == nil {
			if answer.Close {
				w.hangUp()
			}
			return answer, nil
		}
		w.hangUp()
		if !kept || !closed(err) {
			return answer, err
		}
	}
}

func (w *wire) exchange() (load.Answer, error) {
	if w.conn == nil {
		conn, err := dial(w.address)
		if err != nil {
			return load.Answer{}, err
		}
		w.conn = conn
		w.answers.Reset(bufio.NewReaderSize(conn, readBuffer))
	}
	if err := w.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return load.Answer{}, fmt.Errorf("limiting a request: %w", err)
	}
	if _, err := w.conn.Write(w.request); err != nil {
		return load.Answer{}, fmt.Errorf("asking: %w", err)
	}
	answer, err := w.answers.Next()
	if err != nil {
		return answer, fmt.Errorf("reading an answer: %w", err)
	}
	return answer, nil
}

func dial(address string) (net.Conn, error) {
	conn, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, fmt.Errorf("reaching the server: %w", err)
	}
	return conn, nil
}

func (w *wire) hangUp() {
	if w.conn != nil {
		_ = w.conn.Close() // Nothing more is expected of it.
		w.conn = nil
	}
}
