package llm

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/sashabaranov/go-openai"
)

const (
	// breath is the pause before a second try where the server names none.
	breath = 200 * time.Millisecond
	// longestBreath is how long a shopper is made to wait for it.
	longestBreath = 2 * time.Second
)

// retryAfter is how long the server asks to wait: breath when it does not say.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if text := header.Get("Retry-After-Ms"); text != "" {
		if ms, err := strconv.ParseFloat(text, 64); err == nil && ms >= 0 {
			return time.Duration(min(ms, 1e9)) * time.Millisecond
		}
	}
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1e6) * float64(time.Second))
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return breath
}

// open begins a stream. What fails before it is tried once more a message,
// unless the shopper has begun to read or would wait too long.
func (a *answering) open(ctx context.Context, request openai.ChatCompletionRequest) (*stream, error) {
	for {
		s, err := a.brain.open(ctx, request)
		if err == nil {
			return s, nil
		}
		fault, ok := errors.AsType[*Fault](err)
		if !ok || !fault.again || fault.after > longestBreath || a.retried || a.mouth.spoken {
			return nil, err
		}
		a.retried = true
		if err := a.brain.pause(ctx, fault.after); err != nil {
			return nil, err
		}
	}
}

// pause waits, but not longer than the context.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
