package avatar_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/pet/avatar"
)

var personas = []string{"grumpy", "rude", "nonchalant", "funny"}

// dressed is a picture without the two places that name the level.
func dressed(t *testing.T, persona string, level int) string {
	t.Helper()
	var parts []string
	decoder := xml.NewDecoder(bytes.NewReader(draw(t, persona, level)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(parts, "\n")
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok && start.Name.Local != "text" {
			for _, attribute := range start.Attr {
				parts = append(parts, start.Name.Local+" "+attribute.Name.Local+" "+attribute.Value)
			}
		}
	}
}

func draw(t *testing.T, persona string, level int) []byte {
	t.Helper()
	picture, err := avatar.Draw(persona, level)
	require.NoError(t, err)
	return picture
}

func TestEveryPersonaAndLevel(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, persona := range personas {
		before := ""
		for level := 1; level <= 30; level++ {
			picture := draw(t, persona, level)
			require.LessOrEqual(t, len(picture), 8<<10)
			require.Equal(t, picture, draw(t, persona, level))
			for _, forbidden := range []string{"script", "href", "style", "url(", "onload", "foreignObject", "<image"} {
				require.NotContains(t, string(picture), forbidden)
			}
			require.False(t, seen[string(picture)])
			seen[string(picture)] = true
			now := dressed(t, persona, level)
			changes := level == 1 || level == 3 || level == 5 || level == 8 || level == 12
			require.Equal(t, changes, now != before, "%s at level %d", persona, level)
			before = now
		}
	}
}

func TestTheRootElement(t *testing.T) {
	t.Parallel()
	for _, persona := range personas {
		var root struct {
			XMLName xml.Name
			ViewBox string `xml:"viewBox,attr"`
			Title   string `xml:"title"`
			Text    string `xml:"text"`
		}
		require.NoError(t, xml.Unmarshal(draw(t, persona, 7), &root))
		require.Equal(t, xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}, root.XMLName)
		require.Equal(t, "0 0 256 256", root.ViewBox)
		require.Contains(t, root.Title, persona)
		require.Contains(t, root.Title, "level 7")
		require.Equal(t, "7", root.Text)
	}
}

func TestHighLevels(t *testing.T) {
	t.Parallel()
	require.Contains(t, string(draw(t, "funny", 99)), ">99<")
	require.Contains(t, string(draw(t, "funny", 100)), ">99+<")
	require.Equal(t, draw(t, "funny", 100), draw(t, "funny", 1_000_000_000))
}

func TestUnknownPets(t *testing.T) {
	t.Parallel()
	for _, persona := range []string{"", "Funny", "polite"} {
		_, err := avatar.Draw(persona, 1)
		require.ErrorIs(t, err, avatar.ErrUnknown)
	}
	for _, level := range []int{0, -1} {
		_, err := avatar.Draw("funny", level)
		require.ErrorIs(t, err, avatar.ErrUnknown)
	}
}
