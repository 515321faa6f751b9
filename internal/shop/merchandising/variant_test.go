package merchandising

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
)

func variantsIn(sizes []string) []*db.ProductVariant {
	variants := make([]*db.ProductVariant, len(sizes))
	for i, size := range sizes {
		variants[i] = &db.ProductVariant{ID: i, Size: size}
	}
	return variants
}

func TestAProductFollowsItsVariants(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := gown("A")
	in.InitialStock, in.Sizes, in.Colors = 9, []string{"Free size"}, []string{"Red", "Blue"}
	made := s.product(in)
	s.told()
	large := s.variant(option(made.ID, "L", "Green", "A-L", 3))
	require.Equal(t, []touched{{products: []int{made.ID}, lists: true}}, s.told())
	now := s.one(made.ID)
	require.Equal(t, 3, now.StockCount, "its own pieces went when it got variants")
	require.Equal(t, []string{"L"}, now.Sizes)
	require.Equal(t, []string{"Green"}, now.Colors)
	small := s.variant(option(made.ID, "S", "Green", "A-S", 4))
	blue := s.variant(option(made.ID, "S", "Blue", "A-B", 0))
	now = s.one(made.ID)
	require.Equal(t, 7, now.StockCount)
	require.Equal(t, []string{"S", "L"}, now.Sizes)
	require.Equal(t, []string{"Green", "Blue"}, now.Colors)
	require.Equal(t, []int{small, blue, large}, []int{now.Variants[0].ID, now.Variants[1].ID, now.Variants[2].ID})
	s.told()

	changed, err := s.VariantUpsert(s.ctx, VariantInput{Product: made.ID, ID: &large, Price: To(naira(25_000)), ImageURL: To("/media/l.svg")})
	require.NoError(t, err)
	require.Equal(t, naira(25_000), *changed.PriceNgn)
	require.Equal(t, "L Green A-L 3", changed.Size+" "+changed.Color+" "+changed.Sku+" 3", "what is not named stays")
	require.Equal(t, []touched{{products: []int{made.ID}}}, s.told(), "no list shows a variant's price")
	changed, err = s.VariantUpsert(s.ctx, VariantInput{Product: made.ID, ID: &large, Size: To("XL"), Price: Change[naira]{Wanted: true}})
	require.NoError(t, err)
	require.Nil(t, changed.PriceNgn)
	require.Equal(t, []string{"S", "XL"}, s.one(made.ID).Sizes)
	require.Equal(t, []touched{{products: []int{made.ID}, lists: true}}, s.told())
	s.consistent()

	for i, left := range []struct {
		variant, stock int
		sizes, colors  []string
	}{
		{small, 3, []string{"S", "XL"}, []string{"Green", "Blue"}},
		{blue, 3, []string{"XL"}, []string{"Green"}},
		{large, 0, []string{}, []string{}},
	} {
		now, err := s.VariantDelete(s.ctx, left.variant)
		require.NoError(t, err)
		require.Equal(t, left.stock, now.StockCount)
		require.Equal(t, left.sizes, now.Sizes)
		require.Equal(t, left.colors, now.Colors)
		require.Len(t, now.Variants, 2-i)
	}
	require.Len(t, s.told(), 3)
	_, err = s.VariantDelete(s.ctx, large)
	refused(t, err, fault.Gone, "id")
	require.Zero(t, ask[int](s, `SELECT sum(change) FROM stock_adjustments`))
	require.Equal(t, "9 -9 3 4 -4 -3", ask[string](s, `SELECT string_agg(change::text, ' ' ORDER BY id) FROM stock_adjustments`))
}

func TestAVariantIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	made, other := s.product(gown("A")), s.product(gown("B"))
	first := s.variant(option(made.ID, "S", "Red", "V-1", 1))
	s.told()
	for name, row := range map[string]struct {
		in     VariantInput
		reason fault.Reason
		field  string
	}{
		"no product":             {option(12345, "S", "", "V-2", 1), fault.Gone, "productId"},
		"no choice":              {option(made.ID, " ", "", "V-2", 1), fault.InputInvalid, "size"},
		"no SKU":                 {VariantInput{Product: made.ID, Size: To("M")}, fault.InputInvalid, "sku"},
		"NUL":                    {option(made.ID, "S\x00", "", "V-2", 1), fault.InputInvalid, "size"},
		"the same SKU":           {option(other.ID, "S", "", "v-1", 1), fault.AlreadyTaken, "sku"},
		"the same choice":        {option(made.ID, "S", " Red ", "V-2", 1), fault.AlreadyExists, "size"},
		"below nothing":          {option(made.ID, "M", "", "V-2", -1), fault.InputInvalid, "initialStock"},
		"a price below":          {VariantInput{Product: made.ID, Size: To("M"), SKU: To("V-2"), Price: To(naira(-1))}, fault.InputInvalid, "price"},
		"a bad picture":          {VariantInput{Product: made.ID, Size: To("M"), SKU: To("V-2"), ImageURL: To("x")}, fault.InputInvalid, "imageUrl"},
		"another's":              {VariantInput{Product: other.ID, ID: &first, Size: To("M")}, fault.Gone, "id"},
		"another's for nothing":  {VariantInput{Product: other.ID, ID: &first}, fault.Gone, "id"},
		"stock of what is there": {VariantInput{Product: made.ID, ID: &first, InitialStock: 5}, fault.InputInvalid, "initialStock"},
		"taking the choice away": {VariantInput{Product: made.ID, ID: &first, Size: To(""), Color: Change[string]{Wanted: true}}, fault.InputInvalid, "size"},
	} {
		_, err := s.VariantUpsert(s.ctx, row.in)
		require.Error(t, err, name)
		refused(t, err, row.reason, row.field)
	}
	require.Empty(t, s.told())
	require.Equal(t, 1, ask[int](s, `SELECT count(*) FROM product_variants`))
	s.exec(`INSERT INTO product_variants (product_id, size, sku) SELECT $1, n, 'N-' || n FROM generate_series(2, 200) AS n`, made.ID)
	_, err := s.VariantUpsert(s.ctx, option(made.ID, "M", "", "V-2", 1))
	refused(t, err, fault.LimitReached, "productId")
	s.variant(VariantInput{Product: made.ID, ID: &first, Size: To("M")})
	s.consistent()
}
