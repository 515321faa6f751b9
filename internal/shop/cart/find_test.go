package cart

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

func TestACartIsReadWithOneStatement(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for name, make := range map[string]func() (cart *Cart, mine func(*testing.T) *Cart){
		"a person's": func() (*Cart, func(*testing.T) *Cart) {
			ctx, _ := s.person()
			return s.add(ctx, LineInput{Product: s.product(9), Quantity: 1}, LineInput{Product: s.product(9), Quantity: 2}).Cart,
				func(t *testing.T) *Cart { return counted(t, s, viewer.From(ctx)) }
		},
		"a guest's": func() (*Cart, func(*testing.T) *Cart) {
			ctx, _ := s.visitor()
			return s.add(ctx, LineInput{Product: s.product(9), Quantity: 1}, LineInput{Product: s.product(9), Quantity: 2}).Cart,
				func(t *testing.T) *Cart { return counted(t, s, viewer.From(ctx)) }
		},
		"nobody's yet": func() (*Cart, func(*testing.T) *Cart) {
			return nil, func(t *testing.T) *Cart { return counted(t, s, viewer.Viewer{Session: uuid.New()}) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			cart, mine := make()
			require.Equal(t, cart, mine(t))
		})
	}
	require.Nil(t, s.mine(as(t.Context(), viewer.Viewer{})))
}

func counted(t *testing.T, s *shop, v viewer.Viewer) *Cart {
	ctx, counter := postgres.WithCounter(as(t.Context(), v))
	cart := s.mine(ctx)
	require.Len(t, counter.Statements(), 1)
	return cart
}

func TestALineSaysWhatItIsNow(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx, user := s.person()
	bag, dress := s.product(4), s.product(0)
	small := s.variant(dress, "S", "Blue", 7)
	s.exec("UPDATE product_variants SET price_ngn = 9000, image_url = '/images/small.svg' WHERE id = $1", small)
	s.exec("UPDATE products SET brand_id = NULL WHERE id = $1", bag)
	s.add(ctx, LineInput{Product: bag, Quantity: 1}, LineInput{Variant: &small, Quantity: 2})
	lines := func() (bag, dress Fact) {
		cart := s.mine(ctx)
		require.Len(t, cart.Lines, 2)
		require.Equal(t, Owner{User: user}, cart.Owner())
		return cart.Lines[0].Now, cart.Lines[1].Now
	}
	first, second := lines()
	require.Equal(t, Fact{
		Name: "Thing 1", Slug: "thing-1", SKU: "SKU-1", ImageURL: "/images/p.svg", CategoryID: 1,
		Price: 10000, Stock: 4, Active: true, OptionExists: true,
	}, first)
	require.Equal(t, Fact{
		Name: "Thing 2", Slug: "thing-2", SKU: "V-3", ImageURL: "/images/small.svg", Brand: "Adé", CategoryID: 1,
		Price: 9000, Stock: 7, Active: true, HasVariants: true, OptionExists: true, VariantID: &small,
	}, second)
	require.True(t, second.Sold())

	s.exec("UPDATE product_variants SET size = 'XS' WHERE id = $1", small)
	s.exec("UPDATE products SET active = false WHERE id = $1", bag)
	first, second = lines()
	require.False(t, first.Active)
	require.False(t, first.Sold())
	require.True(t, second.HasVariants)
	require.False(t, second.OptionExists)
	require.Zero(t, second.Stock)
	require.Equal(t, money.Naira(10000), second.Price)

	s.exec("DELETE FROM product_variants WHERE id = $1", small) // It chose a size that no longer is a choice.
	_, second = lines()
	require.False(t, second.HasVariants)
	require.False(t, second.OptionExists)
	s.variant(bag, "M", "", 3) // And what had no choice now needs one.
	first, _ = lines()
	require.True(t, first.HasVariants)
	require.False(t, first.OptionExists)
}

func TestACartIsThePersonsElseTheSessions(t *testing.T) {
	t.Parallel()
	user, session := uuid.New(), uuid.New()
	for _, row := range []struct {
		viewer viewer.Viewer
		owner  Owner
		ok     bool
	}{
		{viewer.Viewer{User: user, Session: session}, Owner{User: user}, true},
		{viewer.Viewer{Session: session}, Owner{Session: session}, true},
		{viewer.Viewer{}, Owner{}, false},
	} {
		owner, ok := OwnerOf(row.viewer)
		require.Equal(t, row.owner, owner)
		require.Equal(t, row.ok, ok)
	}
}
