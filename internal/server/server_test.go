package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
)

// schema answers every operation with a text of the asked-for length.
func schema(tb testing.TB) graphql.ExecutableSchema {
	tb.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Input: `
		type Query { text(length: Int): String panics: String } type Mutation { change: String }`})
	require.NoError(tb, err)
	return &graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return parsed },
		ExecFunc: func(ctx context.Context) graphql.ResponseHandler {
			operation := graphql.GetOperationContext(ctx)
			length, err := strconv.Atoi(fmt.Sprint(operation.Variables["n"]))
			if err != nil {
				length = 1
			}
			return graphql.OneShot(&graphql.Response{Data: []byte(`{"text":"` + strings.Repeat("a", length) + `"}`)})
		},
	}
}

type drawn struct{ err error }

func (d drawn) Picture(_ context.Context, kind, slug string, view int) ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	if slug != "agbada" || kind != "products" {
		return nil, fault.Missing("picture")
	}
	return []byte("<svg>" + strings.Repeat("view ", view*300) + "</svg>"), nil
}

func options(tb testing.TB, log io.Writer) Options {
	tb.Helper()
	return Options{
		Schema: schema(tb), Pictures: drawn{}, Registry: prometheus.NewRegistry(),
		Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

func ask(tb testing.TB, to http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	request := httptest.NewRequestWithContext(tb.Context(), method, target, strings.NewReader(body))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	to.ServeHTTP(recorder, request)
	return recorder
}

const text = `{"query":"query Text($n:Int){text(length:$n)}","variables":{"n":5}}`

func TestGraphQLIsServedWithSafeHeaders(t *testing.T) {
	t.Parallel()
	got := ask(t, New(options(t, io.Discard)), http.MethodPost, "/graphql", text)
	require.Equal(t, http.StatusOK, got.Code)
	require.JSONEq(t, `{"data":{"text":"aaaaa"}}`, got.Body.String())
	require.Equal(t, "nosniff", got.Header().Get("X-Content-Type-Options"))
	require.Equal(t, "DENY", got.Header().Get("X-Frame-Options"))
	require.Contains(t, got.Header().Get("Content-Security-Policy"), "default-src 'none'")
	require.Len(t, got.Header().Get(RequestIDHeader), 36)
}

func TestAttachPreparesEachRequest(t *testing.T) {
	t.Parallel()
	opts, attached := options(t, io.Discard), 0
	opts.Attach = func(ctx context.Context) context.Context { attached++; return ctx }
	to := New(opts)
	for range 3 {
		ask(t, to, http.MethodPost, "/graphql", text)
	}
	require.Equal(t, 3, attached)
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	to := New(options(t, io.Discard))
	for id, kept := range map[string]bool{
		"mobile-0123456789": true, "A_b-9xyz": true,
		"short": false, "": false, "has space 12345": false, "line\nbreak-123": false, "ünïcödé-12345": false,
		strings.Repeat("x", 64): true, strings.Repeat("x", 65): false,
	} {
		got := ask(t, to, http.MethodGet, "/healthz", "", RequestIDHeader, id).Header().Get(RequestIDHeader)
		require.Equal(t, kept, got == id, "%q gave %q", id, got)
		require.NotEmpty(t, got)
	}
}

func TestLargeAnswersArePacked(t *testing.T) {
	t.Parallel()
	to := New(options(t, io.Discard))
	large := strings.Replace(text, `"n":5`, `"n":5000`, 1)
	got := ask(t, to, http.MethodPost, "/graphql", large, "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", got.Header().Get("Content-Encoding"))
	require.Empty(t, got.Header().Get("Content-Length"))
	require.Less(t, got.Body.Len(), 500)
	unpacked, err := gzip.NewReader(got.Body)
	require.NoError(t, err)
	plain, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.Len(t, plain, 5000+len(`{"data":{"text":""}}`))
	for body, encoding := range map[string]string{text: "gzip", large: "identity"} {
		got = ask(t, to, http.MethodPost, "/graphql", body, "Accept-Encoding", encoding)
		require.Empty(t, got.Header().Get("Content-Encoding"))
		require.NotEmpty(t, got.Header().Get("Content-Length"))
	}
}

func TestForeignPagesAreKeptOut(t *testing.T) {
	t.Parallel()
	opts := options(t, io.Discard)
	opts.Origins = []string{"https://shop.example"}
	to := New(opts)
	for origin, status := range map[string]int{"https://shop.example": 200, "https://evil.example": 403} {
		got := ask(t, to, http.MethodPost, "/graphql", text, "Origin", origin, "Sec-Fetch-Site", "cross-site")
		require.Equal(t, status, got.Code, origin)
		require.True(t, json.Valid(got.Body.Bytes()))
		allowed := got.Header().Get("Access-Control-Allow-Origin")
		if status == http.StatusOK {
			require.Equal(t, origin, allowed)
		} else {
			require.Empty(t, allowed)
			require.Contains(t, got.Body.String(), "FORBIDDEN")
		}
	}
	got := ask(t, to, http.MethodOptions, "/graphql", "", "Origin", "https://shop.example",
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "apollographql-client-name,apollographql-client-version,content-type,x-client-name,x-client-version,x-visit-id")
	require.Equal(t, http.StatusNoContent, got.Code)
	require.Equal(t, "https://shop.example", got.Header().Get("Access-Control-Allow-Origin"))
	closed := ask(t, New(options(t, io.Discard)), http.MethodPost, "/graphql", text, "Origin", "https://shop.example")
	require.Equal(t, http.StatusForbidden, closed.Code, "no origin is let in by default")
}

func TestOtherUpgradesAreRefused(t *testing.T) {
	t.Parallel()
	for upgrade, says := range map[string]string{"h2c": "websocket", "websocket": subprotocol} {
		got := ask(t, New(options(t, io.Discard)), http.MethodGet, "/graphql", "", "Upgrade", upgrade, "Connection", "Upgrade")
		require.Equal(t, http.StatusBadRequest, got.Code)
		require.Contains(t, got.Body.String(), "BAD_USER_INPUT")
		require.Contains(t, got.Body.String(), says)
	}
}

func TestAPanicIsAnsweredWithTheRequestsID(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	opts := options(t, &log)
	opts.Attach = func(context.Context) context.Context { panic("secret cause") }
	got := ask(t, New(opts), http.MethodPost, "/graphql", text, RequestIDHeader, "request-1234", "Accept-Encoding", "gzip")
	require.Equal(t, http.StatusInternalServerError, got.Code)
	require.JSONEq(t, `{"errors":[{"message":"something went wrong on our side","extensions":{"code":"INTERNAL","requestId":"request-1234"}}]}`, got.Body.String())
	require.Contains(t, log.String(), "secret cause")
	require.Contains(t, log.String(), "request-1234")
	require.Contains(t, log.String(), `"status":500`)
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	t.Parallel()
	log := slog.New(slog.DiscardHandler)
	meters := newMeters(prometheus.NewRegistry(), nil)
	to := identify(account(log, meters, recoverPanic(log, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("then this")
	}))))
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { ask(t, to, http.MethodGet, "/", "") })
}

func TestTheLogHoldsNothingThatWasSent(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	to := New(options(t, &log))
	ask(t, to, http.MethodPost, "/graphql?token=canary", strings.Replace(text, "Text", "canary", 1), "Authorization", "canary", "Cookie", "canary=canary")
	ask(t, to, http.MethodGet, "/graphql?query=canary", "")
	require.Contains(t, log.String(), `"path":"/graphql"`)
	require.NotContains(t, log.String(), "canary")
}

func TestPictures(t *testing.T) {
	t.Parallel()
	to := New(options(t, io.Discard))
	got := ask(t, to, http.MethodGet, "/media/products/agbada.svg?view=2", "")
	require.Equal(t, http.StatusOK, got.Code)
	require.Equal(t, "image/svg+xml; charset=utf-8", got.Header().Get("Content-Type"))
	require.Contains(t, got.Header().Get("Cache-Control"), "public")
	require.Equal(t, 600, strings.Count(got.Body.String(), "view"))
	tag := got.Header().Get("ETag")
	require.NotEmpty(t, tag)
	for known, status := range map[string]int{tag: 304, "*": 304, `"other", ` + tag: 304, strings.TrimPrefix(tag, "W/"): 304, `"other"`: 200} {
		got = ask(t, to, http.MethodGet, "/media/products/agbada.svg?view=2", "", "If-None-Match", known)
		require.Equal(t, status, got.Code, known)
		require.Equal(t, status == http.StatusNotModified, got.Body.Len() == 0)
	}
	require.NotEqual(t, tag, ask(t, to, http.MethodGet, "/media/products/agbada.svg", "").Header().Get("ETag"))
	for _, missing := range []string{"/media/products/nothing.svg", "/media/pets/agbada.svg", "/media/products/agbada.png", "/media/products/agbada", "/media/products/"} {
		require.Equal(t, http.StatusNotFound, ask(t, to, http.MethodGet, missing, "").Code, missing)
	}
	require.Equal(t, http.StatusMethodNotAllowed, ask(t, to, http.MethodPost, "/media/products/agbada.svg", "{}").Code)
	opts := options(t, io.Discard)
	opts.Pictures = drawn{errors.New("secret cause")}
	got = ask(t, New(opts), http.MethodGet, "/media/products/agbada.svg", "")
	require.Equal(t, http.StatusServiceUnavailable, got.Code)
	require.NotContains(t, got.Body.String(), "secret")
}

func TestPagesOfDevelopment(t *testing.T) {
	t.Parallel()
	opts := options(t, io.Discard)
	closed := New(opts)
	require.Equal(t, http.StatusNotFound, ask(t, closed, http.MethodGet, "/playground", "").Code)
	require.Contains(t, ask(t, closed, http.MethodGet, "/", "").Body.String(), "/graphql")
	require.Contains(t, ask(t, closed, http.MethodPost, "/graphql", `{"query":"{__schema{types{name}}}"}`).Body.String(), "introspection")
	opts.Registry, opts.Development = nil, true
	open := New(opts)
	require.Equal(t, http.StatusTemporaryRedirect, ask(t, open, http.MethodGet, "/", "").Code)
	page := ask(t, open, http.MethodGet, "/playground", "")
	require.Equal(t, http.StatusOK, page.Code)
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "script-src 'self' 'sha256-")
	require.Contains(t, ask(t, open, http.MethodPost, "/graphql", `{"query":"{tex}"}`).Body.String(), "Did you mean")
}
