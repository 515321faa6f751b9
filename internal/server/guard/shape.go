package guard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	Nesting            int
	ValueNesting       int
	Repeats            int
	Spreads            int
	Directives         int
	// Introspects says whether it asks for __schema or __type.
	Introspects bool
}

// shape measures every operation and every fragment, spread or not: the
// validation that follows visits all of them.
func (i *Inspector) shape(doc *ast.QueryDocument, fragments map[string]*ast.FragmentDefinition) (found Shape, visited int, err error) {
	m := measurer{fragments: fragments}
	if len(fragments) > 0 {
		m.memo = make(map[string]*Shape, len(fragments))
	}
	var widest Shape
	for _, operation := range doc.Operations {
		declared := m.declarations(operation)
		shape := m.set(operation.SelectionSet)
		shape.Directives = plus(plus(shape.Directives, declared), m.directives(operation.Directives, ""))
		widest = widest.max(shape)
	}
	for _, fragment := range doc.Fragments {
		shape := m.fragment(fragment.Name)
		// How deep it stands, and whether at the root, only an operation
		// tells; there it was counted above.
		shape.RootFields, shape.Depth = 0, 0
		widest = widest.max(shape)
	}
	widest.ValueNesting = m.values
	if m.err != nil {
		return widest, m.visited, m.err
	}
	return widest, m.visited, i.checkShape(widest)
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
		{"nesting", "fields and fragments lie %s deep within each other", shape.Nesting, l.Nesting},
		{"value nesting", "values lie %s deep within each other", shape.ValueNesting, l.Nesting},
		{"root field", "an operation has %s root fields", shape.RootFields, l.RootFields},
		{"fragment spread", "an operation has %s fragment spreads", shape.Spreads, l.Spreads},
		{"field", "an operation has %s fields", shape.Fields, l.Fields},
		{"repeated field", "an operation repeats a field beside itself %s times", shape.Repeats, l.Repeats},
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
		Nesting:            max(s.Nesting, o.Nesting),
		ValueNesting:       max(s.ValueNesting, o.ValueNesting),
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
	sum.Repeats = plus(s.Repeats, o.Repeats)
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
	// visited counts the selections, directives and values looked at.
	visited int
	// values is how deep the deepest value is.
	values int
	err    error
}

func (m *measurer) set(selections ast.SelectionSet) Shape {
	var sum Shape
	for _, selection := range selections {
		m.visited++
		switch it := selection.(type) {
		case *ast.Field:
			sum = sum.beside(m.field(it))
		case *ast.InlineFragment:
			inner := m.set(it.SelectionSet)
			inner.Nesting = plus(inner.Nesting, 1)
			inner.Directives = plus(inner.Directives, m.directives(it.Directives, ""))
			sum = sum.beside(inner)
		case *ast.FragmentSpread:
			inner := m.fragment(it.Name)
			inner.Nesting = plus(inner.Nesting, 1)
			inner.Spreads = plus(inner.Spreads, 1)
			inner.Directives = plus(inner.Directives, m.directives(it.Directives, ""))
			sum = sum.beside(inner)
		}
	}
	sum.Repeats = plus(sum.Repeats, repeats(selections))
	return sum
}

func (m *measurer) field(field *ast.Field) Shape {
	shape := m.set(field.SelectionSet)
	shape.RootFields = 1
	shape.Fields = plus(shape.Fields, 1)
	shape.Depth = plus(shape.Depth, 1)
	shape.Nesting = plus(shape.Nesting, 1)
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

// repeats is how many fields of a set, as it is written, answer under a key that
// one before them has.
func repeats(selections ast.SelectionSet) int {
	if len(selections) < 2 {
		return 0
	}
	fields, keys := 0, make(map[string]struct{}, len(selections))
	for _, selection := range selections {
		if field, is := selection.(*ast.Field); is {
			fields++
			keys[field.Alias] = struct{}{}
		}
	}
	return fields - len(keys)
}

func (m *measurer) directives(list ast.DirectiveList, owner string) int {
	for _, directive := range list {
		m.visited++
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

// declarations reads the variables of an operation, and counts their directives.
func (m *measurer) declarations(operation *ast.OperationDefinition) (directives int) {
	for _, variable := range operation.VariableDefinitions {
		m.visited++
		m.literal(variable.DefaultValue, "", "$"+variable.Variable)
		directives = plus(directives, m.directives(variable.Directives, "$"+variable.Variable))
	}
	return directives
}

// literal refuses a value in the document that could not be read or that
// PostgreSQL would refuse, naming where it stands.
func (m *measurer) literal(value *ast.Value, owner, name string) {
	place, problem := m.unfit(value, 1)
	if problem == "" {
		return
	}
	if owner != "" {
		name = owner + "." + name
	}
	slices.Reverse(place)
	m.fail(fault.Invalid(strings.Join(append([]string{name}, place...), "."), "%s", problem))
}

// unfit is the problem of a value and the names of where it stands, the
// innermost first: put together on the way in, they would be copied once for
// each level, however long they are.
func (m *measurer) unfit(value *ast.Value, depth int) (place []string, problem string) {
	if value == nil {
		return nil, ""
	}
	m.visited++
	m.values = max(m.values, depth)
	for _, child := range value.Children {
		if place, problem = m.unfit(child.Value, depth+1); problem != "" {
			if child.Name != "" {
				place = append(place, child.Name)
			}
			return place, problem
		}
	}
	var err error
	switch value.Kind {
	case ast.StringValue, ast.BlockValue:
		return nil, BadText(value.Raw)
	case ast.IntValue:
		_, err = strconv.ParseInt(value.Raw, 10, 64)
	case ast.FloatValue:
		_, err = strconv.ParseFloat(value.Raw, 64)
	}
	if err != nil {
		return nil, "is a number out of range" // gqlparser panics at it when the field runs.
	}
	return nil, ""
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
