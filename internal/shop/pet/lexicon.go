package pet

import (
	"context"
	"fmt"
	"sync"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/understand"
)

// lexiconLife is how old the words of the catalogue may be: a new brand is
// understood by its name after that.
const lexiconLife = 5 * time.Minute

// Words are the words of the catalogue, read anew every few minutes.
type Words struct {
	Pool  *postgres.Pool
	Clock clock.Clock

	mu    sync.Mutex
	made  *understand.Lexicon
	until time.Time
}

// Lexicon is what the words of the catalogue mean.
func (w *Words) Lexicon(ctx context.Context) (*understand.Lexicon, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.Clock.Now()
	if w.made != nil && now.Before(w.until) {
		return w.made, nil
	}
	made, err := w.read(ctx)
	if err != nil {
		if w.made != nil {
			return w.made, nil // Old words are better than none.
		}
		return nil, err
	}
	w.made, w.until = made, now.Add(lexiconLife)
	return made, nil
}

func (w *Words) read(ctx context.Context) (*understand.Lexicon, error) {
	categories, err := w.entries(ctx, "SELECT slug, name FROM categories WHERE active ORDER BY id")
	if err != nil {
		return nil, err
	}
	brands, err := w.entries(ctx, "SELECT slug, name FROM brands WHERE active ORDER BY id")
	if err != nil {
		return nil, err
	}
	colors, err := w.values(ctx, `SELECT DISTINCT color FROM product_variants WHERE color <> ''
		UNION SELECT DISTINCT jsonb_array_elements_text(colors) FROM products WHERE active ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	sizes, err := w.values(ctx, "SELECT DISTINCT size FROM product_variants WHERE size <> '' ORDER BY 1")
	if err != nil {
		return nil, err
	}
	return understand.NewLexicon(categories, brands, colors, sizes), nil
}

func (w *Words) entries(ctx context.Context, sql string) (found []understand.Entry, err error) {
	rows, err := w.Pool.Pgx().Query(ctx, sql)
	if err != nil {
		return nil, fmt.Errorf("reading the words of the catalogue: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var one understand.Entry
		if err := rows.Scan(&one.Slug, &one.Name); err != nil {
			return nil, fmt.Errorf("reading the words of the catalogue: %w", err)
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

func (w *Words) values(ctx context.Context, sql string) (found []string, err error) {
	rows, err := w.Pool.Pgx().Query(ctx, sql)
	if err != nil {
		return nil, fmt.Errorf("reading the words of the catalogue: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, fmt.Errorf("reading the words of the catalogue: %w", err)
		}
		found = append(found, one)
	}
	return found, rows.Err()
}
