package catalog

import (
	"context"
	"fmt"
	"sync"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/catalog/shelf"
)

const (
	// shelfRest is how long a new shelf is left alone however much changes:
	// making one reads every product.
	shelfRest = 2 * time.Second
	// shelfTime bounds the making of one.
	shelfTime = 30 * time.Second
)

// stand holds the shelf that facets are counted on. Only the first reader
// waits for one; later a new one is made in the background when the catalogue
// changed or the shelf is as old as facets may be, and until it is there
// readers have the old one.
type stand struct {
	clock clock.Clock
	make  func(context.Context) (*shelf.Shelf, error)

	mu         sync.Mutex
	shelf      *shelf.Shelf // nil until the first was made
	generation string
	made       time.Time
	making     *making // nil while none is being made
}

// making is one attempt that several may wait for.
type making struct {
	done  chan struct{}
	shelf *shelf.Shelf
	err   error
}

// get is the shelf to count on, where the catalogue is of this generation.
func (s *stand) get(ctx context.Context, generation string) (*shelf.Shelf, error) {
	current, attempt := s.look(ctx, generation)
	if current != nil {
		return current, nil
	}
	select {
	case <-attempt.done:
		return attempt.shelf, attempt.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// look returns the shelf that is there, and begins a new one where it is time.
func (s *stand) look(ctx context.Context, generation string) (*shelf.Shelf, *making) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := s.clock.Now().Sub(s.made)
	due := s.shelf == nil || age >= facetTTL || generation != s.generation && age >= shelfRest
	if due && s.making == nil {
		s.making = &making{done: make(chan struct{})}
		go s.renew(context.WithoutCancel(ctx), s.making, generation)
	}
	return s.shelf, s.making
}

// renew makes a shelf. One that could not be made leaves the old one in place,
// and the next reader tries again.
func (s *stand) renew(ctx context.Context, attempt *making, generation string) {
	ctx, cancel := context.WithTimeout(ctx, shelfTime)
	defer cancel()
	begun := s.clock.Now()
	attempt.shelf, attempt.err = s.make(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if attempt.err == nil {
		s.shelf, s.generation, s.made = attempt.shelf, generation, begun
	}
	s.making = nil
	close(attempt.done)
}

// shelfNow is what the products can be narrowed by: at most facetTTL old, and
// a change is on it a few seconds later.
func (s *Service) shelfNow(ctx context.Context) (*shelf.Shelf, error) {
	var generation string
	if !s.products.Disabled() {
		var err error
		if generation, err = s.lists.Generation(ctx); err != nil {
			return nil, err
		}
	}
	return s.stand.get(ctx, generation)
}

// Warm makes the first shelf, so that the first search need not wait for it.
func (s *Service) Warm(ctx context.Context) error {
	_, err := s.shelfNow(ctx)
	return err
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
