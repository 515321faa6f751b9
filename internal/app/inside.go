package app

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// inside sends requests to a handler of this process instead of the network,
// for what plays an outside service in development.
type inside struct{ handler http.Handler }

// RoundTrip answers one request.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := &written{header: make(http.Header), status: http.StatusOK}
	if err := answer.of(i.handler, r); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: answer.status, Status: http.StatusText(answer.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.header, Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r,
	}, nil
}

// insideLater does the same for a handler that is made later.
func insideLater(handler func() http.Handler) http.RoundTripper { return later(handler) }

type later func() http.Handler

// RoundTrip answers one request.
func (l later) RoundTrip(r *http.Request) (*http.Response, error) {
	return inside{l()}.RoundTrip(r)
}

// written keeps what a handler answers.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// of lets a handler answer; one that breaks off, as net/http lets it, is an
// error.
func (w *written) of(handler http.Handler, r *http.Request) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("the connection was cut: %v", thrown)
		}
	}()
	// A server's request always has a body, an address and a path to route by.
	served := r.Clone(r.Context())
	served.RequestURI, served.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	if served.Body == nil {
		served.Body = http.NoBody
	}
	handler.ServeHTTP(w, served)
	return nil
}

// Header is the answer's.
func (w *written) Header() http.Header { return w.header }

// WriteHeader notes the status.
func (w *written) WriteHeader(status int) { w.status = status }

// Write keeps the body.
func (w *written) Write(body []byte) (int, error) { return w.body.Write(body) }
