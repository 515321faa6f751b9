package taste

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
)

const (
	// MaxPicks is how many products can be recommended at once.
	MaxPicks = 48
	// owned is how long something bought is not recommended.
	owned = 90 * 24 * time.Hour
	// How many categories and brands candidates are taken of, and how many of
	// each: the newest ones. Best sellers come on top.
	topCategories, topBrands        = 6, 6
	ofCategory, ofBrand, bestSeller = 80, 40, 150
)

// Pick is a product that is recommended.
type Pick struct {
	Product int
	// Why tells what of the taste it is from; empty for a best seller.
	Why string
}

// knownSQL reads what is known of a person: the profile and what the pets learned.
const knownSQL = `SELECT f.favorite_categories, f.favorite_brands, f.size_preference, f.color_preference, f.price_range_preference,
	(SELECT jsonb_agg(preferences ORDER BY id DESC) FROM (SELECT id, preferences FROM user_pets
		WHERE user_id = $1 AND preferences IS NOT NULL ORDER BY created_at DESC LIMIT 10) AS p)
	FROM (SELECT) AS one LEFT JOIN user_behavior_profiles AS f ON f.user_id = $1`

const candidateColumns = "id, category_id, brand_id, purchase_count, current_price_ngn, colors, sizes"

// candidatesSQL reads products that may fit, from indexes: the newest of the
// categories and brands that are liked, and the best sellers. A category holds
// what hangs below it. What the person has bought of late and what hangs below a
// category that is disliked is left out.
const candidatesSQL = `WITH RECURSIVE liking AS (
	SELECT c.id, sum(w.weight) AS weight FROM unnest($2::bigint[], $3::text[], $4::float8[]) AS w (id, slug, weight)
	JOIN categories AS c ON c.id = w.id OR c.slug = w.slug GROUP BY 1
), branch AS (
	SELECT id, weight, id AS root FROM liking
	UNION ALL
	SELECT c.id, branch.weight, branch.root FROM branch JOIN categories AS c ON c.parent_id = branch.id
), disliked AS (
	SELECT id FROM categories WHERE slug = ANY ($5::text[])
	UNION
	SELECT c.id FROM disliked JOIN categories AS c ON c.parent_id = disliked.id
), category AS MATERIALIZED (
	SELECT id, weight, root FROM (SELECT DISTINCT ON (id) id, weight, root FROM branch ORDER BY id, weight DESC, root) AS b
	WHERE id NOT IN (SELECT id FROM disliked) ORDER BY weight DESC, id
), brand AS MATERIALIZED (
	SELECT b.id, b.name, sum(w.weight) AS weight FROM unnest($6::bigint[], $7::text[], $8::float8[]) AS w (id, slug, weight)
	JOIN brands AS b ON b.id = w.id OR b.slug = w.slug GROUP BY 1, 2
), candidate AS (
	SELECT p.* FROM (SELECT id FROM category LIMIT $10) AS c CROSS JOIN LATERAL (
		SELECT ` + candidateColumns + ` FROM products WHERE category_id = c.id AND active AND in_stock ORDER BY created_at DESC, id DESC LIMIT $11) AS p
	UNION ALL
	SELECT p.* FROM (SELECT id FROM brand ORDER BY weight DESC, id LIMIT $12) AS b CROSS JOIN LATERAL (
		SELECT ` + candidateColumns + ` FROM products WHERE brand_id = b.id AND active AND in_stock ORDER BY created_at DESC, id DESC LIMIT $13) AS p
	UNION ALL
	(SELECT ` + candidateColumns + ` FROM products WHERE active AND in_stock ORDER BY purchase_count DESC, id DESC LIMIT $14)
)
SELECT DISTINCT ON (p.id) p.id, p.category_id, p.purchase_count, p.current_price_ngn, p.colors, p.sizes,
	coalesce(category.weight, 0), coalesce(root.name, ''), coalesce(brand.weight, 0), coalesce(brand.name, ''), coalesce(maker.slug, '')
FROM candidate AS p
LEFT JOIN category ON category.id = p.category_id LEFT JOIN categories AS root ON root.id = category.root
LEFT JOIN brand ON brand.id = p.brand_id LEFT JOIN brands AS maker ON maker.id = p.brand_id
WHERE p.category_id NOT IN (SELECT id FROM disliked)
	AND p.id <> ALL (ARRAY(SELECT i.product_id FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
		WHERE o.user_id = $1 AND o.created_at > $9 AND o.status IN ('paid', 'processing', 'shipped', 'delivered')))`

// Recommend chooses at most first products for a person, best first: by the
// profile and by what the person's pets have learned. Of whom nothing is known
// gets the best sellers. Of one category there are three, until there is nothing
// else.
func (s *Service) Recommend(ctx context.Context, user uuid.UUID, first int) ([]Pick, error) {
	if first < 1 || first > MaxPicks {
		return nil, fault.Invalid("first", "must be between 1 and %d, got %d", MaxPicks, first)
	}
	liked, err := s.likedBy(ctx, user)
	if err != nil {
		return nil, err
	}
	found, err := s.candidates(ctx, user, liked)
	if err != nil {
		return nil, err
	}
	return choose(liked.rank(found), first), nil
}

func (s *Service) likedBy(ctx context.Context, user uuid.UUID) (*liked, error) {
	var categories, brands []shape.Affinity
	var sizes, colors []shape.Leaning
	var price *shape.PriceRange
	var pets []shape.PetPreferences
	err := s.Pool.Pgx().QueryRow(ctx, knownSQL, user).Scan(&categories, &brands, &sizes, &colors, &price, &pets)
	if err != nil {
		return nil, fmt.Errorf("reading a taste: %w", err)
	}
	return newLiked(categories, brands, sizes, colors, price, pets, s.Clock.Now()), nil
}

func (s *Service) candidates(ctx context.Context, user uuid.UUID, l *liked) ([]candidate, error) {
	categoryIDs, categorySlugs, categoryWeights := l.categories.columns()
	brandIDs, brandSlugs, brandWeights := l.brands.columns()
	rows, err := s.Pool.Pgx().Query(ctx, candidatesSQL, user, categoryIDs, categorySlugs, categoryWeights, l.notCategories,
		brandIDs, brandSlugs, brandWeights, s.Clock.Now().Add(-owned), topCategories, ofCategory, topBrands, ofBrand, bestSeller)
	if err != nil {
		return nil, fmt.Errorf("reading what to recommend: %w", err)
	}
	var c candidate
	var colors, sizes []byte
	var found []candidate
	lists := words{}
	_, err = pgx.ForEachRow(rows, []any{&c.id, &c.category, &c.sold, &c.price, &colors, &sizes, &c.categoryWeight, &c.categoryName,
		&c.brandWeight, &c.brandName, &c.brandSlug}, func() (err error) {
		if c.colors, err = lists.read(colors); err != nil {
			return err
		}
		c.sizes, err = lists.read(sizes)
		found = append(found, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what to recommend: %w", err)
	}
	return found, nil
}

// words are lists of words as JSON has them. Many products come in the same
// sizes, so that each list is read once.
type words map[string][]string

func (w words) read(text []byte) ([]string, error) {
	if list, known := w[string(text)]; known {
		return list, nil
	}
	var list []string
	err := json.Unmarshal(text, &list)
	w[string(text)] = list
	return list, err
}
