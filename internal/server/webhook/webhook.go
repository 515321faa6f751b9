// Package webhook takes the messages that payment providers send. It looks at
// none: it keeps their size within bounds, hands the raw bytes to the inbox and
// answers at once. What a message is about is worked later, by a job.
//
// Providers take only 200 for an answer and send everything else again, for
// days. So a message that is kept, was kept before or is of no interest is 200.
package webhook

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"zuka/internal/platform/fault"
)

const (
	// Prefix is where the providers' addresses begin: /webhooks/paystack.
	Prefix = "/webhooks/"
	// maxBody is the size of the largest message; theirs have a few kilobytes.
	maxBody = 1 << 20
	// readTime bounds how long a message may take to arrive.
	readTime = 10 * time.Second
)

// Inbox keeps messages. It answers UNAUTHENTICATED for one that the provider
// did not sign and NOT_FOUND for a provider that the shop does not have.
type Inbox interface {
	Receive(ctx context.Context, provider string, header http.Header, body []byte) error
}

type handler struct {
	inbox Inbox
	log   *slog.Logger
}

// Handler serves POST /webhooks/{provider}. Neither headers nor bodies are
// logged: they have signatures and people in them.
func Handler(inbox Inbox, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST "+Prefix+"{provider}", &handler{inbox: inbox, log: log})
	return mux
}

// ServeHTTP keeps one message.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	provider := r.PathValue("provider")
	body, status := read(w, r)
	if status == http.StatusOK {
		err := h.inbox.Receive(r.Context(), provider, r.Header, body)
		if status = statusOf(err); status == http.StatusServiceUnavailable {
			h.log.ErrorContext(r.Context(), "a provider's message could not be kept", "provider", provider, "cause", err)
			w.Header().Set("Retry-After", retryAfter(err))
		}
		if status == http.StatusUnauthorized {
			h.log.WarnContext(r.Context(), "a message was not signed by its provider", "provider", provider)
		}
	}
	w.WriteHeader(status)
}

// read is the raw body, or the status that says why it cannot be had.
func read(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
	// Not every writer can, as in a test; the server has a limit of its own.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTime))
	if r.ContentLength > maxBody {
		return nil, http.StatusRequestEntityTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	return body, http.StatusOK
}

func statusOf(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case fault.Is(err, fault.Unauthenticated):
		return http.StatusUnauthorized
	case fault.Is(err, fault.NotFound):
		return http.StatusNotFound
	}
	return http.StatusServiceUnavailable
}

// retryAfter is a whole number of seconds, at least one.
func retryAfter(err error) string {
	wait := time.Second
	if known, is := fault.From(err); is {
		wait = max(wait, known.RetryAfter)
	}
	return strconv.Itoa(int(math.Ceil(wait.Seconds())))
}
