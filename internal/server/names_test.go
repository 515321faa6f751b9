package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOperationNamesAreBounded(t *testing.T) {
	t.Parallel()
	n := newNames([]string{"Home"})
	require.Equal(t, "anonymous", n.label(""))
	require.Equal(t, "other", n.label(strings.Repeat("x", longestName+1)))
	seen := make(map[string]bool)
	for i := range 100_000 {
		seen[n.label(fmt.Sprintf("Invented%d", i))] = true
	}
	require.Len(t, seen, mostNames+1)
	require.True(t, seen["other"])
	require.Equal(t, "Home", n.label("Home"), "a name known from the start keeps its place")
	require.Equal(t, "Invented7", n.label("Invented7"), "so does one that came early")
	require.Len(t, n.labels, mostNames+1)
}

func TestOperationNamesAreBoundedWhenManyComeAtOnce(t *testing.T) {
	t.Parallel()
	n := newNames(nil)
	var group sync.WaitGroup
	for client := range 8 {
		group.Go(func() {
			for i := range 2 * mostNames {
				n.label(fmt.Sprintf("Q%d", (i+client*50)%(2*mostNames)))
			}
		})
	}
	group.Wait()
	require.Len(t, n.labels, mostNames)
	require.Zero(t, n.room)
}
