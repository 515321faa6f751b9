package referral

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAliasesAreOneMailbox(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"ada@example.ng":                 "ada@example.ng",
		" Ada@Example.NG ":               "ada@example.ng",
		"ada+shop@example.ng":            "ada@example.ng",
		"a.d.a@example.ng":               "a.d.a@example.ng",
		"a.d.a@gmail.com":                "ada@gmail.com",
		"A.da+x+y@GoogleMail.com":        "ada@gmail.com",
		"+tag@example.ng":                "+tag@example.ng",
		`"odd@local"+x@example.ng`:       `"odd@local"@example.ng`,
		"without":                        "without",
		"ada@mail.gmail.com":             "ada@mail.gmail.com",
		"":                               "",
		"ada.obi+1@gmail.com.example.ng": "ada.obi@gmail.com.example.ng",
	} {
		require.Equal(t, want, mailbox(email), email)
	}
}

func TestNumbersAreComparedHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, written := range []string{"+2348031234567", "0803 123 4567", "+234 (0)803-123-4567", "2348031234567", "009 234 803 123 4567"} {
		require.Equal(t, "+2348031234567", dialled(written), written)
	}
	require.Equal(t, "442079460000", dialled("+44 20 7946 0000"))
	require.Empty(t, dialled("none"))
}

func TestADeviceThatIsNoneIsNobodys(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"": "", "  ": "", "00000000-0000-0000-0000-000000000000": "", "0": "", " AbC-1 ": "abc-1", "abc-1": "abc-1",
	} {
		require.Equal(t, want, device(id), id)
	}
}

func TestCodesAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{" abc23 ": "ABC23", "in-xy": "IN-XY", "ABC": "ABC"} {
		code, readable := readCode(typed)
		require.True(t, readable, typed)
		require.Equal(t, want, code)
	}
	for _, typed := range []string{"", "  ", "a b", "a\x00b", "\xff", "ß", "é", strings.Repeat("A", longestCode+1), strings.Repeat(" ", 1<<20), "'; DROP"} {
		_, readable := readCode(typed)
		require.False(t, readable, "%.20q", typed)
	}
}

func TestCodesAreOfSignsThatNobodyConfuses(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for range 1_000 {
		code := newCode(singlePrefix, singleSigns)
		require.Regexp(t, "^IN-[2-9A-HJKMNP-Z]{8}$", code)
		require.False(t, seen[code])
		seen[code] = true
	}
}

func TestReadingIsSteady(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		require.Equal(t, mailbox(text), mailbox(mailbox(text)))
		require.Equal(t, dialled(text), dialled(dialled(text)))
		require.Equal(t, device(text), device(device(text)))
		if code, readable := readCode(text); readable {
			again, same := readCode(code)
			require.True(t, same)
			require.Equal(t, code, again)
		}
	})
}
