package tool

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"zuka/ent/db/petaction"
	"zuka/ent/db/product"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/catalog/words"
	"zuka/internal/shop/pet/brain"
)

const (
	// mostSkip is how far "more" can go.
	mostSkip = 60
	// mostValues is how many values of a filter are looked at.
	mostValues = 20
)

var sorts = map[string]catalog.Sort{
	"cheapest": catalog.PriceLowToHigh, "dearest": catalog.PriceHighToLow, "newest": catalog.Newest, "rated": catalog.TopRated, "selling": catalog.BestSelling,
}

// Search finds products and shows them. Where nothing fits everything, one wish
// is let go, and the answer says which.
func (d *Desk) Search(ctx context.Context, in brain.Search) (brain.Found, error) {
	in = bounded(in)
	var found brain.Found
	print, known, err := d.begin(petaction.ActionTypeProductSearch, in, &found)
	if known || err != nil {
		return found, err
	}
	if found, err = d.search(ctx, in); err != nil {
		return found, err
	}
	e := entry{tool: petaction.ActionTypeProductSearch, fingerprint: print, state: petaction.StateDone,
		data: shape.PetAction{Query: inWords(in), ProductIDs: ids(found.Products)}}
	return found, d.mine(d.keep(ctx, e, found))
}

// mine takes what another attempt did for one's own.
func (d *Desk) mine(err error) error {
	if errors.Is(err, errDone) {
		return nil
	}
	return err
}

func ids(products []brain.Product) []int {
	all := make([]int, len(products))
	for i, p := range products {
		all[i] = p.ID
	}
	return all
}

// bounded brings what a brain asks for into what a search can take.
func bounded(in brain.Search) brain.Search {
	in.Text, in.Gender, in.Sort = short(in.Text, words.MaxLength), short(in.Gender, 20), short(in.Sort, 20)
	for _, list := range []*[]string{&in.Categories, &in.Brands, &in.Colors, &in.NotColors, &in.Sizes} {
		if len(*list) > mostValues {
			*list = (*list)[:mostValues]
		}
		*list = slices.Clone(*list) // The brain's own stay as they are.
		for i, value := range *list {
			(*list)[i] = short(value, 100)
		}
	}
	in.Min, in.Max = max(in.Min, 0), max(in.Max, 0)
	if in.Max > 0 && in.Min > in.Max {
		in.Min, in.Max = in.Max, in.Min
	}
	in.Skip = min(max(in.Skip, 0), mostSkip)
	return in
}

// short is a text without what PostgreSQL cannot take, of so many characters.
func short(text string, most int) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most])
	}
	return text
}

// search looks, and lets wishes go one after the other until something is there.
func (d *Desk) search(ctx context.Context, in brain.Search) (brain.Found, error) {
	found, err := d.look(ctx, in)
	if err != nil || len(found.Products) > 0 || in.Skip > 0 {
		return found, err
	}
	for _, less := range []struct {
		what   string
		has    bool
		narrow func(*brain.Search)
	}{
		{"size", len(in.Sizes) > 0, func(s *brain.Search) { s.Sizes = nil }},
		{"color", len(in.Colors) > 0, func(s *brain.Search) { s.Colors = nil }},
		{"brand", len(in.Brands) > 0, func(s *brain.Search) { s.Brands = nil }},
		{"price", in.Min > 0 || in.Max > 0, func(s *brain.Search) { s.Min, s.Max = 0, 0; s.Sort = "cheapest" }},
	} {
		if !less.has || bare(in, less.what) {
			continue
		}
		wider := in
		less.narrow(&wider)
		if found, err = d.look(ctx, wider); err != nil || len(found.Products) > 0 {
			found.Widened = less.what
			return found, err
		}
	}
	return found, nil
}

// bare tells whether nothing would be left to look for.
func bare(in brain.Search, without string) bool {
	left := in.Text != "" || len(in.Categories) > 0 || in.Gender != ""
	left = left || without != "brand" && len(in.Brands) > 0 || without != "color" && len(in.Colors) > 0
	return !left
}

// look is one search as the catalogue does it.
func (d *Desk) look(ctx context.Context, in brain.Search) (brain.Found, error) {
	tree, err := d.Catalog.Tree(ctx)
	if err != nil {
		return brain.Found{}, err
	}
	filter, ok, err := d.filter(ctx, tree, in)
	if err != nil || !ok {
		return brain.Found{}, err
	}
	// What is not wanted is left out afterwards: one page is enough for a few.
	first := int32(min(shown+in.Skip+24*min(len(in.NotColors), 1), page.MaxSize))
	input := catalog.ListingInput{Filter: filter, Sort: catalog.Relevance, Args: page.Args{First: &first}}
	if in.Text != "" {
		input.Query = &in.Text
	}
	if sort, ok := sorts[in.Sort]; ok {
		input.Sort = sort
	}
	listing, err := catalog.NewListing(tree, input)
	if _, wrong := fault.From(err); wrong {
		return brain.Found{}, nil // Nothing is called that.
	}
	if err != nil {
		return brain.Found{}, err
	}
	hits, err := d.Catalog.Search(ctx, listing)
	if err != nil {
		return brain.Found{}, err
	}
	total, err := hits.TotalCount()
	if err != nil {
		return brain.Found{}, err
	}
	var all []int
	for _, product := range hits.Nodes() {
		all = append(all, product.ID)
	}
	return d.pick(ctx, in, all, total)
}

// pick makes cards of what was found and leaves out what is not wanted.
func (d *Desk) pick(ctx context.Context, in brain.Search, all []int, total int) (brain.Found, error) {
	cards, err := d.cards(ctx, all)
	if err != nil {
		return brain.Found{}, err
	}
	if len(in.NotColors) > 0 {
		cards = slices.DeleteFunc(cards, func(p brain.Product) bool { return only(p.Colors, in.NotColors) })
	}
	cards = cards[min(in.Skip, len(cards)):]
	return brain.Found{Products: cards[:min(shown, len(cards))], Total: total}, nil
}

// only tells whether all colours are unwanted ones.
func only(colors, unwanted []string) bool {
	if len(colors) == 0 {
		return false
	}
	for _, color := range colors {
		if !slices.ContainsFunc(unwanted, func(one string) bool { return strings.EqualFold(one, color) }) {
			return false
		}
	}
	return true
}

// filter is the catalogue's filter; ok is false where a word names nothing.
func (d *Desk) filter(ctx context.Context, tree *catalog.Tree, in brain.Search) (f *catalog.FilterInput, ok bool, err error) {
	f = &catalog.FilterInput{InStock: new(true), Sizes: in.Sizes, Colors: in.Colors}
	for _, slug := range in.Categories {
		if c := tree.BySlug(slug); c != nil {
			f.Categories = append(f.Categories, globalid.New("Category", c.ID))
		}
	}
	for _, slug := range in.Brands {
		b, err := d.Catalog.BrandBySlug(ctx, slug)
		if err != nil {
			return nil, false, err
		}
		if b != nil {
			f.Brands = append(f.Brands, globalid.New("Brand", b.ID))
		}
	}
	if len(in.Categories) > 0 && f.Categories == nil || len(in.Brands) > 0 && f.Brands == nil {
		return nil, false, nil
	}
	if gender := product.Gender(in.Gender); product.GenderValidator(gender) == nil {
		f.Genders = []product.Gender{gender}
		if gender == product.GenderWomen || gender == product.GenderMen {
			f.Genders = append(f.Genders, product.GenderUnisex)
		}
	}
	if in.Min > 0 || in.Max > 0 {
		f.Price = &catalog.PriceRangeInput{Min: positive(in.Min), Max: positive(in.Max)}
	}
	if in.Deals {
		f.OnSale = new(true)
	}
	return f, true, nil
}

func positive(n int64) *int64 {
	if n <= 0 {
		return nil
	}
	return &n
}

// inWords is a search as a person would read it.
func inWords(in brain.Search) string {
	parts := slices.Concat(in.Colors, in.Brands, in.Categories)
	if in.Text != "" {
		parts = append(parts, in.Text)
	}
	if in.Gender != "" {
		parts = append(parts, "for "+in.Gender)
	}
	if len(in.Sizes) > 0 {
		parts = append(parts, "size "+strings.Join(in.Sizes, ", "))
	}
	switch {
	case in.Min > 0 && in.Max > 0:
		parts = append(parts, brain.Naira(in.Min)+" to "+brain.Naira(in.Max))
	case in.Max > 0:
		parts = append(parts, "up to "+brain.Naira(in.Max))
	case in.Min > 0:
		parts = append(parts, "from "+brain.Naira(in.Min))
	}
	if in.Deals {
		parts = append(parts, "reduced")
	}
	return strings.Join(parts, " ")
}
