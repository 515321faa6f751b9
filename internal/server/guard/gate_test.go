package guard

import (
	"context"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
)

func gated(tb testing.TB, settings Settings) (*executor.Executor, *Gate) {
	tb.Helper()
	shop := schema(tb)
	run := executor.New(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return shop }})
	gate := NewGate(shop, settings)
	run.SetQueryCache(gate)
	run.Use(gate)
	return run, gate
}

func open(run *executor.Executor, params graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	opCtx, errs := run.CreateOperationContext(graphql.StartOperationTrace(context.Background()), &params)
	return opCtx, Expand(errs)
}

func TestGateLetsGoodDocumentsThroughAndKeepsThem(t *testing.T) {
	t.Parallel()
	run, gate := gated(t, Settings{Limits: DefaultLimits()})
	params := graphql.RawParams{Query: `query A($n:Int){products(first:$n){nodes{id}}}`}
	first, errs := open(run, params)
	require.Empty(t, errs)
	second, errs := open(run, params)
	require.Empty(t, errs)
	require.Same(t, first.Doc, second.Doc)
	require.NotNil(t, first.Doc.Operations[0].SelectionSet[0].(*ast.Field).Definition)
	require.Equal(t, 1, gate.known.EstimatedSize())
}

func TestGateRefuses(t *testing.T) {
	t.Parallel()
	run, _ := gated(t, Settings{Limits: DefaultLimits()})
	for name, test := range map[string]struct {
		query     string
		variables map[string]any
		code      fault.Code
		says      string
	}{
		"too many tokens":       {"{shop{" + strings.Repeat("name ", 2000) + "}}", nil, fault.QueryTooComplex, "token limit is 2000"},
		"no document":           {"", nil, fault.BadUserInput, "no operation"},
		"no operation":          {"fragment A on Shop{name}", nil, fault.BadUserInput, "no operation"},
		"what does not parse":   {"{shop", nil, fault.BadUserInput, "Expected Name"},
		"the spread chain":      {chain(26), nil, fault.QueryTooComplex, "fragment spread limit"},
		"unknown fields":        {"{shop{nam}}", nil, fault.BadUserInput, `Cannot query field "nam" on type "Shop".`},
		"introspection":         {"{__schema{types{name}}}", nil, fault.Forbidden, "introspection is switched off"},
		"introspection, hidden": {"{...A} fragment A on Query{__type(name:\"Shop\"){name}}", nil, fault.Forbidden, "introspection"},
		"@defer":                {"{... @defer{shop{name}}}", nil, fault.BadUserInput, "@defer is not supported"},
		"a dear variable": {
			"query($n:Int){products(first:$n){nodes{related(first:$n){nodes{id}}}}}", map[string]any{"n": 100},
			fault.QueryTooComplex, "cost limit",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := open(run, graphql.RawParams{Query: test.query, Variables: test.variables})
			require.NotEmpty(t, errs)
			require.Equal(t, string(test.code), errs[0].Extensions["code"])
			require.Contains(t, errs[0].Message, test.says)
		})
	}
	t.Run("and the fault can be found", func(t *testing.T) {
		t.Parallel()
		_, errs := open(run, graphql.RawParams{Query: chain(30)})
		require.True(t, fault.Is(errs[0], fault.QueryTooComplex))
	})
}

func TestGateTellsEveryMistakeUpToABound(t *testing.T) {
	t.Parallel()
	run, _ := gated(t, Settings{Limits: DefaultLimits()})
	_, errs := open(run, graphql.RawParams{Query: "{shop{a b c}}"})
	require.Len(t, errs, 3)
	for _, err := range errs {
		require.Equal(t, "BAD_USER_INPUT", err.Extensions["code"])
	}
	_, errs = open(run, graphql.RawParams{Query: "{shop{" + numbered("x", " ", 500) + "}}"})
	require.Len(t, errs, mostErrors)
}

func TestSuggestionsAreForDevelopment(t *testing.T) {
	t.Parallel()
	closed, _ := gated(t, Settings{Limits: DefaultLimits()})
	helpful, _ := gated(t, Settings{Limits: DefaultLimits(), Suggest: true})
	for _, query := range []string{
		"{shopp{name}}", "{products(firsst:1){totalCount}}", "{shop}",
		"{products(filter:{texd:\"a\"}){totalCount}}",
	} {
		_, errs := open(closed, graphql.RawParams{Query: query})
		require.NotEmpty(t, errs)
		require.NotContains(t, errs[0].Message, "Did you mean", query)
		_, errs = open(helpful, graphql.RawParams{Query: query})
		require.Contains(t, errs[0].Message, "Did you mean", query)
	}
}

func TestIntrospectionIsDecidedForEachCaller(t *testing.T) {
	t.Parallel()
	type staff struct{}
	run, _ := gated(t, Settings{Limits: DefaultLimits(), Introspection: func(ctx context.Context) bool {
		return ctx.Value(staff{}) != nil
	}})
	params := graphql.RawParams{Query: "{__schema{types{name}}}"}
	ctx := graphql.StartOperationTrace(context.Background())
	opCtx, errs := run.CreateOperationContext(context.WithValue(ctx, staff{}, true), &params)
	require.Empty(t, errs)
	require.False(t, opCtx.DisableIntrospection)
	_, errs = run.CreateOperationContext(ctx, &params)
	require.Len(t, errs, 1)
}

func BenchmarkGateKnownDocument(b *testing.B) {
	run, _ := gated(b, Settings{Limits: DefaultLimits()})
	params := graphql.RawParams{
		Query:     `query A($n:Int){products(first:$n){edges{node{id name brand{id name} tags}} totalCount}}`,
		Variables: map[string]any{"n": 24},
	}
	ctx := graphql.StartOperationTrace(context.Background())
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := run.CreateOperationContext(ctx, &params); errs != nil {
			b.Fatal(errs)
		}
	}
}
