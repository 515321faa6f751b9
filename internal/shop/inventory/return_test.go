package inventory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/inventory"
)

func TestReturnGivesBack(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, dress := s.product("Bag", 0), s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 3)
	given, err := s.cancel(t.Context(),
		inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 2},
		inventory.Piece{Product: bag, Quantity: 1},
		inventory.Piece{Product: bag, Quantity: 1})
	require.NoError(t, err)
	require.Len(t, given, 2)
	require.Equal(t, 5, given[0].Left)
	require.True(t, given[0].Crossed, "the variant is no longer low")
	require.Equal(t, 2, given[1].Left)
	require.True(t, given[1].Crossed, "the bag is back")
	require.Equal(t, 2, s.stock(bag))
	require.Equal(t, 5, s.variantStock(red))
	s.summed()
}

func TestReturnToWhatWasArchived(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag := s.product("Bag", 0)
	s.exec("UPDATE products SET active = false WHERE id = $1", bag)
	_, err := s.cancel(t.Context(), inventory.Piece{Product: bag, Quantity: 1})
	require.NoError(t, err)
	require.Equal(t, 1, s.stock(bag))
}

func TestReturnOfAVariantThatIsGone(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	none, others, grown := s.product("None left", 0), s.product("Others left", 0), s.product("Has some now", 2)
	red := s.variant(others, "M", "red", 3)
	s.variant(grown, "M", "red", 2)
	given, err := s.cancel(t.Context(),
		inventory.Piece{Product: none, Size: "M", Color: "red", Quantity: 2},
		inventory.Piece{Product: none, Size: "L", Color: "red", Quantity: 1},
		inventory.Piece{Product: others, Size: "L", Color: "red", Quantity: 2},
		inventory.Piece{Product: others, Size: "M", Color: "red", Quantity: 1},
		inventory.Piece{Product: grown, Quantity: 2},
		inventory.Piece{Product: 99, Quantity: 2})
	require.NoError(t, err)
	require.Len(t, given, 3, "what nobody can buy is left out")
	require.Equal(t, 3, s.stock(none))
	require.Equal(t, 4, s.variantStock(red))
	require.Equal(t, 4, s.stock(others))
	require.Equal(t, 2, s.stock(grown))
	s.summed()
}
