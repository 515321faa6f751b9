package transport

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOperationsShareASocket(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{}))
	p.subscribe("a", "subscription A{changes}")
	require.Equal(t, "A address:10.0.0.1", await(t, h.begun))
	p.subscribe("b", "subscription B{changes}")
	await(t, h.begun)
	for _, text := range []string{"one", "two", "three"} { // Each with a context of its own, or the feed ends.
		h.tell(t, "A", text)
		p.hears(`{"id":"a","type":"next","payload":{"data":{"changes":"` + text + `"}}}`)
		h.tell(t, "B", text)
		p.hears(`{"id":"b","type":"next","payload":{"data":{"changes":"` + text + `"}}}`)
	}
	p.subscribe("c", "{echo}")
	p.hears(`{"id":"c","type":"next","payload":{"data":{"echo":1}}}`, `{"id":"c","type":"complete"}`)
	close(h.feed("A"))
	p.hears(`{"id":"a","type":"complete"}`)
	p.subscribe("a", "subscription C{changes}") // An id is free again.
	await(t, h.begun)
	h.tell(t, "C", "other")
	p.hears(`{"id":"a","type":"next","payload":{"data":{"changes":"other"}}}`)
	h.tell(t, "B", "four")
	p.hears(`{"id":"b","type":"next","payload":{"data":{"changes":"four"}}}`)
}

func TestAClientEndsItsOperations(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{}))
	p.say(`{"type":"complete","id":"never"}`)
	for range 3 {
		p.subscribe("1", "subscription A{changes}")
		await(t, h.begun)
		p.say(`{"type":"complete","id":"1"}`)
		require.Equal(t, "A", await(t, h.stopped))
	}
	p.subscribe("1", "subscription B{deaf}")
	await(t, h.begun)
	p.say(`{"type":"complete","id":"1"}`)
	p.lives() // Nobody waits for what does not end.
	p.subscribe("1", "{echo}")
	p.hears(`{"id":"1","type":"next","payload":{"data":{"echo":1}}}`, `{"id":"1","type":"complete"}`)
	close(h.release)
	p.lives() // It says nothing under an id that is another's.
}

// Operations that are not run are answered by an error; then the id can be used
// again.
func TestOperationsThatAreNotRun(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{}))
	payload := func(body string) { p.say(`{"id":"1","type":"subscribe","payload":` + body + `}`) }
	for name, row := range map[string]struct{ body, code, says string }{
		"no parse":          {`{"query":"{"}`, "BAD_USER_INPUT", ""},
		"no such field":     {`{"query":"subscription{nothing}"}`, "BAD_USER_INPUT", "nothing"},
		"no such operation": {`{"query":"query A{echo}","operationName":"B"}`, "BAD_USER_INPUT", ""},
		"introspection":     {`{"query":"{__schema{types{name}}}"}`, "FORBIDDEN", "introspection"},
		"too complex":       {`{"query":"{` + strings.Repeat("echo ", 50) + `}"}`, "QUERY_TOO_COMPLEX", ""},
		"too many tokens":   {`{"query":"{` + strings.Repeat("echo ", 3000) + `}"}`, "QUERY_TOO_COMPLEX", "token"},
		"a mutation":        {`{"query":"mutation{change}"}`, "BAD_USER_INPUT", "a mutation is sent by POST, not over a socket: change"},
		"a named mutation":  {`{"query":"mutation Rename{change}"}`, "BAD_USER_INPUT", "not over a socket: Rename"},
		"no query":          {`{}`, "BAD_USER_INPUT", "query must be there"},
		"a persisted query": {`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}`, "BAD_USER_INPUT", "64 hex digits"},
		"a document's id":   {`{"documentId":"sha256:ab"}`, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"},
		"variables":         {`{"query":"{echo}","variables":[]}`, "BAD_USER_INPUT", "variables must be a JSON object"},
		"a NUL":             {`{"query":"query($t:String){echo(text:$t)}","variables":{"t":"\u0000"}}`, "BAD_USER_INPUT", "variables.t"},
		"no UTF-8":          {"{\"query\":\"query($t:String){echo(text:$t)}\",\"variables\":{\"t\":\"\xff\"}}", "BAD_USER_INPUT", "variables.t"},
	} {
		payload(row.body)
		require.Contains(t, p.hearsError("1", row.code), row.says, name)
	}
	payload(`{"query":"{echo}"}`)
	p.hears(`{"id":"1","type":"next","payload":{"data":{"echo":1}}}`, `{"id":"1","type":"complete"}`)
	require.Empty(t, h.begun)
}

// A panic that no resolver catches would end the process.
func TestAPanicEndsItsOperationOnly(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{}))
	p.subscribe("1", "subscription{panics}")
	p.hears(`{"id":"1","type":"next","payload":{"errors":[{"message":"it panicked","extensions":{"code":"INTERNAL"}}]}}`,
		`{"id":"1","type":"complete"}`)
	h.streams.settings.Attach = func(context.Context) context.Context { panic("before there is an operation") }
	p.subscribe("1", "{echo}")
	require.Equal(t, "it panicked", p.hearsError("1", "INTERNAL"))
	p.lives()
}

func TestAQueryHasItsTime(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{Deadline: 50 * time.Millisecond}))
	p.subscribe("2", "subscription A{changes}")
	p.subscribe("1", "{wait}")
	require.Contains(t, p.next(), "SERVICE_UNAVAILABLE")
	p.hears(`{"id":"1","type":"complete"}`)
	h.tell(t, "A", "still")
	p.hears(`{"id":"2","type":"next","payload":{"data":{"changes":"still"}}}`)
}

func TestASocketRunsSoManyOperations(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := introduced(t, h.serve(t, WebSocket{}))
	for i := range mostOperations {
		p.subscribe(fmt.Sprint(i), "subscription A{deaf}")
		await(t, h.begun)
	}
	p.subscribe("more", "subscription A{changes}")
	p.hearsError("more", "RATE_LIMITED")
	p.subscribe("more", "{echo}")
	p.hearsError("more", "RATE_LIMITED")
	for i := range mostOperations { // Stopped ones make room, although they have not ended.
		p.say(fmt.Sprintf(`{"type":"complete","id":"%d"}`, i))
		p.subscribe(fmt.Sprint(i), "subscription A{deaf}")
		await(t, h.begun)
	}
	p.say(`{"type":"complete","id":"0"}`)
	p.subscribe("0", "{echo}")
	p.hearsError("0", "RATE_LIMITED") // But not for ever.
	p.lives()
	close(h.release)
	for range mostOperations - 1 {
		require.Contains(t, p.next(), `"complete"`)
	}
	p.subscribe("0", "{echo}")
	require.Contains(t, p.next(), `"next"`)
}
