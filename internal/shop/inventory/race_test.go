package inventory_test

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/inventory"
)

func TestTheLastPieceIsSoldOnce(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	bag, dress := s.product("Bag", 1), s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 1)
	s.variant(dress, "L", "red", 100)
	for _, piece := range []inventory.Piece{{Product: bag, Quantity: 1}, {Product: dress, Size: "M", Color: "red", Quantity: 1}} {
		var won atomic.Int32
		s.behind("products", 50, func(int) {
			_, err := s.order(t.Context(), piece)
			if err == nil {
				won.Add(1)
			} else {
				assert.True(t, fault.For(err, fault.InsufficientStock), "%v", err)
			}
		})
		require.EqualValues(t, 1, won.Load())
	}
	require.Zero(t, s.stock(bag))
	require.Zero(t, s.variantStock(red))
	s.summed()
}

// Forty people at once order three of ten products, in the order of their carts.
func TestOrdersNeverBlockEachOther(t *testing.T) {
	t.Parallel()
	for name, sizes := range map[string][]string{"products": {""}, "variants": {"S", "M", "L"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t)
			const each = 120
			products := make([]int, 10)
			for i := range products {
				products[i] = s.product(string(rune('A'+i)), each)
				for _, size := range sizes {
					if size != "" {
						s.variant(products[i], size, "red", each/len(sizes))
					}
				}
			}
			var sold atomic.Int32
			together(40, func(int) {
				for range 12 {
					pieces := make([]inventory.Piece, 3)
					for i, product := range rand.Perm(10)[:3] {
						pieces[i] = inventory.Piece{Product: products[product], Quantity: 1}
						if size := sizes[rand.N(len(sizes))]; size != "" {
							pieces[i].Size, pieces[i].Color = size, "red"
						}
					}
					taken, err := s.order(t.Context(), pieces...)
					if err == nil && rand.N(4) == 0 {
						_, err = s.cancel(t.Context(), pieces...)
						taken = nil
					}
					sold.Add(int32(len(taken)))
					if err != nil {
						assert.True(t, fault.For(err, fault.InsufficientStock), "%v", err)
					}
				}
			})
			require.Equal(t, 10*each-int(sold.Load()), s.number("SELECT sum(stock_count) FROM products"))
			require.Positive(t, sold.Load())
			s.summed()
		})
	}
}

func TestStockAndTakenAreWhatThereWas(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	rapid.Check(t, func(r *rapid.T) {
		s.exec("DELETE FROM products")
		bag, dress := s.product("Bag", rapid.IntRange(0, 9).Draw(r, "bags")), s.product("Dress", 0)
		options := []inventory.Piece{{Product: bag}}
		for _, size := range []string{"S", "M"} {
			s.variant(dress, size, "", rapid.IntRange(0, 9).Draw(r, size))
			options = append(options, inventory.Piece{Product: dress, Size: size})
		}
		total := func() int { return s.number("SELECT sum(stock_count) FROM products") }
		began, out := total(), 0
		var orders [][]inventory.Piece
		r.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) {
				require.Equal(t, began, total()+out)
				s.summed()
			},
			"take": func(r *rapid.T) {
				pieces, wanted := draw(r, options)
				taken, err := s.order(t.Context(), pieces...)
				if err != nil {
					require.True(t, fault.For(err, fault.InsufficientStock))
					return
				}
				got := 0
				for _, one := range taken {
					got += one.Quantity
				}
				require.Equal(t, wanted, got)
				out += got
				orders = append(orders, pieces)
			},
			"return": func(r *rapid.T) {
				if len(orders) == 0 {
					r.Skip("nothing was ordered")
				}
				i := rapid.IntRange(0, len(orders)-1).Draw(r, "order")
				given, err := s.cancel(t.Context(), orders[i]...)
				require.NoError(t, err)
				for _, one := range given {
					out -= one.Quantity
				}
				orders = append(orders[:i], orders[i+1:]...)
			},
		})
	})
}

// draw is an order of some of the options, and how many pieces it has.
func draw(r *rapid.T, options []inventory.Piece) (pieces []inventory.Piece, wanted int) {
	for range rapid.IntRange(1, 4).Draw(r, "lines") {
		piece := rapid.SampledFrom(options).Draw(r, "option")
		piece.Quantity = rapid.IntRange(1, 4).Draw(r, "quantity")
		pieces, wanted = append(pieces, piece), wanted+piece.Quantity
	}
	return pieces, wanted
}
