package guard

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"zuka/internal/server/guard/hostile"
)

func schema(tb testing.TB) *ast.Schema {
	tb.Helper()
	parsed, err := gqlparser.LoadSchema(&ast.Source{Name: "shop", Input: hostile.Schema})
	require.NoError(tb, err)
	return parsed
}

func document(tb testing.TB, text string) *ast.QueryDocument {
	tb.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	require.NoError(tb, err)
	return doc
}

// chain and numbered make documents that grow.
var chain, numbered = hostile.Chain, hostile.Numbered
