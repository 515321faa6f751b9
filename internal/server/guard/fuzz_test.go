package guard

import (
	"math/big"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
	"zuka/internal/server/guard/hostile"
)

// mostSteps is how much the naive measure may do. What it cannot finish is left
// to the pass alone.
const mostSteps = 50_000

// agree compares the pass with the naive measure.
func agree(tb testing.TB, inspector *Inspector, doc *ast.QueryDocument, variables map[string]any) {
	tb.Helper()
	fragments := indexFragments(doc)
	n := naive{inspector: inspector, fragments: fragments, open: map[string]bool{}, steps: mostSteps}
	want := Shape{}
	for _, operation := range doc.Operations {
		one := Shape{Directives: len(operation.Directives)}
		for _, variable := range operation.VariableDefinitions {
			one.Directives += len(variable.Directives)
		}
		n.count(operation.SelectionSet, &one, 1, 0, 1, true)
		want = want.max(one)
	}
	for _, fragment := range doc.Fragments {
		one := Shape{}
		n.within(fragment.Name, func(fragment *ast.FragmentDefinition) {
			one.Directives = len(fragment.Directives)
			n.count(fragment.SelectionSet, &one, 1, 0, 1, true)
		})
		one.RootFields, one.Depth = 0, 0
		want = want.max(one)
	}
	got, _, err := inspector.shape(doc, fragments)
	if n.cut {
		return
	}
	if n.ring {
		require.Error(tb, err, "a fragment spreads itself")
		return
	}
	got.ValueNesting = 0
	require.Equal(tb, want, got)
	for _, operation := range doc.Operations {
		n.steps = mostSteps
		n.weigher = &weigher{inspector: inspector, operation: operation, variables: variables}
		cost := n.cost(inspector.root(operation), operation.SelectionSet, listGuess)
		if most := big.NewInt(ceiling); cost.Cmp(most) > 0 {
			cost = most
		}
		if !n.cut {
			require.Equal(tb, cost.Int64(), int64(inspector.Cost(doc, operation, variables)))
		}
	}
}

func TestThePassAgreesWithTheNaiveMeasure(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	for _, attack := range attacks(t) {
		if doc, err := parser.ParseQuery(&ast.Source{Input: attack.Query}); err == nil {
			agree(t, inspector, doc, params(t, attack).Variables)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		agree(t, inspector, &ast.QueryDocument{
			Operations: ast.OperationList{{Operation: ast.Query, SelectionSet: anySelections(r, 5)}},
			Fragments: ast.FragmentDefinitionList{
				{Name: "F", TypeCondition: "Product", SelectionSet: anySelections(r, 3)},
				{Name: "G", TypeCondition: "ProductConnection", SelectionSet: anySelections(r, 3)},
			},
		}, nil)
	})
}

// seed gives a fuzz test the documents that it begins with.
func seed(f *testing.F) {
	for _, attack := range attacks(f) {
		if len(attack.Query) < 4_000 { // From the large ones nothing small is found.
			f.Add(attack.Query)
		}
	}
	for _, query := range []string{
		"{shop{name}}", "query($n:Int=3){products(first:$n){nodes{id}}}", "{nodes(ids:[]){id}}", "mutation{rename(slug:1){id}}",
		"subscription{x}", "query A query B{x}", "{products(first:){x}}", "fragment A on Nowhere{a}", "{a(b:[[[{c:$d}]]])@e(f:{g:1})}",
		"{search(first:3){products{edges{node{id}}}facets{values{label}}}top(last:9){id}}", introspection,
	} {
		f.Add(query)
	}
}

// FuzzLinearPass runs the pass alone, on whatever parses: it looks at nothing
// twice, and finds what the naive measure finds.
func FuzzLinearPass(f *testing.F) {
	seed(f)
	inspector := NewInspector(schema(f), DefaultLimits())
	variables := map[string]any{"n": "1", "d": []any{}, "i": []any{"a", "b"}}
	f.Fuzz(func(t *testing.T, query string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, DefaultLimits().Tokens)
		if err != nil || doc == nil {
			return
		}
		for _, operation := range append(doc.Operations, &ast.OperationDefinition{Name: "Nobody"}) {
			report, err := inspector.Inspect(doc, operation.Name, variables)
			require.LessOrEqual(t, report.Visited, 2*len(query))
			require.GreaterOrEqual(t, report.Cost, 0)
			if err == nil {
				require.LessOrEqual(t, report.Cost, DefaultLimits().Cost)
				require.LessOrEqual(t, max(report.Depth, report.IntrospectionDepth-8), DefaultLimits().Depth)
			}
		}
		agree(t, inspector, doc, variables)
	})
}

// FuzzInspect runs the whole gate: whatever comes, it is refused with a code, or
// it is a document that the pass and validation let through.
func FuzzInspect(f *testing.F) {
	seed(f)
	run, gate := gated(f, Settings{Limits: DefaultLimits()})
	f.Fuzz(func(t *testing.T, query string) {
		opCtx, errs := open(run, graphql.RawParams{Query: query})
		for _, err := range errs {
			require.Contains(t, []string{string(fault.BadUserInput), string(fault.QueryTooComplex), string(fault.Forbidden)}, err.Extensions["code"], err.Message)
		}
		require.LessOrEqual(t, len(errs), mostErrors)
		if len(errs) > 0 {
			return
		}
		report, err := gate.inspector.Inspect(opCtx.Doc, opCtx.OperationName, nil)
		require.NoError(t, err)
		require.NoError(t, gate.inspector.checkCost(report.Cost))
		for _, field := range opCtx.Operation.SelectionSet { // What the executor would do with the arguments.
			if one, is := field.(*ast.Field); is {
				one.ArgumentMap(opCtx.Variables)
			}
		}
	})
}

// Nothing that comes from strangers costs more memory for each of its letters
// than a good document does. It counts what the whole process takes, so it does
// not run beside other tests.
func TestHostileDocumentsTakeLittle(t *testing.T) {
	all := attacks(t)
	_, gate := gated(t, Settings{Limits: DefaultLimits()})
	for _, attack := range append(all, hostile.Attack{Name: "a good one", Query: introspection}) {
		taken := testing.AllocsPerRun(1, func() { _, _ = gate.prepare(attack.Query) })
		t.Logf("%8.0f %6d %s", taken, len(attack.Query), attack.Name)
		require.Less(t, taken, 500+20*float64(len(attack.Query)), attack.Name)
	}
}
