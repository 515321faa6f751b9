package inplace

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/written"
)

// thing keeps forms, or none.
type thing struct{ forms *written.Forms }

func (t thing) Written() *written.Forms { return t.forms }

// shown writes things and counts how often each is made.
type shown struct {
	ctx       context.Context
	operation *graphql.OperationContext
	made      int
}

func newShown(t *testing.T, published bool) *shown {
	t.Helper()
	s := &shown{operation: &graphql.OperationContext{}}
	if published {
		var params graphql.RawParams
		written.Keep(&params)
		s.operation.Extensions = params.Extensions
	}
	s.operation.Stats.OperationStart = time.Now().Add(time.Hour)
	s.ctx = graphql.WithResponseContext(t.Context(), graphql.DefaultErrorPresenter, graphql.DefaultRecover)
	return s
}

func (s *shown) write(sel ast.SelectionSet, of thing, text string) string {
	var out bytes.Buffer
	Card(s.ctx, s.operation, sel, of, func() graphql.Marshaler {
		s.made++
		return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, text) })
	}).MarshalGQL(&out)
	return out.String()
}

func TestACardIsWrittenOnce(t *testing.T) {
	t.Parallel()
	s, one, other := newShown(t, true), thing{new(written.Forms)}, thing{new(written.Forms)}
	sel := ast.SelectionSet{field(product, "name"), field(product, "sku")}
	require.Equal(t, "a", s.write(sel, one, "a"))
	require.Equal(t, "a", s.write(append(ast.SelectionSet{}, sel...), one, "b"), "gqlgen collects the fields anew each time")
	require.Equal(t, "c", s.write(sel, other, "c"), "another thing")
	require.Equal(t, "d", s.write(sel[:1], one, "d"), "less of it")
	require.Equal(t, "e", s.write(ast.SelectionSet{field(product, "name"), sel[1]}, one, "e"), "another document")
	require.Equal(t, "f", s.write(ast.SelectionSet{field(product, "name"), sel[1]}, one, "f"), "in the place of the oldest")
	require.Equal(t, "g", s.write(sel, one, "g"), "which is made again")
	require.Equal(t, 6, s.made)
	require.Equal(t, 3, one.forms.Cards())
}

func TestAListIsMadeOfWhatIsKept(t *testing.T) {
	t.Parallel()
	s, sel := newShown(t, true), ast.SelectionSet{field(product, "name")}
	list := []thing{{new(written.Forms)}, {}, {new(written.Forms)}}
	asked := func(operation *graphql.OperationContext, text string) string {
		var out bytes.Buffer
		Cards(s.ctx, operation, sel, list, func(ctx context.Context, i int) graphql.Marshaler {
			require.Equal(t, i, *graphql.GetFieldContext(ctx).Index)
			return Card(ctx, operation, sel, list[i], func() graphql.Marshaler { return graphql.MarshalString(text) })
		}).MarshalGQL(&out)
		return out.String()
	}
	require.JSONEq(t, `["a","a","a"]`, asked(s.operation, "a"))
	require.JSONEq(t, `["a","b","a"]`, asked(s.operation, "b"))
	require.JSONEq(t, `["c","c","c"]`, asked(&graphql.OperationContext{}, "c"), "an operation that keeps nothing")
}

func TestWhatMayDifferIsWrittenForEach(t *testing.T) {
	t.Parallel()
	sku, said := ast.SelectionSet{field(product, "sku")}, newShown(t, false)
	said.operation.Extensions = map[string]any{"written": true}
	varied := &ast.Field{Name: "name", ObjectDefinition: product, Directives: ast.DirectiveList{{Name: "skip", Arguments: ast.ArgumentList{{Name: "if", Value: &ast.Value{Kind: ast.Variable, Raw: "x"}}}}}}
	for what, c := range map[string]struct {
		s   *shown
		of  thing
		sel ast.SelectionSet
	}{
		"nothing is asked":        {newShown(t, true), thing{new(written.Forms)}, nil},
		"nothing is kept":         {newShown(t, true), thing{}, sku},
		"nobody was published":    {newShown(t, false), thing{new(written.Forms)}, sku},
		"a client says so itself": {said, thing{new(written.Forms)}, sku},
		"a variable decides":      {newShown(t, true), thing{new(written.Forms)}, ast.SelectionSet{varied}},
		"it waits, without pages": {newShown(t, true), thing{new(written.Forms)}, ast.SelectionSet{field(product, "variants")}},
		"it waits for others":     {newShown(t, true), thing{written.New(written.NewPages(1 << 20))}, ast.SelectionSet{field(product, "variants"), field(product, "related")}},
	} {
		require.Equal(t, "one", c.s.write(c.sel, c.of, "one"), what)
		require.Equal(t, "two", c.s.write(c.sel, c.of, "two"), what)
	}
}

func TestWhatWentWrongIsNotKept(t *testing.T) {
	t.Parallel()
	s, one, sel := newShown(t, true), thing{new(written.Forms)}, ast.SelectionSet{field(product, "name")}
	require.Equal(t, graphql.Null, Card(s.ctx, s.operation, sel, one, func() graphql.Marshaler { return graphql.Null }))
	Card(s.ctx, s.operation, sel, one, func() graphql.Marshaler {
		graphql.AddError(s.ctx, gqlerror.Errorf("the brand cannot be read"))
		return graphql.MarshalString("half of it")
	})
	require.Zero(t, one.forms.Cards())
	require.Equal(t, "whole", s.write(sel, one, "whole"), "errors of others are no reason")
	require.Equal(t, "whole", s.write(sel, one, "again"))
}

// What belongs to a value may be kept with it only where it was read after the value:
// in a request that began when the value was already there.
func TestAPageIsKeptWhenAllOfItIsAsNewAsTheValue(t *testing.T) {
	t.Parallel()
	s, one := newShown(t, true), thing{written.New(written.NewPages(1 << 20))}
	sel := ast.SelectionSet{field(product, "name"), field(product, "variants", field(&ast.Definition{Kind: ast.Object, Name: "ProductVariant"}, "inStock"))}
	s.operation.Stats.OperationStart = time.Now().Add(-time.Hour)
	require.Equal(t, "a", s.write(sel, one, "a"))
	require.Equal(t, "b", s.write(sel, one, "b"), "the value came during the request")
	s.operation.Stats.OperationStart = time.Now().Add(time.Hour)
	require.Equal(t, "c", s.write(sel, one, "c"))
	require.Equal(t, "c", s.write(sel, one, "d"))
	require.Equal(t, "e", s.write(append(ast.SelectionSet{sel[0]}, field(product, "variants")), one, "e"), "another document that begins alike")
}

// Every field that belongs to a product is one that is resolved by a call: others
// need no such word.
func TestWhatBelongsIsResolvedByACall(t *testing.T) {
	t.Parallel()
	for one := range belonging {
		require.True(t, concurrent[one], one)
	}
}

func TestABodyHasRoomForTheBraceThatClosesIt(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", string(bytes.Repeat([]byte("x"), 3*largest))} {
		body := Body(graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, text) }))
		require.Equal(t, text, string(body))
		require.Greater(t, cap(body), len(body))
	}
	first, second := Body(graphql.MarshalString("first")), Body(graphql.MarshalString("second"))
	require.Equal(t, `"first"`, string(first), "a buffer that is used again is nobody's answer")
	require.Equal(t, `"second"`, string(second))
}
