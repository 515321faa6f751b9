package wishlist

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/page"
)

func TestAProductIsWishedForOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	product, out := s.product(3), s.product(0)
	wish, err := s.service.Add(ctx, product)
	require.NoError(t, err)
	require.Equal(t, user, wish.UserID)
	require.Equal(t, product, wish.ProductID)
	require.Equal(t, money.Naira(10000), *wish.SeenPriceNgn)
	require.True(t, wish.SeenInStock)
	s.is(product, 9000, 0)
	again, err := s.service.Add(ctx, product)
	require.NoError(t, err)
	require.Equal(t, wish.ID, again.ID)
	require.Equal(t, money.Naira(10000), *again.SeenPriceNgn, "wishing again changes nothing")
	wish, err = s.service.Add(ctx, out)
	require.NoError(t, err)
	require.False(t, wish.SeenInStock)

	gone := s.product(3)
	s.exec("UPDATE products SET active = false WHERE id = $1", gone)
	for _, bad := range []int{gone, 0, -1, 1 << 40} {
		_, err = s.service.Add(ctx, bad)
		requireFault(t, err, fault.Gone, "productId")
	}
	for _, nobody := range []context.Context{t.Context(), func() context.Context {
		ctx, id := s.person()
		s.exec("UPDATE users SET deleted_at = now() WHERE id = $1", id)
		return ctx
	}()} {
		_, err = s.service.Add(nobody, product)
		require.True(t, fault.Is(err, fault.Unauthenticated))
	}
}

func TestFortyAtOnceWishOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	product := s.product(3)
	ids := make([]int, 40)
	require.NoError(t, atOnce(len(ids), func(i int) error {
		wish, err := s.service.Add(ctx, product)
		if err == nil {
			ids[i] = wish.ID
		}
		return err
	}))
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}
	require.Equal(t, 1, s.number("SELECT count(*) FROM wishlists"))
}

func TestThereAreAtMostFiveHundredWishes(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	s.exec(`INSERT INTO products (sku, slug, name, price_ngn, stock_count, category_id)
		SELECT 'B-' || n, 'b-' || n, 'B ' || n, 100, 1, 1 FROM generate_series(1, $1::int) AS n`, MostWishes-10)
	s.exec(`INSERT INTO wishlists (user_id, product_id) SELECT $1, id FROM products`, user)
	var products [40]int
	for i := range products {
		products[i] = s.product(1)
	}
	var refused atomic.Int32
	require.NoError(t, atOnce(len(products), func(i int) error {
		_, err := s.service.Add(ctx, products[i])
		if fault.For(err, fault.LimitReached) {
			refused.Add(1)
			return nil
		}
		return err
	}))
	require.EqualValues(t, 30, refused.Load())
	require.Equal(t, MostWishes, s.number("SELECT count(*) FROM wishlists"))
	other, _ := s.person()
	_, err := s.service.Add(other, products[0])
	require.NoError(t, err, "each has their own")
}

func TestWishesAreTakenAway(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	other, otherID := s.person()
	one, two := s.product(1), s.product(1)
	for _, ctx := range []context.Context{ctx, other} {
		_, err := s.service.Add(ctx, one)
		require.NoError(t, err)
	}
	for _, was := range []bool{true, false} {
		removed, err := s.service.Remove(ctx, one)
		require.NoError(t, err)
		require.Equal(t, was, removed)
	}
	for owner, wished := range map[uuid.UUID]bool{user: false, otherID: true, uuid.Nil: false} {
		has, err := s.service.Has(ctx, owner, []int{one, two})
		require.NoError(t, err)
		require.Equal(t, wished, has[one])
		require.False(t, has[two])
	}
	_, err := s.service.Remove(t.Context(), one)
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestWishesArePagedTheNewestFirst(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, _ := s.person()
	other, _ := s.person()
	var ids []int
	for range 5 { // All at the same moment: the id decides.
		wish, err := s.service.Add(ctx, s.product(1))
		require.NoError(t, err)
		ids = append([]int{wish.ID}, ids...)
	}
	read := func(args page.Args) (found []int, c *Connection) {
		c, err := s.service.Mine(ctx, args)
		require.NoError(t, err)
		for _, wish := range c.Nodes() {
			found = append(found, wish.ID)
		}
		return found, c
	}
	two := int32(2)
	first, c := read(page.Args{First: &two})
	require.Equal(t, ids[:2], first)
	require.True(t, c.PageInfo.HasNextPage)
	total, err := c.TotalCount(ctx)
	require.NoError(t, err)
	require.Equal(t, 5, total)
	second, _ := read(page.Args{First: &two, After: c.PageInfo.EndCursor})
	require.Equal(t, ids[2:4], second)
	last, c := read(page.Args{Last: &two})
	require.Equal(t, ids[3:], last)
	before, _ := read(page.Args{Last: &two, Before: c.PageInfo.StartCursor})
	require.Equal(t, ids[1:3], before)

	_, err = s.service.Mine(other, page.Args{After: c.PageInfo.EndCursor})
	require.True(t, fault.Is(err, fault.BadUserInput), "a cursor of another's list")
	_, err = s.service.Mine(t.Context(), page.Args{})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	wish, err := s.service.Find(ctx, ids[0])
	require.NoError(t, err)
	require.Equal(t, ids[0], wish.ID)
	wish, err = s.service.Find(other, ids[0])
	require.NoError(t, err)
	require.Nil(t, wish)
	_, err = s.service.Find(t.Context(), ids[0])
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestAWishMovesToTheCartWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	other, _ := s.person()
	bag, dress := s.product(3), s.product(3)
	variant := s.number(`INSERT INTO product_variants (product_id, size, sku, stock_count) VALUES ($1, 'S', 'V', 3) RETURNING id`, dress)
	for _, product := range []int{bag, dress} {
		_, err := s.service.Add(ctx, product)
		require.NoError(t, err)
	}
	count := func() (wishes, lines int) {
		return s.number("SELECT count(*) FROM wishlists"), s.number("SELECT count(*) FROM carts")
	}
	refuse := func(ctx context.Context, input MoveInput) error {
		_, err := s.service.MoveToCart(ctx, input)
		require.Error(t, err)
		wishes, lines := count()
		require.Equal(t, []int{2, 0}, []int{wishes, lines})
		require.Empty(t, s.changed)
		return err
	}
	requireFault(t, refuse(other, MoveInput{Product: bag, Quantity: 1}), fault.Gone, "line", "productId")
	requireFault(t, refuse(other, MoveInput{Variant: &variant, Quantity: 1}), fault.Gone, "line", "variantId")
	require.True(t, fault.Is(refuse(t.Context(), MoveInput{Product: bag, Quantity: 1}), fault.Unauthenticated))
	s.fail = fault.Refuse(fault.InsufficientStock, "line.quantity", "is sold out")
	requireFault(t, refuse(ctx, MoveInput{Product: bag, Quantity: 1}), fault.InsufficientStock, "line", "quantity")
	s.fail = nil

	moved, err := s.service.MoveToCart(ctx, MoveInput{Product: bag, Quantity: 2})
	require.NoError(t, err)
	require.Equal(t, &Moved{bag, []Warning{{Code: "QUANTITY_REDUCED"}}}, moved)
	moved, err = s.service.MoveToCart(ctx, MoveInput{Variant: &variant, Quantity: 1})
	require.NoError(t, err)
	require.Equal(t, dress, moved.Product)
	wishes, lines := count()
	require.Equal(t, []int{0, 2}, []int{wishes, lines})
	require.Equal(t, []uuid.UUID{user, user}, s.changed)
}
