package guard

import (
	"context"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
)

// Who asks is told what an operation costs; nobody else is, and nobody can say it
// in the shop's place.
func TestTheCostIsToldToWhoAsks(t *testing.T) {
	t.Parallel()
	run, gate := gated(t, Settings{Limits: DefaultLimits()})
	const query = `query A($n:Int){products(first:$n){nodes{id}}}`
	answer := func(extensions map[string]any, n int) *graphql.Response {
		opCtx, errs := open(run, graphql.RawParams{Query: query, Variables: map[string]any{"n": n}, Extensions: extensions})
		require.Empty(t, errs)
		ctx := graphql.WithOperationContext(t.Context(), opCtx)
		kept := &graphql.Response{Data: []byte(`{}`)}
		got := gate.InterceptResponse(ctx, func(context.Context) *graphql.Response { return kept })
		require.Empty(t, kept.Extensions, "what others are given stays as it is")
		return got
	}
	require.Empty(t, answer(nil, 5).Extensions)
	require.Empty(t, answer(map[string]any{"cost": 3}, 5).Extensions)
	few, many := answer(map[string]any{"cost": true}, 5).Extensions, answer(map[string]any{"cost": true}, 50).Extensions
	require.Equal(t, DefaultLimits().Cost, few["cost"].(map[string]int)["most"])
	require.Greater(t, many["cost"].(map[string]int)["operation"], few["cost"].(map[string]int)["operation"])
}
