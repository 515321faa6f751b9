package guard

import "github.com/vektah/gqlparser/v2/ast"

// Deprecated is what a document asks for of the deprecated: fields as Type.field,
// arguments as Type.field(argument:), fields of inputs as Input.field and values as
// Enum.VALUE.
//
// Of fields of inputs and of values, it is those that stand in the text, as literals or
// as the default of a variable. What a client puts into a variable is not known here:
// its type says only what may be in it, and nobody is to be warned of what they do
// not use. So a document without any of them may still be sent with one.
func (r *Reader) Deprecated(text string) []string {
	document, errs := r.gate.prepare(text)
	if len(errs) > 0 {
		return nil
	}
	var o outdated
	for _, operation := range document.doc.Operations {
		for _, variable := range operation.VariableDefinitions {
			o.value(variable.DefaultValue)
			o.applied(variable.Directives)
		}
		o.applied(operation.Directives)
		o.selected(operation.SelectionSet)
	}
	for _, fragment := range document.doc.Fragments { // Each once, however often it is spread.
		o.applied(fragment.Directives)
		o.selected(fragment.SelectionSet)
	}
	return o.names
}

// outdated collects the names of what is deprecated, each once.
type outdated struct {
	names []string
	found map[string]bool
}

// note takes a name down if what it names is deprecated.
func (o *outdated) note(name string, directives ast.DirectiveList) {
	if directives.ForName("deprecated") == nil || o.found[name] {
		return
	}
	if o.found == nil {
		o.found = make(map[string]bool)
	}
	o.found[name] = true
	o.names = append(o.names, name)
}

func (o *outdated) selected(set ast.SelectionSet) {
	for _, selection := range set {
		switch one := selection.(type) {
		case *ast.Field:
			if one.Definition != nil && one.ObjectDefinition != nil {
				name := one.ObjectDefinition.Name + "." + one.Name
				o.note(name, one.Definition.Directives)
				o.arguments(name, one.Definition.Arguments, one.Arguments)
			}
			o.applied(one.Directives)
			o.selected(one.SelectionSet)
		case *ast.InlineFragment:
			o.applied(one.Directives)
			o.selected(one.SelectionSet)
		case *ast.FragmentSpread:
			o.applied(one.Directives)
		}
	}
}

// arguments looks at what is given to a field or a directive.
func (o *outdated) arguments(name string, defined ast.ArgumentDefinitionList, given ast.ArgumentList) {
	for _, argument := range given {
		if definition := defined.ForName(argument.Name); definition != nil {
			o.note(name+"("+argument.Name+":)", definition.Directives)
		}
		o.value(argument.Value)
	}
}

func (o *outdated) applied(directives ast.DirectiveList) {
	for _, directive := range directives {
		if directive.Definition != nil {
			o.arguments("@"+directive.Name, directive.Definition.Arguments, directive.Arguments)
		}
	}
}

// value looks into a literal.
func (o *outdated) value(value *ast.Value) {
	if value == nil {
		return
	}
	if value.Kind == ast.EnumValue && value.Definition != nil {
		if definition := value.Definition.EnumValues.ForName(value.Raw); definition != nil {
			o.note(value.Definition.Name+"."+value.Raw, definition.Directives)
		}
	}
	for _, child := range value.Children { // A list's have no name.
		if child.Name != "" && value.Definition != nil {
			if definition := value.Definition.Fields.ForName(child.Name); definition != nil {
				o.note(value.Definition.Name+"."+child.Name, definition.Directives)
			}
		}
		o.value(child.Value)
	}
}
