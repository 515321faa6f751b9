package inventory_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/inventory"
)

func delivery(product int, variant *int, change int, key string) inventory.AdjustInput {
	return inventory.AdjustInput{Product: product, Variant: variant, Change: change, Reason: "  a  delivery ", IdempotencyKey: key}
}

func TestAdjustChangesTheCountAndKeepsWhy(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Staff)
	bag, dress := s.product("Bag", 0), s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 4)
	s.variant(dress, "L", "red", 4)
	level, err := s.Adjust(ctx, delivery(bag, nil, 10, "key-0001"))
	require.NoError(t, err)
	require.Equal(t, &inventory.StockLevel{ProductID: bag, Stock: 10, Threshold: 5}, level)
	level, err = s.Adjust(ctx, delivery(dress, &red, -1, "key-0002"))
	require.NoError(t, err)
	require.Equal(t, &inventory.StockLevel{ProductID: dress, VariantID: &red, Size: "M", Color: "red", Stock: 3, Threshold: 3}, level)
	require.Equal(t, 7, s.stock(dress))
	s.summed()
	require.Equal(t, 1, s.number("SELECT count(*) FROM stock_adjustments WHERE product_id = $1 AND change = 10 AND reason = 'a delivery' AND user_id = $2 AND variant_id IS NULL",
		bag, viewer.From(ctx).User))
	require.Equal(t, 1, s.number("SELECT count(*) FROM stock_adjustments WHERE variant_id = $1 AND change = -1", red))
	require.Equal(t, [][]int{{bag}, {dress}}, s.told.products)
	require.Equal(t, []bool{true, false}, s.told.lists)
}

func TestAdjustIsDoneOnceAKey(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Staff)
	bag := s.product("Bag", 0)
	together(40, func(int) {
		level, err := s.Adjust(ctx, delivery(bag, nil, 3, "the-same-key"))
		assert.NoError(t, err)
		assert.Equal(t, &inventory.StockLevel{ProductID: bag, Stock: 3, Threshold: 5}, level)
	})
	require.Equal(t, 3, s.stock(bag))
	_, err := s.Adjust(ctx, delivery(bag, nil, 4, "the-same-key"))
	require.True(t, fault.For(err, fault.IdempotencyKeyReused))
	_, err = s.Adjust(s.as(viewer.Staff), delivery(bag, nil, 4, "the-same-key"))
	require.NoError(t, err, "a key is its owner's")
}

func TestAdjustmentsAndOrdersAtOnce(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Admin)
	dress := s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 20)
	s.variant(dress, "L", "red", 20)
	var sold, lost atomic.Int32
	together(40, func(i int) {
		if i%2 == 0 {
			_, err := s.Adjust(ctx, delivery(dress, &red, -1, fmt.Sprintf("stocktaking-%d", i)))
			if err == nil {
				lost.Add(1)
			} else {
				assert.True(t, fault.For(err, fault.InsufficientStock), "%v", err)
			}
			return
		}
		_, err := s.order(t.Context(), inventory.Piece{Product: dress, Size: "M", Color: "red", Quantity: 2})
		if err == nil {
			sold.Add(2)
		} else {
			assert.True(t, fault.For(err, fault.InsufficientStock), "%v", err)
		}
	})
	require.Equal(t, 20, int(sold.Load()+lost.Load())+s.variantStock(red))
	s.summed()
}

func TestAdjustmentsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	ctx := s.as(viewer.Staff)
	bag, dress := s.product("Bag", 2), s.product("Dress", 0)
	red := s.variant(dress, "M", "red", 4)
	other := s.variant(s.product("Shirt", 0), "M", "red", 4)
	for _, c := range []struct {
		in     inventory.AdjustInput
		fields []string
		reason fault.Reason
	}{
		{inventory.AdjustInput{Product: bag}, []string{"change", "reason", "idempotencyKey"}, fault.InputInvalid},
		{inventory.AdjustInput{Product: bag, Change: 1 << 30, Reason: strings.Repeat("x", 201) + "\x00", IdempotencyKey: "key-0001"}, []string{"change", "reason", "reason"}, fault.InputInvalid},
		{delivery(bag, nil, -3, "key-0001"), []string{"change"}, fault.InsufficientStock},
		{delivery(dress, &red, -5, "key-0001"), []string{"change"}, fault.InsufficientStock},
		{delivery(dress, nil, 1, "key-0001"), []string{"variantId"}, fault.InputInvalid},
		{delivery(dress, &other, 1, "key-0001"), []string{"variantId"}, fault.Gone},
		{delivery(bag, &red, 1, "key-0001"), []string{"variantId"}, fault.Gone},
		{delivery(99, nil, 1, "key-0001"), []string{"productId"}, fault.Gone},
	} {
		_, err := s.Adjust(ctx, c.in)
		var faults fault.Faults
		faults.Keep(err)
		require.Len(t, faults, len(c.fields), "%v", err)
		for i, field := range c.fields {
			require.Equal(t, []string{field}, faults[i].Field)
			require.Equal(t, c.reason, faults[i].Why())
		}
	}
	require.Zero(t, s.number("SELECT count(*) FROM stock_adjustments"))
	require.Zero(t, s.number("SELECT count(*) FROM idempotency_keys"), "a refusal leaves the key free")
	_, err := s.Adjust(t.Context(), delivery(bag, nil, 1, "key-0001"))
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.Adjust(s.as(viewer.Customer), delivery(bag, nil, 1, "key-0001"))
	require.True(t, fault.Is(err, fault.Forbidden))
}
