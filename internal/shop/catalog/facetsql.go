package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// writeFacets writes the one statement that counts every facet. The rows are
// read once; each facet then counts those that meet the selections of all the
// other facets. Sizes and colours are grouped as whole arrays first, because
// products share few different ones, and taken apart after.
func (l *Listing) writeFacets(s *statement) {
	base, selections := l.Filter.split()
	s.add("WITH hits AS MATERIALIZED (SELECT category_id, brand_id, gender, sizes, colors, current_price_ngn AS price")
	for _, selection := range selections {
		s.add(", ")
		selection.write(s)
		s.add(" AS in_" + strings.ToLower(string(selection.kind)))
	}
	s.add(" FROM products")
	base.write(s, l.Words)
	s.add(")")
	for i, f := range facetLabels {
		if i > 0 {
			s.add(" UNION ALL")
		}
		writeFacet(s, f.kind, selections)
	}
}

func writeFacet(s *statement, kind FacetKind, selections []selection) {
	where := " WHERE true"
	for _, selection := range selections {
		if selection.kind != kind {
			where += " AND in_" + strings.ToLower(string(selection.kind))
		}
	}
	value := map[FacetKind]string{
		CategoryFacet: "category_id::text", BrandFacet: "brand_id::text", GenderFacet: "gender", PriceFacet: bandSQL(),
	}[kind]
	switch kind {
	case SizeFacet, ColorFacet:
		column := map[FacetKind]string{SizeFacet: "sizes", ColorFacet: "colors"}[kind]
		s.add(fmt.Sprintf(` (SELECT '%s', value, sum(n)::bigint FROM (SELECT %s AS list, count(*) AS n FROM hits%s GROUP BY 1) AS g,
			jsonb_array_elements_text(g.list) AS value GROUP BY 2)`, kind, column, where))
	default:
		s.add(fmt.Sprintf(" (SELECT '%s', %s, count(*) FROM hits%s AND %s IS NOT NULL GROUP BY 2)", kind, value, where, value))
	}
}

// bandSQL is the number of the price band that a price lies in.
func bandSQL() string {
	limits := make([]string, 0, len(PriceBands))
	for _, band := range PriceBands[1:] {
		limits = append(limits, fmt.Sprint(band.Min.Amount()))
	}
	return "width_bucket(price, ARRAY[" + strings.Join(limits, ",") + "]::bigint[])::text"
}

// selection is what a filter says about one facet.
type selection struct {
	kind   FacetKind
	filter Filter
}

// split parts a filter in what every facet is counted under, and the
// selections, each of which its own facet ignores.
func (f *Filter) split() (base Filter, selections []selection) {
	base = *f
	add := func(set bool, kind FacetKind, own Filter) {
		if set {
			selections = append(selections, selection{kind: kind, filter: own})
		}
	}
	add(f.Categories != nil, CategoryFacet, Filter{Categories: f.Categories})
	add(f.Brands != nil, BrandFacet, Filter{Brands: f.Brands})
	add(f.Genders != nil, GenderFacet, Filter{Genders: f.Genders})
	add(f.Sizes != nil, SizeFacet, Filter{Sizes: f.Sizes})
	add(f.Colors != nil, ColorFacet, Filter{Colors: f.Colors})
	add(f.MinPrice != nil || f.MaxPrice != nil, PriceFacet, Filter{MinPrice: f.MinPrice, MaxPrice: f.MaxPrice})
	for _, selection := range selections {
		base = base.without(selection.kind)
	}
	return base, selections
}

func (f Filter) without(kind FacetKind) Filter {
	switch kind {
	case CategoryFacet:
		f.Categories = nil
	case BrandFacet:
		f.Brands = nil
	case GenderFacet:
		f.Genders = nil
	case SizeFacet:
		f.Sizes = nil
	case ColorFacet:
		f.Colors = nil
	case PriceFacet:
		f.MinPrice, f.MaxPrice = nil, nil
	}
	return f
}

// write writes the selection as one condition.
func (sel selection) write(s *statement) {
	s.add("(true")
	sel.filter.writeChoices(s)
	s.add(")")
}

// sizeOrder is how sizes by letter follow one another.
var sizeOrder = []string{"XXS", "XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "4XL", "5XL", "One size"}

// compareSizes sorts letters by size and everything else by its number, then
// by its text.
func compareSizes(a, b string) int {
	i, j := slices.Index(sizeOrder, a), slices.Index(sizeOrder, b)
	switch {
	case i >= 0 && j >= 0:
		return i - j
	case i >= 0:
		return -1
	case j >= 0:
		return 1
	}
	x, y := sizeNumber(a), sizeNumber(b)
	if x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// sizeNumber is the first number in a size: 12 of "UK 12", 3 of "3-4 years".
// What has none sorts first.
func sizeNumber(size string) float64 {
	start := strings.IndexFunc(size, unicode.IsDigit)
	if start < 0 {
		return 0
	}
	end := start
	for end < len(size) && (size[end] == '.' || size[end] >= '0' && size[end] <= '9') {
		end++
	}
	number, err := strconv.ParseFloat(size[start:end], 64)
	if err != nil {
		return 0 // Two dots: no size has them.
	}
	return number
}
