package gateway

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/money"
)

func TestNairaBecomeKoboExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"0": 0, "0.00": 0, "1": 100, "12500": 1_250_000, "12500.5": 1_250_050, "12500.00": 1_250_000, "0.01": 1,
		"1.4": 140, "98.6": 9860, "0.29": 29, "1.15": 115, "4.35": 435, "1.005e3": 100_500, "125E2": 1_250_000,
		"1.25e+4": 1_250_000, "12500000e-3": 1_250_000, "1e-2": 1, "0e40": 0, "0e-40": 0, "00012.10": 1210, "1.2000000000000": 120,
		"92233720368547758.07": math.MaxInt64, // As a float64 it would not even be near.
	} {
		got, err := ParseNaira(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", ".", ".5", "5.", "-1", "+1", "-0", "1,000", "1 000", "1_000", "₦5", "0x10", "NaN", "Infinity", "null", "1.001", "1e-3",
		"92233720368547758.08", "1e18", "1e41", "1e-41", "1e", "e5", "1e1e1", "1.2.3", "１２", "1e99999999999999999999", strings.Repeat("0", 65),
	} {
		_, err := ParseNaira(text)
		require.Error(t, err, "%q", text)
	}
}

func TestKobo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"5000": 5000, "1250000.00": 1_250_000, "0": 0, "9223372036854775807": math.MaxInt64} {
		got, err := ParseKobo(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "50.5", "-5", "9223372036854775808", "abc"} {
		_, err := ParseKobo(text)
		require.Error(t, err, text)
	}
	kobo, fits := Kobo(12_500)
	require.True(t, fits)
	require.EqualValues(t, 1_250_000, kobo)
	for _, bad := range []money.Naira{-1, math.MinInt64, math.MaxInt64, math.MaxInt64/100 + 1} {
		_, fits = Kobo(bad)
		require.False(t, fits, bad)
	}
	for kobo, want := range map[int64]string{0: "₦0", 1_250_000: "₦12,500", 1_250_050: "₦12,500.50", 7: "₦0.07", -7: "-₦0.07", -107: "-₦1.07"} {
		require.Equal(t, want, Formatted(kobo))
	}
}

// FuzzParseNaira compares with rational arithmetic.
func FuzzParseNaira(f *testing.F) {
	for _, seed := range []string{"12500.5", "1.25e4", "0.01", "1e-3", "-1", "92233720368547758.07", "9e40", "", "1.", "0e-40", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseNaira(text)
		if err != nil {
			require.Zero(t, got)
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok, "%q", text)
		want.Mul(want, big.NewRat(100, 1))
		require.Zero(t, want.Cmp(new(big.Rat).SetInt64(got)), "%q is not %d kobo", text, got)
	})
}
