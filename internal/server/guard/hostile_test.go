package guard

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"zuka/internal/server/guard/hostile"
)

func attacks(tb testing.TB) []hostile.Attack {
	tb.Helper()
	all, err := hostile.Attacks("testdata/hostile")
	require.NoError(tb, err)
	require.Greater(tb, len(all), 100)
	return all
}

// params is an attack as a transport hands it on.
func params(tb testing.TB, attack hostile.Attack) graphql.RawParams {
	tb.Helper()
	sent := graphql.RawParams{Query: attack.Query}
	if attack.Variables != "" {
		decoder := json.NewDecoder(strings.NewReader(attack.Variables))
		decoder.UseNumber()
		require.NoError(tb, decoder.Decode(&sent.Variables))
	}
	return sent
}

func TestHostileDocumentsComeToTheirEnd(t *testing.T) {
	t.Parallel()
	run, _ := gated(t, Settings{Limits: DefaultLimits()})
	for _, attack := range attacks(t) {
		t.Run(attack.Name, func(t *testing.T) {
			t.Parallel()
			_, errs := open(run, params(t, attack))
			if attack.Code == "" {
				require.Empty(t, errs)
				return
			}
			require.NotEmpty(t, errs, "it went through")
			require.LessOrEqual(t, len(errs), mostErrors)
			require.Equal(t, string(attack.Code), errs[0].Extensions["code"], errs[0].Message)
			require.Contains(t, errs[0].Message, attack.Says)
		})
	}
}

// The pass looks at nothing more than twice, once for the shape and once for the
// cost, and everything it looks at has a letter at least.
func TestHostileDocumentsAreReadOnce(t *testing.T) {
	t.Parallel()
	inspector := NewInspector(schema(t), DefaultLimits())
	for _, attack := range attacks(t) {
		doc, err := parser.ParseQuery(&ast.Source{Input: attack.Query}) // Without a limit, for it is the pass that is tested.
		if err != nil {
			continue
		}
		report, _ := inspector.Inspect(doc, "", params(t, attack).Variables)
		require.LessOrEqual(t, report.Visited, 2*len(attack.Query), attack.Name)
	}
}
