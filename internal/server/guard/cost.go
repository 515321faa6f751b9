package guard

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// pageDefault stands for a page whose size the operation leaves open.
	pageDefault = 20
	// pageMost is the largest page that resolvers give out.
	pageMost = 100
	// listGuess stands for the length of a list that has no size argument.
	listGuess = 10
	// introspectionCost stands for the whole answer of __schema or __type.
	introspectionCost = 100
)

// Cost is what an operation asks of the shop: one for each field, the fields
// of a page times its size, those of `nodes(ids:)` times the number of ids,
// and those of a list of unknown length times ten. Of a connection only
// `edges` and `nodes` are multiplied, not what stands beside them. Sums stop
// at a ceiling.
func (i *Inspector) Cost(doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) int {
	cost, _, _ := i.cost(operation, indexFragments(doc), variables)
	return cost
}

// cost also tells whether the variables had a say in it, and how many
// selections were looked at.
func (i *Inspector) cost(
	operation *ast.OperationDefinition, fragments map[string]*ast.FragmentDefinition, variables map[string]any,
) (cost int, varies bool, visited int) {
	w := weigher{inspector: i, operation: operation, fragments: fragments, variables: variables}
	cost = w.set(i.root(operation), operation.SelectionSet).total(listGuess)
	return cost, w.varies, w.visited
}

func (i *Inspector) root(operation *ast.OperationDefinition) *ast.Definition {
	switch operation.Operation {
	case ast.Mutation:
		return i.schema.Mutation
	case ast.Subscription:
		return i.schema.Subscription
	default:
		return i.schema.Query
	}
}

// weight is a cost that may depend on a page size that is not known yet:
// fixed + page size × paged. Keeping the two apart is what lets a fragment be
// weighed once however many pages spread it.
type weight struct {
	fixed, paged int
}

func (w weight) plus(o weight) weight {
	return weight{fixed: plus(w.fixed, o.fixed), paged: plus(w.paged, o.paged)}
}

func (w weight) total(page int) int {
	return plus(w.fixed, times(page, w.paged))
}

// weigher walks one operation once.
type weigher struct {
	inspector *Inspector
	operation *ast.OperationDefinition
	fragments map[string]*ast.FragmentDefinition
	variables map[string]any
	memo      map[string]weight
	varies    bool
	visited   int
}

func (w *weigher) set(parent *ast.Definition, selections ast.SelectionSet) weight {
	var sum weight
	for _, selection := range selections {
		w.visited++
		switch it := selection.(type) {
		case *ast.Field:
			sum = sum.plus(w.field(parent, it))
		case *ast.InlineFragment:
			inner := parent
			if it.TypeCondition != "" {
				inner = w.inspector.schema.Types[it.TypeCondition]
			}
			sum = sum.plus(w.set(inner, it.SelectionSet))
		case *ast.FragmentSpread:
			sum = sum.plus(w.fragment(it.Name))
		}
	}
	return sum
}

func (w *weigher) fragment(name string) weight {
	if known, seen := w.memo[name]; seen {
		return known
	}
	fragment := w.fragments[name]
	if fragment == nil {
		return weight{}
	}
	if w.memo == nil {
		w.memo = make(map[string]weight, len(w.fragments))
	}
	w.memo[name] = weight{} // a cycle costs nothing here, the shape refuses it
	weighed := w.set(w.inspector.schema.Types[fragment.TypeCondition], fragment.SelectionSet)
	w.memo[name] = weighed
	return weighed
}

func (w *weigher) field(parent *ast.Definition, field *ast.Field) weight {
	switch field.Name {
	case "__typename":
		return weight{}
	case "__schema", "__type":
		return weight{fixed: introspectionCost}
	}
	one := weight{fixed: 1}
	if len(field.SelectionSet) == 0 {
		return one
	}
	var definition *ast.FieldDefinition
	if parent != nil {
		definition = parent.Fields.ForName(field.Name)
	}
	if definition == nil || definition.Type == nil {
		return one.plus(w.set(nil, field.SelectionSet))
	}
	of := w.inspector.schema.Types[definition.Type.Name()]
	child := w.set(of, field.SelectionSet)
	list := definition.Type.Elem != nil
	switch {
	case paged(definition):
		size := w.pageSize(definition, field)
		if !list && w.inspector.pagers[definition.Type.Name()] {
			return weight{fixed: plus(1, child.total(size))}
		}
		return weight{fixed: plus(1, times(size, child.total(listGuess)))}
	case list && definition.Arguments.ForName("ids") != nil:
		count := w.length(field.Arguments.ForName("ids"))
		return weight{fixed: plus(1, times(count, child.total(listGuess)))}
	case list && carries(field.Name):
		return weight{fixed: 1, paged: child.total(listGuess)}
	case list:
		return weight{fixed: plus(1, times(listGuess, child.total(listGuess)))}
	default:
		return one.plus(child)
	}
}

// paged tells whether a field takes a page size.
func paged(definition *ast.FieldDefinition) bool {
	return definition.Arguments.ForName("first") != nil || definition.Arguments.ForName("last") != nil
}

// carries tells whether a list of this name holds the rows of a page.
func carries(name string) bool {
	return name == "edges" || name == "nodes"
}

// findPagers names the types that hold the rows of a page, themselves or one
// object further down (a search answer holds a connection beside its facets).
func findPagers(schema *ast.Schema) map[string]bool {
	pagers := make(map[string]bool)
	for name, definition := range schema.Types {
		for _, field := range definition.Fields {
			if carries(field.Name) && field.Type.Elem != nil {
				pagers[name] = true
			}
		}
	}
	var holders []string
	for name, definition := range schema.Types {
		for _, field := range definition.Fields {
			if field.Type.Elem == nil && pagers[field.Type.Name()] && !paged(field) {
				holders = append(holders, name)
			}
		}
	}
	for _, name := range holders {
		pagers[name] = true
	}
	return pagers
}

// pageSize is the greater of `first` and `last`, within 1 and 100: what is
// outside is refused by the resolver and must not make the rest look cheap.
func (w *weigher) pageSize(definition *ast.FieldDefinition, field *ast.Field) int {
	size := 0
	for _, name := range [...]string{"first", "last"} {
		value := w.argument(definition, field, name)
		if value == nil {
			continue
		}
		size = max(size, min(max(whole(value), 1), pageMost))
	}
	if size == 0 {
		return pageDefault
	}
	return size
}

// argument is what an argument will be: a literal, a variable, or a default.
// It is nil when nothing or null is given.
func (w *weigher) argument(definition *ast.FieldDefinition, field *ast.Field, name string) any {
	if given := field.Arguments.ForName(name); given != nil {
		if value, set := w.value(given.Value); set {
			return value
		}
	}
	if declared := definition.Arguments.ForName(name); declared != nil && declared.DefaultValue != nil {
		value, _ := w.value(declared.DefaultValue)
		return value
	}
	return nil
}

// value resolves a value one level deep; set is false for a variable that
// the caller left out and that has no default.
func (w *weigher) value(value *ast.Value) (resolved any, set bool) {
	if value == nil || value.Kind == ast.NullValue {
		return nil, true
	}
	if value.Kind != ast.Variable {
		return value, true
	}
	w.varies = true
	if given, ok := w.variables[value.Raw]; ok {
		return given, true
	}
	declared := w.operation.VariableDefinitions.ForName(value.Raw)
	if declared == nil || declared.DefaultValue == nil {
		return nil, false
	}
	return declared.DefaultValue, true
}

// length is how many elements an argument lists. A single value is a list of
// one.
func (w *weigher) length(argument *ast.Argument) int {
	if argument == nil {
		return 1
	}
	value, _ := w.value(argument.Value)
	switch list := value.(type) {
	case []any:
		return max(len(list), 1)
	case *ast.Value:
		if list.Kind == ast.ListValue {
			return max(len(list.Children), 1)
		}
	}
	return 1
}

// whole reads a number in any form that variables and literals take. What is
// no number counts as the largest: validation refuses it, this must not make
// it cheap.
func whole(value any) int {
	switch number := value.(type) {
	case *ast.Value:
		return parse(number.Raw)
	case json.Number:
		return parse(number.String())
	case string:
		return parse(number)
	case int:
		return number
	case int32:
		return int(number)
	case int64:
		return int(number)
	case float64:
		if number >= 1 && number < pageMost {
			return int(math.Ceil(number))
		}
		if number < 1 {
			return 1
		}
	}
	return pageMost
}

func parse(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		return pageMost
	}
	return number
}
