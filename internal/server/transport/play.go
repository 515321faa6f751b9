package transport

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/relay"
)

// playing is a subscription that runs.
type playing struct {
	streams   *Streams
	run       graphql.GraphExecutor
	operation *graphql.OperationContext
	ctx       context.Context
	respond   graphql.ResponseHandler
	events    *relay.Relay
	// shown names how events are written that are the same for many; nil where
	// they are not shared.
	shown any
	// plain says that the last response had data and nothing besides.
	plain bool
}

// play runs a subscription until it or ctx ends, or emit wants no more. Emit gets
// JSON, which others may be sent too. A panic outside of a resolver, which here
// would end the process, becomes the last response.
func (s *Streams) play(ctx context.Context, run graphql.GraphExecutor, operation *graphql.OperationContext, emit func([]byte) bool) {
	p := &playing{streams: s, run: run, operation: operation, shown: shownAs(operation)}
	p.ctx, p.events = relay.With(ctx)
	if body := p.begin(); body != nil {
		emit(body)
		return
	}
	for p.ctx.Err() == nil {
		body, last := p.next()
		if body == nil || !emit(body) || last {
			return
		}
	}
}

// begin starts the operation; a body is what it panicked with.
func (p *playing) begin() (body []byte) {
	p.streams.crew.do(func() {
		defer p.recovered(&body)
		p.respond, p.ctx = p.run.DispatchOperation(p.ctx, p.operation)
	})
	return body
}

// next waits for a response; none comes after the last.
func (p *playing) next() (body []byte, last bool) {
	if !p.events.Used() {
		return p.response()
	}
	event, more := p.events.Next(p.ctx)
	if !more {
		return nil, true
	}
	if p.shown == nil {
		return p.write(event)
	}
	if common, is := event.(relay.Common); is {
		if keeper := common.Common(); keeper != nil {
			return p.shared(event, keeper)
		}
	}
	if personal, is := event.(relay.Personal); is {
		if own, keeper := personal.Personal(); keeper != nil {
			return p.filled(personal, own, keeper)
		}
	}
	return p.write(event)
}

// shared writes an event for all who ask the same, or takes what somebody has
// written. What is no plain answer is each one's own.
func (p *playing) shared(event any, keeper relay.Keeper) (body []byte, last bool) {
	wrote := false
	kept := keeper.Rendered(p.shown, func() []byte {
		wrote = true
		if body, last = p.write(event); last || !p.plain {
			return nil
		}
		return body
	})
	if kept == nil && !wrote {
		return p.write(event)
	}
	if kept != nil {
		return kept, false
	}
	return body, last
}

// write lets the executor write an event.
func (p *playing) write(event any) (body []byte, last bool) {
	p.events.Give(event)
	return p.response()
}

// response is the executor's next one, as JSON: gqlgen writes the one after over
// its bytes.
func (p *playing) response() (body []byte, last bool) {
	p.streams.crew.do(func() {
		last = true // Of a panic.
		defer p.recovered(&body)
		response := p.respond(p.streams.settings.Attach(p.ctx))
		if response != nil {
			body, last = document(response), false
			p.plain = len(response.Data) > 0 && len(response.Errors) == 0 && len(response.Extensions) == 0
		}
	})
	return body, last
}

// recovered makes the last response of a panic.
func (p *playing) recovered(body *[]byte) {
	if thrown := recover(); thrown != nil {
		*body = document(panicked(p.ctx, p.run, p.operation, thrown))
	}
}

// mostNamed is how long the variables may be of those who share what is written.
const mostNamed = 512

// shownAs names the form of an operation's events: all of the same name are written
// alike. The operation itself is a part of it, for its address alone could be that
// of another one later; those who send the same text share it.
func shownAs(operation *graphql.OperationContext) any {
	variables := ""
	if len(operation.Variables) > 0 {
		text, err := json.Marshal(operation.Variables)
		if err != nil || len(text) > mostNamed {
			return nil
		}
		variables = string(text)
	}
	return struct {
		operation *ast.OperationDefinition
		variables string
	}{operation.Operation, variables}
}

func panicked(ctx context.Context, run graphql.GraphExecutor, operation *graphql.OperationContext, thrown any) *graphql.Response {
	ctx = graphql.WithOperationContext(ctx, operation)
	return run.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(operation.RecoverFunc(ctx, thrown))})
}

// once runs a query or a mutation, which has one response.
func once(ctx context.Context, run graphql.GraphExecutor, operation *graphql.OperationContext) *graphql.Response {
	respond, ctx := run.DispatchOperation(ctx, operation)
	if response := respond(ctx); response != nil {
		return response
	}
	// gqlgen answers nothing once the context has ended. A client that has hung
	// up does not read this; one whose time is up does.
	return run.DispatchError(graphql.WithOperationContext(ctx, operation), gqlerror.List{shown(fault.Unavailable(ctx.Err()))})
}
