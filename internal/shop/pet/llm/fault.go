package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/sashabaranov/go-openai"
)

// Kind is what went wrong with a model.
type Kind string

// The kinds.
const (
	// Refused says that the server does not take the request: key, model, size.
	Refused Kind = "refused"
	// Busy says that the server has too much to do, Quota that it is not paid.
	Busy  Kind = "busy"
	Quota Kind = "quota"
	// Down says that the server failed, Unreachable that there was none.
	Down        Kind = "down"
	Unreachable Kind = "unreachable"
	// NoStream says that the answer was something else, such as a page.
	NoStream Kind = "no_stream"
	// Mute says that the header did not come in time, Idle the next piece, Late
	// the end of the answer.
	Mute Kind = "mute"
	Idle Kind = "idle"
	Late Kind = "late"
	// Broken says that the stream told of an error or could not be read, Cut
	// that it ended before the answer did, TooLong that it had no end.
	Broken  Kind = "broken"
	Cut     Kind = "cut"
	TooLong Kind = "too_long"
	// Filtered says that the provider held the answer back, Empty that there
	// was none.
	Filtered Kind = "filtered"
	Empty    Kind = "empty"
)

// Fault is a failure of the model's server. It holds nothing that the server
// wrote, which may repeat the message or the key.
type Fault struct {
	Kind   Kind
	Status int
	// Code is the provider's word for it, where it is one plain word.
	Code string

	again bool
	after time.Duration
}

// Error names the kind.
func (f *Fault) Error() string {
	text := "llm: " + string(f.Kind)
	if f.Status != 0 {
		text += fmt.Sprintf(", status %d", f.Status)
	}
	if f.Code != "" {
		text += ", code " + f.Code
	}
	return text
}

var plainCode = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,39}$`)

// refusal is the fault that an HTTP answer other than 200 tells of.
func refusal(response *http.Response, body []byte, now time.Time) *Fault {
	var told struct {
		Error struct {
			Code any `json:"code"`
			Type any `json:"type"`
		} `json:"error"`
	}
	_ = json.Unmarshal(body, &told) // A page says as little.
	f := &Fault{Kind: Refused, Status: response.StatusCode}
	quota := false
	for _, word := range []any{told.Error.Type, told.Error.Code} {
		if code, ok := word.(string); ok && plainCode.MatchString(code) {
			f.Code = code
			quota = quota || code == "insufficient_quota"
		}
	}
	switch {
	case quota:
		f.Kind = Quota
	case f.Status == http.StatusTooManyRequests:
		f.Kind, f.again = Busy, true
	case f.Status >= http.StatusInternalServerError:
		f.Kind, f.again = Down, true
	}
	f.after = retryAfter(response.Header, now)
	return f
}

// broken is the fault that an error of the stream's reader stands for.
func broken(err error) *Fault {
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	f := &Fault{Kind: Broken}
	if told, ok := errors.AsType[*openai.APIError](err); ok {
		if code, ok := told.Code.(string); ok && plainCode.MatchString(code) {
			f.Code = code
		}
	}
	return f
}
