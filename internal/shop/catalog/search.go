package catalog

import (
	"context"
	"fmt"

	"zuka/internal/shop/catalog/words"
)

// Search reads one page of what words find. Where they find nothing and one of
// them is no word of this shop, the nearest words are tried instead, and the
// answer says which.
func (s *Service) Search(ctx context.Context, listing *Listing) (*ProductConnection, error) {
	found, err := s.listing(ctx, listing)
	if err != nil || len(found.Edges()) > 0 || listing.Words.Empty() || listing.Window.After != nil || listing.Window.Before != nil {
		return found, err
	}
	corrected, err := s.correct(ctx, listing.Words)
	if err != nil || corrected.Empty() {
		return found, err
	}
	instead := *listing
	instead.Words = corrected
	if found, err = s.listing(ctx, &instead); err != nil {
		return nil, err
	}
	found.Corrected = corrected.String()
	return found, nil
}

func (s *Service) listing(ctx context.Context, listing *Listing) (*ProductConnection, error) {
	found, err := s.Listings(ctx, []*Listing{listing})
	if err != nil {
		return nil, err
	}
	return found[0], nil
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
