package server

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/server/guard/hostile"
)

// attacked serves the schema that the hostile documents are written for; what gets
// through to it is answered with ok.
func attacked(t *testing.T) *httptest.Server {
	t.Helper()
	shop, err := gqlparser.LoadSchema(&ast.Source{Input: hostile.Schema})
	require.NoError(t, err)
	opts := options(t, io.Discard)
	opts.Schema = &graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return shop },
		ExecFunc: func(context.Context) graphql.ResponseHandler {
			return graphql.OneShot(&graphql.Response{Data: []byte(`{"ok":true}`)})
		},
	}
	server := httptest.NewServer(New(opts))
	t.Cleanup(server.Close)
	return server
}

// outcomes are the two forms of an answer.
type outcomes struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

// requireOutcome looks whether what came is what has to come of an attack.
func requireOutcome(t *testing.T, attack hostile.Attack, how, body string) {
	t.Helper()
	var got outcomes
	require.NoError(t, json.Unmarshal([]byte(body), &got), "%s: %s: %s", attack.Name, how, body)
	if attack.Code == "" {
		require.JSONEq(t, `{"ok":true}`, string(got.Data), "%s: %s: %s", attack.Name, how, body)
		return
	}
	require.NotEmpty(t, got.Errors, "%s: %s", attack.Name, how)
	require.Equal(t, string(attack.Code), got.Errors[0].Extensions.Code, "%s: %s: %s", attack.Name, how, got.Errors[0].Message)
	require.Empty(t, got.Data, "%s: %s", attack.Name, how)
	require.Less(t, len(body), 2*len(attack.Query)+8_000, "%s: %s: much is said of little", attack.Name, how)
}

// payload is an attack as it is sent. What is no UTF-8 is sent as it is, and a NUL
// too: it is not for the client to be correct.
func payload(attack hostile.Attack) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(attack.Query)
	if attack.Variables == "" {
		return `{"query":"` + quoted + `"}`
	}
	return `{"query":"` + quoted + `","variables":` + attack.Variables + `}`
}

func TestHostileDocumentsOverEveryTransport(t *testing.T) {
	t.Parallel()
	all, err := hostile.Attacks("guard/testdata/hostile")
	require.NoError(t, err)
	server := attacked(t)
	good := hostile.Attack{Name: "a good one", Query: "{shop{name}}"}
	post := func(attack hostile.Attack, accept string) string {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader(payload(attack)))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", accept)
		response, err := server.Client().Do(request)
		require.NoError(t, err, attack.Name)
		defer func() { _ = response.Body.Close() }()
		require.Less(t, response.StatusCode, 500, attack.Name)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err, attack.Name)
		return string(body)
	}
	for _, attack := range append(all, good) {
		requireOutcome(t, attack, "post", post(attack, "application/json"))
		requireOutcome(t, attack, "events", event(post(attack, "text/event-stream")))
	}
	requireOutcome(t, good, "post", post(good, "application/json"))

	conn := greeted(t, server.URL) // One socket survives them all.
	conn.SetReadLimit(-1)
	for _, attack := range append(all, good) {
		say(t, conn, `{"id":"1","type":"subscribe","payload":`+payload(attack)+`}`)
		requireOutcome(t, attack, "socket", answered(t, conn))
	}
}

// event is the data of the first event, or the answer itself where none was begun.
func event(body string) string {
	_, after, streamed := strings.Cut(body, "event: next\ndata: ")
	if !streamed {
		return body
	}
	data, _, _ := strings.Cut(after, "\n")
	return data
}

// answered is what a socket answers to an operation.
func answered(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, text, err := conn.Read(ctx)
	require.NoError(t, err)
	var got struct {
		Type    string
		Payload json.RawMessage
	}
	require.NoError(t, json.Unmarshal(text, &got))
	if got.Type == "error" {
		return `{"errors":` + string(got.Payload) + `}`
	}
	require.Equal(t, "next", got.Type)
	hear(t, conn, `{"id":"1","type":"complete"}`)
	return string(got.Payload)
}

// Who asks is told the cost, by every way to ask.
func TestTheCostIsTold(t *testing.T) {
	t.Parallel()
	server := attacked(t)
	const asked = `{"query":"query($n:Int){products(first:$n){nodes{id}}}","variables":{"n":5},"extensions":{"cost":true}}`
	const want = `{"data":{"ok":true},"extensions":{"cost":{"operation":7,"most":10000}}}`
	to := server.Config.Handler
	require.JSONEq(t, want, ask(t, to, http.MethodPost, "/graphql", asked).Body.String())
	require.JSONEq(t, want, ask(t, to, http.MethodPost, "/graphql", asked).Body.String(), "of a known document too")
	require.JSONEq(t, want, event(ask(t, to, http.MethodPost, "/graphql", asked, "Accept", "text/event-stream").Body.String()))
	require.JSONEq(t, want, ask(t, to, http.MethodGet,
		"/graphql?query=query(%24n%3AInt)%7Bproducts(first%3A%24n)%7Bnodes%7Bid%7D%7D%7D&variables=%7B%22n%22%3A5%7D&extensions=%7B%22cost%22%3Atrue%7D", "").Body.String())
	require.JSONEq(t, `{"data":{"ok":true}}`, ask(t, to, http.MethodPost, "/graphql", strings.Replace(asked, "true", "1", 1)).Body.String())
	conn := greeted(t, server.URL)
	say(t, conn, `{"id":"1","type":"subscribe","payload":`+asked+`}`)
	require.JSONEq(t, want, answered(t, conn))
	refused := ask(t, to, http.MethodPost, "/graphql", strings.Replace(strings.Replace(asked, "{id}", "{related(first:100){nodes{related(first:100){nodes{id}}}}}", 1), "5", "50", 1))
	require.Contains(t, refused.Body.String(), "the cost limit is 10000")
}
