package crowd

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// longestEvent bounds one event of a stream, in bytes.
const longestEvent = 1 << 20

// hear follows a pet's answer by server-sent events, on a connection of its
// own, until the answer ends. The request took as long as it takes the stream to
// open; when the first piece and the end came is noted apart, for a pet speaks at
// its own pace.
func (s *shopper) hear(variables values) {
	begun := time.Now()
	opened, err := s.follow(variables, begun)
	came := good
	if err != nil {
		came = failed
	}
	if opened == 0 {
		opened = time.Since(begun)
	}
	s.note(petFollow, begun.Add(opened).Sub(s.begun), opened, came, err)
}

func (s *shopper) follow(variables values, begun time.Time) (opened time.Duration, err error) {
	conn, err := dial(s.address)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }() // A stream is ended by leaving.
	if err := conn.SetDeadline(begun.Add(patience)); err != nil {
		return 0, fmt.Errorf("limiting a stream: %w", err)
	}
	s.post(petFollow, variables, wantsEvents)
	if _, err := conn.Write(s.request); err != nil {
		return 0, fmt.Errorf("asking for a stream: %w", err)
	}
	// The body is not closed: that would wait for the stream's end. It holds
	// nothing but the connection.
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, fmt.Errorf("opening a stream: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("status %d for a stream", response.StatusCode)
	}
	opened = time.Since(begun)
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, longestEvent)
	first := time.Duration(0)
	for lines.Scan() {
		data, isData := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		if !isData {
			continue
		}
		ended, err := piece(data)
		if err != nil {
			return opened, err
		}
		if first == 0 {
			first = time.Since(begun)
		}
		if ended {
			s.heard(first, time.Since(begun))
			return opened, nil
		}
	}
	if err := lines.Err(); err != nil {
		return opened, fmt.Errorf("hearing a pet: %w", err)
	}
	return opened, errors.New("a stream ended before the pet's answer did")
}

// piece looks at a part of an answer and tells whether it is the last.
func piece(data []byte) (ended bool, err error) {
	switch {
	case bytes.Contains(data, []byte(`"errors":`)), bytes.Contains(data, []byte(`"PetReplyFailed"`)):
		return false, fmt.Errorf("no answer of a pet: %.*s", shown, data)
	case bytes.Contains(data, []byte(`"PetMessageDone"`)):
		return true, nil
	}
	return false, nil
}
