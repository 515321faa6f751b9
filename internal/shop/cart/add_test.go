package cart

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/viewer"
)

func TestALineIsAProductOrOneOfItsVariants(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	plainOne, dress, cap := s.product(9), s.product(0), s.product(0)
	small, large := s.variant(dress, "S", "Blue", 7), s.variant(dress, "L", "Blue", 8)
	oneSize := s.variant(cap, "", "Red", 9)
	s.exec("UPDATE products SET active = false WHERE id = $1", s.product(5))
	gone := s.number("SELECT id FROM products WHERE NOT active")
	goneVariant := s.variant(gone, "S", "Blue", 5)
	for name, row := range map[string]struct {
		line        LineInput
		reason      fault.Reason // Empty: it is put in.
		at          string
		size, color *string
		variant     *int
	}{
		"a product without variants":  {line: LineInput{Product: plainOne}},
		"with nothing chosen":         {line: LineInput{Product: plainOne, Size: ptr(""), Color: ptr("")}},
		"with something chosen":       {line: LineInput{Product: plainOne, Size: ptr("M")}, reason: fault.Gone, at: "variantId"},
		"a variant by its id":         {line: LineInput{Variant: &small}, size: ptr("S"), color: ptr("Blue"), variant: &small},
		"and its product":             {line: LineInput{Product: dress, Variant: &large}, size: ptr("L"), color: ptr("Blue"), variant: &large},
		"a variant by its options":    {line: LineInput{Product: dress, Size: ptr("S"), Color: ptr("Blue")}, size: ptr("S"), color: ptr("Blue"), variant: &small},
		"by both":                     {line: LineInput{Product: dress, Variant: &small, Size: ptr("S")}, size: ptr("S"), color: ptr("Blue"), variant: &small},
		"by both, which disagree":     {line: LineInput{Product: dress, Variant: &small, Size: ptr("L")}, reason: fault.Gone, at: "variantId"},
		"an empty option stays empty": {line: LineInput{Product: cap, Color: ptr("Red")}, size: ptr(""), color: ptr("Red"), variant: &oneSize},
		"a variant is missing":        {line: LineInput{Product: dress}, reason: fault.InputInvalid, at: "variantId"},
		"half of the options":         {line: LineInput{Product: dress, Size: ptr("S")}, reason: fault.Gone, at: "variantId"},
		"an option that is not":       {line: LineInput{Product: dress, Size: ptr("XXL"), Color: ptr("Blue")}, reason: fault.Gone, at: "variantId"},
		"an option that cannot be":    {line: LineInput{Product: dress, Size: ptr("S\x00"), Color: ptr("Blue")}, reason: fault.Gone, at: "variantId"},
		"a variant that is not":       {line: LineInput{Variant: ptr(1 << 40)}, reason: fault.Gone, at: "variantId"},
		"another product's variant":   {line: LineInput{Product: cap, Variant: &small}, reason: fault.Gone, at: "variantId"},
		"a plain product's variant":   {line: LineInput{Product: plainOne, Variant: &small}, reason: fault.Gone, at: "variantId"},
		"a product that is not":       {line: LineInput{Product: 1 << 40}, reason: fault.Gone, at: "productId"},
		"a product not sold":          {line: LineInput{Product: gone}, reason: fault.Gone, at: "productId"},
		"a variant of one not sold":   {line: LineInput{Variant: &goneVariant}, reason: fault.Gone, at: "variantId"},
		"and the product too":         {line: LineInput{Product: gone, Variant: &goneVariant}, reason: fault.Gone, at: "productId"},
		"nothing":                     {line: LineInput{}, reason: fault.InputInvalid, at: "productId"},
		"less than nothing":           {line: LineInput{Product: -1}, reason: fault.InputInvalid, at: "productId"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, _ := s.person()
			row.line.Quantity = 1
			result, err := s.service.Add(ctx, []LineInput{row.line})
			if row.reason != "" {
				requireFault(t, err, row.reason, "lines", "0", row.at)
				require.Nil(t, s.mine(ctx), "a refused change leaves nothing")
				return
			}
			require.NoError(t, err)
			require.Empty(t, result.Warnings)
			require.Len(t, result.Cart.Lines, 1)
			line := result.Cart.Lines[0]
			require.Equal(t, row.size, line.Size)
			require.Equal(t, row.color, line.Color)
			require.Equal(t, row.variant, line.Now.VariantID)
			require.Equal(t, 1, result.Cart.Version)
			require.Equal(t, result.Cart, s.mine(ctx))
		})
	}
}

func TestHowManyPiecesAreAdded(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, row := range map[string]struct {
		stock, before int
		add           []int
		after         int
		refused       bool
		warned        string
	}{
		"as many as wanted":                   {stock: 9, add: []int{3}, after: 3},
		"to those that are there":             {stock: 9, before: 3, add: []int{4}, after: 7},
		"the same twice in a call":            {stock: 9, add: []int{2, 3}, after: 5},
		"fewer than wanted":                   {stock: 5, add: []int{9}, after: 5, warned: QuantityReduced},
		"fewer than wanted together":          {stock: 5, add: []int{3, 4}, after: 5, warned: QuantityReduced},
		"fewer than wanted with those there":  {stock: 5, before: 3, add: []int{4}, after: 5, warned: QuantityReduced},
		"a line's most":                       {stock: 99, add: []int{20}, after: 20},
		"more than a line's most":             {stock: 99, before: 15, add: []int{10}, after: 20, warned: QuantityReduced},
		"to a line that has its most":         {stock: 99, before: 20, add: []int{1}, after: 20, warned: QuantityReduced},
		"more together than a line's most":    {stock: 99, add: []int{20, 20}, after: 20, warned: QuantityReduced},
		"none is left":                        {stock: 0, add: []int{1}, refused: true},
		"all are in the cart":                 {stock: 3, before: 3, add: []int{1}, after: 3, refused: true},
		"more are in the cart than there are": {stock: 2, before: 5, add: []int{1}, after: 5, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, _ := s.person()
			product := s.product(99)
			if row.before > 0 {
				s.add(ctx, LineInput{Product: product, Quantity: row.before})
			}
			s.stock(product, row.stock)
			var lines []LineInput
			for _, quantity := range row.add {
				lines = append(lines, LineInput{Product: product, Quantity: quantity})
			}
			result, err := s.service.Add(ctx, lines)
			require.Equal(t, row.after, quantities(s.mine(ctx))[product])
			if row.refused {
				refused := requireFault(t, err, fault.InsufficientStock, "lines", "0", "quantity")
				require.Equal(t, fault.StockDetail{Available: row.stock}, refused.Detail)
				return
			}
			require.NoError(t, err)
			if row.warned == "" {
				require.Empty(t, result.Warnings)
				return
			}
			require.Equal(t, []string{row.warned}, codes(result.Warnings))
			require.Equal(t, &result.Cart.Lines[0].ID, result.Warnings[0].Line)
			require.Contains(t, result.Warnings[0].Message, result.Cart.Lines[0].Now.Name)
		})
	}
}

func TestACallIsAddedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	good, empty := s.product(5), s.product(0)
	_, err := s.service.Add(ctx, []LineInput{
		{Product: good, Quantity: 0}, {Product: good, Quantity: 21}, {Product: good, Quantity: -1}, {Product: good, Quantity: 1},
	})
	var all fault.Faults
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 3)
	for i, one := range all {
		requireFault(t, one, fault.InputInvalid, "lines", string(rune('0'+i)), "quantity")
	}
	_, err = s.service.Add(ctx, []LineInput{{Product: good, Quantity: 1}, {Product: empty, Quantity: 1}})
	requireFault(t, err, fault.InsufficientStock, "lines", "1", "quantity")
	require.Nil(t, s.mine(ctx))
	for _, lines := range [][]LineInput{nil, make([]LineInput, MostLines+1)} {
		_, err = s.service.Add(ctx, lines)
		requireFault(t, err, fault.InputInvalid, "lines")
	}
}

func TestACartHasAHundredLines(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	var lines []LineInput
	for range MostLines {
		lines = append(lines, LineInput{Product: s.product(50), Quantity: 1})
	}
	full := s.add(ctx, lines...).Cart
	require.Len(t, full.Lines, MostLines)
	for i, line := range full.Lines {
		require.Equal(t, lines[i].Product, line.ProductID, "in the order in which they were put in")
	}
	other := s.product(5)
	_, err := s.service.Add(ctx, []LineInput{{Product: other, Quantity: 1}})
	requireFault(t, err, fault.LimitReached, "lines", "0")
	s.add(ctx, lines[99]) // What is there already can become more.

	brought, err := s.service.MergeLines(ctx, []LineInput{lines[0], {Product: other, Quantity: 1}})
	require.NoError(t, err)
	require.Equal(t, []string{CartFull}, codes(brought.Warnings))
	require.Nil(t, brought.Warnings[0].Line)
	require.Equal(t, 2, quantities(brought.Cart)[lines[0].Product])

	guest, session := s.visitor()
	s.add(guest, LineInput{Product: other, Quantity: 2})
	told, err := s.merge(ctx, session, user)
	require.NoError(t, err)
	require.Equal(t, []string{CartFull}, codes(told))
	require.Len(t, s.mine(ctx).Lines, MostLines)
}

func TestWhatADeviceKeptIsNeverRefused(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	plenty, few, none, dress := s.product(99), s.product(2), s.product(0), s.product(0)
	s.variant(dress, "S", "Blue", 4)
	result, err := s.service.MergeLines(ctx, []LineInput{
		{Product: plenty, Quantity: 500}, {Product: few, Quantity: 3}, {Product: none, Quantity: 1}, {Product: 1 << 40, Quantity: 1}, {Quantity: 1},
		{Product: dress, Quantity: 1}, {Product: dress, Size: ptr("XXL"), Color: ptr("Blue"), Quantity: 1}, {Product: dress, Size: ptr("S"), Color: ptr("Blue"), Quantity: 1},
	})
	require.NoError(t, err)
	require.Equal(t, map[int]int{plenty: 20, few: 2, dress: 1}, quantities(result.Cart))
	require.ElementsMatch(t, []string{QuantityReduced, QuantityReduced, OutOfStock, ProductGone, ProductGone, ProductGone, ProductGone}, codes(result.Warnings))

	s.stock(plenty, 3) // What is in the cart already is not made less by adding.
	s.stock(few, 0)
	result, err = s.service.FromOrder(ctx, []LineInput{{Product: plenty, Quantity: 1}, {Product: few, Quantity: 1}})
	require.NoError(t, err)
	require.Equal(t, map[int]int{plenty: 20, few: 2, dress: 1}, quantities(result.Cart))
	require.Equal(t, []string{QuantityReduced, OutOfStock}, codes(result.Warnings))
	require.Equal(t, 1, result.Cart.Version, "nothing was changed")
	_, err = s.service.MergeLines(ctx, []LineInput{{Product: plenty, Quantity: 0}})
	requireFault(t, err, fault.InputInvalid, "lines", "0", "quantity")
}

func TestTheShopperSawThePrice(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	product, dress := s.product(9), s.product(0)
	cheap, dear := s.variant(dress, "S", "", 5), s.variant(dress, "L", "", 5)
	s.exec("UPDATE product_variants SET price_ngn = 15000 WHERE id = $1", dear)
	s.exec("UPDATE products SET sale_price_ngn = 8000 WHERE id = $1", dress)
	lines := s.add(ctx, LineInput{Product: product, Quantity: 1}, LineInput{Variant: &cheap, Quantity: 1}, LineInput{Variant: &dear, Quantity: 1}).Cart.Lines
	for i, price := range []money.Naira{10000, 8000, 15000} {
		require.Equal(t, price, *lines[i].UnitPriceNgn)
		require.Equal(t, price, lines[i].Now.Price)
	}
	s.exec("UPDATE products SET price_ngn = 12000 WHERE id = $1", product)
	cart := s.mine(ctx)
	require.Equal(t, money.Naira(10000), *cart.Lines[0].UnitPriceNgn)
	require.Equal(t, money.Naira(12000), cart.Lines[0].Now.Price)

	s.exec("UPDATE products SET price_ngn = 13000 WHERE id = $1", product)
	require.NoError(t, s.service.Acknowledge(ctx, cart))
	after := s.mine(ctx)
	require.Equal(t, money.Naira(12000), *after.Lines[0].UnitPriceNgn, "what was shown, not what it costs by now")
	require.Equal(t, cart.Version+1, after.Version)
	s.add(ctx, LineInput{Product: product, Quantity: 1})
	require.Equal(t, money.Naira(13000), *s.mine(ctx).Lines[0].UnitPriceNgn)
	version := s.mine(ctx).Version
	require.NoError(t, s.service.Acknowledge(ctx, s.mine(ctx)))
	require.Equal(t, version, s.mine(ctx).Version, "nothing was changed")
}

func TestAStrangerIsGivenASession(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	product := s.product(9)
	ctx := as(t.Context(), viewer.Viewer{})
	_, err := s.service.Add(ctx, []LineInput{{Product: product, Quantity: 0}})
	require.Error(t, err)
	require.Zero(t, s.number("SELECT count(*) FROM user_sessions"), "not for what is refused anyway")
	cart := s.add(ctx, LineInput{Product: product, Quantity: 2}).Cart
	require.Equal(t, viewer.From(ctx).Session, *cart.SessionID)
	require.Equal(t, map[int]int{product: 2}, quantities(s.mine(ctx)))

	late := as(t.Context(), viewer.Viewer{Late: true})
	_, err = s.service.Add(late, []LineInput{{Product: product, Quantity: 1}})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.service.Clear(late)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	require.Nil(t, s.mine(late))
	require.Equal(t, 1, s.number("SELECT count(*) FROM user_sessions"))

	s.exec("UPDATE user_sessions SET revoked_at = now()")
	_, err = s.service.Add(ctx, []LineInput{{Product: product, Quantity: 1}})
	require.True(t, fault.Is(err, fault.Unauthenticated), "the session has ended")
}
