package taste_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
)

func TestWhatIsShown(t *testing.T) {
	t.Parallel()
	p := &shape.PetPreferences{}
	taste.Learn(p, []brain.Sign{{Kind: taste.KindSize, Value: "42", Weight: 1}}, taste.Said, noon.Add(-60*day))
	taste.Learn(p, []brain.Sign{black(0.2)}, taste.Viewed, noon)
	taste.Learn(p, []brain.Sign{{Kind: taste.KindBrand, Value: "yaba-threads", Weight: 1.5}, {Kind: taste.KindCategory, Value: "head-wear", Weight: 1.6}}, taste.Bought, noon)
	taste.Learn(p, []brain.Sign{{Kind: taste.KindBrand, Value: "eko", Weight: -0.7}}, taste.Refused, noon)
	taste.Learn(p, []brain.Sign{{Kind: taste.KindColor, Value: "red", Weight: -2}, priced(10_000, 20_000)}, taste.Said, noon)
	type row struct{ kind, value, label, why string }
	var got []row
	for _, k := range taste.Known(p, taste.Names{Brands: map[string]string{"yaba-threads": "Yaba Threads"}}) {
		got = append(got, row{k.Kind, k.Value, k.Label, k.Why})
	}
	require.Equal(t, []row{
		{"color", "red", "red", "You said that you do not like it"},
		{"category", "head-wear", "head wear", "You bought it"},
		{"brand", "yaba-threads", "Yaba Threads", "You bought it"},
		{"price", "", "₦10,000 to ₦20,000", "You asked for this price"},
		{"brand", "eko", "eko", "You turned it down"},
		{"size", "42", "42", "You said that you like it"},
		{"color", "black", "black", "You looked at it often"},
	}, got)
	require.InDelta(t, 0.5, taste.Known(p, taste.Names{})[5].Weight, 1e-6, "it has faded")
	require.Equal(t, brain.Likings{Sizes: []string{"42"}, Brands: []string{"yaba-threads"}, Categories: []string{"head-wear"},
		NotColors: []string{"red"}, MinPrice: 10_000, MaxPrice: 20_000}, taste.Likings(p))
	require.Empty(t, taste.Known(nil, taste.Names{}))
	require.Equal(t, brain.Likings{}, taste.Likings(nil))
}
