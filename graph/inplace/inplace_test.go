package inplace

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

var (
	product = &ast.Definition{Kind: ast.Object, Name: "Product"}
	node    = &ast.Definition{Kind: ast.Interface, Name: "Node"}
)

func field(on *ast.Definition, name string, below ...ast.Selection) *ast.Field {
	return &ast.Field{Name: name, Alias: name, ObjectDefinition: on, SelectionSet: below}
}

func TestWhatWaits(t *testing.T) {
	t.Parallel()
	spread := func(of ...ast.Selection) *ast.FragmentSpread {
		return &ast.FragmentSpread{Definition: &ast.FragmentDefinition{SelectionSet: of}}
	}
	for what, one := range map[string]struct {
		sel   ast.SelectionSet
		waits bool
	}{
		"columns":               {ast.SelectionSet{field(product, "name"), field(product, "__typename")}, false},
		"a look-up":             {ast.SelectionSet{field(product, "name"), field(product, "variants")}, true},
		"a look-up below":       {ast.SelectionSet{field(product, "brand", field(&ast.Definition{Kind: ast.Object, Name: "Brand"}, "products"))}, true},
		"a look-up in a spread": {ast.SelectionSet{spread(field(product, "variants"))}, true},
		"columns in fragments":  {ast.SelectionSet{spread(field(product, "name")), &ast.InlineFragment{SelectionSet: ast.SelectionSet{field(product, "sku")}}}, false},
		"an interface":          {ast.SelectionSet{field(node, "id")}, true},
		"an interface's name":   {ast.SelectionSet{field(node, "__typename")}, false},
		"a spread of nothing":   {ast.SelectionSet{&ast.FragmentSpread{}}, true},
	} {
		require.Equal(t, one.waits, anyBelow(one.sel, waitsFor), what)
	}
}

func TestElementsAreInTheirPlaces(t *testing.T) {
	t.Parallel()
	ctx := graphql.WithOperationContext(graphql.WithResponseContext(t.Context(), graphql.DefaultErrorPresenter, func(context.Context, any) error {
		return errors.New("thrown")
	}), &graphql.OperationContext{RecoverFunc: func(context.Context, any) error { return errors.New("thrown") }})
	for _, sel := range []ast.SelectionSet{{field(product, "name")}, {field(product, "variants")}} {
		got := Slice(ctx, sel, 3, func(ctx context.Context, i int) graphql.Marshaler {
			if i == 1 {
				panic("one is broken")
			}
			require.Equal(t, i, *graphql.GetFieldContext(ctx).Index)
			return graphql.MarshalInt(i)
		})
		require.Len(t, got, 3)
		require.Equal(t, graphql.Null, got[1])
		var text strings.Builder
		got.MarshalGQL(&text)
		require.Equal(t, "[0,null,2]", text.String())
	}
	var told gqlerror.List = graphql.GetErrors(ctx)
	require.Len(t, told, 2)
	require.Equal(t, ast.Path{ast.PathIndex(1)}, told[0].Path)
}
