package server

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
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
