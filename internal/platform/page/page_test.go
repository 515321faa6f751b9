package page

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
)

func number(n int32) *int32 { return &n }

func isNumber(key Key) bool { _, err := strconv.Atoi(key[0]); return err == nil }

func TestSizesOutsideTheRangeAreRefusedByName(t *testing.T) {
	t.Parallel()
	list := NewList(1, isNumber, "numbers")
	for _, size := range []int32{0, -1, 101, 1 << 30} {
		_, err := Args{First: number(size)}.Window(list)
		require.ErrorContains(t, err, "first: must be between 1 and 100")
		_, err = Args{Last: number(size)}.Window(list)
		require.ErrorContains(t, err, "last: must be between 1 and 100")
	}
	_, err := Args{First: number(1), Last: number(1)}.Window(list)
	require.True(t, fault.Is(err, fault.BadUserInput))
	window, err := Args{}.Window(list)
	require.NoError(t, err)
	require.Equal(t, DefaultSize, window.Size)
}

func TestForeignCursorsAreRefusedByName(t *testing.T) {
	t.Parallel()
	list := NewList(1, isNumber, "numbers", "up")
	other := NewList(1, isNumber, "numbers", "down")
	for text, want := range map[string]string{
		other.Cursor(Key{"1"}):       "cursor of another list",
		list.Cursor(Key{"1", "2"}):   "cursor of another list",
		list.Cursor(Key{"x'; DROP"}): "not a cursor of this shop",
		"!!!":                        "not a cursor of this shop",
		"":                           "not a cursor of this shop",
		"bnVsbA":                     "not a cursor of this shop",
		string(make([]byte, 5000)):   "not a cursor of this shop",
	} {
		_, err := Args{After: &text}.Window(list)
		require.ErrorContains(t, err, "after: ")
		require.ErrorContains(t, err, want, "%q", text)
		_, err = Args{Before: &text}.Window(list)
		require.ErrorContains(t, err, "before: ")
	}
}

// read answers a window from numbers 0..n-1 as a keyset query would.
func read(n int, window Window) []Item[int] {
	var rows []Item[int]
	for i := range n {
		if window.Backward {
			i = n - 1 - i
		}
		after := window.After == nil || i > atoi(window.After.Key[0])
		before := window.Before == nil || i < atoi(window.Before.Key[0])
		if after && before && len(rows) <= window.Size {
			rows = append(rows, Item[int]{Node: i, Key: Key{strconv.Itoa(i)}})
		}
	}
	return rows
}

func atoi(text string) int { n, _ := strconv.Atoi(text); return n }

// A key of any texts comes back from its cursor, which is what encoding/json makes of it.
func TestACursorHoldsItsKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := Key(rapid.SliceOfN(rapid.OneOf(rapid.StringMatching(`[0-9A-Za-z-]*`), rapid.String(), rapid.SampledFrom([]string{"", `"`, "\\", "\x00", "@", "[", "_", "Ọ̀ṣun", "<b>"})), 1, 3).Draw(t, "key"))
		list := NewList(len(key), nil, "texts")
		cursor := list.Cursor(key)
		raw, err := base64.RawURLEncoding.DecodeString(cursor)
		require.NoError(t, err)
		want, err := json.Marshal(append([]string{list.fingerprint}, key...))
		require.NoError(t, err)
		require.Equal(t, string(want), string(raw))
		read, err := list.read("after", &cursor)
		require.NoError(t, err)
		require.Equal(t, key, read.Key)
	})
}

func TestWalkingTheCursorsShowsEveryItemOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 60).Draw(t, "total")
		size := rapid.Int32Range(1, 20).Draw(t, "size")
		backward := rapid.Bool().Draw(t, "backward")
		list := NewList(1, isNumber, "numbers")
		var seen []int
		for args := (Args{}); ; {
			args.First, args.Last = number(size), nil
			if backward {
				args.First, args.Last = nil, number(size)
			}
			window, err := args.Window(list)
			require.NoError(t, err)
			connection := Cut(list, window, read(total, window))
			require.LessOrEqual(t, len(connection.Nodes()), int(size))
			if backward {
				seen = append(connection.Nodes(), seen...)
			} else {
				seen = append(seen, connection.Nodes()...)
			}
			info := connection.PageInfo
			if backward && info.HasPreviousPage {
				args.Before = info.StartCursor
			} else if !backward && info.HasNextPage {
				args.After = info.EndCursor
			} else {
				break
			}
		}
		require.Len(t, seen, total)
		require.True(t, slices.IsSorted(seen))
	})
}

func TestEdgesCarryTheCursorsOfThePage(t *testing.T) {
	t.Parallel()
	list := NewList(1, isNumber, "numbers")
	window, err := Args{First: number(3)}.Window(list)
	require.NoError(t, err)
	connection := Cut(list, window, read(10, window))
	edges := connection.Edges()
	require.Len(t, edges, 3)
	require.Equal(t, *connection.PageInfo.StartCursor, edges[0].Cursor())
	require.Equal(t, *connection.PageInfo.EndCursor, edges[2].Cursor())
	require.True(t, connection.PageInfo.HasNextPage)
	require.False(t, connection.PageInfo.HasPreviousPage)
}

func TestCountIsTakenOnceAndCapped(t *testing.T) {
	t.Parallel()
	list := NewList(1, isNumber, "numbers")
	calls := 0
	connection := Cut(list, Window{Size: 1}, []Item[int]{}).CountWith(func(context.Context) (int, error) {
		calls++
		return CountCap + 1, nil
	})
	total, err := connection.TotalCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, CountCap, total)
	capped, err := connection.TotalCountCapped(t.Context())
	require.NoError(t, err)
	require.True(t, capped)
	require.Equal(t, 1, calls)
}
