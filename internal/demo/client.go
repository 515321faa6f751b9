package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Codes that the shop answers with, as far as the demo acts on them.
const (
	retryLater      = "RETRY_LATER"
	rateLimited     = "RATE_LIMITED"
	unauthenticated = "UNAUTHENTICATED"
	notFound        = "NOT_FOUND"
	stateConflict   = "STATE_CONFLICT"
	scoreRejected   = "SCORE_REJECTED"
	// unreachable is our own: nothing answers, or not for now.
	unreachable = "UNREACHABLE"
)

const (
	// patience is how long an answer may take.
	patience = 30 * time.Second
	// longestAnswer is far above what the shop answers here, in bytes.
	longestAnswer = 1 << 20
)

// problem is why the shop did not do what it was asked for.
type problem struct {
	Code, Message string
	// RetryAfter is how many seconds to wait; 0 when that is not told.
	RetryAfter float64
}

// Error is the shop's own words.
func (p *problem) Error() string { return p.Message + " (" + p.Code + ")" }

// codeOf is the shop's code in an error; empty when it has none.
func codeOf(err error) string {
	var p *problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// outcome is what every payload of a mutation has.
type outcome struct{ UserErrors []problem }

func (o outcome) problem() error {
	if len(o.UserErrors) == 0 {
		return nil
	}
	return &o.UserErrors[0]
}

// payload is what a mutation answers.
type payload interface{ problem() error }

// reply is an answer of the API.
type reply struct {
	Data   struct{ Result json.RawMessage }
	Errors []struct {
		Message    string
		Extensions struct {
			Code       string
			RetryAfter float64
		}
	}
}

// client asks one shop.
type client struct {
	base string // without a slash at the end
	http *http.Client
}

// headers are what a request says of who asks.
type headers map[string]string

// mutate runs a mutation whose field is called result. What the shop says
// against it is a problem, whether the payload says so or the answer.
func (c *client) mutate(ctx context.Context, by headers, query string, variables map[string]any, into payload) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return fmt.Errorf("writing a request: %w", err)
	}
	by["Content-Type"] = "application/json"
	text, status, err := c.send(ctx, http.MethodPost, c.base+"/graphql", by, body)
	if err != nil {
		return err
	}
	var got reply
	if err := json.Unmarshal(text, &got); err != nil {
		return fmt.Errorf("%s/graphql is no GraphQL API: it answers %d", c.base, status)
	}
	if len(got.Errors) > 0 {
		first := got.Errors[0]
		code := first.Extensions.Code
		if status >= http.StatusInternalServerError {
			code = unreachable
		}
		return &problem{Code: code, Message: first.Message, RetryAfter: first.Extensions.RetryAfter}
	}
	if err := json.Unmarshal(got.Data.Result, into); err != nil {
		return fmt.Errorf("reading an answer: %w", err)
	}
	return into.problem()
}

// identity is a token of the page that plays Google.
func (c *client) identity(ctx context.Context, p person, n nonce) (string, error) {
	asked := url.Values{
		"format": {"json"}, "provider": {"google"}, "email": {p.email}, "name": {p.name}, "nonce": {n.Value}, "nonceId": {n.ID},
	}
	text, status, err := c.send(ctx, http.MethodGet, c.base+"/dev/identity?"+asked.Encode(), nil, nil)
	if err != nil {
		return "", err
	}
	var got struct{ IDToken, Error string }
	if status == http.StatusNotFound || json.Unmarshal(text, &got) != nil {
		return "", fmt.Errorf("%s has no development identities (it answers %d): is it a development server?", c.base, status)
	}
	if got.IDToken == "" {
		return "", fmt.Errorf("the development identity was refused: %s", got.Error)
	}
	return got.IDToken, nil
}

// send makes one request. Only that nothing answers is an error, or that the
// server is not there for a moment.
func (c *client) send(ctx context.Context, method, address string, by headers, body []byte) (text []byte, status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, 0, fmt.Errorf("making a request: %w", err)
	}
	for name, value := range by {
		request.Header.Set(name, value)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, 0, &problem{Code: unreachable, Message: err.Error()}
	}
	defer func() { _ = response.Body.Close() }() // It was read.
	text, err = io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err != nil {
		return nil, 0, &problem{Code: unreachable, Message: err.Error()}
	}
	if response.StatusCode >= http.StatusInternalServerError && !json.Valid(text) {
		return nil, 0, &problem{Code: unreachable, Message: "the server answers " + response.Status}
	}
	return text, response.StatusCode, nil
}
