package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// anySelections draws selections of any nesting, with known and unknown names.
func anySelections(t *rapid.T, depth int) ast.SelectionSet {
	names := []string{"product", "products", "nodes", "edges", "node", "brand", "related", "variants", "id", "x", "__typename", "brands", "search", "facets"}
	var set ast.SelectionSet
	for range rapid.IntRange(0, 3).Draw(t, "width") {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			set = append(set, &ast.FragmentSpread{Name: rapid.SampledFrom([]string{"F", "G"}).Draw(t, "spread")})
		case 1:
			if depth > 0 {
				on := rapid.SampledFrom([]string{"", "Product", "Nowhere"}).Draw(t, "on")
				set = append(set, &ast.InlineFragment{TypeCondition: on, SelectionSet: anySelections(t, depth-1)})
			}
		default:
			name := rapid.SampledFrom(names).Draw(t, "name")
			field := &ast.Field{Name: name, Alias: name}
			if rapid.Bool().Draw(t, "sized") {
				raw := fmt.Sprint(rapid.Int64().Draw(t, "first"))
				field.Arguments = ast.ArgumentList{{Name: "first", Value: &ast.Value{Kind: ast.IntValue, Raw: raw}}}
			}
			if depth > 0 {
				field.SelectionSet = anySelections(t, depth-1)
			}
			set = append(set, field)
		}
	}
	return set
}

// sets lists every selection set of a document, to grow one of them.
func sets(set *ast.SelectionSet) []*ast.SelectionSet {
	found := []*ast.SelectionSet{set}
	for _, selection := range *set {
		switch it := selection.(type) {
		case *ast.Field:
			found = append(found, sets(&it.SelectionSet)...)
		case *ast.InlineFragment:
			found = append(found, sets(&it.SelectionSet)...)
		}
	}
	return found
}

func TestCostNeverDecreasesWhenAFieldIsAdded(t *testing.T) {
	t.Parallel()
	shop := schema(t)
	rapid.Check(t, func(t *rapid.T) {
		inspector := NewInspector(shop, DefaultLimits())
		doc := &ast.QueryDocument{
			Operations: ast.OperationList{{Operation: ast.Query, SelectionSet: anySelections(t, 5)}},
			Fragments: ast.FragmentDefinitionList{
				{Name: "F", TypeCondition: "Product", SelectionSet: anySelections(t, 3)},
				{Name: "G", TypeCondition: "ProductConnection", SelectionSet: anySelections(t, 3)},
			},
		}
		operation := doc.Operations[0]
		before := inspector.Cost(doc, operation, nil)
		places := sets(&operation.SelectionSet)
		place := places[rapid.IntRange(0, len(places)-1).Draw(t, "place")]
		name := rapid.SampledFrom([]string{"id", "nodes", "brand", "x", "__typename", "related"}).Draw(t, "added")
		*place = append(*place, &ast.Field{Name: name, Alias: name})
		after := inspector.Cost(doc, operation, nil)
		if before < 0 || after < before || after > ceiling {
			t.Fatalf("cost went from %d to %d", before, after)
		}
	})
}

func TestCostStopsAtTheCeiling(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), Limits{Depth: 1000, Nesting: 1000, Fields: 1000, Repeats: 9, RootFields: 9, Cost: 1})
	query := "{products(first:100)" + strings.Repeat("{nodes{related(first:100)", 60) + "{totalCount}" + strings.Repeat("}}", 60) + "}"
	doc := document(t, query)
	require.Equal(t, ceiling, inspector.Cost(doc, doc.Operations[0], nil))
	_, err := inspector.Inspect(doc, "", nil)
	require.ErrorContains(t, err, "the operation costs more than can be counted, the cost limit is 1")
}

// The time a document takes divided by its length should stay the same as it
// grows: compare ns/byte of the sizes.
func BenchmarkInspect(b *testing.B) {
	inspector := NewInspector(schema(b), DefaultLimits())
	for _, kind := range []struct {
		name string
		text func(int) string
	}{
		{"spreads", chain},
		{"fields", func(n int) string { return "{shop{" + strings.Repeat("name ", n*8) + "}}" }},
	} {
		for _, size := range []int{25, 50, 100, 200} {
			text := kind.text(size)
			b.Run(fmt.Sprintf("%s=%d", kind.name, size), func(b *testing.B) {
				doc := document(b, text)
				for b.Loop() {
					_, _ = inspector.Inspect(doc, "", nil)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/byte")
			})
		}
	}
}
