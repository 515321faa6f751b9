// Package transport carries GraphQL over HTTP: queries by GET, queries and
// mutations by POST, one JSON document each way, subscriptions as server-sent
// events, and subscriptions and queries over a WebSocket. It follows the
// specifications GraphQL-over-HTTP, graphql-sse and graphql-transport-ws where
// gqlgen's own transports do not.
package transport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
	"zuka/internal/server/guard"
)

const (
	// MaxBody is how many bytes a request may have.
	MaxBody = 128 << 10
	// defaultDeadline is how long one operation may take.
	defaultDeadline = 10 * time.Second
)

// HTTP is the transport; its zero value is ready, and streams nothing.
type HTTP struct {
	// Deadline is how long one operation may take; zero is 10 seconds. It ends
	// the operation's context: a resolver that does not look at it goes on. A
	// subscription has none.
	Deadline time.Duration
	// Streams lets subscriptions in; nil refuses them.
	Streams *Streams
	// Heartbeat is how often a silent stream says that it lives, and
	// WriteTimeout how long its client may leave a message unread; zero is 12
	// and 5 seconds.
	Heartbeat, WriteTimeout time.Duration
	// Shareable says which answers to a GET may be kept by others; nil is none.
	Shareable Shareable
	// Lane gives such answers again; nil is none.
	Lane *Lane
}

var _ graphql.Transport = HTTP{}

// Supports takes every request that is no upgrade to another protocol.
func (HTTP) Supports(r *http.Request) bool { return r.Header.Get("Upgrade") == "" }

// Do answers one request.
func (h HTTP) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	out, stream, acceptable := h.answering(w, r)
	if !acceptable {
		out.refuse(http.StatusNotAcceptable, errNotAcceptable)
		return
	}
	read := graphql.TraceTiming{Start: graphql.Now()}
	params, err := parameters(w, r)
	if err != nil {
		out.refuse(refusalStatus(err), err)
		return
	}
	read.End = graphql.Now()
	params.Headers, params.ReadTime = r.Header, read
	ctx, cancel := context.WithTimeout(r.Context(), h.deadline())
	defer cancel()
	operation, errs := executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		out.failed(executor.DispatchError(graphql.WithOperationContext(ctx, operation), guard.Expand(errs)).Errors)
		return
	}
	kind := operation.Operation.Operation
	if kind == ast.Subscription && stream != nil {
		h.subscribe(*stream, r, executor, operation)
		return
	}
	if err := runs(kind, r.Method); err != nil {
		if kind == ast.Mutation {
			w.Header().Set("Allow", http.MethodPost)
		}
		out.refuse(refusalStatus(err), err)
		return
	}
	response := once(ctx, executor, operation)
	if single, ok := out.(reply); ok && r.Method == http.MethodGet && h.Shareable != nil {
		single.shared(r, h.Lane, operation, response, h.Shareable(operation.Operation))
		return
	}
	out.response(response)
}

func (h HTTP) deadline() time.Duration {
	if h.Deadline > 0 {
		return h.Deadline
	}
	return defaultDeadline
}

// unserved is a request that HTTP itself refuses with a status of its own.
type unserved struct {
	*fault.Fault
	status int
}

// Unwrap gives the fault to whoever asks the chain for it.
func (u unserved) Unwrap() error { return u.Fault }

// refusalStatus is the status of a request that never became an operation.
func refusalStatus(err error) int {
	var known unserved
	if errors.As(err, &known) {
		return known.status
	}
	return http.StatusBadRequest
}

// runs tells which kinds of operation a method may run.
func runs(kind ast.Operation, method string) error {
	switch {
	case kind == ast.Subscription:
		return fault.Invalid("", "a subscription needs a stream, not a single answer")
	case kind == ast.Mutation && method != http.MethodPost:
		return unserved{fault.Invalid("", "a mutation is sent by POST"), http.StatusMethodNotAllowed}
	}
	return nil
}
