// Package beacon takes what pages and apps tell of their visits: a POST as
// navigator.sendBeacon sends it, which can set no header and often is the last
// that a page does. It keeps the size within bounds, hands the body on and
// answers in JSON. What a body says is not its business.
//
// It is to be served behind what recognises visitors, and behind the server's
// CORS headers.
package beacon

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"zuka/internal/platform/fault"
)

const (
	// Path is where pages send to.
	Path = "/events"
	// maxBody is the size of the largest body in bytes; browsers send half of
	// it at most.
	maxBody = 128 << 10
	// readTime bounds how long a body may take to arrive.
	readTime = 10 * time.Second
)

// Answer is what became of a call.
type Answer struct {
	// Accepted is how many events were taken; those with faults are not.
	Accepted int     `json:"accepted"`
	Faults   []Fault `json:"faults"`
}

// Fault is what is wrong with one field of one event.
type Fault struct {
	// Index is the event's place in the call, from 0.
	Index int `json:"index"`
	// ID is what the client calls the event, where that is readable.
	ID      string `json:"id,omitempty"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Settings say who takes the events, and from whom.
type Settings struct {
	// Take takes a body, which it may keep. Its error is a fault for what the
	// caller may be told, as that the body is not JSON, that the visitor sends
	// too much or that the events cannot be kept now; any other is logged and
	// masked.
	Take func(ctx context.Context, body []byte) (Answer, error)
	// Origins are the other origins whose pages may send, as in
	// https://shop.example; this server's own always may.
	Origins []string
	Log     *slog.Logger
}

// Handler serves Path. It answers 202 with an Answer, or an error as
// {"errors":[{"code","field","message"}]}: 400 for a body that is none, 403 for
// a page of an unknown origin, 405, 413, 415, 429 and 503 with Retry-After.
func Handler(settings Settings) http.Handler {
	protection := http.NewCrossOriginProtection()
	for _, origin := range settings.Origins {
		if err := protection.AddTrustedOrigin(strings.TrimSuffix(origin, "/")); err != nil {
			settings.Log.Warn("an origin that is none may not send events", "origin", origin, "cause", err)
		}
	}
	return &handler{Settings: settings, protection: protection}
}

type handler struct {
	Settings
	protection *http.CrossOriginProtection
}

// ServeHTTP takes one call.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if status, message := h.refused(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodPost)
		}
		refuse(w, status, fault.New(codeOf(status), "%s", message))
		return
	}
	body, status, message := read(w, r)
	if status != 0 {
		refuse(w, status, fault.New(codeOf(status), "%s", message))
		return
	}
	answer, err := h.Take(r.Context(), body)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	if answer.Faults == nil {
		answer.Faults = []Fault{} // A list to clients, always.
	}
	write(w, http.StatusAccepted, answer)
}

// refused says why a request is not looked at; the status is 0 when it is.
func (h *handler) refused(r *http.Request) (status int, message string) {
	switch {
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed, "events are sent by POST"
	case h.protection.Check(r) != nil:
		return http.StatusForbidden, "this page may not send events here"
	case !isJSON(r.Header.Get("Content-Type")), r.Header.Get("Content-Encoding") != "":
		return http.StatusUnsupportedMediaType, "events are sent as application/json or text/plain, not compressed"
	}
	return 0, ""
}

// isJSON tells whether a body of this type may be the JSON of events. Browsers
// send without asking the server first only what they call text, or nothing.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	media, _, _ := mime.ParseMediaType(contentType) // The type is there when a parameter is wrong.
	return media == "text/plain" || media == "application/json"
}

// read is the whole body, or the status that says why it cannot be had.
func read(w http.ResponseWriter, r *http.Request) (body []byte, status int, message string) {
	// Not every writer can, as in a test; the server has a limit of its own.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTime))
	const large = "a call may have 128 KiB: send fewer events at a time"
	if r.ContentLength > maxBody {
		return nil, http.StatusRequestEntityTooLarge, large
	}
	body = make([]byte, 0, max(r.ContentLength, 0)+512)
	body, err := readAll(http.MaxBytesReader(w, r.Body, maxBody), body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge, large
	case err != nil:
		return nil, http.StatusBadRequest, "the body did not arrive"
	}
	return body, 0, ""
}

// readAll is io.ReadAll into memory that is there already.
func readAll(from io.Reader, body []byte) ([]byte, error) {
	for {
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
		count, err := from.Read(body[len(body):cap(body)])
		body = body[:len(body)+count]
		switch {
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return nil, err
		}
	}
}

// fail answers what Take refused.
func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	var faults fault.Faults
	if !errors.As(err, &faults) {
		one, expected := fault.From(err)
		if !expected {
			h.Log.ErrorContext(r.Context(), "events could not be taken", "cause", err)
			one = fault.New(fault.Internal, "something went wrong on our side")
		}
		faults = fault.Faults{one}
	}
	status := statusOf(faults[0].Code)
	switch status {
	case http.StatusServiceUnavailable:
		h.Log.WarnContext(r.Context(), "events cannot be kept now", "cause", errors.Unwrap(faults[0]))
		fallthrough
	case http.StatusTooManyRequests:
		// Whole seconds, at least one.
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(max(time.Second, faults[0].RetryAfter).Seconds()))))
	}
	refuse(w, status, faults...)
}

// statuses are those that a code of a fault is answered with; another is 400.
var statuses = map[fault.Code]int{
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
	fault.RateLimited: http.StatusTooManyRequests, fault.ServiceUnavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

func statusOf(code fault.Code) int {
	if status, known := statuses[code]; known {
		return status
	}
	return http.StatusBadRequest
}

func codeOf(status int) fault.Code {
	if status == http.StatusForbidden {
		return fault.Forbidden
	}
	return fault.BadUserInput
}

// told is a fault as clients see it.
type told struct {
	Code    fault.Code `json:"code"`
	Field   string     `json:"field,omitempty"`
	Message string     `json:"message"`
}

func refuse(w http.ResponseWriter, status int, faults ...*fault.Fault) {
	var answer struct {
		Errors []told `json:"errors"`
	}
	for _, one := range faults {
		answer.Errors = append(answer.Errors, told{Code: one.Code, Field: strings.Join(one.Field, "."), Message: one.Message})
	}
	write(w, status, answer)
}

func write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // The client has gone; there is nobody to tell.
}
