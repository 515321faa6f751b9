package inplace

import (
	"bytes"
	"io"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// kept is a keeper that counts what it makes.
type kept struct {
	mu   sync.Mutex
	made map[any][]byte
}

func (k *kept) Rendered(key any, make func() []byte) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if found, ok := k.made[key]; ok {
		return found
	}
	if k.made == nil {
		k.made = map[any][]byte{}
	}
	k.made[key] = make()
	return k.made[key]
}

func selected(t *testing.T, document string) ast.SelectionSet {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { change: Change } type Change { a: Int b: Int c(n: Int): Int }`})
	read, err := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules())
	require.Nil(t, err)
	return read.Operations[0].SelectionSet[0].(*ast.Field).SelectionSet
}

func TestAChangeIsWrittenOnceForAllWhoAskTheSame(t *testing.T) {
	t.Parallel()
	value, made := &kept{}, 0
	write := func(sel ast.SelectionSet, text string) string {
		var out bytes.Buffer
		Shared(t.Context(), sel, value, func() graphql.Marshaler {
			made++
			return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, text) })
		}).MarshalGQL(&out)
		return out.String()
	}
	one := selected(t, `{ change { a b } }`)
	// gqlgen collects the fields of a selection into a new slice each time.
	again := append(ast.SelectionSet{}, one...)
	require.Equal(t, "first", write(one, "first"))
	require.Equal(t, "first", write(again, "second"))
	require.Equal(t, "third", write(selected(t, `{ change { a b } }`), "third"), "another document")
	require.Equal(t, "part", write(one[:1], "part"))
	require.Equal(t, 3, made)
	for _, document := range []string{
		`query ($x: Boolean!) { change { a @include(if: $x) b } }`,
		`query ($x: Boolean!) { change { ... @skip(if: $x) { a } } }`,
		`query ($x: Boolean!) { change { ...f @skip(if: $x) } } fragment f on Change { a }`,
		`query ($x: Boolean!) { change { ...f } } fragment f on Change { a @skip(if: $x) }`,
		`query ($n: Int) { change { c(n: $n) } }`,
		`{ change { a b q: a r: a s: a t: a u: a v: a w: a } }`,
	} {
		sel := selected(t, document)
		require.Equal(t, "one", write(sel, "one"), document)
		require.Equal(t, "other", write(sel, "other"), document)
	}
}
