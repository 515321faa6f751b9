package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestReadiness(t *testing.T) {
	t.Parallel()
	fine := Check{"postgres", func(context.Context) error { return nil }}
	down := Check{"redis", func(context.Context) error { return errors.New("password of the server") }}
	for name, test := range map[string]struct {
		checks []Check
		hangs  bool
		status int
		body   string
	}{
		"nothing to check": {nil, false, 200, `{"status":"ready","checks":{}}`},
		"all up":           {[]Check{fine}, false, 200, `{"status":"ready","checks":{"postgres":"up"}}`},
		"one down":         {[]Check{fine, down}, false, 503, `{"status":"unready","checks":{"postgres":"up","redis":"down"}}`},
		"one that hangs":   {[]Check{fine}, true, 503, `{"status":"unready","checks":{"deaf":"down","postgres":"up"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { // Its clock stands still while a check works.
				opts := options(t, io.Discard)
				opts.Checks = test.checks
				over := make(chan struct{})
				defer close(over)
				took := time.Duration(0)
				if test.hangs {
					deaf := Check{"deaf", func(context.Context) error { <-over; return nil }}
					opts.Checks, took = append([]Check{deaf}, test.checks...), checkTime
				}
				start := time.Now()
				got := ask(t, New(opts), http.MethodGet, "/readyz", "")
				require.Equal(t, test.status, got.Code)
				require.JSONEq(t, test.body, got.Body.String())
				require.Equal(t, took, time.Since(start))
			})
		})
	}
}

func TestHealthNeedsNothing(t *testing.T) {
	t.Parallel()
	opts := options(t, io.Discard)
	opts.Checks = []Check{{"postgres", func(context.Context) error { return errors.New("down") }}}
	require.Equal(t, http.StatusOK, ask(t, New(opts), http.MethodGet, "/healthz", "").Code)
}

func TestMetricsKnowABoundedNumberOfWords(t *testing.T) {
	t.Parallel()
	opts := options(t, io.Discard)
	opts.Operations = []string{"Text"}
	to := New(opts)
	for i := range mostNames {
		ask(t, to, http.MethodPost, "/graphql", strings.Replace(text, "Text", fmt.Sprintf("Page%d", i), 1))
	}
	ask(t, to, http.MethodPost, "/graphql", text)
	ask(t, to, http.MethodPost, "/graphql", strings.Replace(text, "Text", "Invented", 1))
	ask(t, to, http.MethodPost, "/graphql", strings.Replace(text, "Text", "", 1))
	ask(t, to, http.MethodPost, "/graphql", `{"query":"{"}`)
	ask(t, to, http.MethodGet, "/invented/by/a/client", "")
	got := ask(t, to, http.MethodGet, "/metrics", "").Body.String()
	for _, line := range []string{
		`zuka_graphql_operation_seconds_count{kind="query",operation="Text",outcome="ok"} 1`,
		`zuka_graphql_operation_seconds_count{kind="query",operation="Page0",outcome="ok"} 1`,
		`zuka_graphql_operation_seconds_count{kind="query",operation="other",outcome="ok"} 1`,
		`zuka_graphql_operation_seconds_count{kind="query",operation="anonymous",outcome="ok"} 1`,
		`zuka_graphql_operation_seconds_count{kind="none",operation="none",outcome="errors"} 1`,
		`zuka_http_request_seconds_count{route="/graphql",status="200"} 204`,
		`zuka_http_request_seconds_count{route="none",status="404"} 1`,
	} {
		require.Contains(t, got, line)
	}
	require.NotContains(t, strings.ToLower(got), "invented")
}
