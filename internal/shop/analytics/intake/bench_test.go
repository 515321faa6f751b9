package intake_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/intake"
	"zuka/internal/testenv"
)

// What a batch of 2,000 costs beside a bare COPY of the same rows.
func BenchmarkWrite(b *testing.B) {
	s := &shop{TB: b, pool: testenv.Pool(b).Pgx()}
	s.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, sku, slug, name, description, category_id, price_ngn)
		SELECT n, 'P' || n, 'p' || n, 'Gown', '', c.id, 100 FROM c, generate_series(1, 10) AS n`)
	const size = 2000
	entries := make([]int64, size)
	for i := range entries {
		entries[i] = int64(i/100 + 1)
	}
	each := func(b *testing.B, write func(events []event.Event) error) {
		for b.Loop() {
			b.StopTimer()
			events := someViews(size)
			b.StartTimer()
			if err := write(events); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("bare", func(b *testing.B) {
		each(b, func(events []event.Event) error {
			rows, err := intake.Values(events, entries)
			if err != nil {
				return err
			}
			_, err = s.pool.CopyFrom(context.Background(), pgx.Identifier{"analytics_events"}, intake.Columns, pgx.CopyFromRows(rows))
			return err
		})
	})
	w := intake.NewWriter(s.pool)
	b.Run("writer", func(b *testing.B) {
		each(b, func(events []event.Event) error {
			_, err := w.Write(context.Background(), events, entries)
			return err
		})
	})
	b.Run("duplicates", func(b *testing.B) {
		events := someViews(size)
		each(b, func([]event.Event) error {
			_, err := w.Write(context.Background(), events, entries)
			return err
		})
	})
}
