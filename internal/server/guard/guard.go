// Package guard weighs a GraphQL document before anything runs it.
//
// The work done for a document must not grow faster than its text: a fragment
// that is spread twice is measured once and counted twice, sums stop at a
// ceiling instead of overflowing, and a fragment that reaches itself is
// refused. Nothing here needs a validated document, so the shape is checked
// before validation, whose own rules are quadratic, gets to see it.
package guard

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
)

// Limits is what one document may ask for. Counts are taken with fragments
// expanded: what a fragment holds counts each time it is spread.
type Limits struct {
	// Tokens bounds the parser's work on one document.
	Tokens int
	// Depth is how many fields may lie within each other; a root field is 1.
	Depth int
	// IntrospectionDepth is the same below __schema and __type, which tools
	// send deeper than people write.
	IntrospectionDepth int
	// Aliases is how many fields one operation may rename.
	Aliases int
	// RootFields is how many fields one operation may start with.
	RootFields int
	// Fields is how many fields one operation may hold in all.
	Fields int
	// Nesting is how many fields and fragments may lie within each other, for the
	// executor unpacks fragments anew for each object of an answer; and how many
	// values, for validation reads a value anew for each that it lies in.
	Nesting int
	// Repeats is how many fields one operation may hold that answer under the key
	// of one that stands before them in the same selection set. Validation compares
	// such fields pair by pair, and what they hold too.
	Repeats int
	// Spreads is how many fragment spreads one operation may hold.
	Spreads int
	// Directives is how many directives one operation may hold.
	Directives int
	// Cost is what one operation may cost, see Inspector.Cost.
	Cost int
}

// DefaultLimits is what a server gives to documents of strangers.
func DefaultLimits() Limits {
	return Limits{
		Tokens: 2_000, Depth: 12, IntrospectionDepth: 20, Aliases: 30, RootFields: 20,
		Fields: 1_000, Nesting: 50, Repeats: 20, Spreads: 200, Directives: 60, Cost: 10_000,
	}
}

// Inspector measures documents against one schema and one set of limits.
// It is safe for use by many goroutines.
type Inspector struct {
	schema *ast.Schema
	limits Limits
	// pagers names the types below which a page size travels on until it
	// reaches `edges` or `nodes`.
	pagers map[string]bool
}

// NewInspector prepares the inspection of documents written for a schema.
func NewInspector(schema *ast.Schema, limits Limits) *Inspector {
	return &Inspector{schema: schema, limits: limits, pagers: findPagers(schema)}
}

// Report is what a document was found to hold. The counts are the largest of
// any of its operations, Cost is that of the operation asked for.
type Report struct {
	Shape
	Cost int
	// Visited is how many selections, directives and values were looked at: the
	// work that the document made.
	Visited int
}

// Inspect measures a whole document and the cost of the operation that the
// name and the variables choose. The error is a *fault.Fault that names the
// limit. A document that no operation can be chosen from costs nothing: the
// executor refuses it.
func (i *Inspector) Inspect(doc *ast.QueryDocument, operation string, variables map[string]any) (Report, error) {
	var report Report
	fragments := indexFragments(doc)
	shape, visited, err := i.shape(doc, fragments)
	report.Shape, report.Visited = shape, visited
	if err != nil {
		return report, err
	}
	chosen := doc.Operations.ForName(operation)
	if chosen == nil {
		return report, nil
	}
	report.Cost, _, visited = i.cost(chosen, fragments, variables)
	report.Visited += visited
	return report, i.checkCost(report.Cost)
}

func (i *Inspector) checkCost(cost int) error {
	if cost <= i.limits.Cost {
		return nil
	}
	return exceeded("cost", fmt.Sprintf("the operation costs %s", show(cost)), i.limits.Cost)
}

// indexFragments finds fragments by name. Of two with one name the first
// counts, as in validation, which then refuses the document.
func indexFragments(doc *ast.QueryDocument) map[string]*ast.FragmentDefinition {
	if len(doc.Fragments) == 0 {
		return nil
	}
	index := make(map[string]*ast.FragmentDefinition, len(doc.Fragments))
	for _, fragment := range doc.Fragments {
		if _, taken := index[fragment.Name]; !taken {
			index[fragment.Name] = fragment
		}
	}
	return index
}

func exceeded(limit, found string, most int) error {
	return fault.New(fault.QueryTooComplex, "%s, the %s limit is %d", found, limit, most)
}

// ceiling is where sums stop. It leaves room to add or multiply two of them
// in an int64 by way of the checks in plus and times.
const ceiling = 1 << 40

func plus(a, b int) int {
	return min(a+b, ceiling)
}

func times(a, b int) int {
	if a != 0 && b > ceiling/a {
		return ceiling
	}
	return a * b
}

func show(count int) string {
	if count >= ceiling {
		return "more than can be counted"
	}
	return fmt.Sprint(count)
}
