package inplace

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/written"
)

// Writer is a value that may keep what it is written as.
type Writer interface {
	// Written are its forms; nil where it keeps none.
	Written() *written.Forms
}

// belonging are fields that are read by a call, but under the product's own id:
// they are dropped whenever the product is, and before it.
var belonging = map[name]bool{
	{"ReviewConnection", "totalCount"}:       true,
	{"ReviewConnection", "totalCountCapped"}: true,
	{"ReviewConnection", "histogram"}:        true,
	{"Product", "description"}:               true,
	{"Product", "images"}:                    true,
	{"Product", "sizes"}:                     true,
	{"Product", "colors"}:                    true,
	{"Product", "tags"}:                      true,
	{"Product", "material"}:                  true,
	{"Product", "careInstructions"}:          true,
	{"Product", "weightGrams"}:               true,
	{"Product", "dimensions"}:                true,
	{"Product", "variants"}:                  true,
	{"Product", "reviews"}:                   true,
}

// Card writes an object that many answers show, once for all of them, while it
// is remembered as it is. What waits for something else is written for each, and
// so is what depends on variables. Only documents that clients were published with
// are worth it: there are few, and they are held anyway.
func Card(ctx context.Context, operation *graphql.OperationContext, sel ast.SelectionSet, value Writer, object func() graphql.Marshaler) graphql.Marshaler {
	forms := value.Written()
	if forms == nil || len(sel) == 0 || !written.Kept(operation) {
		return object()
	}
	if card := forms.Card(sel); card != nil {
		return card
	}
	switch {
	case varies(sel):
		return object()
	case !anyBelow(sel, waitsFor):
		return once(ctx, object, sel, forms.KeepCard)
	case anyBelow(sel, elsewhere) || !forms.HasPages(operation.Stats.OperationStart) || cache.Making(ctx):
		return object() // An answer that is kept whole must hear what it shows.
	}
	if page := forms.Page(sel); page != nil {
		return page
	}
	return once(ctx, object, sel, forms.KeepPage)
}

// Cards writes a list of objects that keep what they are written as. Those that do
// need no place in the list to be written in.
func Cards[T Writer](ctx context.Context, operation *graphql.OperationContext, sel ast.SelectionSet, values []T, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	if !written.Kept(operation) || anyBelow(sel, waitsFor) {
		return Slice(ctx, sel, len(values), element)
	}
	list := make(graphql.Array, len(values))
	var places []spot
	for i, value := range values {
		if forms := value.Written(); forms != nil {
			if card := forms.Card(sel); card != nil {
				list[i] = card
				continue
			}
		}
		if places == nil {
			places = make([]spot, len(values))
		}
		list[i] = one(ctx, &places[i], i, element)
	}
	return list
}

// elsewhere tells whether a field waits for something that is not the object's own.
func elsewhere(field *ast.Field) bool {
	on := field.ObjectDefinition
	return waitsFor(field) && (on == nil || !belonging[name{on.Name, field.Name}])
}

// once writes an object and keeps that, unless something went wrong.
func once(ctx context.Context, object func() graphql.Marshaler, sel ast.SelectionSet, keep func(ast.SelectionSet, []byte) *written.Form) graphql.Marshaler {
	faults := len(graphql.GetErrors(ctx))
	fresh := object()
	if fresh == graphql.Null || len(graphql.GetErrors(ctx)) != faults {
		return fresh
	}
	return keep(sel, Body(fresh))
}
