package inventory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/inventory"
)

func TestTakeAnswersWhatIsLeftAndWhatItCosts(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	plain, dress := s.product("Bag", 7), s.product("Dress", 0)
	red, blue := s.variant(dress, "M", "red", 4), s.variant(dress, "M", "blue", 9)
	s.exec("UPDATE product_variants SET price_ngn = 1500 WHERE id = $1", red)
	s.exec("UPDATE products SET sale_price_ngn = 800 WHERE id = $1", plain)
	taken, err := s.order(t.Context(),
		inventory.Piece{Product: plain, Quantity: 1},
		inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 1},
		inventory.Piece{Product: plain, Quantity: 2},
		inventory.Piece{Product: dress, Size: "M", Color: "blue", Quantity: 2})
	require.NoError(t, err)
	require.Len(t, taken, 3, "the same thing is summed")
	for i, want := range []struct {
		quantity, left int
		price          money.Naira
		crossed        bool
	}{{3, 4, 800, true}, {1, 3, 1500, true}, {2, 7, 1000, false}} {
		require.Equal(t, want.quantity, taken[i].Quantity)
		require.Equal(t, want.left, taken[i].Left)
		require.Equal(t, want.price, taken[i].UnitPrice)
		require.Equal(t, want.crossed, taken[i].Crossed)
	}
	require.Equal(t, 4, s.stock(plain))
	require.Equal(t, 3, s.variantStock(red))
	require.Equal(t, 7, s.variantStock(blue))
	s.summed()
}

func TestTakeCostsTwoStatementsAndOneForVariants(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, hat, dress := s.product("Bag", 7), s.product("Hat", 7), s.product("Dress", 0)
	s.variant(dress, "M", "", 4)
	for _, c := range []struct {
		pieces []inventory.Piece
		want   int
	}{
		{[]inventory.Piece{{Product: bag, Quantity: 1}, {Product: hat, Quantity: 1}}, 2},
		{[]inventory.Piece{{Product: bag, Quantity: 1}, {Product: dress, Size: "M", Quantity: 1}}, 3},
		{nil, 0},
	} {
		ctx, counter := postgres.WithCounter(t.Context())
		_, err := s.order(ctx, c.pieces...)
		require.NoError(t, err)
		require.Len(t, counter.Statements(), c.want+2, "with begin and commit")
	}
}

func TestEverythingThatIsShortIsToldAndNothingTaken(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, hat, dress, gone := s.product("Bag", 2), s.product("Hat", 0), s.product("Dress", 0), s.product("Old", 9)
	s.variant(dress, "M", "red", 1)
	s.variant(dress, "L", "red", 5)
	s.exec("UPDATE products SET active = false WHERE id = $1", gone)
	_, err := s.order(t.Context(),
		inventory.Piece{Product: bag, Quantity: 3},
		inventory.Piece{Product: hat, Quantity: 1},
		inventory.Piece{Product: dress, Size: "L", Color: "red", Quantity: 1},
		inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 2},
		inventory.Piece{Product: dress, Size: "S", Color: "red", Quantity: 1},
		inventory.Piece{Product: dress, Quantity: 1},
		inventory.Piece{Product: bag, Size: "M", Quantity: 1},
		inventory.Piece{Product: gone, Quantity: 1},
		inventory.Piece{Product: 99, Quantity: 1},
		inventory.Piece{Product: bag, Size: "\x00\xff", Quantity: 1})
	var faults fault.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 9)
	for i, want := range []struct {
		reason  fault.Reason
		message string
		detail  any
	}{
		{fault.InsufficientStock, "there are only 2 left of Bag", fault.StockDetail{Available: 2}},
		{fault.InsufficientStock, "Hat is sold out", fault.StockDetail{}},
		{fault.InsufficientStock, "there are only 1 left of Dress (M, red)", fault.StockDetail{Available: 1}},
		{fault.Gone, "Dress (S, red) is not sold any more", nil},
		{fault.Gone, "Dress is sold by size and colour: choose one", nil},
		{fault.Gone, "Bag (M) is not sold any more", nil},
		{fault.Gone, "Old is not sold any more", nil},
		{fault.Gone, "something in the order is not sold any more", nil},
		{fault.Gone, "Bag (\x00\xff) is not sold any more", nil},
	} {
		require.Equal(t, want.reason, faults[i].Why())
		require.Equal(t, want.message, faults[i].Message)
		require.Equal(t, want.detail, faults[i].Detail)
		require.Equal(t, []string{"lines"}, faults[i].Field)
	}
	require.Equal(t, 2, s.stock(bag))
	require.Equal(t, 6, s.stock(dress))
	s.summed()
}

func TestAProductThatIsLessThanItsVariantsIsNotOversold(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	dress := s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 5)
	s.exec("UPDATE products SET stock_count = 1 WHERE id = $1", dress)
	_, err := s.order(t.Context(), inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 2})
	require.True(t, fault.For(err, fault.InsufficientStock))
	require.Equal(t, 5, s.variantStock(red))
}

func TestPiecesThatAreNoneAreAMistake(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag := s.product("Bag", 5)
	for _, quantity := range []int{0, -1, 1 << 40} {
		_, err := s.order(t.Context(), inventory.Piece{Product: bag, Quantity: quantity})
		require.Error(t, err)
		_, known := fault.From(err)
		require.False(t, known)
		_, err = s.cancel(t.Context(), inventory.Piece{Product: bag, Quantity: quantity})
		require.Error(t, err)
	}
	require.Equal(t, 5, s.stock(bag))
}
