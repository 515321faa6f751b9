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
	if length < 2 || anyBelow(sel, waitsFor) {
		return graphql.MarshalSliceConcurrently(ctx, length, workers, false, element)
	}
	written, places := make(graphql.Array, length), make([]spot, length)
	for i := range written {
		written[i] = one(ctx, &places[i], i, element)
	}
	return written
}

// spot is where an element stands in its list.
type spot struct {
	field graphql.FieldContext
	index int
}

func one(ctx context.Context, at *spot, i int, element func(context.Context, int) graphql.Marshaler) (written graphql.Marshaler) {
	at.index, at.field.Index = i, &at.index
	ctx = graphql.WithFieldContext(ctx, &at.field)
	defer func() {
		if thrown := recover(); thrown != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, thrown))
			written = graphql.Null
		}
	}()
	return element(ctx, i)
}

// anyBelow tells whether a field somewhere below is such a one.
func anyBelow(sel ast.SelectionSet, such func(*ast.Field) bool) bool {
	for _, selection := range sel {
		switch s := selection.(type) {
		case *ast.Field:
			if such(s) || anyBelow(s.SelectionSet, such) {
				return true
			}
		case *ast.InlineFragment:
			if anyBelow(s.SelectionSet, such) {
				return true
			}
		case *ast.FragmentSpread:
			if s.Definition == nil || anyBelow(s.Definition.SelectionSet, such) {
				return true
			}
		}
	}
	return false
}

// waitsFor tells whether a field is resolved by a call that may wait. What an
// interface hides counts as waiting.
func waitsFor(field *ast.Field) bool {
	on := field.ObjectDefinition
	if on == nil || on.Kind != ast.Object {
		return field.Name != "__typename"
	}
	return concurrent[name{on.Name, field.Name}]
}

// name is a field of a type.
type name struct{ object, field string }
