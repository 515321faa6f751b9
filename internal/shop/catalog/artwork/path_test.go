package artwork

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOutline(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		"M1 2L3 4":                    "M1 2L3 4",
		"|M400 10L500 20L400 30":      "M400 30L300 20L400 10L500 20L400 30Z",
		"|M400 10Q450 15 500 20":      "M300 20Q350 15 400 10Q450 15 500 20",
		"|M400 0C410 0 420 10 430 20": "M370 20C380 10 390 0 400 0C410 0 420 10 430 20",
		"=M500 1L510 2Z":              "M500 1L510 2Z M300 1L290 2Z",
		"o10 20 5":                    "M5 20a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
	} {
		require.Equal(t, want, outline(in), in)
	}
	require.Panics(t, func() { outline("|M400 x") })
	require.Panics(t, func() { outline("o1 2 z") })
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -0.001: "0", 1.5: "1.5", 10: "10", -3.25: "-3.25", 100: "100"} {
		require.Equal(t, want, number(v))
	}
}

func TestEveryFigureFitsItsCanvas(t *testing.T) {
	for name, f := range figures {
		require.NotEmpty(t, f.parts, name)
		require.True(t, f.foot > 500 && f.foot <= 960, "%s foot %v", name, f.foot)
		hasCloth := false
		for _, p := range f.parts {
			require.NotEmpty(t, p.d, name)
			hasCloth = hasCloth || p.paint&0xff == cloth
		}
		require.True(t, hasCloth || name == "waistbeads", "%s shows no cloth", name)
		if f.stance == hangs || f.stance == clips {
			require.Positive(t, f.top, name)
		}
	}
}
