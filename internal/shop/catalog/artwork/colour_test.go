package artwork

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestColourOf(t *testing.T) {
	for name, want := range map[string]string{
		"Indigo": "#27346f", " burnt ORANGE ": "#c4571f", "Burnt-orange": "#c4571f", "#A1b2C3": "#a1b2c3", "Blue/White": "#2f63b4", "gray": "#8b8f94",
		"Shimmer emerald": "#0f7a52", "off_white": "#f1ecdf", "Light wash": "#9db7d3",
	} {
		require.Equal(t, want, colourOf(name).String(), name)
	}
	require.GreaterOrEqual(t, len(colourNames), 60)
	require.Less(t, colourOf("Dark teal").luma(), colourOf("teal").luma())
	require.Greater(t, colourOf("Light teal").luma(), colourOf("teal").luma())
	require.Equal(t, colourOf("zobo"), colourOf("Zobo"))
	require.NotEqual(t, colourOf("zobo"), colourOf("kunu"))
}

func TestHSLTurnsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := hexRGB(rapid.Uint32Range(0, 0xffffff).Draw(t, "colour"))
		require.Less(t, fromHSL(c.hsl()).distance(c), 0.012)
	})
}

func TestAccentsStandOut(t *testing.T) {
	for name := range colourNames {
		for h := range uint64(40) {
			p := paletteOf(colourOf(name), hash(name, string(rune('a'+h))))
			require.GreaterOrEqual(t, p.accent.distance(p.base), 0.3, name)
			require.GreaterOrEqual(t, p.wall.distance(p.base), 0.1, name)
		}
	}
}
