package catalog

import (
	"context"
	"fmt"
	"sync"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog/shelf"
	"zuka/internal/shop/catalog/words"
)

// SearchConnection is one page of what a search found.
type SearchConnection struct {
	*ProductConnection
	// counts are those of the whole list; they are worked out at most once.
	counts func() (shelf.Counts, error)
}

// CorrectedQuery is what was searched for instead, nil when the words found
// something as they were typed.
func (c *SearchConnection) CorrectedQuery() *string {
	if c.Corrected == "" {
		return nil
	}
	return &c.Corrected
}

// TotalCount is the number of products found, or page.CountCap where there are
// more.
func (c *SearchConnection) TotalCount() (int, error) {
	counts, err := c.counts()
	return min(counts.Total, page.CountCap), err
}

// TotalCountCapped tells whether more was found than the count says.
func (c *SearchConnection) TotalCountCapped() (bool, error) {
	counts, err := c.counts()
	return counts.Total > page.CountCap, err
}

// Search reads one page of what words find. Where they find nothing and one of
// them is no word of this shop, the nearest words are tried instead, and the
// answer says which.
func (s *Service) Search(ctx context.Context, listing *Listing) (*SearchConnection, error) {
	cache.Saw(ctx, s.shown.lists)
	found, err := s.search(ctx, listing)
	if err != nil || len(found.Edges()) > 0 || listing.Words.Empty() || listing.Window.After != nil || listing.Window.Before != nil {
		return found, err
	}
	corrected, err := s.correct(ctx, listing.Words)
	if err != nil || corrected.Empty() {
		return found, err
	}
	instead := *listing
	instead.Words = corrected
	if found, err = s.search(ctx, &instead); err != nil {
		return nil, err
	}
	found.Corrected = corrected.String()
	return found, nil
}

// search reads one page. The words are looked for once: the page, the counts
// and the facets are all of the same matches.
func (s *Service) search(ctx context.Context, listing *Listing) (*SearchConnection, error) {
	on, err := s.shelfNow(ctx)
	if err != nil {
		return nil, err
	}
	var among *matches
	if !listing.Words.Empty() {
		if among, err = s.find(ctx, listing.Words); err != nil {
			return nil, err
		}
	}
	connection, err := s.searchPage(ctx, listing, among, on)
	if err != nil {
		return nil, err
	}
	return &SearchConnection{ProductConnection: connection, counts: sync.OnceValues(func() (shelf.Counts, error) {
		if among == nil {
			return on.Count(listing.Filter.choice(), nil), nil
		}
		return on.Count(listing.Filter.choice(), among.ids), nil
	})}, nil
}

// searchPage is a page by relevance out of the matches, or one in another
// order out of the table.
func (s *Service) searchPage(ctx context.Context, listing *Listing, among *matches, on *shelf.Shelf) (*ProductConnection, error) {
	if listing.Sort != Relevance {
		pages, err := s.Listings(ctx, []*Listing{listing})
		if err != nil {
			return nil, err
		}
		return pages[0], nil
	}
	places := among.places(listing, on)
	ids := make([]int, len(places))
	for i, place := range places {
		ids[i] = place.ID
	}
	products, err := s.Products(ctx, sorted(ids))
	if err != nil {
		return nil, err
	}
	return listing.connect(places, products), nil
}

// correct replaces each word that the shop does not know by the nearest it
// does. An empty query means that nothing could be replaced.
func (s *Service) correct(ctx context.Context, query words.Query) (words.Query, error) {
	replaced, err := s.corrections.Get(ctx, query.String(), func(ctx context.Context) (map[int]string, error) {
		return s.readNearest(ctx, query.Tokens)
	})
	if err != nil || len(replaced) == 0 {
		return words.Query{}, err
	}
	return query.With(replaced), nil
}

// readNearest finds, for each word that the shop does not know, the nearest it
// does, by the word's position; the frequent one wins among equals.
func (s *Service) readNearest(ctx context.Context, tokens []string) (map[int]string, error) {
	rows, err := s.pool.Pgx().Query(ctx, `SELECT typed.position, near.word
		FROM unnest($1::text[]) WITH ORDINALITY AS typed (word, position)
		CROSS JOIN LATERAL (
			SELECT t.word FROM search_terms AS t WHERE t.word % typed.word
			ORDER BY similarity(t.word, typed.word) DESC, t.frequency DESC, t.word LIMIT 1) AS near
		WHERE length(typed.word) > 2 AND NOT EXISTS (SELECT FROM search_terms AS t WHERE t.word = typed.word)`, tokens)
	if err != nil {
		return nil, fmt.Errorf("looking for the nearest words: %w", err)
	}
	defer rows.Close()
	replaced := make(map[int]string)
	for rows.Next() {
		var position int
		var word string
		if err := rows.Scan(&position, &word); err != nil {
			return nil, fmt.Errorf("looking for the nearest words: %w", err)
		}
		replaced[position-1] = word
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("looking for the nearest words: %w", err)
	}
	return replaced, nil
}
