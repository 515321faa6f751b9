package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// maxBody bounds one answer, so that a server gone wrong cannot fill memory.
const maxBody = 16 << 20

// Answer is one HTTP response.
type Answer struct {
	Status int
	// Body is good until the next answer is read.
	Body []byte
	// Close says that the server ends the connection after it.
	Close bool
}

// Reader reads HTTP/1.1 answers off a connection. It knows what the servers
// here send: a length or chunks, and no answers before the final one.
type Reader struct {
	from *bufio.Reader
	body []byte
}

// Reset makes it read from another connection.
func (r *Reader) Reset(from *bufio.Reader) { r.from = from }

// head is what the lines before the body say.
type head struct {
	status  int
	length  int
	chunked bool
	close   bool
}

// Next reads one answer.
func (r *Reader) Next() (Answer, error) {
	head, err := r.head()
	if err != nil {
		return Answer{}, err
	}
	r.body = r.body[:0]
	switch {
	case head.status == 204 || head.status == 304:
	case head.chunked:
		err = r.chunks()
	case head.length >= 0:
		err = r.grow(head.length)
	default:
		err = errors.New("an answer that tells neither its length nor chunks")
	}
	return Answer{Status: head.status, Body: r.body, Close: head.close}, err
}

func (r *Reader) head() (head, error) {
	head := head{length: -1}
	line, err := r.line()
	if err != nil {
		return head, err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.")) || len(line) < 12 {
		return head, fmt.Errorf("not an HTTP answer: %.60q", line)
	}
	if head.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return head, fmt.Errorf("an answer without a status: %.60q", line)
	}
	for {
		line, err = r.line()
		if err != nil || len(line) == 0 {
			return head, err
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if head.length, err = strconv.Atoi(string(value)); err != nil || head.length < 0 {
				return head, fmt.Errorf("a length that is none: %.60q", value)
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			head.chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, []byte("Connection")):
			head.close = bytes.EqualFold(value, []byte("close"))
		}
	}
}

// line reads one line without its end; it is good until the next read.
func (r *Reader) line() ([]byte, error) {
	line, err := r.from.ReadSlice('\n')
	if err != nil {
		if errors.Is(err, io.EOF) && len(line) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

func (r *Reader) chunks() error {
	for {
		line, err := r.line()
		if err != nil {
			return unexpected(err)
		}
		size, _, _ := bytes.Cut(line, []byte(";"))
		length, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 31)
		if err != nil {
			return fmt.Errorf("a chunk without a length: %.60q", line)
		}
		if length == 0 {
			return r.trailer()
		}
		if err := r.grow(int(length)); err != nil {
			return err
		}
		if line, err = r.line(); err != nil {
			return unexpected(err)
		}
		if len(line) != 0 {
			return fmt.Errorf("a chunk longer than it says: %.60q", line)
		}
	}
}

// trailer reads to the empty line that ends a body in chunks.
func (r *Reader) trailer() error {
	for {
		line, err := r.line()
		if err != nil {
			return unexpected(err)
		}
		if len(line) == 0 {
			return nil
		}
	}
}

// grow adds the next bytes to the body.
func (r *Reader) grow(length int) error {
	if length > maxBody-len(r.body) {
		return errors.New("an answer that is too long")
	}
	from := len(r.body)
	if cap(r.body) < from+length {
		larger := make([]byte, from, 2*(from+length))
		copy(larger, r.body)
		r.body = larger
	}
	r.body = r.body[:from+length]
	_, err := io.ReadFull(r.from, r.body[from:])
	return unexpected(err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
