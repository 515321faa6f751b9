package transport

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/coder/websocket"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/server/documents"
	"zuka/internal/server/guard"
)

// hall serves sockets. Each subscription is fed by the name of its operation.
type hall struct {
	mu      sync.Mutex
	feeds   map[string]chan string
	begun   chan string // "name owner" of each subscription
	stopped chan string
	release chan struct{} // ends what does not look at its context
	ended   chan struct{} // is the end of every session
	counts  chan int
	tokens  map[string]uuid.UUID // are the sessions that introduce themselves
	run     *executor.Executor
	streams *Streams
	// bubble says that the test runs in one.
	bubble bool
}

func newHall(t *testing.T) *hall {
	t.Helper()
	h := &hall{
		feeds: make(map[string]chan string), begun: make(chan string, 200), stopped: make(chan string, 200), release: make(chan struct{}),
		ended: make(chan struct{}), counts: make(chan int, 200), tokens: map[string]uuid.UUID{"Bearer ada": uuid.New(), "Bearer bola": uuid.New()},
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `type Query { echo(text: String): String wait: String }
		type Mutation { change: String } type Subscription { changes: String panics: String deaf: String }`})
	require.NoError(t, err)
	h.run = executor.New(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }, ExecFunc: h.exec})
	gate := guard.NewGate(schema, guard.Settings{Limits: guard.DefaultLimits()})
	h.run.SetRecoverFunc(func(context.Context, any) error { return errors.New("it panicked") })
	h.run.SetQueryCache(gate)
	h.run.Use(documents.New(documents.Settings{}))
	h.run.Use(gate)
	h.streams = NewStreams(StreamSettings{
		Attach: func(ctx context.Context) context.Context { return context.WithValue(ctx, attachedKey{}, new(int)) },
		Watch:  func(uuid.UUID) (<-chan struct{}, func()) { return h.ended, func() {} },
		Count: func(transport string, by int) {
			if transport == Socket {
				h.counts <- by
			}
		},
	})
	return h
}

// serve is a real server. Who connects is a guest, or the session that the
// header Session names.
func (h *hall) serve(t *testing.T, over WebSocket) *httptest.Server {
	t.Helper()
	over.Streams = h.streams
	if !h.bubble { // A busy machine could use up the usual times.
		over.InitTimeout, over.Heartbeat = or(over.InitTimeout, ample), or(over.Heartbeat, ample)
		over.WriteTimeout, over.Deadline = or(over.WriteTimeout, ample), or(over.Deadline, ample)
	}
	over.Authenticate = func(_ *http.Request, authorization string) (viewer.Viewer, error) {
		switch session, known := h.tokens[authorization]; {
		case authorization == "Bearer busy":
			return viewer.Viewer{}, fault.Unavailable(errors.New("away"))
		case !known:
			return viewer.Viewer{}, fault.New(fault.Unauthenticated, "nobody knows you")
		default:
			return viewer.Viewer{Session: session}, nil
		}
	}
	return start(t, h.bubble, func(w http.ResponseWriter, r *http.Request) {
		asking := viewer.Viewer{Session: h.tokens[r.Header.Get("Session")], Client: viewer.Client{Address: "10.0.0.1"}}
		over.Do(w, r.WithContext(viewer.With(r.Context(), viewer.NewRequest(asking, nil))), h.run)
	})
}

func (h *hall) exec(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	name := operation.Operation.Name
	switch operation.Operation.SelectionSet[0].(*ast.Field).Name {
	case "panics":
		panic("outside of a resolver")
	case "echo":
		return graphql.OneShot(&graphql.Response{Data: []byte(`{"echo":1}`)})
	case "wait":
		return func(ctx context.Context) *graphql.Response { <-ctx.Done(); return nil }
	case "deaf":
		return func(context.Context) *graphql.Response {
			h.begun <- name // From here on it does not notice that it was stopped.
			<-h.release
			return nil
		}
	}
	owner, begun := viewer.From(ctx).Owner(), false
	var last any
	return func(ctx context.Context) *graphql.Response {
		if !begun { // From here on it notices that it is stopped; one stopped before is never asked for an event.
			begun = true
			h.begun <- name + " " + owner
		}
		select {
		case text, more := <-h.feed(name):
			if !more || ctx.Value(attachedKey{}) == last { // Each event has a context of its own.
				return nil
			}
			last = ctx.Value(attachedKey{})
			return &graphql.Response{Data: []byte(`{"changes":"` + text + `"}`)}
		case <-ctx.Done():
			h.stopped <- name
			return nil
		}
	}
}

func (h *hall) feed(name string) chan string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.feeds[name] == nil {
		h.feeds[name] = make(chan string)
	}
	return h.feeds[name]
}

// tell feeds a subscription.
func (h *hall) tell(t *testing.T, name, text string) {
	t.Helper()
	select {
	case h.feed(name) <- text:
	case <-time.After(time.Minute):
		require.FailNow(t, "nobody takes it", name)
	}
}

// peer is a client.
type peer struct {
	*websocket.Conn
	t *testing.T
}

func dial(t *testing.T, server *httptest.Server, options *websocket.DialOptions, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	options.HTTPHeader = make(http.Header)
	for i := 0; i+1 < len(headers); i += 2 {
		options.HTTPHeader.Set(headers[i], headers[i+1])
	}
	options.HTTPClient = caller(server)
	return websocket.Dial(t.Context(), server.URL, options)
}

// connect opens a socket and says nothing.
func connect(t *testing.T, server *httptest.Server, headers ...string) peer {
	t.Helper()
	conn, _, err := dial(t, server, &websocket.DialOptions{Subprotocols: []string{subprotocol, "graphql-ws"}}, headers...)
	require.NoError(t, err)
	require.Equal(t, subprotocol, conn.Subprotocol())
	conn.SetReadLimit(-1)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return peer{conn, t}
}

// introduced opens a socket and introduces itself.
func introduced(t *testing.T, server *httptest.Server, headers ...string) peer {
	t.Helper()
	p := connect(t, server, headers...)
	p.say(`{"type":"connection_init"}`)
	p.hears(`{"type":"connection_ack"}`)
	return p
}

func (p peer) say(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
		require.NoError(p.t, p.Write(ctx, websocket.MessageText, []byte(text)), text)
		cancel()
	}
}

func (p peer) subscribe(id, query string) {
	p.t.Helper()
	text, err := json.Marshal(map[string]any{"id": id, "type": "subscribe", "payload": map[string]any{"query": query}})
	require.NoError(p.t, err)
	p.say(string(text))
}

func (p peer) next() string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	_, text, err := p.Read(ctx)
	require.NoError(p.t, err)
	return string(text)
}

func (p peer) hears(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		require.JSONEq(p.t, text, p.next())
	}
}

// hearsError is an error message of the operation, with this code.
func (p peer) hearsError(id, code string) string {
	p.t.Helper()
	var got struct {
		ID, Type string
		Payload  []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	text := p.next()
	require.NoError(p.t, json.Unmarshal([]byte(text), &got), text)
	require.Equal(p.t, id, got.ID)
	require.Equal(p.t, "error", got.Type)
	require.NotEmpty(p.t, got.Payload)
	require.Equal(p.t, code, got.Payload[0].Extensions.Code, text)
	return got.Payload[0].Message
}

// closedBy reads no more messages, but why the socket is closed.
func (p peer) closedBy(code websocket.StatusCode) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	_, text, err := p.Read(ctx)
	require.Error(p.t, err, string(text))
	var why websocket.CloseError
	require.ErrorAs(p.t, err, &why)
	require.Equal(p.t, code, why.Code, why.Reason)
	return why.Reason
}

// lives tells that the socket is still served.
func (p peer) lives() {
	p.t.Helper()
	p.say(`{"type":"ping"}`)
	p.hears(`{"type":"pong"}`)
}

// padded is a ping of so many bytes.
func padded(length int) string {
	const head, tail = `{"type":"ping","payload":{"a":"`, `"}}`
	return head + strings.Repeat("a", length-len(head)-len(tail)) + tail
}
