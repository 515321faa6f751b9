package loyalty_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/user"
	"zuka/internal/shop/loyalty"
)

func TestLevels(t *testing.T) {
	t.Parallel()
	for xp, want := range map[int]user.GemLevel{
		-1: "quartz", 0: "quartz", 999: "quartz", 1_000: "amethyst", 4_999: "amethyst", 5_000: "topaz", 14_999: "topaz", 15_000: "emerald",
		39_999: "emerald", 40_000: "sapphire", 99_999: "sapphire", 100_000: "ruby", 249_999: "ruby", 250_000: "diamond", 2_000_000_000: "diamond",
	} {
		require.Equal(t, want, loyalty.LevelAt(xp).Gem, "%d", xp)
	}
	levels := loyalty.Levels()
	require.Len(t, levels, 7)
	for i, want := range []int{100, 105, 110, 120, 130, 140, 150} {
		require.Equal(t, want, levels[i].MultiplierPercent)
		require.Equal(t, i, levels[i].Order)
		require.NoError(t, user.GemLevelValidator(levels[i].Gem))
	}
	levels[0].FromXP = 99
	require.Zero(t, loyalty.Levels()[0].FromXP, "the caller's is a copy")
}

func TestStanding(t *testing.T) {
	t.Parallel()
	for xp, want := range map[int]struct {
		toNext   int
		progress float64
	}{0: {1_000, 0}, 250: {750, 0.25}, 1_000: {4_000, 0}, 3_000: {2_000, 0.5}, 249_999: {1, 149_999. / 150_000}, 250_000: {0, 1}, 999_999: {0, 1}} {
		got := loyalty.StandingAt(xp)
		require.Equal(t, want.toNext, got.ToNext, "%d", xp)
		require.InDelta(t, want.progress, got.Progress, 1e-9, "%d", xp)
		require.Equal(t, want.toNext == 0, got.Next == nil, "%d", xp)
		require.Equal(t, loyalty.LevelAt(xp), got.Level)
	}
}
