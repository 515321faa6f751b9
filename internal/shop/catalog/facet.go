package catalog

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"zuka/ent/db/product"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/money"
	"zuka/internal/shop/catalog/shelf"
)

type naira = money.Naira

// FacetKind is what a facet is about.
type FacetKind string

// The facets of a search, in the order they are shown.
const (
	CategoryFacet FacetKind = "CATEGORY"
	BrandFacet    FacetKind = "BRAND"
	GenderFacet   FacetKind = "GENDER"
	SizeFacet     FacetKind = "SIZE"
	ColorFacet    FacetKind = "COLOR"
	PriceFacet    FacetKind = "PRICE"
)

// Facet is one way to narrow a result.
type Facet struct {
	Kind   FacetKind
	Label  string
	Values []FacetValue
}

// FacetValue is one choice of a facet.
type FacetValue struct {
	Label    string
	Count    int
	Selected bool
	Filter   FacetFilter
}

// FacetFilter is the part of a filter that a value stands for; one field is
// set.
type FacetFilter struct {
	Categories []globalid.ID
	Brands     []globalid.ID
	Genders    []product.Gender
	Price      *FacetPriceRange
	Sizes      []string
	Colors     []string
}

// FacetPriceRange is a range of current prices in whole naira, both ends
// included; nil means no limit.
type FacetPriceRange struct{ Min, Max *int64 }

var facetLabels = []struct {
	kind  FacetKind
	label string
}{
	{CategoryFacet, "Category"}, {BrandFacet, "Brand"}, {GenderFacet, "For"},
	{SizeFacet, "Size"}, {ColorFacet, "Colour"}, {PriceFacet, "Price"},
}

// tally is how often a value occurs.
type tally struct {
	Value string
	Count int
}

// Facets are what a search could be narrowed by.
func (s *Service) Facets(ctx context.Context, tree *Tree, search *SearchConnection) ([]Facet, error) {
	counts, err := search.counts()
	if err != nil {
		return nil, err
	}
	listing, byKind := search.Listing, tallies(counts)
	brands, err := s.Brands(ctx, numbers(byKind[BrandFacet]))
	if err != nil {
		return nil, err
	}
	names := func(kind FacetKind, value string) (string, bool) {
		id, _ := strconv.Atoi(value) // Numbers came from the database.
		switch kind {
		case CategoryFacet:
			if c := tree.ByID(id); c != nil {
				return c.Name, true
			}
			return "", false
		case BrandFacet:
			if b := brands[id]; b != nil {
				return b.Name, true
			}
			return "", false
		}
		return label(kind, value), true
	}
	facets := make([]Facet, 0, len(facetLabels))
	for _, f := range facetLabels {
		facets = append(facets, Facet{Kind: f.kind, Label: f.label, Values: listing.Filter.values(f.kind, byKind[f.kind], names)})
	}
	return facets, nil
}

// values are the choices of one facet, in the order they are shown.
func (f *Filter) values(kind FacetKind, tallies []tally, names func(FacetKind, string) (string, bool)) []FacetValue {
	slices.SortFunc(tallies, func(a, b tally) int {
		if kind == SizeFacet || kind == PriceFacet {
			return compareSizes(a.Value, b.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	values := []FacetValue{}
	for _, t := range tallies {
		name, known := names(kind, t.Value)
		if known && len(values) < maxFacetValues {
			values = append(values, FacetValue{Label: name, Count: t.Count, Selected: f.selected(kind, t.Value), Filter: part(kind, t.Value)})
		}
	}
	return values
}

// selected tells whether the filter already contains a value.
func (f *Filter) selected(kind FacetKind, value string) bool {
	id, _ := strconv.Atoi(value) // Numbers came from the database.
	switch kind {
	case CategoryFacet:
		return slices.Contains(f.Categories, id)
	case BrandFacet:
		return slices.Contains(f.Brands, id)
	case GenderFacet:
		return slices.Contains(f.Genders, product.Gender(value))
	case SizeFacet:
		return slices.Contains(f.Sizes, value)
	case ColorFacet:
		return slices.Contains(f.Colors, value)
	}
	low, high := PriceBands[id].limits()
	return equal(f.MinPrice, low) && equal(f.MaxPrice, high)
}

func equal(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func (b PriceBand) limits() (low, high *int64) {
	if b.Min > 0 {
		amount := b.Min.Amount()
		low = &amount
	}
	if b.Max > 0 {
		amount := b.Max.Amount()
		high = &amount
	}
	return low, high
}

// part is the piece of a filter that chooses a value.
func part(kind FacetKind, value string) FacetFilter {
	id, _ := strconv.Atoi(value) // Numbers came from the database.
	switch kind {
	case CategoryFacet:
		return FacetFilter{Categories: []globalid.ID{globalid.New("Category", id)}}
	case BrandFacet:
		return FacetFilter{Brands: []globalid.ID{globalid.New("Brand", id)}}
	case GenderFacet:
		return FacetFilter{Genders: []product.Gender{product.Gender(value)}}
	case SizeFacet:
		return FacetFilter{Sizes: []string{value}}
	case ColorFacet:
		return FacetFilter{Colors: []string{value}}
	}
	low, high := PriceBands[id].limits()
	return FacetFilter{Price: &FacetPriceRange{Min: low, Max: high}}
}

func label(kind FacetKind, value string) string {
	switch kind {
	case GenderFacet:
		return map[string]string{"women": "Women", "men": "Men", "kids": "Kids", "unisex": "Everybody"}[value]
	case PriceFacet:
		band, _ := strconv.Atoi(value) // The number of a band.
		return PriceBands[band].Label
	}
	return value
}

func numbers(tallies []tally) []int {
	ids := make([]int, len(tallies))
	for i, t := range tallies {
		ids[i], _ = strconv.Atoi(t.Value) // Numbers came from the database.
	}
	return sorted(ids)
}

// tallies are counts as the facets show them.
func tallies(counts shelf.Counts) map[FacetKind][]tally {
	byKind := make(map[FacetKind][]tally)
	number := func(kind FacetKind, counts map[int]int) {
		for value, n := range counts {
			byKind[kind] = append(byKind[kind], tally{strconv.Itoa(value), n})
		}
	}
	word := func(kind FacetKind, counts map[string]int) {
		for value, n := range counts {
			byKind[kind] = append(byKind[kind], tally{value, n})
		}
	}
	number(CategoryFacet, counts.Categories)
	number(BrandFacet, counts.Brands)
	word(GenderFacet, counts.Genders)
	word(SizeFacet, counts.Sizes)
	word(ColorFacet, counts.Colors)
	number(PriceFacet, counts.Bands)
	return byKind
}

// choice is the filter in the terms of the shelf.
func (f *Filter) choice() shelf.Choice {
	choice := shelf.Choice{
		Categories: f.Categories, Brands: f.Brands, Genders: f.genders(), Sizes: f.Sizes, Colors: f.Colors, Tags: f.Tags,
		MinPrice: f.MinPrice, MaxPrice: f.MaxPrice,
		InStock: f.InStock, OnSale: f.OnSale, Featured: f.Featured, NewArrival: f.NewArrival,
	}
	if f.MinRating != nil {
		// Means have two decimals: at least 4.555 is at least 4.56.
		least := int(math.Ceil(*f.MinRating*100 - 1e-9))
		choice.MinRating = &least
	}
	return choice
}
