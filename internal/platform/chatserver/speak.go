package chatserver

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// between is the time from one comment to the next of a server that stalls.
const between = 5 * time.Millisecond

// speaker writes a turn to a client.
type speaker struct {
	w       http.ResponseWriter
	done    <-chan struct{}
	closing <-chan struct{}
	turn    Turn
	model   string
	left    bool
}

// object is a JSON object.
type object = map[string]any

// speak writes the turn and tells whether the client left before its end.
func (s *speaker) speak() (left bool) {
	switch {
	case s.turn.Silent:
		s.stall()
		return s.left
	case s.turn.Before != nil:
		s.fail(*s.turn.Before)
		return false
	}
	s.w.Header().Set("Content-Type", "text/event-stream")
	s.w.Header().Set("Cache-Control", "no-cache")
	s.w.WriteHeader(http.StatusOK)
	s.flush()
	if s.content() && s.calls() && s.trouble() {
		s.end()
	}
	return s.left
}

func (s *speaker) fail(f Failure) {
	s.w.Header().Set("Content-Type", "application/json")
	maps.Copy(s.w.Header(), f.Header)
	s.w.WriteHeader(f.Status)
	_, _ = io.WriteString(s.w, f.Body)
}

// content says the text. Like what follows it tells whether to go on.
func (s *speaker) content() bool {
	for i, piece := range s.turn.Pieces {
		delta := object{"content": piece}
		if i == 0 {
			delta["role"] = "assistant"
		}
		if !s.gate() || !s.delta(delta) {
			return false
		}
	}
	for _, line := range s.turn.Raw {
		if !s.write(line) {
			return false
		}
	}
	return true
}

func (s *speaker) calls() bool {
	for i, call := range s.turn.Calls {
		index := i
		if s.turn.SameIndex {
			index = 0
		}
		id := call.ID
		if id == "" {
			id = fmt.Sprintf("call_%d", i+1)
		}
		whole := s.turn.Bytes <= 0
		first := object{"name": call.Name, "arguments": ""}
		if whole {
			first["arguments"] = call.Arguments
		}
		if !s.delta(object{"tool_calls": []any{object{"index": index, "id": id, "type": "function", "function": first}}}) {
			return false
		}
		for rest := call.Arguments; !whole && rest != ""; {
			n := min(s.turn.Bytes, len(rest))
			piece := object{"index": index, "function": object{"arguments": rest[:n]}}
			if !s.delta(object{"tool_calls": []any{piece}}) {
				return false
			}
			rest = rest[n:]
		}
	}
	return true
}

// trouble plays what goes wrong after what was said.
func (s *speaker) trouble() bool {
	if s.turn.Huge > 0 && !s.write("data: "+strings.Repeat("x", s.turn.Huge)) {
		return false
	}
	switch {
	case s.turn.Inside != "":
		s.write("data: " + s.turn.Inside)
		return false
	case s.turn.Stall || s.turn.StallComments:
		s.stall()
		return false
	}
	return !s.turn.Cut
}

func (s *speaker) end() {
	finish := s.turn.Finish
	switch {
	case finish == "" && len(s.turn.Calls) > 0:
		finish = "tool_calls"
	case finish == "":
		finish = "stop"
	}
	if !s.event(object{"choices": []any{object{"index": 0, "delta": object{}, "finish_reason": finish}}}) {
		return
	}
	if !s.turn.NoUsage {
		in, out := s.turn.In, s.turn.Out
		if in == 0 && out == 0 {
			in, out = 10, 5
		}
		usage := object{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
		if !s.event(object{"choices": []any{}, "usage": usage}) {
			return
		}
	}
	if s.write("data: [DONE]") && s.turn.Linger {
		s.stall()
		s.left = false
	}
}

func (s *speaker) delta(delta object) bool {
	return s.pause(s.turn.Pace) &&
		s.event(object{"choices": []any{object{"index": 0, "delta": delta, "finish_reason": nil}}})
}

func (s *speaker) event(fields object) bool {
	maps.Copy(fields, object{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": s.model})
	text, err := json.Marshal(fields)
	if err != nil {
		panic("chatserver: " + err.Error()) // Cannot happen: maps of strings and numbers.
	}
	return s.write("data: " + string(text))
}

// write sends a line and the blank one after it.
func (s *speaker) write(line string) bool {
	if s.gone() {
		return false
	}
	text := strings.Repeat(": keep-alive\n\n", s.turn.Comments) + line + "\n\n"
	if _, err := io.WriteString(s.w, text); err != nil {
		s.left = true
		return false
	}
	s.flush()
	return true
}

func (s *speaker) flush() { _ = http.NewResponseController(s.w).Flush() }

func (s *speaker) gone() bool {
	select {
	case <-s.done:
		s.left = true
		return true
	default:
		return false
	}
}

// gate waits until the next piece may be said.
func (s *speaker) gate() bool {
	if s.turn.Gate == nil {
		return true
	}
	select {
	case <-s.turn.Gate:
		return true
	case <-s.done:
		s.left = true
	case <-s.closing:
	}
	return false
}

func (s *speaker) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.done:
		s.left = true
	case <-s.closing:
	}
	return false
}

// stall waits until the client leaves.
func (s *speaker) stall() {
	if s.turn.StallComments {
		for s.pause(between) && s.write(": keep-alive") {
			continue
		}
		return
	}
	select {
	case <-s.done:
		s.left = true
	case <-s.closing:
	}
}
