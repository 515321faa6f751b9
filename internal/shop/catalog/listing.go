package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog/words"
)

// ListingInput asks for one page of products.
type ListingInput struct {
	Filter *FilterInput
	// Query are words to find; nil lists without words.
	Query *string
	Sort  Sort
	// Category and Brand, when set, hold the list within them.
	Category *Category
	Brand    globalid.Node
	page.Args
}

// Listing is one page of products that was asked for, checked.
type Listing struct {
	Filter Filter
	Words  words.Query
	Sort   Sort
	Window page.Window
	list   page.List
	// identity is all that decides what the list contains and in which order; two
	// lists with the same identity have the same cursors.
	identity string
}

// NewListing checks what a client asked for. The faults name the arguments.
func NewListing(tree *Tree, in ListingInput) (*Listing, error) {
	listing := &Listing{Sort: in.Sort}
	var err error
	if listing.Filter, err = in.Filter.resolve(tree); err != nil {
		return nil, err
	}
	if in.Category != nil {
		listing.Filter.narrowTo(in.Category)
	}
	if in.Brand != nil {
		id, err := in.Brand.GlobalID().Int("Brand", "brand")
		if err != nil {
			return nil, err
		}
		listing.Filter.narrowToBrand(id)
	}
	if in.Query != nil {
		if listing.Words, err = words.Parse("query", *in.Query); err != nil {
			return nil, err
		}
	}
	if listing.Sort == Relevance && listing.Words.Empty() {
		listing.Sort = BestSelling
	}
	order := orderings[listing.Sort]
	listing.identity = listing.identify()
	listing.list = page.NewList(order.width(), order.check, "products", listing.identity)
	listing.Window, err = in.Args.Window(listing.list)
	return listing, err
}

// identify writes all that decides what the list contains and in which order.
func (l *Listing) identify() string {
	text, err := json.Marshal(struct {
		Filter  Filter
		TSQuery string
		Sort    Sort
	}{l.Filter, l.Words.TSQuery(), l.Sort})
	if err != nil {
		panic(fmt.Sprintf("catalog: a listing that cannot be written: %v", err)) // Plain fields only.
	}
	return string(text)
}

// members is all that decides what the list contains, in whatever order: what
// the cache knows its count and its facets by.
func (l *Listing) members() string {
	text, err := json.Marshal(struct {
		Filter  Filter
		TSQuery string
	}{l.Filter, l.Words.TSQuery()})
	if err != nil {
		panic(fmt.Sprintf("catalog: a listing that cannot be written: %v", err)) // Plain fields only.
	}
	return string(text)
}

// key is the identity with the page: what the cache knows the page by.
func (l *Listing) key() string {
	text := fmt.Appendf(nil, "%d:%s %d %t", len(l.identity), l.identity, l.Window.Size, l.Window.Backward)
	if l.Window.After != nil || l.Window.Before != nil {
		bounds, err := json.Marshal([]*page.Cursor{l.Window.After, l.Window.Before})
		if err != nil {
			panic(fmt.Sprintf("catalog: a page that cannot be written: %v", err)) // Plain fields only.
		}
		text = append(text, bounds...)
	}
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// write writes the SELECT of the page: number, sort keys, and either the id or
// all that a card shows, one row more than the page has.
func (l *Listing) write(s *statement, number int, cards bool) {
	order := orderings[l.Sort]
	s.add(fmt.Sprintf("(SELECT %d", number))
	// Named, or ORDER BY would take the column of the same name for the one
	// given out, which is of another type than the index's.
	for i, key := range order.keys {
		s.add(fmt.Sprintf(", %s AS key%d", key, i))
	}
	if len(order.keys) == 1 {
		s.add(", 0::bigint")
	}
	if cards {
		s.add(", " + cardColumns)
	} else {
		s.add(", id")
	}
	s.add(" FROM products")
	if l.mergesCategories() {
		l.writeMerged(s)
	} else {
		l.Filter.write(s, l.Words)
		order.writeBounds(s, l.Window.After, l.Window.Before)
	}
	l.writeEnd(s)
	s.add(")")
}

// writeEnd writes the order, and the length as a literal: as a parameter the
// planner would guess a tenth of the table.
func (l *Listing) writeEnd(s *statement) {
	orderings[l.Sort].writeOrder(s, l.Window.Backward)
	s.add(fmt.Sprintf(" LIMIT %d", l.Window.Size+1))
}

// sortedCategories are the orders in which an index has each category's
// products.
var sortedCategories = map[Sort]bool{Newest: true, PriceLowToHigh: true, PriceHighToLow: true}

// mostMerged is up to how many categories are merged. More of them hold so
// many of the shop's products that picking theirs out of all is quicker.
const mostMerged = 16

// mergesCategories tells whether the page is put together out of the first
// products of each category. Left to itself, PostgreSQL reads all products in
// order until it has met enough of these categories', and plans that anew each
// time.
func (l *Listing) mergesCategories() bool {
	n := len(l.Filter.Categories)
	return n > 1 && n <= mostMerged && sortedCategories[l.Sort] && l.Words.Empty()
}

// writeMerged writes a WHERE with the ids of the page, out of one page of each
// category.
func (l *Listing) writeMerged(s *statement) {
	order, rest := orderings[l.Sort], l.Filter
	rest.Categories = nil
	s.add(" WHERE id = ANY(ARRAY(SELECT found.id FROM unnest(?::bigint[]) AS wanted (category) CROSS JOIN LATERAL (SELECT ", l.Filter.Categories)
	s.add(strings.Join(order.columns, ", ") + ", id FROM products")
	rest.write(s, l.Words)
	s.add(" AND category_id = wanted.category")
	order.writeBounds(s, l.Window.After, l.Window.Before)
	l.writeEnd(s)
	s.add(") AS found")
	l.writeEnd(s)
	s.add("))")
}

// write writes WHERE with every condition of the filter.
func (f *Filter) write(s *statement, query words.Query) {
	s.add(" WHERE active")
	if !query.Empty() {
		s.add(" AND search @@ to_tsquery('english', ?)", query.TSQuery())
	}
	f.writeChoices(s)
	f.writeFlags(s)
}

func (f *Filter) writeChoices(s *statement) {
	f.writeKeys(s, "category_id", f.Categories)
	f.writeKeys(s, "brand_id", f.Brands)
	if f.Genders != nil {
		s.add(" AND gender = ANY(?)", f.genders())
	}
	if f.MinPrice != nil {
		s.add(" AND current_price_ngn >= ?", *f.MinPrice)
	}
	if f.MaxPrice != nil {
		s.add(" AND current_price_ngn <= ?", *f.MaxPrice)
	}
	if f.Sizes != nil {
		s.add(" AND jsonb_exists_any(sizes, ?)", f.Sizes)
	}
	if f.Colors != nil {
		s.add(" AND jsonb_exists_any(colors, ?)", f.Colors)
	}
	if f.Tags != nil {
		// The length repeats the condition of the index on tags.
		s.add(" AND jsonb_array_length(tags) > 0 AND tags @> ANY(?::jsonb[])", f.tagDocuments())
	}
}

func (f *Filter) writeKeys(s *statement, column string, ids []int) {
	switch len(ids) {
	case 0:
		if ids != nil {
			s.add(" AND false")
		}
	case 1: // Equality lets the index that starts with this column keep the order.
		s.add(" AND "+column+" = ?", ids[0])
	default:
		s.add(" AND "+column+" = ANY(?)", ids)
	}
}

func (f *Filter) writeFlags(s *statement) {
	// Literals, because partial indexes serve these conditions.
	for _, flag := range []struct {
		column string
		wanted *bool
	}{{"in_stock", f.InStock}, {"on_sale", f.OnSale}, {"featured", f.Featured}, {"new_arrival", f.NewArrival}} {
		if flag.wanted != nil {
			s.add(fmt.Sprintf(" AND %s = %t", flag.column, *flag.wanted))
		}
	}
	if f.MinRating != nil {
		s.add(" AND rating_average >= ?::numeric", *f.MinRating)
	}
}

func (f *Filter) genders() []string {
	if f.Genders == nil {
		return nil
	}
	texts := make([]string, len(f.Genders))
	for i, gender := range f.Genders {
		texts[i] = string(gender)
	}
	return texts
}

// tagDocuments are arrays of one tag each: containing any of them is what the
// index on tags can look up.
func (f *Filter) tagDocuments() []string {
	documents := make([]string, len(f.Tags))
	for i, tag := range f.Tags {
		text, _ := json.Marshal([]string{tag}) // A string always marshals.
		documents[i] = string(text)
	}
	return documents
}
