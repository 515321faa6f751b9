package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/graph"
	"zuka/internal/shop/catalog"
)

func TestAKeptAnswerGoesWithEveryChange(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	one, other := open(t, config), open(t, config)
	const query = `{ product(slug: "ankara-dress-1") { name related(first: 1) { name } } }`
	name := func() any {
		got, _ := ask(t, other, query, nil)
		return got.Data["product"].(map[string]any)["name"]
	}
	require.Equal(t, "Ankara dress 1", name())
	remembered(t, other, query)
	one.Pool.Ent().Product.UpdateOneID(1).SetName("Renamed").ExecX(t.Context())
	require.Equal(t, "Ankara dress 1", name(), "it is kept at all")
	// A change of one product that moves no list.
	require.NoError(t, one.Catalog.Changed(t.Context(), catalog.Change{Products: []int{1}}))
	require.Eventually(t, func() bool { return name() == "Renamed" }, patience, 5*time.Millisecond)
}

func TestOthersKeepAnswersForAMinute(t *testing.T) {
	t.Parallel()
	root, kept := graph.NewSchema(&graph.Resolver{}).Schema().Query, 0
	for _, field := range root.Fields {
		directive := field.Directives.ForName("cacheControl")
		if directive == nil {
			continue
		}
		kept++
		require.Equal(t, "60", directive.Arguments.ForName("maxAge").Value.Raw, field.Name)
	}
	require.Greater(t, kept, 5)
	for _, name := range []string{"node", "nodes"} {
		require.Nil(t, root.Fields.ForName(name).Directives.ForName("cacheControl"), "%s leads to anything, private things too", name)
	}
}
