package catalog

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog/shelf"
)

// found draws matches and a shelf that has most of them, half in stock.
func found(t *rapid.T) (*matches, *shelf.Shelf, map[int32]bool) {
	n := rapid.IntRange(0, 30).Draw(t, "matches")
	m, on, inStock := &matches{ids: []int32{}}, shelf.New(nil), make(map[int32]bool)
	for id := range int32(n) {
		m.ids = append(m.ids, id+1)
		m.relevance = append(m.relevance, rapid.Int32Range(0, 4).Draw(t, "relevance"))
		if rapid.IntRange(0, 9).Draw(t, "gone") == 0 {
			continue // Archived since the words were looked for.
		}
		inStock[id+1] = rapid.Bool().Draw(t, "in stock")
		require.NoError(t, on.Add(shelf.Row{ID: int(id) + 1, Sizes: []byte("[]"), Colors: []byte("[]"), Tags: []byte("[]"), InStock: inStock[id+1]}))
	}
	m.sort()
	return m, on, inStock
}

func TestPagesOfMatchesJoinToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, on, inStock := found(t)
		require.True(t, slices.IsSortedFunc(m.relevance, func(a, b int32) int { return int(b - a) }))
		yes := true
		listing := &Listing{Sort: Relevance, Filter: Filter{InStock: &yes}, Window: page.Window{
			Size: rapid.IntRange(1, 7).Draw(t, "size"), Backward: rapid.Bool().Draw(t, "backward"),
		}}
		var want, got []int
		for _, id := range m.ids {
			if inStock[id] {
				want = append(want, int(id))
			}
		}
		for {
			places := m.places(listing, on)
			more := len(places) > listing.Window.Size
			places = places[:min(len(places), listing.Window.Size)]
			for _, place := range places {
				got = append(got, place.ID)
			}
			if !more {
				break
			}
			cursor := &page.Cursor{Key: places[len(places)-1].key(2)}
			if listing.Window.Backward {
				listing.Window.Before = cursor
			} else {
				listing.Window.After = cursor
			}
		}
		if listing.Window.Backward {
			slices.Reverse(got)
		}
		require.Equal(t, want, got)
	})
}

func TestACursorHoldsWhenItsProductIsGone(t *testing.T) {
	t.Parallel()
	m := &matches{ids: []int32{9, 7, 4}, relevance: []int32{5, 3, 3}}
	at := func(relevance, id int) page.Key { return page.Key{strconv.Itoa(relevance), strconv.Itoa(id)} }
	for _, c := range []struct{ relevance, id, behind, before int }{
		{5, 9, 1, 0}, {3, 7, 2, 1}, {3, 5, 2, 2}, {3, 4, 3, 2}, {9, 1, 0, 0}, {0, 1, 3, 3}, {4, 1 << 40, 1, 1},
	} {
		require.Equal(t, c.behind, m.behind(at(c.relevance, c.id), true), c)
		require.Equal(t, c.before, m.behind(at(c.relevance, c.id), false), c)
	}
}

func TestMatchesComeBackFromTheCache(t *testing.T) {
	t.Parallel()
	for _, m := range []*matches{{ids: []int32{}, relevance: []int32{}}, {ids: []int32{1 << 30, 2}, relevance: []int32{7, 0}}} {
		data, err := matchCodec{}.Encode(m)
		require.NoError(t, err)
		got, err := matchCodec{}.Decode(data)
		require.NoError(t, err)
		require.Equal(t, m, got)
	}
	_, err := matchCodec{}.Decode(make([]byte, 12))
	require.Error(t, err)
}
