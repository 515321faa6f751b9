package responsecache

import (
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Rules are what one schema says of who may be given an answer, and for how long.
// What is not of that schema is private.
type Rules struct {
	fields map[*ast.FieldDefinition]rule
}

// rule is what is said of a field by itself, by what it returns, and by the types
// that can stand behind it.
type rule struct {
	// public is that somebody said so; private goes before it.
	public, private bool
	// age is the shortest time that is said, in seconds; -1 where none is.
	age int
}

// nothing is said of most fields.
var nothing = rule{age: -1}

// NewRules reads a schema.
func NewRules(schema *ast.Schema) *Rules {
	r := &Rules{make(map[*ast.FieldDefinition]rule)}
	for _, of := range schema.Types {
		for _, field := range of.Fields {
			r.fields[field] = ruleOf(schema, of, field)
		}
	}
	return r
}

// ruleOf is the rule of one field of a type. A field that is asked for through an
// interface is answered by the field of an object, which may say more than that of
// the interface: each of them counts.
func ruleOf(schema *ast.Schema, of *ast.Definition, field *ast.FieldDefinition) rule {
	found := own(schema, field)
	if of.Kind != ast.Interface {
		return found
	}
	for _, object := range schema.GetPossibleTypes(of) {
		if behind := object.Fields.ForName(field.Name); behind != nil {
			found = found.and(own(schema, behind))
		}
	}
	return found
}

// own is what a field says, or else the type that it returns, as in Apollo's servers.
// Other than there, a field cannot make public what its type says is private.
func own(schema *ast.Schema, field *ast.FieldDefinition) rule {
	said, of := saidBy(field.Directives), nothing
	if returned := schema.Types[field.Type.Name()]; returned != nil {
		of = saidBy(returned.Directives)
		if returned.IsAbstractType() {
			for _, object := range schema.GetPossibleTypes(returned) {
				of = of.and(saidBy(object.Directives))
			}
		}
	}
	said.public = said.public || of.public
	said.private = said.private || of.private
	if said.age < 0 {
		said.age = of.age
	}
	return said
}

// saidBy is what the directives of a field or a type say. What not everybody may ask
// for is private: who may is looked at when it runs, and a kept answer does not run.
func saidBy(directives ast.DirectiveList) rule {
	said := nothing
	said.private = directives.ForName("auth") != nil
	control := directives.ForName("cacheControl")
	if control == nil {
		return said
	}
	scope := control.Arguments.ForName("scope")
	said.public = scope == nil || scope.Value.Raw == "PUBLIC"
	said.private = said.private || !said.public
	if age := control.Arguments.ForName("maxAge"); age != nil {
		if seconds, err := strconv.Atoi(age.Value.Raw); err == nil {
			said.age = seconds
		}
	}
	return said
}

// and is what holds where either of two may be meant. That the other is public says
// nothing of this one.
func (r rule) and(other rule) rule {
	r.private = r.private || other.private
	r.age = shorter(r.age, other.age)
	return r
}

// shorter is the shorter of two ages of which either may not be said.
func shorter(one, other int) int {
	if one < 0 || other >= 0 && other < one {
		return other
	}
	return one
}

// of is the rule of a field that is asked for.
func (r *Rules) of(field *ast.Field) rule {
	if r == nil || field.Definition == nil {
		return rule{private: true, age: -1}
	}
	if field.Name == "__typename" { // It is of no type, so each document has its own.
		return nothing
	}
	if known, there := r.fields[field.Definition]; there {
		return known
	}
	return rule{private: true, age: -1}
}

// Public tells whether everybody who asks this gets the same answer, by what
// the schema says of its fields.
func (r *Rules) Public(operation *ast.OperationDefinition) bool {
	if operation == nil || operation.Operation != ast.Query {
		return false
	}
	seen := make(map[*ast.FragmentDefinition]bool)
	var below func(*ast.Field) bool
	below = func(field *ast.Field) bool {
		return !r.of(field).private && all(field.SelectionSet, seen, below)
	}
	// A fragment at the root is looked at as often as it is spread there:
	// what is right below is not right at the root.
	return all(operation.SelectionSet, nil, func(field *ast.Field) bool {
		said := r.of(field)
		return said.public && !said.private && all(field.SelectionSet, seen, below)
	})
}

// Life is for how long a public operation may be kept by others: the shortest
// maxAge of its root fields and of all fields below that say one. It is 0 for all
// other operations.
func (r *Rules) Life(operation *ast.OperationDefinition) time.Duration {
	if !r.Public(operation) {
		return 0
	}
	shortest := -1
	seen := make(map[*ast.FragmentDefinition]bool)
	var look func(*ast.Field) bool
	look = func(field *ast.Field) bool {
		shortest = shorter(shortest, r.of(field).age)
		return all(field.SelectionSet, seen, look)
	}
	if !all(operation.SelectionSet, seen, look) || shortest < 0 {
		return 0
	}
	return time.Duration(shortest) * time.Second
}

// all tells whether every field of a selection is right, those of fragments
// too. Fragments that were seen are not looked at again, or a few that spread
// one another twice each would take for ever.
func all(selected ast.SelectionSet, seen map[*ast.FragmentDefinition]bool, right func(*ast.Field) bool) bool {
	for _, selection := range selected {
		switch one := selection.(type) {
		case *ast.Field:
			if !right(one) {
				return false
			}
		case *ast.InlineFragment:
			if !all(one.SelectionSet, seen, right) {
				return false
			}
		case *ast.FragmentSpread:
			if seen[one.Definition] {
				continue
			}
			if one.Definition == nil {
				return false
			}
			if seen != nil {
				seen[one.Definition] = true
			}
			if !all(one.Definition.SelectionSet, seen, right) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
