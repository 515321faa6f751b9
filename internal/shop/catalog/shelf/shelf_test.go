package shelf_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/shop/catalog/shelf"
)

var bands = []int64{10, 20, 40}

// product is a row with its words still apart.
type product struct {
	shelf.Row
	sizes, colors, tags []string
}

func words(t *rapid.T, name string, from ...string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, len(from), rapid.ID[string]).Draw(t, name)
}

func text(list []string) []byte {
	written, err := json.Marshal(list)
	if err != nil {
		panic(err) // Words always marshal.
	}
	return written
}

func products(t *rapid.T) []product {
	all := make([]product, rapid.IntRange(0, 40).Draw(t, "products"))
	for i := range all {
		flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
		p := product{sizes: words(t, "sizes", "S", "M", "L"), colors: words(t, "colors", "Red", "Wine"), tags: words(t, "tags", "ankara", "bridal")}
		p.Row = shelf.Row{
			ID: 3*i + 1, Category: rapid.IntRange(1, 4).Draw(t, "category"), Brand: rapid.IntRange(0, 3).Draw(t, "brand"),
			Gender: rapid.SampledFrom([]string{"women", "men", "kids"}).Draw(t, "gender"), Price: rapid.Int64Range(5, 50).Draw(t, "price"),
			Sizes: text(p.sizes), Colors: text(p.colors), Tags: text(p.tags), Rating: rapid.IntRange(0, 500).Draw(t, "rating"),
			InStock: flag("in stock"), OnSale: flag("on sale"), Featured: flag("featured"), NewArrival: flag("new"),
		}
		all[i] = p
	}
	return all
}

// maybe is a list to choose by, nil about half of the time.
func maybe[T comparable](t *rapid.T, name string, from ...T) []T {
	if rapid.Bool().Draw(t, name+" narrows") {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 2, rapid.ID[T]).Draw(t, name)
}

func either[T any](t *rapid.T, name string, from *rapid.Generator[T]) *T {
	return rapid.Ptr(from, true).Draw(t, name)
}

func choice(t *rapid.T) shelf.Choice {
	return shelf.Choice{
		Categories: maybe(t, "categories", 1, 2, 3, 9), Brands: maybe(t, "brands", 1, 2, 9), Genders: maybe(t, "genders", "women", "men", "nobody"),
		Sizes: maybe(t, "sizes", "S", "M", "XXL"), Colors: maybe(t, "colors", "Red", "Wine", "Puce"), Tags: maybe(t, "tags", "ankara", "bridal", "none"),
		MinPrice: either(t, "min", rapid.Int64Range(5, 50)), MaxPrice: either(t, "max", rapid.Int64Range(5, 50)),
		InStock: either(t, "in stock", rapid.Bool()), OnSale: either(t, "on sale", rapid.Bool()), Featured: either(t, "featured", rapid.Bool()),
		NewArrival: either(t, "new", rapid.Bool()), MinRating: either(t, "rating", rapid.IntRange(0, 500)),
	}
}

func in[T comparable](wanted []T, has ...T) bool {
	return wanted == nil || slices.ContainsFunc(has, func(one T) bool { return slices.Contains(wanted, one) })
}

func is(wanted *bool, fact bool) bool { return wanted == nil || *wanted == fact }

// passes is the plain reading of a choice.
func (p product) passes(c shelf.Choice) bool {
	return in(c.Categories, p.Category) && in(c.Brands, p.Brand) && in(c.Genders, p.Gender) && in(c.Sizes, p.sizes...) && in(c.Colors, p.colors...) &&
		in(c.Tags, p.tags...) && is(c.InStock, p.InStock) && is(c.OnSale, p.OnSale) && is(c.Featured, p.Featured) && is(c.NewArrival, p.NewArrival) &&
		(c.MinPrice == nil || p.Price >= *c.MinPrice) && (c.MaxPrice == nil || p.Price <= *c.MaxPrice) && (c.MinRating == nil || p.Rating >= *c.MinRating)
}

func band(price int64) int {
	n := 0
	for _, begins := range bands {
		if price >= begins {
			n++
		}
	}
	return n
}

// plainCounts counts one facet after the other over products that pass with
// that facet's own field left out.
func plainCounts(all []product, c shelf.Choice) shelf.Counts {
	n := shelf.Counts{Categories: map[int]int{}, Brands: map[int]int{}, Genders: map[string]int{}, Sizes: map[string]int{}, Colors: map[string]int{}, Bands: map[int]int{}}
	without := func(change func(*shelf.Choice)) shelf.Choice { changed := c; change(&changed); return changed }
	for _, p := range all {
		if p.passes(c) {
			n.Total++
		}
		if p.passes(without(func(c *shelf.Choice) { c.Categories = nil })) {
			n.Categories[p.Category]++
		}
		if p.Brand != 0 && p.passes(without(func(c *shelf.Choice) { c.Brands = nil })) {
			n.Brands[p.Brand]++
		}
		if p.passes(without(func(c *shelf.Choice) { c.Genders = nil })) {
			n.Genders[p.Gender]++
		}
		if p.passes(without(func(c *shelf.Choice) { c.Sizes = nil })) {
			for _, size := range p.sizes {
				n.Sizes[size]++
			}
		}
		if p.passes(without(func(c *shelf.Choice) { c.Colors = nil })) {
			for _, color := range p.colors {
				n.Colors[color]++
			}
		}
		if p.passes(without(func(c *shelf.Choice) { c.MinPrice, c.MaxPrice = nil, nil })) {
			n.Bands[band(p.Price)]++
		}
	}
	return n
}

func fill(t require.TestingT, all []product) *shelf.Shelf {
	s := shelf.New(bands)
	for _, p := range all {
		require.NoError(t, s.Add(p.Row))
	}
	return s
}

func TestCountsAreThoseOfAPlainReading(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, c := products(t), choice(t)
		s := fill(t, all)
		require.Equal(t, plainCounts(all, c), s.Count(c, nil))
		some := []int32{}
		var kept []product
		for _, p := range all {
			if rapid.Bool().Draw(t, "among") {
				some, kept = append(some, int32(p.ID)), append(kept, p)
			}
		}
		some = append(some, 2, 1_000) // Not on the shelf.
		require.Equal(t, plainCounts(kept, c), s.Count(c, some))
	})
}

func TestPassKeepsTheOrderAndStops(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, c := products(t), choice(t)
		ids := []int32{}
		for _, p := range all {
			ids = append(ids, int32(p.ID))
		}
		slices.Reverse(ids)
		var want, got []int32
		for _, p := range slices.Backward(all) {
			if p.passes(c) && len(want) < 3 {
				want = append(want, int32(p.ID))
			}
		}
		fill(t, all).Pass(c, ids, func(at int) bool { got = append(got, ids[at]); return len(got) < 3 })
		require.Equal(t, want, got)
	})
}

func TestARowOutOfOrderIsRefused(t *testing.T) {
	t.Parallel()
	s := shelf.New(bands)
	row := shelf.Row{ID: 5, Sizes: []byte("[]"), Colors: []byte("[]"), Tags: []byte("[]")}
	require.NoError(t, s.Add(row))
	require.ErrorContains(t, s.Add(row), "product 5 comes behind 5")
	row.ID, row.Tags = 6, []byte(`{"a": 1}`)
	require.ErrorContains(t, s.Add(row), "product 6")
}

func BenchmarkCountOfEverything(b *testing.B) {
	s := shelf.New(bands)
	for i := range 100_000 {
		row := shelf.Row{ID: i + 1, Category: i % 88, Brand: i % 49, Gender: "women", Price: int64(i % 60), Sizes: []byte(`["S","M"]`), Colors: []byte(`["Red"]`), Tags: []byte("[]")}
		if err := s.Add(row); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		s.Count(shelf.Choice{Genders: []string{"women"}}, nil)
	}
}
