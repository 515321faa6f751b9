package catalog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/fault"
)

// Intent is why a product is shown beside another.
type Intent string

// The intents of recommendations.
const (
	Similar       Intent = "SIMILAR"
	Complementary Intent = "COMPLEMENTARY"
)

// similarSQL finds, for each product, others of its category: first those for
// the same people, then those that sell best.
const similarSQL = `SELECT wanted.id, other.id FROM unnest($1::bigint[]) AS wanted (id)
	JOIN products AS p ON p.id = wanted.id
	CROSS JOIN LATERAL (SELECT o.id, o.gender = p.gender AS same, o.purchase_count FROM products AS o
		WHERE o.active AND o.in_stock AND o.category_id = p.category_id AND o.id <> p.id
		ORDER BY same DESC, o.purchase_count DESC, o.id DESC LIMIT $2) AS other
	ORDER BY wanted.id, other.same DESC, other.purchase_count DESC, other.id DESC`

// complementarySQL finds, for each product, what was bought in the same orders
// most often, and behind it the best sellers for the same people of other
// categories.
const complementarySQL = `SELECT wanted.id, other.id FROM unnest($1::bigint[]) AS wanted (id)
	JOIN products AS p ON p.id = wanted.id
	CROSS JOIN LATERAL (SELECT id, max(together) AS together, max(purchase_count) AS purchase_count FROM (
		(SELECT o.id, count(*) AS together, o.purchase_count FROM
			(SELECT order_id FROM order_items WHERE product_id = p.id ORDER BY id DESC LIMIT 500) AS recent
			JOIN order_items AS beside ON beside.order_id = recent.order_id AND beside.product_id <> p.id
			JOIN products AS o ON o.id = beside.product_id AND o.active AND o.in_stock
			GROUP BY o.id, o.purchase_count ORDER BY together DESC LIMIT $2)
		UNION ALL
		(SELECT o.id, 0, o.purchase_count FROM products AS o
			WHERE o.active AND o.in_stock AND o.gender = p.gender AND o.category_id <> p.category_id
			ORDER BY o.purchase_count DESC, o.id DESC LIMIT $2)) AS both_ways
		GROUP BY id ORDER BY together DESC, purchase_count DESC, id DESC LIMIT $2) AS other
	ORDER BY wanted.id, other.together DESC, other.purchase_count DESC, other.id DESC`

// Recommendations are at most first products to show beside each of these
// products, best first: one statement for the lists that are not cached, and
// one for the products that are not.
func (s *Service) Recommendations(ctx context.Context, intent Intent, first int, products []int) (map[int][]*Product, error) {
	cache.Saw(ctx, s.shown.lists)
	cache.Within(ctx, facetTTL)
	s.shown.products.Saw(ctx, products...)
	if first < 1 || first > MaxRecommendations {
		return nil, fault.Invalid("first", "must be between 1 and %d, got %d", MaxRecommendations, first)
	}
	byKey := make(map[string]int, len(products))
	keys := make([]string, len(products))
	for i, product := range products {
		keys[i] = fmt.Sprintf("%s:%d:%d", intent, first, product)
		byKey[keys[i]] = product
	}
	beside, err := s.beside.GetMany(ctx, keys, func(ctx context.Context, missing []string) (map[string][]int, error) {
		wanted := make([]int, len(missing))
		for i, key := range missing {
			wanted[i] = byKey[key]
		}
		lists, err := s.readBeside(ctx, intent, first, wanted)
		named := make(map[string][]int, len(missing))
		for _, key := range missing {
			named[key] = lists[byKey[key]] // To have none is worth remembering.
		}
		return named, err
	})
	if err != nil {
		return nil, err
	}
	var ids []int
	for _, list := range beside {
		ids = append(ids, list...)
	}
	found, err := s.Products(ctx, sorted(ids))
	if err != nil {
		return nil, err
	}
	recommended := make(map[int][]*Product, len(products))
	for key, product := range byKey {
		for _, id := range beside[key] {
			if other := found[id]; other != nil {
				recommended[product] = append(recommended[product], other)
			}
		}
	}
	return recommended, nil
}

// readBeside reads the ids to show beside each product, best first, with one
// statement.
func (s *Service) readBeside(ctx context.Context, intent Intent, first int, products []int) (map[int][]int, error) {
	query := similarSQL
	if intent == Complementary {
		query = complementarySQL
	}
	rows, err := s.pool.Pgx().Query(ctx, query, products, first)
	if err != nil {
		return nil, fmt.Errorf("reading recommendations: %w", err)
	}
	beside := make(map[int][]int, len(products))
	var of, id int
	_, err = pgx.ForEachRow(rows, []any{&of, &id}, func() error {
		beside[of] = append(beside[of], id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading recommendations: %w", err)
	}
	return beside, nil
}
