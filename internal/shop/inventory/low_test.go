package inventory_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/inventory"
)

func TestLowIsTheLowestFirst(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Staff)
	s.product("Enough", 6)
	five, none := s.product("Five", 5), s.product("None", 0)
	s.exec("UPDATE products SET active = false WHERE id = $1", s.product("Archived", 0))
	dress := s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 3)
	s.variant(dress, "L", "red", 4)
	list, err := s.Low(ctx, page.Args{})
	require.NoError(t, err)
	require.Equal(t, []*inventory.StockLevel{
		{ProductID: none, Stock: 0, Threshold: 5},
		{ProductID: dress, VariantID: &red, Size: "M", Color: "red", Stock: 3, Threshold: 3},
		{ProductID: five, Stock: 5, Threshold: 5},
	}, list.Nodes())
	total, err := list.TotalCount(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, total)
}

func TestLowIsWalkedEitherWay(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Staff)
	for i := range 9 {
		product := s.product(fmt.Sprint(i), i%3)
		if i%2 == 0 {
			s.variant(product, "M", "", i%3)
		}
	}
	size := int32(4)
	var forward, backward []*inventory.StockLevel
	for args := (page.Args{First: &size}); ; {
		list, err := s.Low(ctx, args)
		require.NoError(t, err)
		forward = append(forward, list.Nodes()...)
		if !list.PageInfo.HasNextPage {
			break
		}
		args.After = list.PageInfo.EndCursor
	}
	for args := (page.Args{Last: &size}); ; {
		list, err := s.Low(ctx, args)
		require.NoError(t, err)
		backward = append(list.Nodes(), backward...)
		if !list.PageInfo.HasPreviousPage {
			break
		}
		args.Before = list.PageInfo.StartCursor
	}
	require.Len(t, forward, 14)
	require.Equal(t, forward, backward)
	require.True(t, slices.IsSortedFunc(forward, func(a, b *inventory.StockLevel) int { return a.Stock - b.Stock }))
}

func TestLowIsForStaff(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	_, err := s.Low(t.Context(), page.Args{})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.Low(s.as(viewer.Customer), page.Args{})
	require.True(t, fault.Is(err, fault.Forbidden))
	wrong := page.NewList(3, nil, "stock.low").Cursor(page.Key{"1", "2", "x"})
	_, err = s.Low(s.as(viewer.Staff), page.Args{After: &wrong})
	require.True(t, fault.Is(err, fault.BadUserInput))
}
