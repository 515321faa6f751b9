package server

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/turn"
	"zuka/internal/platform/viewer"
	"zuka/internal/server/documents"
	"zuka/internal/server/guard"
	"zuka/internal/server/responsecache"
	"zuka/internal/server/transport"
)

// api answers GraphQL.
func api(opts Options, meters *meters, streams *transport.Streams, visitors visitors) http.Handler {
	run := newExecutor(opts, meters)
	protection := crossOrigin(opts)
	lane := transport.NewLane()
	over := transport.HTTP{Deadline: opts.Deadline, Streams: streams, Shareable: responsecache.NewRules(opts.Schema.Schema()).Life, Lane: lane}
	sockets := transport.WebSocket{Deadline: opts.Deadline, Streams: streams, Authenticate: visitors.introduced, Permit: func(r *http.Request) error {
		// An upgrade is a GET, which is let through everywhere; the socket is not.
		post := *r
		post.Method = http.MethodPost
		return protection.Check(&post)
	}}
	return protection.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case sockets.Supports(r):
			sockets.Do(w, r, run)
		case lane.Serve(w, r):
		case over.Supports(r):
			over.Do(w, r.WithContext(graphql.StartOperationTrace(opts.Attach(r.Context()))), run)
		default:
			refuse(w, http.StatusBadRequest, fault.BadUserInput, "the only protocol to upgrade to is websocket")
		}
	}))
}

// crossOrigin keeps pages out that are neither of this server nor of one of the
// origins in the settings.
func crossOrigin(opts Options) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, fault.Forbidden, "this page may not send requests here")
	}))
	for _, origin := range opts.Origins {
		if err := protection.AddTrustedOrigin(strings.TrimSuffix(origin, "/")); err != nil {
			opts.Log.Warn("an origin that is none is not trusted", "origin", origin, "cause", err)
		}
	}
	return protection
}

// newExecutor runs what the gate lets through. gqlgen's own handler is left
// out: it would answer panics in its own words, before recoverPanic sees them.
func newExecutor(opts Options, meters *meters) *executor.Executor {
	gate := guard.NewGate(opts.Schema.Schema(), guard.Settings{
		Limits: guard.DefaultLimits(), Suggest: opts.Development,
		Introspection: func(ctx context.Context) bool { return opts.Development || viewer.From(ctx).May(viewer.Staff) },
		Spend:         opts.Spend,
	})
	run := executor.New(opts.Schema)
	run.SetQueryCache(gate)
	finding := opts.Documents
	finding.Free = func(ctx context.Context) bool { return viewer.From(ctx).May(viewer.Staff) }
	finding.Spend, finding.Unknown, finding.Log = opts.Spend, meters.unknown, opts.Log
	finder := documents.New(finding)
	run.Use(finder) // First: the gate reads the text.
	run.Use(gate)
	run.Use(finder.Keeper()) // What the gate lets through is kept.
	if opts.Present != nil {
		run.SetErrorPresenter(opts.Present)
	}
	run.SetRecoverFunc(func(ctx context.Context, thrown any) error {
		opts.Log.ErrorContext(ctx, "a resolver panicked", "thrown", thrown, "request", RequestID(ctx), "stack", stack())
		return errPanicked
	})
	run.AroundResponses(meters.response) // First, so that kept answers are measured too.
	if opts.Responses != nil {
		run.Use(responsecache.New(*opts.Responses))
	}
	run.AroundResponses(queued()) // Last: what is kept waits for nobody.
	return run
}

// runningPerProcessor is how many operations are executed at once for each
// processor: enough to keep it busy while they wait for PostgreSQL, and few
// enough that a crowd waits in line instead of making everybody slow and the
// process large.
const runningPerProcessor = 16

// queued lets operations wait for their turn. One whose time is up meanwhile
// is not run: it answers nothing, which the transport tells the client. Kept
// answers do not come this way, and neither do streams, which may last.
func queued() graphql.ResponseMiddleware {
	turns := turn.New(runningPerProcessor * runtime.GOMAXPROCS(0))
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		operation := graphql.GetOperationContext(ctx).Operation
		if operation == nil || operation.Operation == ast.Subscription {
			return next(ctx)
		}
		inside, done, err := turns.Take(ctx)
		if err != nil {
			return nil
		}
		defer done()
		return next(inside)
	}
}

// refuse answers in GraphQL's form before GraphQL has a say.
func refuse(w http.ResponseWriter, status int, code fault.Code, message string) {
	answer(w, status, fmt.Appendf(nil, `{"errors":[{"message":%q,"extensions":{"code":%q}}]}`, message, code))
}
