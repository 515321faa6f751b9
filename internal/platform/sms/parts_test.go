package sms

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       int
		gsm        bool
	}{
		{"nothing", "", 0, true},
		{"a code", "Your Zuka code is 123456. It expires in 10 minutes. Never share it.\n@zuka.example #123456", 1, true},
		{"160", strings.Repeat("a", 160), 1, true},
		{"161", strings.Repeat("a", 161), 2, true},
		{"two full", strings.Repeat("a", 306), 2, true},
		{"three", strings.Repeat("a", 307), 3, true},
		{"escapes count two", strings.Repeat("€", 80), 1, true},
		{"81 escapes", strings.Repeat("€", 81), 2, true},
		{"an escape is not torn", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, true},
		{"accents of the alphabet", "Ñandù à la crème è É Ω", 1, true},
		{"one naira", "N45,000" + strings.Repeat("a", 70), 1, true},
		{"the naira sign", "₦45,000" + strings.Repeat("a", 63), 1, false},
		{"the naira sign and one more", "₦45,000" + strings.Repeat("a", 64), 2, false},
		{"134", strings.Repeat("ọ", 134), 2, false},
		{"135", strings.Repeat("ọ", 135), 3, false},
		{"emoji count two", strings.Repeat("👗", 35), 1, false},
		{"36 emoji", strings.Repeat("👗", 36), 2, false},
		{"a pair is not torn", strings.Repeat("ọ", 66) + "👗" + strings.Repeat("ọ", 66), 3, false},
		{"the backquote", "`", 1, false},
		{"a curly quote", "don’t", 1, false},
		{"not UTF-8", "\xff", 1, false},
	} {
		require.Equal(t, test.want, Parts(test.text), test.name)
		require.Equal(t, test.gsm, IsGSM7(test.text), test.name)
	}
}

func TestTheAlphabetIsWhole(t *testing.T) {
	t.Parallel()
	require.Equal(t, 127, utf8.RuneCountInString(gsmBasic), "128 without the escape")
	require.Equal(t, 10, utf8.RuneCountInString(gsmEscaped))
	seen := map[rune]bool{}
	for _, sign := range gsmBasic + gsmEscaped {
		require.False(t, seen[sign], string(sign))
		seen[sign] = true
	}
}

// More text never takes fewer parts, and no part is longer than a part can be.
func TestPartsGrowWithTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab€[₦👗")), 0, 500, -1).Draw(t, "text")
		more := text + rapid.StringOfN(rapid.RuneFrom([]rune("a€₦👗")), 0, 50, -1).Draw(t, "more")
		if Parts(more) < Parts(text) {
			t.Fatalf("%d parts became %d", Parts(text), Parts(more))
		}
		if signs := utf8.RuneCountInString(text); signs > Parts(text)*gsmAlone {
			t.Fatalf("%d signs in %d parts", signs, Parts(text))
		}
	})
}
