package cart

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/postgres"
)

func TestAGuestsCartBecomesThePersons(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	guest, session := s.visitor()
	both, few, most, only, none, gone, dress := s.product(9), s.product(9), s.product(99), s.product(9), s.product(9), s.product(9), s.product(0)
	small, large := s.variant(dress, "S", "", 5), s.variant(dress, "L", "", 5)
	theirs := s.product(9)
	s.add(ctx, LineInput{Product: theirs, Quantity: 4}, LineInput{Product: both, Quantity: 2}, LineInput{Product: few, Quantity: 3},
		LineInput{Product: most, Quantity: 15}, LineInput{Variant: &small, Quantity: 1})
	s.add(guest, LineInput{Product: both, Quantity: 3}, LineInput{Product: few, Quantity: 4}, LineInput{Product: most, Quantity: 10},
		LineInput{Product: only, Quantity: 1}, LineInput{Product: none, Quantity: 1}, LineInput{Product: gone, Quantity: 1}, LineInput{Variant: &large, Quantity: 2})
	s.stock(few, 5)
	s.stock(none, 0)
	s.stock(theirs, 1)
	s.exec("UPDATE products SET active = false WHERE id = $1", gone)
	s.exec("UPDATE products SET price_ngn = 20000 WHERE id = $1", only)

	told, err := s.merge(ctx, session, user)
	require.NoError(t, err)
	cart := s.mine(ctx)
	require.Equal(t, map[int]int{theirs: 4, both: 5, few: 5, most: 20, only: 1, dress: 3}, quantities(cart))
	require.Equal(t, []string{QuantityReduced, QuantityReduced, OutOfStock, ProductGone}, codes(told))
	byID := map[int]*Line{}
	for _, line := range cart.Lines {
		byID[line.ID] = line
		if line.ProductID == only {
			require.EqualValues(t, 10000, *line.UnitPriceNgn, "what the guest saw")
		}
	}
	require.Equal(t, few, byID[*told[0].Line].ProductID)
	require.Equal(t, most, byID[*told[1].Line].ProductID)
	require.Nil(t, told[2].Line)
	require.Nil(t, told[3].Line)
	require.Equal(t, 2, cart.Version)
	require.Nil(t, s.mine(guest))
	require.Zero(t, s.number("SELECT count(*) FROM carts WHERE session_id IS NOT NULL"))

	told, err = s.merge(ctx, session, user) // Once more: there is nothing.
	require.NoError(t, err)
	require.Empty(t, told)
	require.Equal(t, cart, s.mine(ctx))
}

func TestWhoNeverHadACartGetsTheGuests(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	guest, session := s.visitor()
	product := s.product(9)
	s.add(guest, LineInput{Product: product, Quantity: 3})
	_, err := s.service.SetCoupon(guest, ptr("ADA10"))
	require.NoError(t, err)
	undo := errors.New("the sign-in fails after all")
	require.ErrorIs(t, postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := s.service.MergeGuest(ctx, tx, session, user)
		require.NoError(t, err)
		return undo
	}), undo)
	require.Nil(t, s.mine(ctx))
	require.Equal(t, map[int]int{product: 3}, quantities(s.mine(guest)))

	told, err := s.merge(ctx, session, user)
	require.NoError(t, err)
	require.Empty(t, told)
	require.Equal(t, map[int]int{product: 3}, quantities(s.mine(ctx)))
	require.Equal(t, "ADA10", *s.mine(ctx).CouponCode)

	nobody, id := s.person()
	_, empty := s.visitor()
	told, err = s.merge(nobody, empty, id)
	require.NoError(t, err)
	require.Empty(t, told)
	require.Nil(t, s.mine(nobody), "nothing makes no cart")
}

func TestOneCouponIsLeftOfTwo(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, row := range map[string]struct {
		mine, guests, after *string
		warned              []string
	}{
		"none":               {},
		"only the person's":  {mine: ptr("A"), after: ptr("A")},
		"only the guest's":   {guests: ptr("B"), after: ptr("B")},
		"the same":           {mine: ptr("A"), guests: ptr("a"), after: ptr("A")},
		"two different ones": {mine: ptr("A"), guests: ptr("B"), after: ptr("A"), warned: []string{CouponDropped}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, user := s.person()
			guest, session := s.visitor()
			line := LineInput{Product: s.product(9), Quantity: 1}
			s.add(ctx, line)
			s.add(guest, line)
			_, err := s.service.SetCoupon(ctx, row.mine)
			require.NoError(t, err)
			_, err = s.service.SetCoupon(guest, row.guests)
			require.NoError(t, err)
			told, err := s.merge(ctx, session, user)
			require.NoError(t, err)
			require.Equal(t, row.warned, codes(told))
			require.Equal(t, row.after, s.mine(ctx).CouponCode)
		})
	}
}

// Whatever is in two carts and however much of it there is by then: a line has
// what both had, or as much as can be, and every piece less is told.
func TestNothingIsLostSilentlyByMerging(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var products []int
	for range 6 {
		products = append(products, s.product(20))
	}
	rapid.Check(t, func(r *rapid.T) {
		ctx, user := s.person()
		guest, session := s.visitor()
		draw := func(what string) map[int]int {
			return rapid.MapOf(rapid.SampledFrom(products), rapid.IntRange(1, MostQuantity)).Draw(r, what)
		}
		mine, guests := draw("the person's"), draw("the guest's")
		for _, product := range products {
			s.exec("UPDATE products SET stock_count = 99, active = true WHERE id = $1", product)
		}
		for owner, cart := range map[context.Context]map[int]int{ctx: mine, guest: guests} {
			for product, quantity := range cart {
				s.add(owner, LineInput{Product: product, Quantity: quantity})
			}
		}
		stock, sold := map[int]int{}, map[int]bool{}
		for _, product := range products {
			stock[product], sold[product] = rapid.IntRange(0, 45).Draw(r, "stock"), rapid.IntRange(0, 9).Draw(r, "sold") > 0
			s.exec("UPDATE products SET stock_count = $2, active = $3 WHERE id = $1", product, stock[product], sold[product])
		}
		told, err := s.merge(ctx, session, user)
		require.NoError(r, err)
		cart := s.mine(ctx)
		after, warned := quantities(cart), map[string]int{}
		for _, w := range told {
			warned[w.Code]++
		}
		expected := map[string]int{}
		for _, product := range products {
			if guests[product] == 0 { // What only the person had is not touched.
				require.Equal(r, mine[product], after[product])
				continue
			}
			switch wanted := mine[product] + guests[product]; {
			case !sold[product]:
				require.Equal(r, mine[product], after[product])
				expected[ProductGone]++
			default:
				require.Equal(r, min(MostQuantity, stock[product], wanted), after[product])
				if stock[product] == 0 {
					expected[OutOfStock]++
				} else if after[product] < wanted {
					expected[QuantityReduced]++
				}
			}
		}
		require.Equal(r, expected, warned)
		require.Nil(r, s.mine(guest))
	})
}

// The same of the plan alone, for each manner of putting in.
func TestAPlanTellsWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		m := rapid.SampledFrom([]manner{adding, bringing, merging}).Draw(r, "manner")
		p, stock := &plan{manner: m, places: map[key]*place{}}, map[int]int{}
		for product := range 5 {
			stock[product] = rapid.IntRange(0, 30).Draw(r, "stock")
			if before := rapid.IntRange(0, MostQuantity).Draw(r, "before"); before > 0 {
				p.places[keyOf(product, nil, nil)] = &place{product: product, before: before, after: before}
			}
		}
		before, wanted := map[int]int{}, map[int]int{}
		for k, place := range p.places {
			before[k.product] = place.before
		}
		var wants []want
		for range rapid.IntRange(1, 6).Draw(r, "wants") {
			product, quantity := rapid.IntRange(0, 4).Draw(r, "product"), rapid.IntRange(1, MostQuantity).Draw(r, "quantity")
			wanted[product] += quantity
			wants = append(wants, want{key: keyOf(product, nil, nil), quantity: quantity, stock: stock[product], sold: true})
		}
		p.putAll(wants)
		short := 0
		for product, more := range wanted {
			after := 0
			if place := p.places[keyOf(product, nil, nil)]; place != nil {
				after = place.after
			}
			require.LessOrEqual(r, after, MostQuantity)
			require.LessOrEqual(r, after, max(stock[product], before[product]))
			if m != merging {
				require.GreaterOrEqual(r, after, before[product])
			}
			if after < before[product]+more {
				short++
			}
		}
		require.Equal(r, short, len(p.notes)+len(p.faults), "each is told once")
		require.True(r, m == adding || len(p.faults) == 0)
	})
}

func TestAStrangersCartIsNotThere(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	guest, session := s.visitor()
	s.add(ctx, LineInput{Product: s.product(9), Quantity: 1})
	s.add(guest, LineInput{Product: s.product(9), Quantity: 1})
	for range 2 {
		other, id := s.person()
		require.Nil(t, s.mine(other))
		stranger, _ := s.visitor()
		require.Nil(t, s.mine(stranger))
		told, err := s.merge(other, uuid.New(), id)
		require.NoError(t, err)
		require.Empty(t, told)
	}
	require.Len(t, s.mine(ctx).Lines, 1)
	require.Equal(t, session, *s.mine(guest).SessionID)
}
