// Package wire asks a payment provider over HTTP. It knows what all of them
// have in common: a key that must go nowhere else, JSON in both directions, and
// the many ways of getting no answer. What an answer means is the provider's
// package to know.
package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"zuka/internal/shop/payment/gateway"
)

const (
	// maxAnswer is far above what a provider answers.
	maxAnswer = 1 << 20
	userAgent = "zuka"
)

// Settings say whom to ask.
type Settings struct {
	// Provider is the name in errors.
	Provider string
	// BaseURL is what paths are put behind. It has to be https when Live.
	BaseURL string
	// Key goes along as a bearer token.
	Key string
	// HTTP may be nil. It is copied: redirects are not followed, because they
	// would carry the key elsewhere, and cookies are not kept.
	HTTP *http.Client
	// Timeout bounds one call, from the connection to the end of the answer.
	Timeout time.Duration
	Live    bool
}

// Line is a way to a provider, for any number of calls at the same time.
type Line struct {
	provider, base, key string
	client              http.Client
	timeout             time.Duration
	now                 func() time.Time
}

// New checks the settings, and tells everything that is wrong with them at
// once, without quoting the key. It does not connect.
func New(settings Settings) (*Line, error) {
	var faults []error
	check := func(holds bool, text string) {
		if !holds {
			faults = append(faults, fmt.Errorf("%s: %s", settings.Provider, text))
		}
	}
	base, err := url.Parse(settings.BaseURL)
	check(err == nil && (base.Scheme == "https" || base.Scheme == "http") && base.Host != "" &&
		base.RawQuery == "" && base.Fragment == "" && base.User == nil, "the address has to be https://host")
	check(err != nil || !settings.Live || base.Scheme == "https", "the live address has to be https")
	check(ValidKey(settings.Key), "the secret key is missing or has characters that no key has")
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	line := &Line{
		provider: settings.Provider, base: strings.TrimRight(settings.BaseURL, "/"), key: settings.Key,
		timeout: settings.Timeout, now: time.Now,
	}
	if settings.HTTP != nil {
		line.client = *settings.HTTP
	}
	line.client.Jar = nil
	line.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return line, nil
}

// ValidKey reports whether the text can be sent as a key: visible ASCII.
func ValidKey(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return text != ""
}

// Answer is a JSON object from a provider, with a status of 2xx, or of 4xx where
// that is about the request.
type Answer struct {
	Status int
	Body   []byte
}

// OK reports whether the provider did what was asked, by the status alone.
func (a Answer) OK() bool { return a.Status >= 200 && a.Status < 300 }

// Get asks. The path begins with a slash and is escaped. Every error is a
// gateway.Unavailable.
func (l *Line) Get(ctx context.Context, path string, query url.Values) (Answer, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return l.ask(ctx, http.MethodGet, path, nil)
}

// Post sends a body that can be written as JSON. It is sent once: after an
// error, which is a gateway.Unavailable, the provider may have acted.
func (l *Line) Post(ctx context.Context, path string, body any) (Answer, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return Answer{}, l.Unreadable("the request cannot be written as JSON")
	}
	return l.ask(ctx, http.MethodPost, path, text)
}

// Unreadable is the error for an answer that makes no sense.
func (l *Line) Unreadable(what string) error {
	return gateway.NewUnavailable(fmt.Errorf("%s: %s", l.provider, what), 0)
}

func (l *Line) ask(ctx context.Context, method, path string, body []byte) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	asked, err := http.NewRequestWithContext(ctx, method, l.base+path, reader)
	if err != nil {
		return Answer{}, l.Unreadable("the address cannot be asked")
	}
	asked.Header.Set("Authorization", "Bearer "+l.key)
	asked.Header.Set("Accept", "application/json")
	asked.Header.Set("User-Agent", userAgent)
	if body != nil {
		asked.Header.Set("Content-Type", "application/json")
	}
	got, err := l.client.Do(asked)
	if err != nil {
		return Answer{}, l.silence(ctx, err)
	}
	defer func() { _ = got.Body.Close() }() // What was wanted of it has been read.
	text, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer+1))
	if err != nil {
		return Answer{}, l.silence(ctx, err)
	}
	if err := l.judge(got, text); err != nil {
		return Answer{}, err
	}
	return Answer{Status: got.StatusCode, Body: text}, nil
}

// silence is the error of a call that got no answer. The error of net/http is
// not wrapped: it speaks of the whole address, and may quote what was received.
func (l *Line) silence(ctx context.Context, err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var network net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		err = fmt.Errorf("%s: the call was given up: %w", l.provider, context.Canceled)
	case ctx.Err() != nil, errors.As(err, &network) && network.Timeout():
		err = fmt.Errorf("%s: no answer in time: %w", l.provider, context.DeadlineExceeded)
	default:
		err = fmt.Errorf("%s: no answer: %s", l.provider, gateway.Words(err.Error()))
	}
	return gateway.NewUnavailable(err, 0)
}
