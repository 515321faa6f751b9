package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/catalog/words"
)

// SuggestionKind is what a suggestion leads to.
type SuggestionKind string

// What suggestions lead to, in the order they are shown.
const (
	QuerySuggestion    SuggestionKind = "QUERY"
	CategorySuggestion SuggestionKind = "CATEGORY"
	BrandSuggestion    SuggestionKind = "BRAND"
	ProductSuggestion  SuggestionKind = "PRODUCT"
)

// Suggestion is what a shopper who is still typing may mean.
type Suggestion struct {
	Kind     SuggestionKind
	Text     string
	Category *Category
	Brand    *db.Brand
	Product  *Product
}

// hint is a suggestion as it is kept: its kind and key.
type hint struct {
	Kind SuggestionKind
	Text string
	ID   int
}

// Suggest lists at most first suggestions for what was typed so far.
func (s *Service) Suggest(ctx context.Context, tree *Tree, typed string, first int) ([]Suggestion, error) {
	cache.Saw(ctx, s.shown.lists)
	cache.Within(ctx, facetTTL)
	if first < 1 || first > MaxSuggestions {
		return nil, fault.Invalid("first", "must be between 1 and %d, got %d", MaxSuggestions, first)
	}
	query, err := words.Parse("query", typed)
	if err != nil || query.Empty() {
		return []Suggestion{}, err
	}
	hints, err := s.hints.Get(ctx, "suggest:"+query.TSQuery(), func(ctx context.Context) ([]hint, error) {
		return s.readHints(ctx, query)
	})
	if err != nil {
		return nil, err
	}
	return s.resolve(ctx, s.withCategories(tree, query, hints), tree, first)
}

// withCategories puts the categories whose names begin so behind the words.
func (s *Service) withCategories(tree *Tree, query words.Query, hints []hint) []hint {
	var all []hint
	for _, h := range hints {
		if h.Kind == QuerySuggestion {
			all = append(all, h)
		}
	}
	const shown = 3
	found := 0
	for _, c := range tree.ordered {
		if found < shown && strings.Contains(" "+words.Fold(c.Name), " "+query.String()) {
			all = append(all, hint{Kind: CategorySuggestion, Text: c.Name, ID: c.ID})
			found++
		}
	}
	for _, h := range hints {
		if h.Kind != QuerySuggestion {
			all = append(all, h)
		}
	}
	return all
}

// resolve turns hints into what they lead to.
func (s *Service) resolve(ctx context.Context, hints []hint, tree *Tree, first int) ([]Suggestion, error) {
	hints = hints[:min(first, len(hints))]
	var brands, products []int
	for _, h := range hints {
		switch h.Kind {
		case BrandSuggestion:
			brands = append(brands, h.ID)
		case ProductSuggestion:
			products = append(products, h.ID)
		}
	}
	foundBrands, err := s.Brands(ctx, sorted(brands))
	if err != nil {
		return nil, err
	}
	foundProducts, err := s.Products(ctx, sorted(products))
	if err != nil {
		return nil, err
	}
	suggestions := make([]Suggestion, 0, len(hints))
	for _, h := range hints {
		suggestion := Suggestion{
			Kind: h.Kind, Text: h.Text,
		}
		gone := false
		switch h.Kind {
		case CategorySuggestion:
			suggestion.Category = tree.ByID(h.ID)
		case BrandSuggestion:
			suggestion.Brand = foundBrands[h.ID]
			gone = suggestion.Brand == nil
		case ProductSuggestion:
			suggestion.Product = foundProducts[h.ID]
			gone = suggestion.Product == nil
		}
		if !gone {
			suggestions = append(suggestions, suggestion)
		}
	}
	return suggestions, nil
}

// readHints reads words, brands and products with one statement. The last word
// is taken as unfinished; the ones before it are kept in front of what it may
// become.
func (s *Service) readHints(ctx context.Context, query words.Query) ([]hint, error) {
	last := query.Tokens[len(query.Tokens)-1]
	before := strings.TrimSuffix(query.String(), last)
	rows, err := s.pool.Pgx().Query(ctx, `(SELECT 'QUERY', $1 || word, 0::bigint FROM search_terms
			WHERE word LIKE $2 ORDER BY frequency DESC, word LIMIT 5)
		UNION ALL (SELECT 'BRAND', name, id FROM brands
			WHERE active AND zuka_unaccent(lower(name)) LIKE $3 ORDER BY name LIMIT 3)
		UNION ALL (SELECT 'PRODUCT', name, id FROM (SELECT name, id, purchase_count FROM products
			WHERE active AND search @@ to_tsquery('english', $4) ORDER BY purchase_count DESC, id DESC LIMIT 5) AS best)`,
		pgx.QueryExecModeExec, before, last+"%", query.String()+"%", query.TSQuery())
	if err != nil {
		return nil, fmt.Errorf("reading suggestions: %w", err)
	}
	hints, err := pgx.CollectRows(rows, pgx.RowToStructByPos[hint])
	if err != nil {
		return nil, fmt.Errorf("reading suggestions: %w", err)
	}
	return hints, nil
}
