package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
)

// RequestIDHeader carries the id of a request, both ways.
const RequestIDHeader = "X-Request-Id"

var errPanicked = errors.New("a resolver panicked")

type requestIDKey struct{}

// RequestID is the id of the request, by which its log lines are found.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID lets what outlives a request have its id.
func withRequestID(ctx, request context.Context) context.Context {
	return context.WithValue(ctx, requestIDKey{}, RequestID(request))
}

// identify gives every request an id: the caller's, where it is a plain one.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(RequestIDHeader)
		if !plain(id) {
			id = uuid.NewString()
		}
		w.Header().Set(RequestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// plain keeps what a caller sends from writing into the log more than an id.
func plain(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	for _, r := range id {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// recorder remembers the status that was written, and whether the answer is a
// stream or a socket.
type recorder struct {
	http.ResponseWriter
	status   int
	streamed bool
}

// WriteHeader notes the status and passes it on.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
		r.streamed = status == http.StatusSwitchingProtocols
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes that a body without a status means 200.
func (r *recorder) Write(body []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(body)
}

// Flush sends what was written: only a stream asks for it. Compression looks
// for this method itself and does not unwrap.
func (r *recorder) Flush() {
	r.streamed = true
	_ = http.NewResponseController(r.ResponseWriter).Flush() // What cannot flush sends at the end.
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// account logs and measures each request: never its query string, its body or
// its headers, which hold what is nobody's business.
func account(log *slog.Logger, meters *meters, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		recorded := &recorder{ResponseWriter: w}
		// Deferred, for a connection that is cut on purpose counts as well.
		defer func() {
			if recorded.status == 0 {
				recorded.status = http.StatusOK // What net/http sends for a handler that writes nothing.
			}
			took := time.Since(begun)
			if !recorded.streamed { // How long a stream was open is no measure of speed.
				meters.request(r, recorded.status, took)
			}
			level := slog.LevelDebug
			if recorded.status >= http.StatusInternalServerError {
				level = slog.LevelWarn
			}
			if log.Enabled(r.Context(), level) {
				log.LogAttrs(r.Context(), level, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
					slog.Int("status", recorded.status), slog.Duration("took", took), slog.String("request", RequestID(r.Context())))
			}
		}()
		next.ServeHTTP(recorded, r)
	})
}

// recoverPanic answers a panic outside of a resolver with the request's id.
func recoverPanic(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			thrown := recover()
			if thrown == nil {
				return
			}
			if thrown == http.ErrAbortHandler {
				panic(thrown) // How a handler drops its connection on purpose.
			}
			id := RequestID(r.Context())
			log.ErrorContext(r.Context(), "a handler panicked", "thrown", thrown, "request", id, "stack", stack())
			if recorded, ok := w.(*recorder); ok && recorded.status != 0 {
				// Half an answer is out; only a cut connection tells that it is no whole one.
				panic(http.ErrAbortHandler)
			}
			for _, stale := range []string{"Content-Length", "Content-Encoding", "Etag"} {
				w.Header().Del(stale)
			}
			answer(w, http.StatusInternalServerError, fmt.Appendf(nil,
				`{"errors":[{"message":"something went wrong on our side","extensions":{"code":"INTERNAL","requestId":%q}}]}`, id))
		}()
		next.ServeHTTP(w, r)
	})
}

func stack() string { return string(debug.Stack()) }

// Header values that every answer shares; nobody appends to them. Pages that
// need more than nothing set their own policy over this one.
var (
	noSniff    = []string{"nosniff"}
	noReferrer = []string{"strict-origin-when-cross-origin"}
	noFrame    = []string{"DENY"}
	noContent  = []string{"default-src 'none'; frame-ancestors 'none'"}
)

// secure sets what keeps browsers from misusing an answer.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header["X-Content-Type-Options"] = noSniff
		header["Referrer-Policy"] = noReferrer
		header["X-Frame-Options"] = noFrame
		header["Content-Security-Policy"] = noContent
		next.ServeHTTP(w, r)
	})
}
