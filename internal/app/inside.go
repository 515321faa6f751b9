package app

import (
	"bytes"
	"io"
	"net/http"
)

// inside sends requests to a handler of this process instead of the network,
// for what plays an outside service in development.
type inside struct{ handler http.Handler }

// RoundTrip answers one request.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := &written{header: make(http.Header), status: http.StatusOK}
	i.handler.ServeHTTP(answer, r)
	return &http.Response{
		StatusCode: answer.status, Status: http.StatusText(answer.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.header, Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r,
	}, nil
}

// written keeps what a handler answers.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is the answer's.
func (w *written) Header() http.Header { return w.header }

// WriteHeader notes the status.
func (w *written) WriteHeader(status int) { w.status = status }

// Write keeps the body.
func (w *written) Write(body []byte) (int, error) { return w.body.Write(body) }
