package guard

import (
	"math/big"

	"github.com/vektah/gqlparser/v2/ast"
)

// naive measures a document as its limits are told: fragments are unpacked
// wherever they are spread, again each time, and nothing stops at a ceiling.
type naive struct {
	inspector *Inspector
	fragments map[string]*ast.FragmentDefinition
	weigher   *weigher // knows what an argument is
	// steps is how much work is left, and cut whether it was too little.
	steps int
	cut   bool
	open  map[string]bool
	ring  bool
}

// step tells whether the work may go on.
func (n *naive) step() bool {
	n.steps--
	n.cut = n.cut || n.steps < 0
	return !n.cut
}

// within looks into a fragment, unless that is what is being looked into.
func (n *naive) within(name string, look func(*ast.FragmentDefinition)) {
	fragment := n.fragments[name]
	switch {
	case fragment == nil:
	case n.open[name]:
		n.ring = true
	default:
		n.open[name] = true
		look(fragment)
		n.open[name] = false
	}
}

// count adds what stands in a set that lies so deep.
func (n *naive) count(set ast.SelectionSet, into *Shape, depth, inside, nesting int, root bool) {
	keys := map[string]bool{}
	for _, selection := range set {
		if !n.step() {
			return
		}
		into.Nesting = max(into.Nesting, nesting)
		switch it := selection.(type) {
		case *ast.Field:
			if keys[it.Alias] {
				into.Repeats++
			}
			keys[it.Alias] = true
			n.field(it, into, depth, inside, nesting, root)
		case *ast.InlineFragment:
			into.Directives += len(it.Directives)
			n.count(it.SelectionSet, into, depth, inside, nesting+1, root)
		case *ast.FragmentSpread:
			into.Spreads++
			into.Directives += len(it.Directives)
			n.within(it.Name, func(fragment *ast.FragmentDefinition) {
				into.Directives += len(fragment.Directives)
				n.count(fragment.SelectionSet, into, depth, inside, nesting+1, root)
			})
		}
	}
}

// field counts one field; inside is how deep it lies in an introspection, or 0.
func (n *naive) field(field *ast.Field, into *Shape, depth, inside, nesting int, root bool) {
	into.Fields++
	into.Directives += len(field.Directives)
	if root {
		into.RootFields++
	}
	if field.Alias != field.Name {
		into.Aliases++
	}
	switch {
	case field.Name == "__schema" || field.Name == "__type":
		into.Introspects = true
		if inside == 0 {
			into.Depth = max(into.Depth, depth)
		}
		inside++
	case inside > 0:
		inside++
	default:
		into.Depth = max(into.Depth, depth)
	}
	into.IntrospectionDepth = max(into.IntrospectionDepth, inside)
	n.count(field.SelectionSet, into, depth+1, inside, nesting+1, false)
}

// cost is that of a set on which a page of this size has travelled.
func (n *naive) cost(parent *ast.Definition, set ast.SelectionSet, page int) *big.Int {
	sum := new(big.Int)
	types := n.inspector.schema.Types
	for _, selection := range set {
		if !n.step() {
			return sum
		}
		switch it := selection.(type) {
		case *ast.Field:
			sum.Add(sum, n.fieldCost(parent, it, page))
		case *ast.InlineFragment:
			inner := parent
			if it.TypeCondition != "" {
				inner = types[it.TypeCondition]
			}
			sum.Add(sum, n.cost(inner, it.SelectionSet, page))
		case *ast.FragmentSpread:
			n.within(it.Name, func(fragment *ast.FragmentDefinition) {
				sum.Add(sum, n.cost(types[fragment.TypeCondition], fragment.SelectionSet, page))
			})
		}
	}
	return sum
}

func (n *naive) fieldCost(parent *ast.Definition, field *ast.Field, page int) *big.Int {
	switch field.Name {
	case "__typename":
		return new(big.Int)
	case "__schema", "__type":
		return big.NewInt(introspectionCost)
	}
	var definition *ast.FieldDefinition
	if parent != nil {
		definition = parent.Fields.ForName(field.Name)
	}
	var of *ast.Definition
	count, inner := 1, page
	if definition != nil {
		of = n.inspector.schema.Types[definition.Type.Name()]
		count, inner = n.many(definition, field, page)
	}
	below := n.cost(of, field.SelectionSet, inner)
	return below.Add(below.Mul(below, big.NewInt(int64(count))), big.NewInt(1))
}

// many is how often what a field holds counts, and the page size that travels on.
func (n *naive) many(definition *ast.FieldDefinition, field *ast.Field, page int) (count, inner int) {
	list := definition.Type.Elem != nil
	switch {
	case paged(definition) && !list && n.inspector.pagers[definition.Type.Name()]:
		return 1, n.weigher.pageSize(definition, field)
	case paged(definition):
		return n.weigher.pageSize(definition, field), listGuess
	case list && definition.Arguments.ForName("ids") != nil:
		return n.weigher.length(field.Arguments.ForName("ids")), listGuess
	case list && carries(field.Name):
		return page, listGuess
	case list:
		return listGuess, listGuess
	}
	return 1, page
}
