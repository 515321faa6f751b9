package catalog

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db"
)

func TestSizesSortAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	want := []string{"XS", "S", "M", "L", "XL", "2XL", "One size", "1-2 years", "3-4 years", "EU 36", "36.5", "UK 40"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareSizes)
	require.Equal(t, want, got)
}

func TestEveryPriceLiesInOneBand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		price := rapid.Int64Range(0, math.MaxInt64/2).Draw(t, "price")
		bands := 0
		for _, band := range PriceBands {
			low, high := band.limits()
			if (low == nil || price >= *low) && (high == nil || price <= *high) {
				bands++
			}
		}
		require.Equal(t, 1, bands)
	})
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		count, low int
		want       Availability
	}{{-1, 5, OutOfStock}, {0, 5, OutOfStock}, {1, 5, LowStock}, {5, 5, LowStock}, {6, 5, InStock}, {1, 0, InStock}} {
		require.Equal(t, c.want, availability(c.count, c.low))
	}
}

func TestAuthorsAreShownByFirstNameAndInitial(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Adaeze Okafor": "Adaeze O.", "Ọlá Ẹniọlá": "Ọlá Ẹ.", "Musa": "Musa", "": "A shopper", "  ": "A shopper", "Ada Nne obi": "Ada O.",
	} {
		require.Equal(t, want, ReviewAuthor{Name: name}.DisplayName())
	}
}

func TestTheTreeLeavesOutWhatCannotBeReached(t *testing.T) {
	t.Parallel()
	at := func(id, parent int) *db.Category {
		row := &db.Category{ID: id, Slug: string(rune('a' + id)), Name: "C"}
		if parent > 0 {
			row.ParentID = &parent
		}
		return row
	}
	tree := newTree([]*db.Category{at(1, 0), at(2, 1), at(3, 2), at(4, 3), at(5, 99), at(6, 1)})
	require.Nil(t, tree.ByID(4), "a fourth level")
	require.Nil(t, tree.ByID(5), "below one that is not shown")
	require.Equal(t, []int{1, 2, 3, 6}, tree.under([]int{1}))
	require.Equal(t, 3, tree.ByID(3).Level())
	require.Equal(t, []*Category{tree.ByID(1), tree.ByID(2)}, tree.ByID(3).Ancestors())
}

func TestWordsAreReadWithAndWithoutEscapes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`[]`: {}, `["S"]`: {"S"}, `["S", "M", "2XL"]`: {"S", "M", "2XL"}, `["say \"hi\"", "M"]`: {`say "hi"`, "M"},
		`["a, b", "\u0041"]`: {"a, b", "A"}, `["Ọjà", "—"]`: {"Ọjà", "—"},
	} {
		got, err := readWords(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{`{}`, `[1]`, ``, `["a`} {
		_, err := readWords(text)
		require.Error(t, err, text)
	}
}

func TestArgumentsTakeTheirPlaces(t *testing.T) {
	t.Parallel()
	var sql statement
	sql.add("a = ?", 1).add(" AND b").add(" IN (?, ?)", "x", 2.5)
	require.Equal(t, "a = $1 AND b IN ($2, $3)", sql.String())
	require.Equal(t, []any{1, "x", 2.5}, sql.args)
}
