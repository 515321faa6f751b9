package merchandising

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
)

func TestAProductIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	long := func(n int) string { return strings.Repeat("ẹ", n) }
	words := func(n int) (words []string) {
		for i := range n {
			words = append(words, "w"+strconv.Itoa(i))
		}
		return words
	}
	for number, row := range []struct {
		name  string
		spoil func(*ProductInput)
		field string // Empty when it is accepted.
	}{
		{"as it is", func(*ProductInput) {}, ""},
		{"no SKU", func(in *ProductInput) { in.SKU = " " }, "sku"},
		{"a SKU with a space", func(in *ProductInput) { in.SKU = "A B" }, "sku"},
		{"a SKU with NUL", func(in *ProductInput) { in.SKU = "A\x00" }, "sku"},
		{"a long SKU", func(in *ProductInput) { in.SKU = strings.Repeat("A", 41) }, "sku"},
		{"a slug with capitals", func(in *ProductInput) { in.Slug = pointer("Gown") }, "slug"},
		{"a slug with two hyphens", func(in *ProductInput) { in.Slug = pointer("a--b") }, "slug"},
		{"no name", func(in *ProductInput) { in.Name = "\t" }, "name"},
		{"a name at the limit", func(in *ProductInput) { in.Name = "a" + long(159) }, ""},
		{"a name above it", func(in *ProductInput) { in.Name = "a" + long(160) }, "name"},
		{"a name with NUL", func(in *ProductInput) { in.Name = "a\x00" }, "name"},
		{"a name of bad UTF-8", func(in *ProductInput) { in.Name = "a\xff" }, "name"},
		{"a name without a letter for the slug", func(in *ProductInput) { in.Name = "礼服" }, "slug"},
		{"with one that is given", func(in *ProductInput) { in.Name, in.Slug = "礼服", pointer("lifu") }, ""},
		{"a long description", func(in *ProductInput) { in.Description = long(10_001) }, "description"},
		{"an escape in it", func(in *ProductInput) { in.Description = "a\x1b[2J" }, "description"},
		{"a long sentence", func(in *ProductInput) { in.ShortDescription = long(301) }, "shortDescription"},
		{"no category", func(in *ProductInput) { in.Category = 12345 }, "categoryId"},
		{"a category with others below", func(in *ProductInput) { in.Category = women }, "categoryId"},
		{"one that is not shown", func(in *ProductInput) { in.Category = old }, "categoryId"},
		{"no brand", func(in *ProductInput) { in.Brand = pointer(12345) }, "brandId"},
		{"for nobody", func(in *ProductInput) { in.Gender = "dogs" }, "gender"},
		{"a picture in the clear", func(in *ProductInput) { in.ImageURL = "http://a.example/b" }, "imageUrl"},
		{"a path of another server", func(in *ProductInput) { in.ImageURL = "//a.example/b" }, "imageUrl"},
		{"the same by a backslash", func(in *ProductInput) { in.ImageURL = `/\a.example/b` }, "imageUrl"},
		{"a script", func(in *ProductInput) { in.Images = []shape.Image{{URL: "/a"}, {URL: "javascript:x"}} }, "images.1.url"},
		{"a long caption", func(in *ProductInput) { in.Images = []shape.Image{{URL: "/a", Alt: long(301)}} }, "images.0.alt"},
		{"many pictures", func(in *ProductInput) { in.Images = slices.Repeat([]shape.Image{{URL: "/a"}}, 21) }, "images"},
		{"an empty size", func(in *ProductInput) { in.Sizes = []string{"S", ""} }, "sizes.1"},
		{"a long colour", func(in *ProductInput) { in.Colors = []string{long(41)} }, "colors.0"},
		{"20 tags", func(in *ProductInput) { in.Tags = words(20) }, ""},
		{"21 tags", func(in *ProductInput) { in.Tags = words(21) }, "tags"},
		{"a tag in capitals", func(in *ProductInput) { in.Tags = []string{"ankara", "Lace"} }, "tags.1"},
		{"a tag of two words", func(in *ProductInput) { in.Tags = []string{"aso ebi"} }, "tags.0"},
		{"an empty material", func(in *ProductInput) { in.Material = pointer("") }, "material"},
		{"long care", func(in *ProductInput) { in.CareInstructions = pointer(long(1001)) }, "careInstructions"},
		{"a flat parcel", func(in *ProductInput) { in.Dimensions = &shape.Dimensions{LengthCM: 1, WidthCM: 1} }, "dimensions.heightCm"},
		{"an endless one", func(in *ProductInput) {
			in.Dimensions = &shape.Dimensions{LengthCM: math.Inf(1), WidthCM: 1, HeightCM: 1}
		}, "dimensions.lengthCm"},
		{"one of no size", func(in *ProductInput) {
			in.Dimensions = &shape.Dimensions{LengthCM: 1, WidthCM: math.NaN(), HeightCM: 1}
		}, "dimensions.widthCm"},
		{"no weight", func(in *ProductInput) { in.WeightGrams = pointer(0) }, "weightGrams"},
		{"free", func(in *ProductInput) { in.Price = 0 }, ""},
		{"below nothing", func(in *ProductInput) { in.Price = -1 }, "price"},
		{"above everything", func(in *ProductInput) { in.Price = math.MaxInt64 }, "price"},
		{"reduced below nothing", func(in *ProductInput) { in.SalePrice = pointer(naira(-1)) }, "salePrice"},
		{"reduced to more", func(in *ProductInput) { in.SalePrice = pointer(naira(20_001)) }, "salePrice"},
		{"reduced by nothing", func(in *ProductInput) { in.SalePrice = pointer(naira(20_000)) }, ""},
		{"bought for a gift", func(in *ProductInput) { in.CostPrice = pointer(naira(-5)) }, "costPrice"},
		{"a threshold below nothing", func(in *ProductInput) { in.LowStockThreshold = pointer(-1) }, "lowStockThreshold"},
		{"stock below nothing", func(in *ProductInput) { in.InitialStock = -1 }, "initialStock"},
		{"more than an integer", func(in *ProductInput) { in.InitialStock = math.MaxInt }, "initialStock"},
	} {
		in := gown("N-" + strconv.Itoa(number))
		row.spoil(&in)
		_, err := s.ProductCreate(s.ctx, in)
		if row.field == "" {
			require.NoError(t, err, row.name)
			continue
		}
		require.Len(t, err, 1, "%s: %v", row.name, err)
		found, _ := fault.From(err)
		require.Equal(t, row.field, strings.Join(found.Field, "."), row.name)
	}
	require.Equal(t, 6, ask[int](s, `SELECT count(*) FROM products`), "what is refused leaves nothing")
	require.Len(t, s.told(), 6)
}

func TestEveryWrongFieldIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.product(gown("A"))
	in := ProductInput{SKU: "a", Slug: pointer("ankara-gown"), Category: women, Brand: pointer(9), Gender: "x", Price: -1, InitialStock: -1}
	_, err := s.ProductCreate(s.ctx, in)
	for _, field := range []string{"sku", "slug", "name", "categoryId", "brandId", "gender", "price", "initialStock"} {
		require.ErrorContains(t, err, field+": ")
	}
	require.Len(t, err, 8)
}

func TestSlugsOfNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ankara gown": "ankara-gown", "Àṣọ-òkè  & Gèlè!": "aso-oke-gele", "Women's ‘Ọwambẹ’ set": "womens-owambe-set", "Ɗan Ƙano kaftan": "dan-kano-kaftan",
		"100% cotton": "100-cotton", "礼服": "", "---": "", "": "", strings.Repeat("a", 200): strings.Repeat("a", longestSlug-len("-99999")),
		strings.Repeat("b", longestSlug-len("-99999")-1) + " c": strings.Repeat("b", longestSlug-len("-99999")-1),
	} {
		require.Equal(t, want, slugOf(name), name)
	}
	rapid.Check(t, func(t *rapid.T) {
		slug := slugOf(rapid.String().Draw(t, "name"))
		if slug != "" {
			var faults fault.Faults
			keepSlug(&faults, "slug", slug+"-99999")
			require.NoError(t, faults.Err())
		}
	})
}

func TestSizesAreInTheOrderOfTheirSize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := []string{"XS", "S", "M", "XXL", "3XL", "One size", "Free", "3-4 years", "UK 8", "UK 12", "38", "38.5"}
		mixed := rapid.Permutation(want).Draw(t, "sizes")
		sizes, _ := choices(variantsIn(mixed))
		require.Equal(t, want, sizes)
	})
}
