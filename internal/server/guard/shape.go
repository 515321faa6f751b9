package guard

import (
	"fmt"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/fault"
)

// Shape is what can be told of a document from its text alone.
type Shape struct {
	Depth              int
	IntrospectionDepth int
	Aliases            int
	RootFields         int
	Fields             int
	Repeats            int
	Spreads            int
	Directives         int
	// Introspects says whether it asks for __schema or __type.
	Introspects bool
}

// shape measures every operation and every fragment, spread or not: the
// validation that follows visits all of them.
func (i *Inspector) shape(doc *ast.QueryDocument, fragments map[string]*ast.FragmentDefinition) (Shape, error) {
	m := measurer{fragments: fragments}
	if len(fragments) > 0 {
		m.memo = make(map[string]*Shape, len(fragments))
	}
	var widest Shape
	for _, operation := range doc.Operations {
		m.literals(operation)
		shape := m.set(operation.SelectionSet)
		shape.Directives = plus(shape.Directives, m.directives(operation.Directives, ""))
		widest = widest.max(shape)
	}
	for _, fragment := range doc.Fragments {
		shape := m.fragment(fragment.Name)
		// How deep it stands, and whether at the root, only an operation
		// tells; there it was counted above.
		shape.RootFields, shape.Depth = 0, 0
		widest = widest.max(shape)
	}
	if m.err != nil {
		return widest, m.err
	}
	return widest, i.checkShape(widest)
}

func (i *Inspector) checkShape(shape Shape) error {
	l := &i.limits
	for _, check := range [...]struct {
		limit, found string
		count, most  int
	}{
		{"depth", "fields lie %s deep within each other", shape.Depth, l.Depth},
		{"introspection depth", "introspection goes %s fields deep", shape.IntrospectionDepth, l.IntrospectionDepth},
		{"alias", "an operation has %s aliases", shape.Aliases, l.Aliases},
		{"root field", "an operation has %s root fields", shape.RootFields, l.RootFields},
		{"fragment spread", "an operation has %s fragment spreads", shape.Spreads, l.Spreads},
		{"field", "an operation has %s fields", shape.Fields, l.Fields},
		{"repeated field", "a selection names one key %s times", shape.Repeats, l.Repeats},
		{"directive", "an operation has %s directives", shape.Directives, l.Directives},
	} {
		if check.count > check.most {
			return exceeded(check.limit, fmt.Sprintf(check.found, show(check.count)), check.most)
		}
	}
	return nil
}

func (s Shape) max(o Shape) Shape {
	return Shape{
		Depth:              max(s.Depth, o.Depth),
		IntrospectionDepth: max(s.IntrospectionDepth, o.IntrospectionDepth),
		Aliases:            max(s.Aliases, o.Aliases),
		RootFields:         max(s.RootFields, o.RootFields),
		Fields:             max(s.Fields, o.Fields),
		Repeats:            max(s.Repeats, o.Repeats),
		Spreads:            max(s.Spreads, o.Spreads),
		Directives:         max(s.Directives, o.Directives),
		Introspects:        s.Introspects || o.Introspects,
	}
}

// beside adds a selection that stands in the same set.
func (s Shape) beside(o Shape) Shape {
	sum := s.max(o)
	sum.Aliases = plus(s.Aliases, o.Aliases)
	sum.RootFields = plus(s.RootFields, o.RootFields)
	sum.Fields = plus(s.Fields, o.Fields)
	sum.Spreads = plus(s.Spreads, o.Spreads)
	sum.Directives = plus(s.Directives, o.Directives)
	return sum
}

// measurer walks one document once.
type measurer struct {
	fragments map[string]*ast.FragmentDefinition
	// memo holds nil for a fragment that is being measured: meeting it again
	// is a cycle.
	memo map[string]*Shape
	err  error
}

func (m *measurer) set(selections ast.SelectionSet) Shape {
	var sum Shape
	for _, selection := range selections {
		switch it := selection.(type) {
		case *ast.Field:
			sum = sum.beside(m.field(it))
		case *ast.InlineFragment:
			inner := m.set(it.SelectionSet)
			inner.Directives = plus(inner.Directives, m.directives(it.Directives, ""))
			sum = sum.beside(inner)
		case *ast.FragmentSpread:
			inner := m.fragment(it.Name)
			inner.Spreads = plus(inner.Spreads, 1)
			inner.Directives = plus(inner.Directives, m.directives(it.Directives, ""))
			sum = sum.beside(inner)
		}
	}
	sum.Repeats = max(sum.Repeats, repeats(selections))
	return sum
}

func (m *measurer) field(field *ast.Field) Shape {
	shape := m.set(field.SelectionSet)
	shape.RootFields = 1
	shape.Fields = plus(shape.Fields, 1)
	shape.Depth = plus(shape.Depth, 1)
	if field.Name == "__schema" || field.Name == "__type" {
		shape.Introspects = true
		shape.IntrospectionDepth = max(shape.IntrospectionDepth, shape.Depth)
		shape.Depth = 1
	}
	if field.Alias != field.Name {
		shape.Aliases = plus(shape.Aliases, 1)
	}
	for _, argument := range field.Arguments {
		m.literal(argument.Value, field.Name, argument.Name)
	}
	shape.Directives = plus(shape.Directives, m.directives(field.Directives, field.Name))
	return shape
}

func (m *measurer) fragment(name string) Shape {
	if known, seen := m.memo[name]; seen {
		if known == nil {
			m.fail(fault.Invalid("", "fragment %q spreads itself", name))
			return Shape{}
		}
		return *known
	}
	fragment := m.fragments[name]
	if fragment == nil {
		return Shape{} // validation refuses the unknown name
	}
	m.memo[name] = nil
	shape := m.set(fragment.SelectionSet)
	shape.Directives = plus(shape.Directives, m.directives(fragment.Directives, ""))
	m.memo[name] = &shape
	return shape
}

// repeats is how often the most frequent answer key occurs in a set as it is
// written.
func repeats(selections ast.SelectionSet) int {
	var counts map[string]int
	if len(selections) > 1 {
		counts = make(map[string]int, len(selections))
	}
	most := 0
	for _, selection := range selections {
		field, ok := selection.(*ast.Field)
		switch {
		case !ok:
		case counts == nil:
			most = 1
		default:
			counts[field.Alias]++
			most = max(most, counts[field.Alias])
		}
	}
	return most
}

func (m *measurer) directives(list ast.DirectiveList, owner string) int {
	for _, directive := range list {
		if directive.Name == "defer" {
			// The parser's own schema knows it, the transports do not.
			m.fail(fault.Invalid("", "@defer is not supported"))
		}
		for _, argument := range directive.Arguments {
			m.literal(argument.Value, owner, argument.Name)
		}
	}
	return len(list)
}

func (m *measurer) literals(operation *ast.OperationDefinition) {
	for _, variable := range operation.VariableDefinitions {
		m.literal(variable.DefaultValue, "", "$"+variable.Variable)
	}
}

// literal refuses text in the document that PostgreSQL would refuse, naming
// where it stands.
func (m *measurer) literal(value *ast.Value, owner, name string) {
	if value == nil {
		return
	}
	for _, child := range value.Children {
		inner := name
		if child.Name != "" {
			inner += "." + child.Name
		}
		m.literal(child.Value, owner, inner)
	}
	if value.Kind != ast.StringValue && value.Kind != ast.BlockValue {
		return
	}
	if problem := BadText(value.Raw); problem != "" {
		if owner != "" {
			name = owner + "." + name
		}
		m.fail(fault.Invalid(name, "%s", problem))
	}
}

func (m *measurer) fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

// BadText says what makes a text unfit for the database, or nothing.
func BadText(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] == 0 {
			return "contains a NUL character"
		}
	}
	if !utf8.ValidString(text) {
		return "is not valid UTF-8"
	}
	return ""
}
