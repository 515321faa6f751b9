package transport

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"go.uber.org/goleak"

	"zuka/internal/platform/viewer"
	"zuka/internal/server/guard"
	"zuka/internal/testenv/leak"
)

// feed is a subscription's source: texts until it is closed.
type feed struct {
	texts  chan string
	ended  chan struct{}
	counts chan int
	owners chan string
	// bubble says that the test runs in one.
	bubble bool
}

func newFeed() *feed {
	return &feed{texts: make(chan string), ended: make(chan struct{}), counts: make(chan int, 100), owners: make(chan string, 100)}
}

type attachedKey struct{}

// serve is a real server of the feed; watched sessions end with f.ended.
func (f *feed) serve(t *testing.T, over HTTP) (*httptest.Server, *Streams) {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `type Query { echo: String } type Mutation { change: String }
		type Subscription { changes: String panics: String }`})
	require.NoError(t, err)
	run := executor.New(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }, ExecFunc: f.exec})
	gate := guard.NewGate(schema, guard.Settings{Limits: guard.DefaultLimits()})
	run.SetRecoverFunc(func(context.Context, any) error { return errors.New("it panicked") })
	run.SetQueryCache(gate)
	run.Use(gate)
	if !f.bubble { // A busy machine could use up the usual times.
		over.Heartbeat, over.WriteTimeout, over.Deadline = or(over.Heartbeat, ample), or(over.WriteTimeout, ample), or(over.Deadline, ample)
	}
	over.Streams = NewStreams(StreamSettings{
		Attach: func(ctx context.Context) context.Context { return context.WithValue(ctx, attachedKey{}, new(int)) },
		Watch:  func(uuid.UUID) (<-chan struct{}, func()) { return f.ended, func() {} },
		Count:  func(_ string, by int) { f.counts <- by },
	})
	session := uuid.New()
	server := start(t, f.bubble, func(w http.ResponseWriter, r *http.Request) {
		asking := viewer.Viewer{Client: viewer.Client{Platform: viewer.Web, Address: "10.0.0.1"}}
		if r.Header.Get("Authorization") != "" {
			asking.Session = session
		}
		ctx := viewer.With(r.Context(), viewer.NewRequest(asking, func(token string, _ time.Duration) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: token})
		}))
		over.Do(w, r.WithContext(graphql.StartOperationTrace(ctx)), run)
	})
	return server, over.Streams
}

func (f *feed) exec(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	switch operation.Operation.SelectionSet[0].(*ast.Field).Name {
	case "panics":
		panic("outside of a resolver")
	case "change":
		viewer.Become(ctx, viewer.Viewer{}, "token", time.Hour)
		return graphql.OneShot(&graphql.Response{Data: []byte("{\"change\":\r\n1}")})
	case "echo":
		return graphql.OneShot(&graphql.Response{Data: []byte(`{"echo":1}`)})
	}
	f.owners <- viewer.From(ctx).Owner()
	var last any
	buffer := make([]byte, 0, 1<<21) // As gqlgen does, each response is written over the one before.
	return func(ctx context.Context) *graphql.Response {
		select {
		case text, more := <-f.texts:
			if !more || ctx.Value(attachedKey{}) == last {
				return nil
			}
			last = ctx.Value(attachedKey{})
			buffer = append(append(append(buffer[:0], `{"changes":"`...), text...), `"}`...)
			return &graphql.Response{Data: buffer}
		case <-ctx.Done():
			return nil
		}
	}
}

type stream struct {
	*http.Response
	lines *bufio.Scanner
}

func openStream(t *testing.T, method string, server *httptest.Server, query string, headers ...string) stream {
	t.Helper()
	address, body := server.URL, io.Reader(nil)
	if method == http.MethodPost {
		body = strings.NewReader(`{"query":"` + query + `"}`)
	} else {
		address += "?" + url.Values{"query": {query}}.Encode()
	}
	request, err := http.NewRequestWithContext(t.Context(), method, address, body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", plainJSON)
	request.Header.Set("Accept", eventStream)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := caller(server).Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = response.Body.Close() })
	return stream{response, bufio.NewScanner(response.Body)}
}

// event is the next event as a browser's EventSource would see it; comments are
// counted.
func (s stream) event(t *testing.T) (name, data string, comments int) {
	t.Helper()
	withData := false
	for s.lines.Scan() {
		switch line := s.lines.Text(); {
		case strings.HasPrefix(line, ":"):
			comments++
		case strings.HasPrefix(line, "event: "):
			name = strings.TrimPrefix(line, "event: ")
		case strings.HasPrefix(line, "data: "):
			data, withData = strings.TrimPrefix(line, "data: "), true
		case line == "" && withData:
			return name, data, comments
		}
	}
	return "", "", comments
}

func (s stream) expect(t *testing.T, name, data string) {
	t.Helper()
	gotName, gotData, _ := s.event(t)
	require.Equal(t, name, gotName)
	if data != "" || name == "complete" {
		require.Equal(t, data, gotData)
	}
}

func (s stream) completes(t *testing.T) {
	t.Helper()
	s.expect(t, "complete", "")
	require.False(t, s.lines.Scan(), "nothing comes after")
	require.NoError(t, s.lines.Err())
}

func await[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(time.Minute):
		require.FailNow(t, "nothing came")
		panic("not reached")
	}
}

func (f *feed) send(t *testing.T, text string) {
	t.Helper()
	select {
	case f.texts <- text:
	case <-time.After(time.Minute):
		require.FailNow(t, "nobody takes it")
	}
}

func TestASubscriptionIsStreamed(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, accept := range []string{eventStream, "application/json, text/event-stream"} {
			f := newFeed()
			server, _ := f.serve(t, HTTP{})
			got := openStream(t, method, server, "subscription{changes}", "Accept", accept)
			require.Equal(t, http.StatusOK, got.StatusCode)
			require.Equal(t, eventStream, got.Header.Get("Content-Type"))
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
			require.Equal(t, "no", got.Header.Get("X-Accel-Buffering"))
			for _, text := range []string{"one", "two", "three"} { // Each with a context of its own, or the feed ends.
				f.send(t, text)
				got.expect(t, "next", `{"data":{"changes":"`+text+`"}}`)
			}
			close(f.texts)
			got.completes(t)
			require.Equal(t, "address:10.0.0.1", await(t, f.owners))
			require.Equal(t, []int{1, -1}, []int{await(t, f.counts), await(t, f.counts)})
		}
	}
}

// The server's time limits are those of requests; a stream outlives both.
func TestASilentStreamLives(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFeed()
		f.bubble = true
		server, _ := f.serve(t, HTTP{Heartbeat: scant / 10, Deadline: scant / 2})
		got := openStream(t, http.MethodGet, server, "subscription{changes}")
		require.True(t, got.lines.Scan())
		require.Contains(t, got.lines.Text(), "retry: ")
		for range 30 { // Three times as long as the server reads or writes for a request.
			require.True(t, got.lines.Scan())
			require.Equal(t, ":", got.lines.Text())
			require.True(t, got.lines.Scan())
		}
		f.send(t, "late")
		got.expect(t, "next", `{"data":{"changes":"late"}}`)
	})
}

func TestOneAnswerIsStreamedToo(t *testing.T) {
	t.Parallel()
	f := newFeed()
	server, _ := f.serve(t, HTTP{})
	got := openStream(t, http.MethodGet, server, "{echo}")
	got.expect(t, "next", `{"data":{"echo":1}}`)
	got.completes(t)
	got = openStream(t, http.MethodPost, server, "mutation{change}")
	require.Len(t, got.Cookies(), 1, "the headers wait for the mutation")
	got.expect(t, "next", `{"data":{"change":  1}}`)
	got.completes(t)
	got = openStream(t, http.MethodGet, server, "{echo}", "Accept", "application/json, text/event-stream;q=0.9")
	require.Contains(t, got.Header.Get("Content-Type"), plainJSON, "urql lists it with every query")
}

func TestWhatIsRefusedAStream(t *testing.T) {
	t.Parallel()
	f := newFeed()
	server, _ := f.serve(t, HTTP{})
	got := openStream(t, http.MethodGet, server, "mutation{change}")
	require.Equal(t, http.StatusMethodNotAllowed, got.StatusCode)
	require.Equal(t, "POST", got.Header.Get("Allow"))
	require.Equal(t, http.StatusBadRequest, openStream(t, http.MethodGet, server, "").StatusCode)
	require.Equal(t, http.StatusUnsupportedMediaType,
		openStream(t, http.MethodPost, server, "{echo}", "Content-Type", "text/plain").StatusCode)
	got = openStream(t, http.MethodPost, server, "subscription{changes}", "Accept", plainJSON)
	require.Equal(t, http.StatusBadRequest, got.StatusCode)
	for query, code := range map[string]string{"{nothing}": "BAD_USER_INPUT", "subscription{panics}": "INTERNAL"} {
		got = openStream(t, http.MethodPost, server, query)
		require.Equal(t, http.StatusOK, got.StatusCode)
		name, data, _ := got.event(t)
		require.Equal(t, "next", name)
		require.Contains(t, data, `{"errors":[`)
		require.Contains(t, data, code)
		got.completes(t)
	}
}

func TestAViewerHasSoManyStreams(t *testing.T) {
	t.Parallel()
	f := newFeed()
	server, _ := f.serve(t, HTTP{})
	for range mostEventStreams {
		openStream(t, http.MethodGet, server, "subscription{changes}")
	}
	got := openStream(t, http.MethodGet, server, "subscription{changes}")
	name, data, _ := got.event(t)
	require.Equal(t, "next", name)
	require.Contains(t, data, "RATE_LIMITED")
	got.completes(t)
	other := openStream(t, http.MethodGet, server, "subscription{changes}", "Authorization", "x")
	close(f.texts)
	other.completes(t)
}

// This one looks for goroutines of the whole process, so it does not run
// beside other tests.
func TestStreamsEndWithoutALeak(t *testing.T) {
	defer leak.None(t, goleak.IgnoreCurrent())
	f := newFeed()
	server, streams := f.serve(t, HTTP{})
	staying := openStream(t, http.MethodGet, server, "subscription{changes}")
	require.Equal(t, 1, await(t, f.counts))
	leaving := openStream(t, http.MethodGet, server, "subscription{changes}")
	require.Equal(t, 1, await(t, f.counts))
	require.NoError(t, leaving.Body.Close())
	require.Equal(t, -1, await(t, f.counts), "the client went")
	streams.Stop()
	streams.Stop()
	staying.completes(t)
	require.NoError(t, streams.Wait(t.Context()))
	require.Equal(t, -1, await(t, f.counts))
	openStream(t, http.MethodGet, server, "subscription{changes}").completes(t)
	late, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, NewStreams(StreamSettings{}).Wait(late), context.Canceled)
	server.Close()
}

// A client that reads nothing is let go, and its feed with it.
func TestASlowReaderIsCutOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFeed()
		f.bubble = true
		server, _ := f.serve(t, HTTP{})
		openStream(t, http.MethodGet, server, "subscription{changes}") // And nothing of it is read.
		require.Equal(t, 1, await(t, f.counts))
		large := strings.Repeat("a", 1<<20)
		for {
			select {
			case f.texts <- large:
			case by := <-f.counts:
				require.Equal(t, -1, by)
				return
			case <-time.After(time.Minute):
				require.FailNow(t, "the stream waits for its reader")
			}
		}
	})
}
