package server

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"go.uber.org/goleak"

	"zuka/internal/testenv/leak"
)

// streaming serves a subscription of the given texts until it is stopped.
func streaming(t *testing.T, opts Options, texts <-chan string) (address string, stop context.CancelFunc, served chan error) {
	t.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Input: `type Query { text: String } type Subscription { texts: String }`})
	require.NoError(t, err)
	opts.Schema = &graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return parsed },
		ExecFunc: func(context.Context) graphql.ResponseHandler {
			return func(ctx context.Context) *graphql.Response {
				if ctx.Err() != nil { // One that has ended takes nobody else's text.
					return nil
				}
				select {
				case text := <-texts:
					return &graphql.Response{Data: []byte(`{"texts":"` + text + `"}`)}
				case <-ctx.Done():
					return nil
				}
			}
		},
	}
	listener, ctx, stop := listening(t)
	served = make(chan error, 1)
	go func() { served <- Serve(ctx, listener, New(opts), slog.New(slog.DiscardHandler), time.Minute) }()
	return "http://" + listener.Addr().String(), stop, served
}

// listening is where a server listens until it is stopped.
func listening(t *testing.T) (net.Listener, context.Context, context.CancelFunc) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	return listener, ctx, stop
}

func listen(t *testing.T, address string, headers ...string) (*http.Response, *bufio.Scanner) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/graphql?query=subscription%7Btexts%7D", nil)
	require.NoError(t, err)
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Accept-Encoding", "gzip") // Set here, it is not unpacked.
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Empty(t, response.Header.Get("Content-Encoding"), "a packed event would wait for the next")
	lines := bufio.NewScanner(response.Body)
	require.True(t, lines.Scan())
	wait, told := strings.CutPrefix(lines.Text(), "retry: ")
	require.True(t, told)
	milliseconds, err := strconv.Atoi(wait)
	require.NoError(t, err)
	require.True(t, 1000 <= milliseconds && milliseconds < 5000, wait)
	requireLines(t, lines, ":", "")
	return response, lines
}

func requireLines(t *testing.T, lines *bufio.Scanner, want ...string) {
	t.Helper()
	for _, line := range want {
		require.True(t, lines.Scan(), line)
		require.Equal(t, line, lines.Text())
	}
}

// This one looks for goroutines of the whole process, so it does not run
// beside other tests. Its grace is longer than a test may take.
func TestServeDoesNotWaitForStreams(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	opts, texts := options(t, io.Discard), make(chan string)
	address, stop, served := streaming(t, opts, texts)
	defer stop()
	response, lines := listen(t, address)
	defer func() { _ = response.Body.Close() }()
	texts <- "one"
	requireLines(t, lines, "event: next", `data: {"data":{"texts":"one"}}`, "")
	families, err := opts.Registry.Gather()
	require.NoError(t, err)
	for _, family := range families {
		require.NotEqual(t, "zuka_graphql_operation_seconds", family.GetName(), "how old a stream is measures nothing")
	}
	require.Equal(t, map[string]float64{"sse": 1}, openStreams(t, opts))
	stop()
	requireLines(t, lines, "event: complete", "data: ", "")
	require.False(t, lines.Scan())
	require.NoError(t, lines.Err())
	require.NoError(t, await(t, served))
}

func TestAnEndedSessionIsStreamedNothing(t *testing.T) {
	ended, watched, stopped := make(chan struct{}), make(chan uuid.UUID, 1), make(chan struct{})
	opts := options(t, io.Discard)
	opts.Sessions = &doorman{known: everybody}
	opts.Watch = func(session uuid.UUID) (<-chan struct{}, func()) {
		watched <- session
		return ended, func() { close(stopped) }
	}
	address, stop, served := streaming(t, opts, nil)
	defer stop()
	response, lines := listen(t, address, "Authorization", "Bearer za_app")
	defer func() { _ = response.Body.Close() }()
	require.Equal(t, appSession, await(t, watched))
	close(ended)
	requireLines(t, lines, "event: next", `data: {"errors":[{"message":"the session has ended","extensions":{"code":"UNAUTHENTICATED"}}]}`, "",
		"event: complete", "data: ", "")
	await(t, stopped)
	stop()
	require.NoError(t, await(t, served))
}
