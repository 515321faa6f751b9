package merchandising

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

func TestANewProductIsKeptAsItIsShown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := ProductInput{
		SKU: " zk-gow-1", Name: " Àdìrẹ  gown ", Description: "One.\r\nTwo.", ShortDescription: "For owambe", Category: gowns, Brand: pointer(1), Gender: "women",
		Images: []shape.Image{{URL: "/media/a.svg", Alt: "From the front"}, {URL: "https://pictures.example/b.jpg"}},
		Sizes:  []string{"Free size"}, Colors: []string{"Indigo", "Indigo"}, Tags: []string{"aso-ebi", "owambe"}, Material: pointer("Cotton"),
		CareInstructions: pointer("Wash cold."), Dimensions: &shape.Dimensions{LengthCM: 30, WidthCM: 20, HeightCM: 2.5}, WeightGrams: pointer(400), Featured: true,
		Price: 20_000, SalePrice: pointer(naira(15_000)), CostPrice: pointer(naira(9_000)), InitialStock: 7,
	}
	made := s.product(in)
	require.Equal(t, "ZK-GOW-1", made.Sku)
	require.Equal(t, "adire-gown", made.Slug)
	require.Equal(t, "Àdìrẹ gown", made.Name)
	require.Equal(t, "One.\nTwo.", made.Description)
	require.Equal(t, "/media/a.svg", made.ImageURL, "the first picture is the main one")
	require.Equal(t, []string{"Indigo"}, made.Colors)
	require.Equal(t, naira(15_000), made.CurrentPriceNgn)
	require.Equal(t, 7, made.StockCount)
	require.Equal(t, 5, made.LowStockThreshold)
	require.True(t, made.Active && made.Featured && made.InStock && made.OnSale)
	require.Equal(t, *in.Dimensions, *made.Dimensions)
	require.Equal(t, noon, made.CreatedAt.UTC())
	require.Empty(t, made.Variants)
	require.Equal(t, []touched{{products: []int{made.ID}, lists: true}}, s.told())
	require.Equal(t, made.Product.Name, s.one(made.ID).Name)
	require.Equal(t, "7 initial stock", ask[string](s, `SELECT concat_ws(' ', change, reason) FROM stock_adjustments`))

	in.SKU, in.Archived, in.ImageURL = "2", true, "/media/main.svg"
	second := s.product(in)
	require.Equal(t, "adire-gown-2", second.Slug)
	require.False(t, second.Active)
	require.Equal(t, "/media/main.svg", second.ImageURL)
}

func TestTheCatalogueIsForStaff(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for who, want := range map[context.Context]fault.Code{t.Context(): fault.Unauthenticated, s.as(viewer.Customer): fault.Forbidden} {
		for name, try := range map[string]func() error{
			"ProductCreate":  func() error { _, err := s.ProductCreate(who, gown("A")); return err },
			"ProductUpdate":  func() error { _, err := s.ProductUpdate(who, 1, ProductUpdateInput{}); return err },
			"ProductArchive": func() error { _, err := s.ProductArchive(who, 1, true); return err },
			"VariantUpsert":  func() error { _, err := s.VariantUpsert(who, option(1, "S", "", "A", 1)); return err },
			"VariantDelete":  func() error { _, err := s.VariantDelete(who, 1); return err },
			"CategoryUpsert": func() error { _, err := s.CategoryUpsert(who, CategoryInput{Name: To("A")}); return err },
			"BrandUpsert":    func() error { _, err := s.BrandUpsert(who, BrandInput{Name: To("A")}); return err },
			"Managed":        func() error { _, err := s.Managed(who, Filter{}, page.Args{}); return err },
			"One":            func() error { _, err := s.One(who, 1); return err },
			"VariantsOf":     func() error { _, err := s.VariantsOf(who, []int{1}); return err },
		} {
			require.True(t, fault.Is(try(), want), name)
		}
	}
	require.Empty(t, s.told())
}

func TestAnUpdateChangesWhatItNames(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := gown("A")
	in.SalePrice, in.Material, in.Brand = pointer(naira(15_000)), pointer("Silk"), pointer(1)
	made := s.product(in)
	s.told()
	update := func(in ProductUpdateInput) (*Managed, error) { return s.ProductUpdate(s.ctx, made.ID, in) }

	changed, err := update(ProductUpdateInput{Name: To("Lace gown"), Material: Change[string]{Wanted: true}, Description: Change[string]{Wanted: true}})
	require.NoError(t, err)
	require.Equal(t, "Lace gown", changed.Name)
	require.Equal(t, "ankara-gown", changed.Slug, "a new name leaves the address alone")
	require.Nil(t, changed.Material)
	require.Equal(t, naira(15_000), changed.CurrentPriceNgn, "what is not named stays")
	require.Equal(t, []touched{{products: []int{made.ID}, lists: true}}, s.told())

	changed, err = update(ProductUpdateInput{Slug: To("lace-gown"), Brand: Change[int]{Wanted: true}, Sizes: To([]string{"M"}), Category: To(bags)})
	require.NoError(t, err)
	require.Equal(t, "lace-gown", changed.Slug)
	require.Nil(t, changed.BrandID)
	require.Equal(t, []string{"M"}, changed.Sizes)
	require.Equal(t, bags, changed.CategoryID)

	_, err = update(ProductUpdateInput{Price: To(naira(14_999))})
	refused(t, err, fault.InputInvalid, "price")
	_, err = update(ProductUpdateInput{SalePrice: To(naira(20_001))})
	refused(t, err, fault.InputInvalid, "salePrice")
	_, err = update(ProductUpdateInput{Price: To(naira(14_999)), SalePrice: Change[naira]{Wanted: true}})
	require.NoError(t, err)
	_, err = update(ProductUpdateInput{SalePrice: To(naira(14_999))})
	require.NoError(t, err, "a reduced price may be the price")
	s.told()
	_, err = update(ProductUpdateInput{})
	require.NoError(t, err)
	s.told()

	_, err = s.ProductUpdate(s.ctx, 12345, ProductUpdateInput{Name: To("A")})
	refused(t, err, fault.Gone, "id")
	for field, in := range map[string]ProductUpdateInput{
		"name": {Name: Change[string]{Wanted: true}}, "sku": {SKU: Change[string]{Wanted: true}}, "price": {Price: Change[naira]{Wanted: true}},
		"categoryId": {Category: Change[int]{Wanted: true}}, "featured": {Featured: Change[bool]{Wanted: true}},
	} {
		_, err = update(in)
		require.Error(t, err, field)
		refused(t, err, fault.InputInvalid, field)
	}
	s.variant(option(made.ID, "S", "Red", "V", 1))
	_, err = update(ProductUpdateInput{Sizes: To([]string{"M"}), Colors: To([]string{"Blue"})})
	require.Len(t, err, 2, "%v", err)
	refused(t, err, fault.InputInvalid, "sizes")
}

func TestAnArchivedProductComesBackWhereItCanBeSeen(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	made := s.product(gown("A"))
	s.told()
	archived, err := s.ProductArchive(s.ctx, made.ID, true)
	require.NoError(t, err)
	require.False(t, archived.Active)
	require.Equal(t, []touched{{products: []int{made.ID}, lists: true}}, s.told())
	require.False(t, s.one(made.ID).Active, "staff still see it")
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(gowns), Active: To(false)})
	require.NoError(t, err)
	_, err = s.ProductArchive(s.ctx, made.ID, false)
	refused(t, err, fault.StateConflict, "id")
	require.False(t, s.one(made.ID).Active)
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(gowns), Active: To(true)})
	require.NoError(t, err)
	back, err := s.ProductArchive(s.ctx, made.ID, false)
	require.NoError(t, err)
	require.True(t, back.Active)
	_, err = s.ProductArchive(s.ctx, 12345, true)
	refused(t, err, fault.Gone, "id")
	s.consistent()
}

func TestWhatExistsAlreadyIsToldByField(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := gown("A")
	in.Slug = pointer("first")
	first := s.product(in)
	second := s.product(gown("B"))
	_, err := s.ProductCreate(s.ctx, in)
	require.Len(t, err, 2, "%v", err)
	refused(t, err, fault.AlreadyTaken, "sku")
	require.ErrorContains(t, err, "slug: ")
	_, err = s.ProductUpdate(s.ctx, second.ID, ProductUpdateInput{SKU: To("a")})
	refused(t, err, fault.AlreadyTaken, "sku")
	_, err = s.ProductUpdate(s.ctx, second.ID, ProductUpdateInput{Slug: To("first")})
	refused(t, err, fault.AlreadyTaken, "slug")
	_, err = s.ProductUpdate(s.ctx, first.ID, ProductUpdateInput{SKU: To("A"), Slug: To("first")})
	require.NoError(t, err, "its own are no other's")
}

func TestTheSearchFollowsANewName(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := gown("A")
	in.Brand = pointer(1)
	made := s.product(in)
	finds := func(word string) bool {
		return ask[bool](s, `SELECT search @@ to_tsquery('english', $1) FROM products WHERE id = $2`, word, made.ID)
	}
	require.True(t, finds("ankara") && finds("oja") && finds("gown"))
	_, err := s.ProductUpdate(s.ctx, made.ID, ProductUpdateInput{Name: To("Lace dress")})
	require.NoError(t, err)
	require.True(t, finds("lace") && finds("oja"))
	require.False(t, finds("ankara"))
	_, err = s.BrandUpsert(s.ctx, BrandInput{ID: pointer(1), Name: To("Ìrókò")})
	require.NoError(t, err)
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(gowns), Name: To("Evening wear")})
	require.NoError(t, err)
	require.True(t, finds("iroko") && finds("evening"))
	require.False(t, finds("oja") || finds("gown"))
}

func TestACacheThatIsAwayFailsNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.away = true
	made := s.product(gown("A"))
	_, err := s.ProductArchive(s.ctx, made.ID, true)
	require.NoError(t, err)
}
