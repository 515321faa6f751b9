package cart

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

func TestQuantitiesAreSet(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, row := range map[string]struct {
		stock, set, after int
		reason            fault.Reason
		at                string
		warned            []string
	}{
		"more":                       {stock: 9, set: 8, after: 8},
		"fewer":                      {stock: 9, set: 1, after: 1},
		"none takes it out":          {stock: 9, set: 0, after: 0},
		"none of what is sold out":   {stock: 0, set: 0, after: 0},
		"more than there are":        {stock: 3, set: 8, after: 3, warned: []string{QuantityReduced}},
		"of what is sold out":        {stock: 0, set: 1, after: 5, reason: fault.InsufficientStock, at: "quantity"},
		"more than a line may have":  {stock: 99, set: 21, after: 5, reason: fault.InputInvalid, at: "quantity"},
		"fewer than none":            {stock: 99, set: -1, after: 5, reason: fault.InputInvalid, at: "quantity"},
		"of what is not sold longer": {stock: -1, set: 1, after: 5, reason: fault.Gone, at: "id"},
		"none of that":               {stock: -1, set: 0, after: 0},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, _ := s.person()
			product := s.product(99)
			line := s.add(ctx, LineInput{Product: product, Quantity: 5}).Cart.Lines[0]
			s.stock(product, max(row.stock, 0))
			s.exec("UPDATE products SET active = $2, price_ngn = 11000 WHERE id = $1", product, row.stock >= 0)
			result, err := s.service.Update(ctx, []LineUpdate{{line.ID, row.set}})
			require.Equal(t, row.after, quantities(s.mine(ctx))[product])
			if row.reason != "" {
				refused := requireFault(t, err, row.reason, "lines", "0", row.at)
				if row.reason == fault.InsufficientStock {
					require.Equal(t, fault.StockDetail{}, refused.Detail)
				}
				return
			}
			require.NoError(t, err)
			require.Equal(t, row.warned, codes(result.Warnings))
			require.Equal(t, 2, result.Cart.Version)
			if row.after > 0 {
				require.Equal(t, money.Naira(11000), *result.Cart.Lines[0].UnitPriceNgn)
			}
		})
	}
}

func TestOnlyOnesOwnLinesAreSet(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	other, _ := s.person()
	empty, _ := s.person()
	product := s.product(9)
	mine := s.add(ctx, LineInput{Product: product, Quantity: 2}).Cart.Lines[0].ID
	theirs := s.add(other, LineInput{Product: product, Quantity: 2}).Cart.Lines[0].ID
	for _, ctx := range []context.Context{ctx, empty, as(t.Context(), viewer.Viewer{})} {
		_, err := s.service.Update(ctx, []LineUpdate{{theirs, 1}})
		requireFault(t, err, fault.Gone, "lines", "0", "id")
		_, err = s.service.Remove(ctx, []int{theirs, 1 << 40})
		require.NoError(t, err)
	}
	_, err := s.service.Update(ctx, []LineUpdate{{mine, 1}, {mine, 2}})
	requireFault(t, err, fault.InputInvalid, "lines", "1", "id")
	_, err = s.service.Update(ctx, []LineUpdate{{mine, 1}, {theirs, 1}})
	requireFault(t, err, fault.Gone, "lines", "1", "id")
	require.Equal(t, map[int]int{product: 2}, quantities(s.mine(ctx)), "all or none")
	require.Equal(t, map[int]int{product: 2}, quantities(s.mine(other)))
	_, err = s.service.Update(ctx, nil)
	requireFault(t, err, fault.InputInvalid, "lines")
	_, err = s.service.Remove(ctx, nil)
	requireFault(t, err, fault.InputInvalid, "ids")
	require.Equal(t, 1, s.mine(ctx).Version)
	require.Nil(t, s.mine(empty))
}

func TestLinesAreTakenOut(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	one, two := s.product(9), s.product(9)
	cart := s.add(ctx, LineInput{Product: one, Quantity: 1}, LineInput{Product: two, Quantity: 1}).Cart
	for range 2 { // The second time nothing is there.
		result, err := s.service.Remove(ctx, []int{cart.Lines[0].ID})
		require.NoError(t, err)
		require.Equal(t, map[int]int{two: 1}, quantities(result.Cart))
		require.Equal(t, 2, result.Cart.Version)
	}
	_, err := s.service.SetCoupon(ctx, ptr("ADA10"))
	require.NoError(t, err)
	for range 2 {
		result, err := s.service.Clear(ctx)
		require.NoError(t, err)
		require.Empty(t, result.Cart.Lines)
		require.Equal(t, "ADA10", *result.Cart.CouponCode)
		require.Equal(t, 4, result.Cart.Version)
	}
}

func TestCodesAndPointsAreKept(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	_, err := s.service.SetCoupon(ctx, ptr("ADA10"))
	requireFault(t, err, fault.CartEmpty)
	_, err = s.service.SetCoupon(ctx, nil)
	require.NoError(t, err)
	s.add(ctx, LineInput{Product: s.product(9), Quantity: 1})
	for _, bad := range []string{"", " ", "a\x00", string(make([]byte, 200)), "\xff"} {
		_, err = s.service.SetCoupon(ctx, &bad)
		requireFault(t, err, fault.InputInvalid, "code")
	}
	_, err = s.service.SetPoints(ctx, -1)
	requireFault(t, err, fault.InputInvalid, "points")

	for range 2 {
		result, err := s.service.SetCoupon(ctx, ptr(" ADA10 "))
		require.NoError(t, err)
		require.Equal(t, "ADA10", *result.Cart.CouponCode)
		require.Equal(t, 2, result.Cart.Version, "the same again changes nothing")
	}
	_, err = s.service.SetReward(ctx, ptr("RWD-1"))
	require.NoError(t, err)
	result, err := s.service.SetPoints(ctx, 300)
	require.NoError(t, err)
	require.Equal(t, "RWD-1", *result.Cart.RewardCode)
	require.Equal(t, 300, result.Cart.Points)
	require.Equal(t, 4, result.Cart.Version)
	result, err = s.service.SetReward(ctx, nil)
	require.NoError(t, err)
	require.Nil(t, result.Cart.RewardCode)

	guest, _ := s.visitor()
	s.add(guest, LineInput{Product: s.product(9), Quantity: 1})
	_, err = s.service.SetReward(guest, ptr("RWD-1"))
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.service.SetPoints(guest, 300)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.service.SetCoupon(guest, ptr("ADA10"))
	require.NoError(t, err)
}

func TestAnOrderEmptiesTheCart(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	other, _ := s.person()
	product := s.product(9)
	s.add(ctx, LineInput{Product: product, Quantity: 1})
	s.add(other, LineInput{Product: product, Quantity: 1})
	for _, set := range []func() (*Result, error){
		func() (*Result, error) { return s.service.SetCoupon(ctx, ptr("ADA10")) },
		func() (*Result, error) { return s.service.SetReward(ctx, ptr("RWD-1")) },
		func() (*Result, error) { return s.service.SetPoints(ctx, 100) },
	} {
		_, err := set()
		require.NoError(t, err)
	}
	require.NoError(t, postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		cart, err := s.service.Lock(ctx, tx, Owner{User: user})
		require.NoError(t, err)
		require.Equal(t, s.mine(ctx), cart)
		return s.service.Empty(ctx, tx, cart)
	}))
	cart := s.mine(ctx)
	require.Empty(t, cart.Lines)
	require.Nil(t, cart.CouponCode)
	require.Nil(t, cart.RewardCode)
	require.Zero(t, cart.Points)
	require.Equal(t, 5, cart.Version)
	require.Len(t, s.mine(other).Lines, 1)
	require.NoError(t, postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
		cart, err := s.service.Lock(ctx, tx, Owner{User: uuid.New()})
		require.Nil(t, cart)
		return err
	}))
}

func TestALineIsPutInWithinATransaction(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	product, empty := s.product(3), s.product(0)
	put := func(ctx context.Context, line LineInput) (told []Warning, err error) {
		err = postgres.InTx(ctx, s.pool, func(ctx context.Context, tx postgres.Tx) error {
			told, err = s.service.AddTx(ctx, tx, "line", line)
			return err
		})
		return told, err
	}
	_, err := put(ctx, LineInput{Product: empty, Quantity: 1})
	requireFault(t, err, fault.InsufficientStock, "line", "quantity")
	_, err = put(ctx, LineInput{Product: empty, Quantity: 99})
	requireFault(t, err, fault.InputInvalid, "line", "quantity")
	_, err = put(ctx, LineInput{Product: 1 << 40, Quantity: 1})
	requireFault(t, err, fault.Gone, "line", "productId")
	_, err = put(as(t.Context(), viewer.Viewer{}), LineInput{Product: product, Quantity: 1})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	require.Nil(t, s.mine(ctx))
	told, err := put(ctx, LineInput{Product: product, Quantity: 5})
	require.NoError(t, err)
	cart := s.mine(ctx)
	require.Equal(t, map[int]int{product: 3}, quantities(cart))
	require.Equal(t, 1, cart.Version)
	require.Equal(t, QuantityReduced, told[0].Code)
	require.Equal(t, &cart.Lines[0].ID, told[0].Line)
}
