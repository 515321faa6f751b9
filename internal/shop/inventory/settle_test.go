package inventory_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/inventory"
)

// settle takes pieces and tells of it.
func (s *store) settle(pieces ...inventory.Piece) {
	s.Helper()
	taken, err := s.order(s.Context(), pieces...)
	require.NoError(s, err)
	s.Settle(s.Context(), taken)
}

func TestListsDropOnlyWhenSomethingSellsOutOrComesBack(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, dress := s.product("Bag", 7), s.product("Dress", 0)
	s.variant(dress, "M", "", 2)
	s.variant(dress, "L", "", 9)
	s.settle(inventory.Piece{Product: bag, Quantity: 1})                                                          // 6
	s.settle(inventory.Piece{Product: bag, Quantity: 2})                                                          // 4: low
	s.settle(inventory.Piece{Product: dress, Size: "M", Quantity: 2}, inventory.Piece{Product: bag, Quantity: 1}) // a size is out
	s.settle(inventory.Piece{Product: dress, Size: "L", Quantity: 1}, inventory.Piece{Product: bag, Quantity: 3}) // sold out
	given, err := s.cancel(t.Context(), inventory.Piece{Product: bag, Quantity: 1})
	require.NoError(t, err)
	s.Settle(t.Context(), given)
	s.Settle(t.Context(), nil)
	require.Equal(t, [][]int{{bag}, {bag}, {dress, bag}, {dress, bag}, {bag}}, s.told.products)
	require.Equal(t, []bool{false, false, false, true, true}, s.told.lists)
}

func TestStaffHearWhatRunsLow(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, dress, hat := s.product("Bag", 7), s.product("Dress", 0), s.product("Hat", 1)
	red := s.variant(dress, "M", "red", 4)
	s.variant(dress, "L", "red", 5)
	ctx, stop := context.WithCancel(s.as(viewer.Staff))
	defer stop()
	levels, err := s.FollowLow(ctx)
	require.NoError(t, err)
	s.told.err = errors.New("Redis is away") // Staff hear all the same.

	s.settle(inventory.Piece{Product: bag, Quantity: 1}) // 6: not low
	s.settle(inventory.Piece{Product: bag, Quantity: 1}) // 5: low
	require.Equal(t, &inventory.StockLevel{ProductID: bag, Stock: 5, Threshold: 5}, <-levels)
	s.settle(inventory.Piece{Product: bag, Quantity: 1}) // 4: known
	s.settle(inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 1})
	require.Equal(t, &inventory.StockLevel{ProductID: dress, VariantID: &red, Size: "M", Color: "red", Stock: 3, Threshold: 3}, <-levels)
	s.settle(inventory.Piece{Product: hat, Quantity: 1})
	require.Equal(t, &inventory.StockLevel{ProductID: hat, Stock: 0, Threshold: 5}, <-levels)
	stop()
	for range levels {
		t.Fatal("nothing else ran low")
	}
}

func TestOnlyStaffHear(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	_, err := s.FollowLow(t.Context())
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.FollowLow(s.as(viewer.Customer))
	require.True(t, fault.Is(err, fault.Forbidden))
}
