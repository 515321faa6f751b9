package mailbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// found are the pieces of one kind.
func found(kind, text string) []string {
	var texts []string
	for _, piece := range cut(text, true) {
		if piece.Kind == kind {
			texts = append(texts, piece.Text)
		}
	}
	return texts
}

func TestLinksOfAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Verify: https://zuka.example/verify?token=a_b-c&next=%2F.": {"https://zuka.example/verify?token=a_b-c&next=%2F"},
		"https://zuka.example/t/abc_":                               {"https://zuka.example/t/abc_"},
		"https://zuka.example/t/abc-\nhttp://localhost:8080/x":      {"https://zuka.example/t/abc-", "http://localhost:8080/x"},
		"(see https://zuka.example/a)":                              {"https://zuka.example/a"},
		"https://zuka.example/a_(b)":                                {"https://zuka.example/a_(b)"},
		"<https://zuka.example/a>":                                  {"https://zuka.example/a"},
		"HTTPS://ZUKA.EXAMPLE":                                      {"HTTPS://ZUKA.EXAMPLE"},
		"javascript:alert(1) ftp://x data:text/html,x xhttps://y":   nil,
		"https://":                        nil,
		"https://zuka.example/order/1234": {"https://zuka.example/order/1234"},
	} {
		require.Equal(t, want, found(linkPiece, text), text)
	}
}

func TestCodesOfAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Your Zuka code is 012345. It expires in 10 minutes.": {"012345"},
		"Code:123456":                     {"123456"},
		"@zuka.example #123456":           {"123456"},
		"123456":                          {"123456"},
		"123456, then 654321":             {"123456", "654321"},
		"Call +2348031234567":             nil,
		"N45000 or 45,000 or 1234,567":    nil,
		"1234.56":                         nil,
		"ZK123456":                        nil,
		"123456789":                       nil,
		"https://zuka.example/v?c=123456": nil,
		"https://zuka.example/123456 ":    nil,
	} {
		require.Equal(t, want, found(codePiece, text), text)
	}
	require.Equal(t, []piece{{textPiece, "Order 123456"}}, cut("Order 123456", false))
}

func TestThePiecesAreTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{
			"https://zuka.example/a", "http://x", "https://", "123456", "₦", " ", "\n", ".", ")", "(", "#", "a", "<", "\xff",
		})).Draw(t, "words")
		text := strings.Join(words, "")
		var again strings.Builder
		for _, piece := range cut(text, rapid.Bool().Draw(t, "codes")) {
			if piece.Text == "" {
				t.Fatal("an empty piece")
			}
			again.WriteString(piece.Text)
		}
		if again.String() != text {
			t.Fatalf("%q became %q", text, again.String())
		}
	})
}
