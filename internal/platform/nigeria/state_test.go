package nigeria

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestState(t *testing.T) {
	t.Parallel()
	require.Len(t, States, 37)
	require.True(t, slices.IsSorted(States[:36]))
	for written, want := range map[string]string{
		"Lagos": "Lagos", " lagos  state ": "Lagos", "AKWA IBOM": "Akwa Ibom", "cross-river": "Cross River",
		"Abuja": "FCT", "fct": "FCT", "Federal Capital Territory": "FCT", "Nassarawa": "Nasarawa", "Kano State": "Kano",
		"London": "", "": "", "state": "", "Lagos\x00": "",
	} {
		got, known := State(written)
		require.Equal(t, want, got, written)
		require.Equal(t, want != "", known, written)
	}
	for _, state := range States {
		got, known := State(state)
		require.True(t, known)
		require.Equal(t, state, got)
	}
}
