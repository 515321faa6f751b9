package transport

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/server/guard"
)

// server answers {"echo": variables} to everything that may run; the field
// asked for chooses what goes wrong.
func server(tb testing.TB, over HTTP) http.Handler {
	tb.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `
		input Note { text: String, lines: [String!] }
		type Query { echo(text: String, number: Int, note: Note): String
			broken: String closed: String busy: String wait: String tagged: String }
		type Mutation { change(text: String): String }
		type Subscription { changes: String }`})
	require.NoError(tb, err)
	graph := handler.New(&graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return schema },
		ExecFunc:   run,
	})
	gate := guard.NewGate(schema, guard.Settings{Limits: guard.DefaultLimits()})
	graph.SetQueryCache(gate)
	graph.Use(gate)
	graph.AddTransport(over)
	return graph
}

func run(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx)
	switch operation.Operation.SelectionSet[0].(*ast.Field).Name {
	case "broken":
		return func(ctx context.Context) *graphql.Response {
			graphql.AddError(ctx, gqlerror.Wrap(errors.New("no code")))
			return &graphql.Response{Data: []byte(`{"broken":null}`)}
		}
	case "closed":
		return refused(fault.Unauthenticated)
	case "busy":
		return refused(fault.ServiceUnavailable)
	case "wait":
		<-ctx.Done()
		return graphql.OneShot(&graphql.Response{Data: []byte(`{}`)})
	case "tagged":
		return func(ctx context.Context) *graphql.Response {
			graphql.RegisterExtension(ctx, "took", 3)
			return &graphql.Response{Data: []byte(`{}`)}
		}
	}
	return func(context.Context) *graphql.Response {
		variables, err := json.Marshal(operation.Variables)
		if err != nil {
			panic(err)
		}
		return &graphql.Response{Data: []byte(`{"echo":` + string(variables) + `}`)}
	}
}

// refused is an operation that was let in and then not run: it has no data.
func refused(code fault.Code) graphql.ResponseHandler {
	return func(context.Context) *graphql.Response {
		return &graphql.Response{Errors: gqlerror.List{{Message: "no", Extensions: map[string]any{"code": code}}}}
	}
}
