package money

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFormatted(t *testing.T) {
	t.Parallel()
	for amount, want := range map[Naira]string{
		0: "₦0", 5: "₦5", 999: "₦999", 1000: "₦1,000", 12500: "₦12,500",
		1234567: "₦1,234,567", -500: "-₦500", -1000: "-₦1,000",
		math.MaxInt64: "₦9,223,372,036,854,775,807",
		math.MinInt64: "-₦9,223,372,036,854,775,808",
	} {
		require.Equal(t, want, amount.Formatted())
		require.Equal(t, int64(amount), amount.Amount())
	}
	require.Equal(t, "NGN", Naira(1).Currency())
}
