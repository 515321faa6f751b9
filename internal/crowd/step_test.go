package crowd

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestStepsAreDrawnByTheirShares(t *testing.T) {
	t.Parallel()
	const times = 200_000
	dice := rand.New(rand.NewPCG(1, 2))
	var drawn [steps]int
	for range times {
		drawn[draw(dice, false)]++
	}
	all := 0
	for _, of := range []struct {
		step    Step
		name    string
		percent float64
	}{{Browse, "browse", 70}, {Search, "search", 15}, {Basket, "cart", 10}, {Checkout, "checkout", 3}, {Play, "play and chat", 2}} {
		require.InDelta(t, of.percent, 100*float64(drawn[of.step])/times, 0.3, of.name)
		require.Equal(t, of.name, of.step.String())
		all += shares[of.step]
	}
	require.Equal(t, 100, all)
	drawn = [steps]int{}
	for range times {
		drawn[draw(dice, true)]++
	}
	require.InDelta(t, 100*70.0/85, 100*float64(drawn[Browse])/times, 0.3)
	require.Equal(t, times, drawn[Browse]+drawn[Search])
}

func TestOfWeightsOnlyThoseAboveZeroArePicked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 8).Draw(t, "weights")
		weights = append(weights, rapid.IntRange(1, 5).Draw(t, "last"))
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		require.Positive(t, weights[pick(dice, weights)])
	})
}

func TestASeedDrawsTheSame(t *testing.T) {
	t.Parallel()
	drawn := func(seed uint64, number int) (all []Step) {
		s := newShopper(&visit{opts: Options{Seed: seed}}, number, "127.0.0.1:1")
		for range 100 {
			all = append(all, draw(s.dice, false))
		}
		return all
	}
	require.Equal(t, drawn(1, 3), drawn(1, 3))
	require.NotEqual(t, drawn(1, 3), drawn(2, 3))
	require.NotEqual(t, drawn(1, 3), drawn(1, 4))
}
