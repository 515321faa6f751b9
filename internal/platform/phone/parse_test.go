package phone

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The rows are those of the reference on numbers, then what people type.
func TestParse(t *testing.T) {
	t.Parallel()
	const want = Number("+2348031234567")
	for text, want := range map[string]any{
		"08031234567":          want,
		"8031234567":           want,
		"2348031234567":        want,
		"+2348031234567":       want,
		"+234 (0)803 123 4567": want,
		"0803-123-4567":        want,
		"00 234 803 123 4567":  want,
		"009 234 803 123 4567": want,
		"0803123456":           ErrShort,
		"080312345678":         ErrLong,
		"02012345678":          ErrNotMobile,
		"012345678":            ErrShort,
		"07001234567":          ErrNotMobile,
		"08001234567":          ErrNotMobile,
		"+447911123456":        ErrForeign,
		" 0803.123.4567\n":     want,
		"[0803] 123–4567":      want,
		"٠٨٠٣١٢٣٤٥٦٧":          want,
		"۰۸۰۳ ۱۲۳ ۴۵۶۷":        want,
		"＋２３４８０３１２３４５６７":             want,
		"\u202a+2348031234567\u202c": want,
		"0803\u00a0123\u00a04567":    want,
		"0044 7911 123456":           ErrForeign,
		"+00234 803 123 4567":        ErrForeign,
		"+1 242 555 0100":            ErrForeign,
		"+234":                       ErrShort,
		"00":                         ErrShort,
		"234803123456":               ErrShort,
		"23480312345678":             ErrLong,
		"+234803123456":              ErrShort,
		"+23480312345678":            ErrLong,
		"0702 312 345":               ErrShort,
		"0702 312 3456":              ErrUnknown, // 07023 is not given out
		"0999 123 4567":              ErrUnknown,
		"":                           ErrMissing,
		" - ":                        ErrMissing,
		"+":                          ErrMissing,
		"0803 123 4567 ext 5":        ErrCharacters,
		"0803CALLNOW":                ErrCharacters,
		"0803+1234567":               ErrCharacters,
		"08031234567;0803":           ErrCharacters,
		"0803 123 4567 / 0805":       ErrCharacters,
		"tel:08031234567":            ErrCharacters,
		"\xff08031234567":            ErrCharacters,
		strings.Repeat("0", 100):     ErrLong,
		strings.Repeat("1", 60):      ErrLong,
	} {
		got, err := Parse(text)
		if fault, isFault := want.(error); isFault {
			require.ErrorIs(t, err, fault, "%q", text)
			require.Empty(t, got)
			continue
		}
		require.NoError(t, err, "%q", text)
		require.Equal(t, want, got, "%q", text)
	}
}

func TestEveryMobilePrefix(t *testing.T) {
	t.Parallel()
	ranges := []struct{ from, to int }{{701, 709}, {710, 729}, {801, 818}, {901, 909}, {911, 916}}
	known := map[int]bool{}
	for _, one := range ranges {
		for prefix := one.from; prefix <= one.to; prefix++ {
			known[prefix] = true
		}
	}
	for prefix := 600; prefix <= 999; prefix++ {
		text := "0" + string(rune('0'+prefix/100)) + string(rune('0'+prefix/10%10)) + string(rune('0'+prefix%10)) + "0123456"
		_, err := Parse(text)
		if known[prefix] {
			require.NoError(t, err, text)
		} else if prefix != 819 { // Of 0819 two tenths are given out.
			require.Error(t, err, text)
		}
	}
}

func TestParsingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		front := rapid.SampledFrom([]string{"", "0", "+", "00", "009", "234", "+234", "00234", "009234", "+234 (0)"}).Draw(t, "front")
		back := rapid.OneOf(
			rapid.StringMatching(`[789][01][0-9][ -]?[0-9]{3}[ -]?[0-9]{4}`),
			rapid.StringMatching(`[0-9() .-]{0,14}`),
			rapid.String(),
		).Draw(t, "back")
		number, err := Parse(front + back)
		if err != nil {
			if number != "" || (len(back) > 6 && strings.Contains(err.Error(), back)) {
				t.Fatalf("refused with %q and %v", number, err)
			}
			return
		}
		accepted++
		if again, err := Parse(number.String()); err != nil || again != number {
			t.Fatalf("%q became %q, %v", number, again, err)
		}
		if again, err := Parse(number.National()); err != nil || again != number {
			t.Fatalf("%q became %q, %v", number.National(), again, err)
		}
		if !number.whole() {
			t.Fatalf("%q is not E.164", number)
		}
	})
	require.Positive(t, accepted)
}

func FuzzParse(f *testing.F) {
	f.Add("+234 (0)803 123 4567")
	f.Add("009234")
	f.Fuzz(func(t *testing.T, text string) {
		number, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(number.String())
		require.NoError(t, err)
		require.Equal(t, number, again)
	})
}

func TestShownForms(t *testing.T) {
	t.Parallel()
	number := Number("+2348031234567")
	require.Equal(t, "+2348031234567", number.String())
	require.Equal(t, "+234803***4567", number.Masked())
	require.Equal(t, "+234803123", number.Prefix())
	require.Equal(t, "0803 123 4567", number.National())
	for _, odd := range []Number{"", "+", "+234", "08031234567", "+44791112345"} {
		require.Equal(t, "***", odd.Masked())
		require.Empty(t, odd.Prefix())
		require.Equal(t, string(odd), odd.National())
	}
	require.True(t, utf8.ValidString(number.Masked()))
}
