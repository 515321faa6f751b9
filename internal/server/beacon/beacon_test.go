package beacon_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
	"zuka/internal/server"
	"zuka/internal/server/beacon"
)

// taker is a scripted Take that keeps what it was given.
type taker struct {
	answer beacon.Answer
	err    error
	bodies []string
}

func (t *taker) take(_ context.Context, body []byte) (beacon.Answer, error) {
	t.bodies = append(t.bodies, string(body))
	return t.answer, t.err
}

const origin = "https://shop.example"

// page is a POST as a page of an origin sends it.
func page(t testing.TB, from, contentType string, body io.Reader) *http.Request {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example"+beacon.Path, body)
	request.Header.Set("Origin", from)
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	return request
}

func send(to *taker, request *http.Request) (answer *httptest.ResponseRecorder, log string) {
	var lines bytes.Buffer
	recorder := httptest.NewRecorder()
	beacon.Handler(beacon.Settings{Take: to.take, Origins: []string{origin + "/"}, Log: slog.New(slog.NewTextHandler(&lines, nil))}).ServeHTTP(recorder, request)
	return recorder, lines.String()
}

func TestWhatWasTakenIsAnswered(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		answer beacon.Answer
		want   string
	}{
		"all":  {beacon.Answer{Accepted: 2}, `{"accepted":2,"faults":[]}`},
		"some": {beacon.Answer{Accepted: 1, Faults: []beacon.Fault{{Index: 1, ID: "x", Field: "at", Message: "is late"}}}, `{"accepted":1,"faults":[{"index":1,"id":"x","field":"at","message":"is late"}]}`},
		"none": {beacon.Answer{Faults: []beacon.Fault{{Field: "id", Message: "is missing"}}}, `{"accepted":0,"faults":[{"index":0,"field":"id","message":"is missing"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := &taker{answer: row.answer}
			answer, log := send(to, page(t, origin, "text/plain;charset=UTF-8", strings.NewReader(`{"events":[]}`)))
			require.Equal(t, http.StatusAccepted, answer.Code)
			require.Equal(t, "application/json", answer.Header().Get("Content-Type"))
			require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
			require.JSONEq(t, row.want, answer.Body.String())
			require.Equal(t, []string{`{"events":[]}`}, to.bodies)
			require.Empty(t, log)
		})
	}
}

func TestKindsOfBodies(t *testing.T) {
	t.Parallel()
	for contentType, status := range map[string]int{
		"text/plain;charset=UTF-8": http.StatusAccepted, "text/plain": http.StatusAccepted, "TEXT/PLAIN; charset=utf-8": http.StatusAccepted,
		"text/plain; charset=\xff": http.StatusAccepted, "text/plain; broken": http.StatusAccepted,
		"application/json": http.StatusAccepted, "application/json; charset=utf-8": http.StatusAccepted, "": http.StatusAccepted,
		"application/x-www-form-urlencoded": http.StatusUnsupportedMediaType, "multipart/form-data; boundary=x": http.StatusUnsupportedMediaType,
		"image/png": http.StatusUnsupportedMediaType, "text/plainer": http.StatusUnsupportedMediaType, ";": http.StatusUnsupportedMediaType,
	} {
		to := &taker{}
		answer, _ := send(to, page(t, origin, contentType, strings.NewReader("[]")))
		require.Equal(t, status, answer.Code, contentType)
		require.Len(t, to.bodies, map[bool]int{true: 1}[status == http.StatusAccepted], contentType)
	}
	packed := page(t, origin, "application/json", strings.NewReader("\x1f\x8b"))
	packed.Header.Set("Content-Encoding", "gzip")
	answer, _ := send(&taker{}, packed)
	require.Equal(t, http.StatusUnsupportedMediaType, answer.Code)
}

func TestBodiesHaveALimit(t *testing.T) {
	t.Parallel()
	const limit = 128 << 10
	for name, row := range map[string]struct {
		size     int
		measured bool
		status   int
	}{
		"empty":                  {0, true, http.StatusAccepted},
		"the largest":            {limit, true, http.StatusAccepted},
		"the largest, in chunks": {limit, false, http.StatusAccepted},
		"larger":                 {limit + 1, true, http.StatusRequestEntityTooLarge},
		"larger, in chunks":      {limit + 1, false, http.StatusRequestEntityTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := strings.Repeat("x", row.size)
			request := page(t, origin, "text/plain", strings.NewReader(body))
			if !row.measured {
				request.ContentLength = -1
			}
			to := &taker{}
			answer, _ := send(to, request)
			require.Equal(t, row.status, answer.Code)
			if row.status == http.StatusAccepted {
				require.Equal(t, []string{body}, to.bodies, "every byte arrives")
				return
			}
			require.Empty(t, to.bodies)
			require.JSONEq(t, `{"errors":[{"code":"BAD_USER_INPUT","message":"a call may have 128 KiB: send fewer events at a time"}]}`, answer.Body.String())
		})
	}
	lied := page(t, origin, "text/plain", strings.NewReader("[]"))
	lied.ContentLength = 1000
	to := &taker{}
	answer, _ := send(to, lied)
	require.Equal(t, http.StatusAccepted, answer.Code, "the length is a hint")
	require.Equal(t, []string{"[]"}, to.bodies)

	answer, _ = send(&taker{}, page(t, origin, "text/plain", iotest.ErrReader(errors.New("cut"))))
	require.Equal(t, http.StatusBadRequest, answer.Code)
}

func TestOtherMethods(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		to := &taker{}
		answer, _ := send(to, httptest.NewRequestWithContext(t.Context(), method, beacon.Path, strings.NewReader("[]")))
		require.Equal(t, http.StatusMethodNotAllowed, answer.Code, method)
		require.Equal(t, http.MethodPost, answer.Header().Get("Allow"))
		require.Contains(t, answer.Body.String(), `"code":"BAD_USER_INPUT"`)
		require.Empty(t, to.bodies)
	}
}

// A page elsewhere must not tell things in the name of whoever looks at it.
func TestPagesOfOtherOriginsAreRefused(t *testing.T) {
	t.Parallel()
	for from, status := range map[string]int{
		origin: http.StatusAccepted, "https://api.example": http.StatusForbidden, // What calls itself cross-site is.
		"https://evil.example": http.StatusForbidden, "http://shop.example": http.StatusForbidden, "null": http.StatusForbidden,
	} {
		to := &taker{}
		answer, _ := send(to, page(t, from, "text/plain", strings.NewReader("[]")))
		require.Equal(t, status, answer.Code, from)
		require.Equal(t, status == http.StatusAccepted, len(to.bodies) == 1)
	}
	own := page(t, "https://api.example", "text/plain", strings.NewReader("[]"))
	own.Header.Set("Sec-Fetch-Site", "same-origin")
	app := page(t, "", "application/json", strings.NewReader("[]"))
	app.Header.Del("Origin")
	app.Header.Del("Sec-Fetch-Site")
	for _, request := range []*http.Request{own, app} {
		answer, _ := send(&taker{}, request)
		require.Equal(t, http.StatusAccepted, answer.Code)
	}
	var lines bytes.Buffer
	beacon.Handler(beacon.Settings{Origins: []string{"*"}, Log: slog.New(slog.NewTextHandler(&lines, nil))})
	require.Contains(t, lines.String(), "origin=*")
}

func TestWhatTakeRefuses(t *testing.T) {
	t.Parallel()
	busy := fault.New(fault.RateLimited, "too many events")
	busy.RetryAfter = 1500 * time.Millisecond
	for name, row := range map[string]struct {
		err    error
		status int
		retry  string
		want   string
		logged string
	}{
		"no JSON":         {fault.Invalid("", "the body is not JSON"), 400, "", `{"code":"BAD_USER_INPUT","message":"the body is not JSON"}`, ""},
		"too many":        {fmt.Errorf("reading: %w", fault.Invalid("events", "are too many")), 400, "", `{"code":"BAD_USER_INPUT","field":"events","message":"are too many"}`, ""},
		"several":         {fault.Faults{fault.Invalid("a.b", "x"), fault.Invalid("c", "y")}, 400, "", `{"code":"BAD_USER_INPUT","field":"a.b","message":"x"},{"code":"BAD_USER_INPUT","field":"c","message":"y"}`, ""},
		"busy":            {busy, 429, "2", `{"code":"RATE_LIMITED","message":"too many events"}`, ""},
		"busy, no time":   {fault.New(fault.RateLimited, "x"), 429, "1", `{"code":"RATE_LIMITED","message":"x"}`, ""},
		"unavailable":     {fault.Unavailable(errors.New("redis is away")), 503, "1", `{"code":"SERVICE_UNAVAILABLE","message":"the service is busy, please try again"}`, "redis is away"},
		"not for anybody": {fault.New(fault.Forbidden, "no"), 403, "", `{"code":"FORBIDDEN","message":"no"}`, ""},
		"unexpected":      {errors.New("password=hunter2"), 500, "", `{"code":"INTERNAL","message":"something went wrong on our side"}`, "hunter2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, log := send(&taker{err: row.err}, page(t, origin, "text/plain", strings.NewReader("body of a person")))
			require.Equal(t, row.status, answer.Code)
			require.Equal(t, row.retry, answer.Header().Get("Retry-After"))
			require.JSONEq(t, `{"errors":[`+row.want+`]}`, answer.Body.String())
			require.Contains(t, log, row.logged)
			require.Equal(t, row.logged == "", log == "")
			require.NotContains(t, log, "body of a person")
		})
	}
}

// TestAPageInABrowser goes through the whole server: what asks first, and what
// the browser lets the page see.
func TestAPageInABrowser(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: "type Query { a: Int }"})
	log := slog.New(slog.DiscardHandler)
	to := &taker{answer: beacon.Answer{Accepted: 1}}
	running := httptest.NewServer(server.New(server.Options{
		Schema:  &graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }},
		Origins: []string{origin}, Log: log,
		Pages: map[string]http.Handler{beacon.Path: beacon.Handler(beacon.Settings{Take: to.take, Origins: []string{origin}, Log: log})},
	}))
	t.Cleanup(running.Close)
	ask := func(method, from string, change func(http.Header)) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), method, running.URL+beacon.Path, strings.NewReader("[{}]"))
		require.NoError(t, err)
		request.Header.Set("Origin", from)
		change(request.Header)
		answer, err := running.Client().Do(request)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer
	}
	first := func(header http.Header) {
		header.Set("Access-Control-Request-Method", http.MethodPost)
		header.Set("Access-Control-Request-Headers", "content-type")
	}
	for from, allowed := range map[string]string{origin: origin, "https://evil.example": ""} {
		asked := ask(http.MethodOptions, from, first)
		require.Equal(t, allowed, asked.Header.Get("Access-Control-Allow-Origin"))
		sent := ask(http.MethodPost, from, func(header http.Header) { header.Set("Content-Type", "text/plain;charset=UTF-8") })
		require.Equal(t, allowed, sent.Header.Get("Access-Control-Allow-Origin"))
		if allowed != "" {
			require.Equal(t, "true", asked.Header.Get("Access-Control-Allow-Credentials"))
			require.Equal(t, "true", sent.Header.Get("Access-Control-Allow-Credentials"))
			require.Equal(t, http.StatusAccepted, sent.StatusCode)
		} else {
			require.Equal(t, http.StatusForbidden, sent.StatusCode)
		}
	}
	require.Equal(t, []string{"[{}]"}, to.bodies)
}

func BenchmarkHandler(b *testing.B) {
	body := bytes.Repeat([]byte("x"), 40<<10)
	handler := beacon.Handler(beacon.Settings{Log: slog.New(slog.DiscardHandler), Take: func(context.Context, []byte) (beacon.Answer, error) { return beacon.Answer{Accepted: 100}, nil }})
	b.ReportAllocs()
	for b.Loop() {
		request := httptest.NewRequest(http.MethodPost, beacon.Path, bytes.NewReader(body))
		handler.ServeHTTP(httptest.NewRecorder(), request)
	}
}
