package catalog

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/page"
)

// ProductConnection is one page of products.
type ProductConnection struct {
	*page.Connection[*Product]
	// Listing is what was asked for, so that the whole list can be counted.
	Listing *Listing
	// Corrected is what was searched for instead of the words as typed, empty
	// when they were used.
	Corrected string
}

// ProductEdge is a product with its place in a list.
type ProductEdge = page.Edge[*Product]

// place is the key of one product in a page.
type place struct {
	Listing int
	ID      int
	// First and Second are what the list is sorted by; Second is 0 in orders
	// of one column.
	First, Second int64
}

func (p place) key(width int) page.Key {
	parts := []int64{p.First, p.Second}[:width-1]
	key := make(page.Key, 0, width)
	for _, part := range parts {
		key = append(key, strconv.FormatInt(part, 10))
	}
	return append(key, strconv.Itoa(p.ID))
}

// Listings reads several pages: one statement for the keys of all that are
// not cached, one for the products that are not. Answers come in the order
// asked.
func (s *Service) Listings(ctx context.Context, listings []*Listing) ([]*ProductConnection, error) {
	cache.Saw(ctx, s.shown.lists)
	cache.Within(ctx, listingTTL)
	byKey := make(map[string]*Listing, len(listings))
	keys := make([]string, len(listings))
	for i, listing := range listings {
		keys[i] = listing.key()
		byKey[keys[i]] = listing
	}
	// Where products are not cached, they come with the keys of their page.
	var fresh map[int]*db.Product
	if s.products.Disabled() {
		fresh = make(map[int]*db.Product)
	}
	pages, err := s.pages.GetMany(ctx, keys, func(ctx context.Context, missing []string) (map[string][]place, error) {
		wanted := make([]*Listing, len(missing))
		for i, key := range missing {
			wanted[i] = byKey[key]
		}
		return s.readPages(ctx, missing, wanted, fresh)
	})
	if err != nil {
		return nil, err
	}
	var ids []int
	for _, places := range pages {
		for _, place := range places {
			ids = append(ids, place.ID)
		}
	}
	products, err := s.placed(ctx, ids, fresh)
	if err != nil {
		return nil, err
	}
	answers := make([]*ProductConnection, len(listings))
	for i, listing := range listings {
		answers[i] = listing.connect(pages[keys[i]], products)
	}
	return answers, nil
}

// connect joins the keys of a page with the products. A product that has gone
// since the page was cached is left out.
func (l *Listing) connect(places []place, products map[int]*Product) *ProductConnection {
	width := orderings[l.Sort].width()
	items := make([]page.Item[*Product], 0, len(places))
	for _, place := range places {
		items = append(items, page.Item[*Product]{Node: products[place.ID], Key: place.key(width)})
	}
	cut := page.Cut(l.list, l.Window, items)
	cut.Drop(func(product *Product) bool { return product == nil })
	return &ProductConnection{Connection: cut, Listing: l}
}

// placed are products by id, those that are fresh without asking again.
func (s *Service) placed(ctx context.Context, ids []int, fresh map[int]*db.Product) (map[int]*Product, error) {
	if fresh == nil {
		return s.Products(ctx, sorted(ids))
	}
	d, err := s.directoryNow(ctx)
	if err != nil {
		return nil, err
	}
	s.shown.products.Saw(ctx, ids...)
	found := make(map[int]*Product, len(fresh))
	for id, row := range fresh {
		found[id] = d.place(row)
	}
	return found, nil
}

// readPages reads the keys of several pages with one statement, and into fresh,
// unless it is nil, the products too.
func (s *Service) readPages(ctx context.Context, keys []string, listings []*Listing, fresh map[int]*db.Product) (map[string][]place, error) {
	pages := make(map[string][]place, len(keys))
	var sql statement
	for i, listing := range listings {
		pages[keys[i]] = nil
		if listing.Filter.empty() {
			continue
		}
		if len(sql.args) > 0 || sql.text.Len() > 0 {
			sql.add(" UNION ALL ")
		}
		listing.write(&sql, i, fresh != nil)
	}
	if sql.text.Len() == 0 {
		return pages, nil
	}
	rows, err := s.pool.Pgx().Query(ctx, sql.String(), sql.withMode(listings)...)
	if err != nil {
		return nil, fmt.Errorf("reading pages of products: %w", err)
	}
	places, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (place, error) {
		var at place
		if fresh == nil {
			return at, row.Scan(&at.Listing, &at.First, &at.Second, &at.ID)
		}
		p := &db.Product{}
		err := row.Scan(cardTargets(p, &at.Listing, &at.First, &at.Second)...)
		s.finish(p)
		at.ID, fresh[p.ID] = p.ID, p
		return at, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading pages of products: %w", err)
	}
	for _, at := range places {
		pages[keys[at.Listing]] = append(pages[keys[at.Listing]], at)
	}
	return pages, nil
}

// withMode are the arguments, behind the wish that a search be planned with
// its own words: how rare they are decides which index is right.
func (s *statement) withMode(listings []*Listing) []any {
	for _, listing := range listings {
		if !listing.Words.Empty() {
			return append([]any{pgx.QueryExecModeExec}, s.args...)
		}
	}
	return s.args
}

// Counts counts whole lists, each up to page.CountCap+1, with one statement for
// all that are not cached. Answers come in the order asked.
func (s *Service) Counts(ctx context.Context, listings []*Listing) ([]int, error) {
	cache.Saw(ctx, s.shown.lists)
	cache.Within(ctx, facetTTL)
	byKey := make(map[string]*Listing, len(listings))
	keys := make([]string, len(listings))
	for i, listing := range listings {
		keys[i] = listing.members() // Order and page do not change a count.
		byKey[keys[i]] = listing
	}
	found, err := s.counts.GetMany(ctx, keys, func(ctx context.Context, missing []string) (map[string]int, error) {
		wanted := make([]*Listing, len(missing))
		for i, key := range missing {
			wanted[i] = byKey[key]
		}
		return s.readCounts(ctx, missing, wanted)
	})
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(listings))
	for i, key := range keys {
		counts[i] = found[key]
	}
	return counts, nil
}

// readCounts counts several lists with one statement.
func (s *Service) readCounts(ctx context.Context, keys []string, listings []*Listing) (map[string]int, error) {
	counts := make(map[string]int, len(keys))
	var sql statement
	for i, listing := range listings {
		counts[keys[i]] = 0
		if listing.Filter.empty() {
			continue
		}
		if sql.text.Len() > 0 {
			sql.add(" UNION ALL ")
		}
		sql.add(fmt.Sprintf("(SELECT %d, count(*) FROM (SELECT FROM products", i))
		listing.Filter.write(&sql, listing.Words)
		sql.add(fmt.Sprintf(" LIMIT %d) AS counted)", page.CountCap+1))
	}
	if sql.text.Len() == 0 {
		return counts, nil
	}
	rows, err := s.pool.Pgx().Query(ctx, sql.String(), sql.withMode(listings)...)
	if err != nil {
		return nil, fmt.Errorf("counting products: %w", err)
	}
	var number, count int
	_, err = pgx.ForEachRow(rows, []any{&number, &count}, func() error {
		counts[keys[number]] = count
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting products: %w", err)
	}
	return counts, nil
}

// isSlug tells whether a text could be a slug; what could not is not asked for.
func isSlug(text string) bool {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-"
	return text != "" && len(text) <= 160 && strings.Trim(text, alphabet) == ""
}
