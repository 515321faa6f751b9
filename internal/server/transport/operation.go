package transport

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/server/guard"
)

const (
	// mostOperations is how many one socket may run at once.
	mostOperations = 20
	// mostWorking counts those besides that the client has stopped and that
	// have not ended yet, for a resolver that does not look at its context.
	mostWorking = 2 * mostOperations
	// longestID is more than any client's ids have; each message repeats it.
	longestID = 128
)

// operation is one that a socket runs.
type operation struct {
	id string
	// name is the id in JSON, as each message has it.
	name   []byte
	ctx    context.Context
	cancel context.CancelFunc
	// lasts says that it is not waited for when the server stops.
	lasts bool
}

// next is one response, and complete the word after the last.
func (o *operation) next(body []byte) spoken { return spoken{o.name, "next", body} }
func (o *operation) complete() spoken        { return spoken{o.name, "complete", nil} }

// failed is the end of an operation that was not run, or not to its end.
func (o *operation) failed(errs gqlerror.List) spoken {
	return spoken{o.name, "error", encode(coded(errs, fault.BadUserInput))}
}

func (s *socket) subscribe(got message) {
	if !s.introduced {
		s.fail(closeStranger)
		return
	}
	var sent request
	if !nameable(got.ID) || !got.isObject() || json.Unmarshal(got.Payload, &sent) != nil {
		s.fail(closeBadMessage)
		return
	}
	ctx, cancel := context.WithCancel(bound(s.ctx, s.asking))
	one := &operation{id: got.ID, name: encode(got.ID), ctx: ctx, cancel: cancel}
	taken, refusal := s.begin(one)
	switch {
	case taken:
		cancel()
		s.fail(closeIDTaken)
	case refusal != nil:
		s.write(ctx, one.failed(gqlerror.List{shown(refusal)}))
		cancel()
	default:
		s.operations.Go(func() {
			defer s.ended(one)
			s.finish(one, s.answer(one, sent))
		})
	}
}

func nameable(id string) bool { return id != "" && len(id) <= longestID && guard.BadText(id) == "" }

// begin makes an operation known by its id.
func (s *socket) begin(one *operation) (taken bool, refusal *fault.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.live[one.id] != nil:
		return true, nil
	case s.over:
		return false, errSessionEnded
	case len(s.live) >= mostOperations || s.working >= mostWorking:
		return false, errTooManyOperations
	}
	s.live[one.id] = one
	s.working++
	if one.lasts = s.leaving != nil; !one.lasts {
		s.brief++
	}
	return false, nil
}

// forget makes an operation unknown, and tells whether it was known.
func (s *socket) forget(one *operation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live[one.id] != one {
		return false
	}
	delete(s.live, one.id)
	return true
}

// finish tells the client of an operation's end. The client may use the id
// again as soon as it hears of it, so that comes after.
func (s *socket) finish(one *operation, last spoken) {
	if s.forget(one) {
		s.write(one.ctx, last)
	}
}

func (s *socket) ended(one *operation) {
	one.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.working--
	if !one.lasts {
		s.brief--
	}
	s.settle()
}

// stop ends an operation that its client wants no more. It is not waited for:
// whatever it does still, it says nothing.
func (s *socket) stop(id string) {
	if !nameable(id) {
		s.fail(closeBadMessage)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.live[id]; one != nil {
		delete(s.live, id)
		one.cancel()
	}
}

// shut lets no operation begin any more.
func (s *socket) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

// finished tells when the queries that run now have been answered, each of which
// has its deadline. Subscriptions are not waited for, nor is what comes later.
func (s *socket) finished() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaving = make(chan struct{})
	s.settle()
	return s.leaving
}

func (s *socket) settle() {
	if s.leaving != nil && s.brief == 0 && !isClosed(s.leaving) {
		close(s.leaving)
	}
}

// lasting says of an operation that it is a subscription.
func (s *socket) lasting(one *operation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !one.lasts {
		one.lasts = true
		s.brief--
		s.settle()
	}
}

// expel ends every operation because the session has. A client that reads
// nothing holds that up only so long.
func (s *socket) expel() {
	s.wire.hurry(farewell)
	s.mu.Lock()
	all := s.live
	s.live = make(map[string]*operation)
	s.mu.Unlock()
	for _, one := range all {
		one.cancel()
		s.send(one.failed(gqlerror.List{shown(errSessionEnded)}))
	}
}

// answer runs one operation, and gives the message that ends it.
func (s *socket) answer(one *operation, sent request) (last spoken) {
	var operation *graphql.OperationContext
	var ctx context.Context
	over := false
	s.Streams.crew.do(func() {
		defer func() {
			if thrown := recover(); thrown != nil {
				last, over = s.panicked(one, operation, thrown), true
			}
		}()
		ctx = graphql.StartOperationTrace(s.Streams.settings.Attach(one.ctx))
		limited, cancel := context.WithTimeout(ctx, or(s.Deadline, defaultDeadline))
		defer cancel()
		operation, last, over = s.prepare(limited, one, sent)
		if !over && operation.Operation.Operation != ast.Subscription {
			s.write(one.ctx, one.next(document(once(limited, s.run, operation))))
			last, over = one.complete(), true
		}
	})
	if over {
		return last
	}
	s.lasting(one)
	s.Streams.play(ctx, s.run, operation, func(body []byte) bool { return s.write(one.ctx, one.next(body)) })
	return one.complete()
}

// prepare makes an operation of a request; one that is refused is over.
func (s *socket) prepare(ctx context.Context, one *operation, sent request) (operation *graphql.OperationContext, last spoken, over bool) {
	params, err := sent.params()
	if err != nil {
		return nil, one.failed(gqlerror.List{misread(err)}), true
	}
	params.Headers = s.request.Header
	operation, errs := s.run.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		return operation, one.failed(s.run.DispatchError(graphql.WithOperationContext(ctx, operation), guard.Expand(errs)).Errors), true
	}
	if operation.Operation.Operation == ast.Mutation {
		refusal := fault.Invalid("", "a mutation is sent by POST, not over a socket: %s", called(operation.Operation))
		return operation, one.failed(gqlerror.List{shown(refusal)}), true
	}
	return operation, spoken{}, false
}

// called is an operation's name, or that of its first field.
func called(operation *ast.OperationDefinition) string {
	if operation.Name != "" {
		return operation.Name
	}
	for _, selection := range operation.SelectionSet {
		if field, ok := selection.(*ast.Field); ok {
			return field.Name
		}
	}
	return "without a name"
}

// panicked is the end of an operation that panicked, which here would end the
// process. Before there is an operation, gqlgen's executor itself knows what to
// make of a panic.
func (s *socket) panicked(one *operation, operation *graphql.OperationContext, thrown any) spoken {
	if operation != nil {
		return one.failed(coded(panicked(one.ctx, s.run, operation, thrown).Errors, fault.Internal))
	}
	presented := s.presented(thrown)
	if presented == nil {
		s.fail(closeBroken)
		return spoken{}
	}
	return one.failed(coded(gqlerror.List{gqlerror.WrapIfUnwrapped(presented)}, fault.Internal))
}

// presented is what the executor makes of a panic, which it also logs; nil where it
// makes nothing.
func (s *socket) presented(thrown any) error {
	run, can := s.run.(interface {
		PresentRecoveredError(ctx context.Context, thrown any) error
	})
	if !can {
		return nil
	}
	return run.PresentRecoveredError(s.ctx, thrown)
}

var errTooManyOperations = fault.New(fault.RateLimited, "too many operations run on this socket: end one first")
