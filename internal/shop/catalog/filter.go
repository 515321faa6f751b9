package catalog

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zuka/ent/db/product"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
)

// FilterInput is a choice of products as a client sends it.
type FilterInput struct {
	Categories []globalid.ID
	Brands     []globalid.ID
	Genders    []product.Gender
	Price      *PriceRangeInput
	Sizes      []string
	Colors     []string
	Tags       []string
	InStock    *bool
	OnSale     *bool
	Featured   *bool
	NewArrival *bool
	// MinRating is a mean of ratings, 0 to 5.
	MinRating *float64
}

// PriceRangeInput is a range of current prices in whole naira, both ends
// included; nil means no limit.
type PriceRangeInput struct{ Min, Max *int64 }

// Filter is a checked choice of products. A nil list does not narrow; an empty
// list of categories or brands lets nothing through.
type Filter struct {
	Categories []int
	Brands     []int
	Genders    []product.Gender
	MinPrice   *int64
	MaxPrice   *int64
	Sizes      []string
	Colors     []string
	Tags       []string
	InStock    *bool
	OnSale     *bool
	Featured   *bool
	NewArrival *bool
	MinRating  *float64
}

// resolve checks the input, every fault at once, and looks its categories up
// with all below them. A category or brand that does not exist (any more)
// lets nothing through, as a deleted one would.
func (in *FilterInput) resolve(tree *Tree) (Filter, error) {
	if in == nil {
		return Filter{}, nil
	}
	var faults fault.Faults
	filter := Filter{
		Genders: sorted(in.Genders), InStock: in.InStock, OnSale: in.OnSale,
		Featured: in.Featured, NewArrival: in.NewArrival, MinRating: in.MinRating,
		Sizes:  choices(&faults, "filter.sizes", in.Sizes),
		Colors: choices(&faults, "filter.colors", in.Colors),
		Tags:   choices(&faults, "filter.tags", in.Tags),
	}
	filter.Brands = keys(&faults, "filter.brands", "Brand", in.Brands)
	if ids := keys(&faults, "filter.categories", "Category", in.Categories); ids != nil {
		filter.Categories = tree.under(ids)
	}
	if in.Price != nil {
		filter.MinPrice, filter.MaxPrice = in.Price.Min, in.Price.Max
		in.Price.check(&faults)
	}
	if in.MinRating != nil {
		faults.Check(*in.MinRating >= 0 && *in.MinRating <= 5, "filter.minRating", "must be between 0 and 5")
	}
	return filter, faults.Err()
}

func (p *PriceRangeInput) check(faults *fault.Faults) {
	faults.Check(p.Min == nil || *p.Min >= 0, "filter.price.min", "must not be negative")
	faults.Check(p.Max == nil || *p.Max >= 0, "filter.price.max", "must not be negative")
	if p.Min != nil && p.Max != nil {
		faults.Check(*p.Min <= *p.Max, "filter.price", "min must not be above max")
	}
}

// under are the ids of these categories and of all below them.
func (t *Tree) under(ids []int) []int {
	all := []int{}
	for _, id := range ids {
		if node := t.byID[id]; node != nil {
			all = append(all, node.within()...)
		}
	}
	return sorted(all)
}

// narrowTo keeps what also lies in one category and all below it.
func (f *Filter) narrowTo(c *Category) {
	inside := sorted(c.within())
	if f.Categories == nil {
		f.Categories = inside
		return
	}
	f.Categories = intersect(f.Categories, inside)
}

// narrowToBrand keeps what also is of one brand.
func (f *Filter) narrowToBrand(id int) {
	if f.Brands == nil {
		f.Brands = []int{id}
		return
	}
	f.Brands = intersect(f.Brands, []int{id})
}

// empty tells that nothing can pass, so that nobody needs to be asked.
func (f *Filter) empty() bool {
	return f.Categories != nil && len(f.Categories) == 0 || f.Brands != nil && len(f.Brands) == 0
}

func intersect(a, b []int) []int {
	both := []int{}
	for _, id := range a {
		if slices.Contains(b, id) {
			both = append(both, id)
		}
	}
	return both
}

// keys reads the numbers out of global ids of one kind.
func keys(faults *fault.Faults, field, kind string, ids []globalid.ID) []int {
	if len(ids) == 0 {
		return nil
	}
	faults.Check(len(ids) <= maxChoices, field, "must have at most %d values", maxChoices)
	numbers := make([]int, 0, len(ids))
	for i, id := range ids {
		number, err := id.Int(kind, fmt.Sprintf("%s.%d", field, i))
		faults.Keep(err)
		numbers = append(numbers, number)
	}
	return sorted(numbers)
}

// choices checks words that a shopper chose from what a facet offered.
func choices(faults *fault.Faults, field string, words []string) []string {
	if len(words) == 0 {
		return nil
	}
	faults.Check(len(words) <= maxChoices, field, "must have at most %d values", maxChoices)
	for i, word := range words {
		readable := utf8.ValidString(word) && !strings.ContainsRune(word, 0)
		faults.Check(readable && len(word) <= maxWord, fmt.Sprintf("%s.%d", field, i), "is not a word of this shop")
	}
	return sorted(words)
}

// maxWord is the longest size, colour or tag in bytes.
const maxWord = 80

// sorted puts values in one order without doubles, so that the same choice
// has the same cursors and the same place in the cache.
func sorted[T interface{ ~int | ~string }](values []T) []T {
	if len(values) == 0 {
		return nil
	}
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}
