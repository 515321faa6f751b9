// Package inplace writes lists whose elements have nothing to wait for one
// after another. gqlgen starts a goroutine for each element of every list,
// which costs more than writing a card of a product does; they are of use only
// where fields below wait for something, together.
package inplace

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:generate go run generate.go

// workers is how many elements of one list are worked on at once, where they
// wait: exec.worker_limit of gqlgen.yml.
const workers = 64

// Slice writes the elements of a list: each in its place where nothing of what
// is asked below waits, or else as gqlgen does.
func Slice(ctx context.Context, sel ast.SelectionSet, length int, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	if length < 2 || waits(sel) {
		return graphql.MarshalSliceConcurrently(ctx, length, workers, false, element)
	}
	written := make(graphql.Array, length)
	for i := range written {
		written[i] = one(ctx, i, element)
	}
	return written
}

func one(ctx context.Context, i int, element func(context.Context, int) graphql.Marshaler) (written graphql.Marshaler) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
	defer func() {
		if thrown := recover(); thrown != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, thrown))
			written = graphql.Null
		}
	}()
	return element(ctx, i)
}

// waits tells whether a field somewhere below is resolved by a call that may
// wait. What an interface hides counts as waiting.
func waits(sel ast.SelectionSet) bool {
	for _, selection := range sel {
		switch s := selection.(type) {
		case *ast.Field:
			if waitsFor(s) || waits(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if waits(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if s.Definition == nil || waits(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}

func waitsFor(field *ast.Field) bool {
	on := field.ObjectDefinition
	if on == nil || on.Kind != ast.Object {
		return field.Name != "__typename"
	}
	return concurrent[name{on.Name, field.Name}]
}

// name is a field of a type.
type name struct{ object, field string }
