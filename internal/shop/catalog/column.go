package catalog

import (
	"context"
	"fmt"
	"time"

	"zuka/internal/platform/cache"
	"zuka/internal/shop/catalog/shelf"
)

// shelfLife is how long an answer that shows the shelf is kept: what was on its way to
// the shelf when it was made is missed no longer.
const shelfLife = time.Minute

// shelfNow is what the products can be narrowed by: at most facetTTL old, and
// a change is on it a few seconds later.
func (s *Service) shelfNow(ctx context.Context) (*shelf.Shelf, error) {
	cache.Saw(ctx, s.shown.lists)
	cache.Within(ctx, shelfLife)
	generation, err := s.generation(ctx, s.lists)
	if err != nil {
		return nil, err
	}
	return s.shelf.get(ctx, generation)
}

// Warm makes what is held in memory, so that the first reader need not wait.
func (s *Service) Warm(ctx context.Context) error {
	_, err := s.directoryNow(ctx)
	if err != nil {
		return err
	}
	_, err = s.shelfNow(ctx)
	return err
}

// generation is how a group stands. Without caches nothing is told of changes,
// and what is held in memory is only as new as its lifetime makes it.
func (s *Service) generation(ctx context.Context, group *cache.Group) (string, error) {
	if s.products.Disabled() {
		return "", nil
	}
	return group.Generation(ctx)
}

// readShelf reads every active product, narrow.
func (s *Service) readShelf(ctx context.Context) (*shelf.Shelf, error) {
	rows, err := s.pool.Pgx().Query(ctx, `SELECT id, category_id, coalesce(brand_id, 0), gender, current_price_ngn, sizes::text, colors::text, tags::text,
		in_stock, on_sale, featured, new_arrival, (rating_average * 100)::int FROM products WHERE active ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("reading the shelf: %w", err)
	}
	defer rows.Close()
	made := shelf.New(bandStarts())
	for rows.Next() {
		var row shelf.Row
		var sizes, colors, tags string
		err := rows.Scan(&row.ID, &row.Category, &row.Brand, &row.Gender, &row.Price, &sizes, &colors, &tags,
			&row.InStock, &row.OnSale, &row.Featured, &row.NewArrival, &row.Rating)
		if err != nil {
			return nil, fmt.Errorf("reading the shelf: %w", err)
		}
		row.Sizes, row.Colors, row.Tags = []byte(sizes), []byte(colors), []byte(tags)
		if err := made.Add(row); err != nil {
			return nil, fmt.Errorf("filling the shelf: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the shelf: %w", err)
	}
	return made, nil
}

// bandStarts are the prices at which the bands above the first begin.
func bandStarts() []int64 {
	starts := make([]int64, 0, len(PriceBands)-1)
	for _, band := range PriceBands[1:] {
		starts = append(starts, band.Min.Amount())
	}
	return starts
}
