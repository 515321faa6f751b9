package graph

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// What is told of a board is written once for all, with the viewer's place and
// score filled in as they are. A field that hangs on them in another way, or on who
// asks, would be shown as that of somebody else: see relay.Personal first.
func TestNothingElseOfABoardHangsOnWhoAsks(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../schema.graphqls")
	require.NoError(t, err)
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: string(text)})
	require.NoError(t, err)
	for name, want := range map[string][]string{
		"LeaderboardUpdate":  {"snapshot", "startsAt", "changes", "players", "me"},
		"LeaderboardPlace":   {"rank", "score"},
		"LeaderboardChanges": {"entries", "left"},
		"LeaderboardEntry":   {"rank", "score", "player"},
		"LeaderboardPlayer":  {"key", "name", "gem"},
	} {
		var fields []string
		for _, field := range schema.Types[name].Fields {
			fields = append(fields, field.Name)
		}
		require.ElementsMatch(t, want, fields, name)
	}
}
