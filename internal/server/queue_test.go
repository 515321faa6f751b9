package server

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"

	"zuka/internal/platform/cache"
	"zuka/internal/server/responsecache"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestOperationsWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	turn := queued()
	asked := func(ctx context.Context, kind ast.Operation) context.Context {
		return graphql.WithOperationContext(ctx, &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: kind}})
	}
	most := runningPerProcessor * runtime.GOMAXPROCS(0)
	running, release := make(chan struct{}, most), make(chan struct{})
	var all sync.WaitGroup
	for range most {
		all.Go(func() {
			turn(asked(context.Background(), ast.Query), func(context.Context) *graphql.Response { running <- struct{}{}; <-release; return nil })
		})
	}
	for range most {
		<-running
	}
	answer := &graphql.Response{}
	respond := func(context.Context) *graphql.Response { return answer }
	late, cancel := context.WithCancel(t.Context())
	cancel()
	require.Nil(t, turn(asked(late, ast.Mutation), respond), "its time was up while it waited")
	require.Same(t, answer, turn(asked(t.Context(), ast.Subscription), respond), "a stream does not wait")
	close(release)
	all.Wait()
	require.Same(t, answer, turn(asked(t.Context(), ast.Query), respond))
}

// shop keeps the answer of the operation Kept and no other.
type shop struct{}

func (shop) Get(ctx context.Context, _ string, compute func(context.Context) ([]byte, error)) (*cache.Answer, error) {
	if graphql.GetOperationContext(ctx).OperationName == "Kept" {
		return &cache.Answer{Body: []byte(`{"data":{"text":"kept"}}`)}, nil
	}
	body, err := compute(ctx)
	return &cache.Answer{Body: body}, err
}

func TestAKeptAnswerWaitsForNobody(t *testing.T) {
	t.Parallel()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Input: `enum CacheControlScope { PUBLIC PRIVATE }
		directive @cacheControl(maxAge: Int!, scope: CacheControlScope! = PUBLIC) on FIELD_DEFINITION
		type Query { text: String @cacheControl(maxAge: 60) }`})
	require.NoError(t, err)
	most := runningPerProcessor * runtime.GOMAXPROCS(0)
	running, release := make(chan struct{}, most), make(chan struct{})
	opts := options(t, io.Discard)
	opts.Responses, opts.Schema = &responsecache.Settings{Store: shop{}}, &graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return parsed },
		ExecFunc: func(context.Context) graphql.ResponseHandler {
			return func(context.Context) *graphql.Response {
				running <- struct{}{}
				<-release
				return &graphql.Response{Data: []byte(`{"text":"run"}`)}
			}
		},
	}
	to := New(opts)
	var all sync.WaitGroup
	for range most {
		all.Go(func() {
			ask(t, to, http.MethodPost, "/graphql", `{"query":"query Run { text }","operationName":"Run"}`)
		})
	}
	for range most {
		<-running
	}
	got := ask(t, to, http.MethodPost, "/graphql", `{"query":"query Kept { text }","operationName":"Kept"}`)
	require.JSONEq(t, `{"data":{"text":"kept"}}`, got.Body.String())
	close(release)
	all.Wait()
}
