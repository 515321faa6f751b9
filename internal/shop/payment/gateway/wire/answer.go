package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"zuka/internal/shop/payment/gateway"
)

// maxWait is the longest that a provider can make the shop wait.
const maxWait = time.Hour

// judge keeps back what is no answer to the request.
func (l *Line) judge(got *http.Response, body []byte) error {
	status := got.StatusCode
	unavailable := func(cause error) error {
		return gateway.NewUnavailable(cause, l.wait(got.Header.Get("Retry-After")))
	}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return unavailable(fmt.Errorf("%s: %w (status %d)", l.provider, gateway.ErrKey, status))
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		return unavailable(fmt.Errorf("%s: status %d", l.provider, status))
	case status < 200 || status >= 300 && status < 400:
		return unavailable(fmt.Errorf("%s: sends elsewhere with status %d", l.provider, status))
	case len(body) > maxAnswer:
		return unavailable(fmt.Errorf("%s: the answer is too long", l.provider))
	case !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) || !json.Valid(body):
		return unavailable(fmt.Errorf("%s: the answer with status %d is not JSON", l.provider, status))
	}
	return nil
}

// wait reads Retry-After, which is seconds or a date.
func (l *Line) wait(header string) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(header, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		wait = date.Sub(l.now())
	}
	return min(max(wait, 0), maxWait)
}

// Refusal is a provider's no to what was asked. It is a gateway.ErrRefused
// until the provider's package knows better.
type Refusal struct {
	Provider string
	Status   int
	// Code may be empty. Words are the provider's, cleaned.
	Code, Words string
}

// Error is for logs and staff.
func (r *Refusal) Error() string {
	text := fmt.Sprintf("%v: %s: %s (status %d", gateway.ErrRefused, r.Provider, r.Words, r.Status)
	if r.Code != "" {
		text += ", " + r.Code
	}
	return text + ")"
}

// Unwrap makes it a gateway.ErrRefused.
func (r *Refusal) Unwrap() error { return gateway.ErrRefused }

// Says reports whether the code is this one, or the words contain one of the
// phrases, which are in small letters.
func (r *Refusal) Says(code string, phrases ...string) bool {
	if r.Code != "" && r.Code == code {
		return true
	}
	words := strings.ToLower(r.Words)
	for _, phrase := range phrases {
		if strings.Contains(words, phrase) {
			return true
		}
	}
	return false
}

// AsRefusal finds a Refusal in an error chain.
func AsRefusal(err error) (*Refusal, bool) {
	var refusal *Refusal
	ok := errors.As(err, &refusal)
	return refusal, ok
}

// Text is a JSON string, or a JSON number digit by digit as it was sent:
// providers write the same field now this way, now that, and neither ids of 64
// bits nor amounts survive a float64. Anything else is empty.
type Text string

// UnmarshalJSON never fails: an odd field must not hide the others.
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = ""
	switch {
	case len(raw) == 0:
	case raw[0] == '"':
		var text string
		if json.Unmarshal(raw, &text) == nil {
			*t = Text(text)
		}
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		*t = Text(raw)
	}
	return nil
}

// Time reads a moment as providers write it; nil when there is none.
func (t Text) Time() *time.Time {
	at, err := time.Parse(time.RFC3339, string(t))
	if err != nil {
		return nil
	}
	at = at.UTC()
	return &at
}

// Last4 is the text when it is the last four digits of a card, else empty.
func (t Text) Last4() string {
	if len(t) != 4 || !gateway.ValidID(string(t)) {
		return ""
	}
	return string(t)
}

// Object reads a JSON object into a struct of Texts, and reports whether it was
// one.
func Object(raw json.RawMessage, into any) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, into) == nil
}

// Objects reads a JSON array of objects, or one object as an array of it.
func Objects[T any](raw json.RawMessage) (read []T, ok bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] == '{' {
		read = make([]T, 1)
		return read, json.Unmarshal(raw, &read[0]) == nil
	}
	return read, len(raw) > 0 && raw[0] == '[' && json.Unmarshal(raw, &read) == nil
}
