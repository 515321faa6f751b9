package rollup

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// views are the materialized views over events and figures, in the order in which
// they are refreshed; each has a row in analytics_watermarks.
var views = []string{"product_analytics_daily", "category_analytics"}

// RefreshViews computes the materialized views anew, while readers go on seeing
// what was before. It belongs behind Advance, whose figures category_analytics adds
// up. Each view takes as long as all events of 90 days take to read.
func (s *Service) RefreshViews(ctx context.Context) error {
	for _, view := range views {
		asOf := s.clock.Now()
		err := s.within(ctx, func(tx pgx.Tx) error {
			return refresh(ctx, tx, "CONCURRENTLY "+view, view, asOf)
		})
		if err != nil {
			return fmt.Errorf("refreshing %s: %w", view, err)
		}
	}
	return nil
}

// refresh computes a view anew. What was counted before the refresh began is in it,
// and more may be. What is made of figures, not of events, is as of those.
func refresh(ctx context.Context, tx pgx.Tx, how, view string, asOf time.Time) error {
	if _, err := run(ctx, tx, `INSERT INTO analytics_watermarks AS w (name, position, as_of, updated_at)
		SELECT $1, coalesce((SELECT position FROM analytics_watermarks WHERE name = 'events'), 0),
			CASE WHEN $1 = 'category_analytics' THEN (SELECT as_of FROM analytics_watermarks WHERE name = 'events') ELSE $2 END, $2
		ON CONFLICT (name) DO UPDATE SET position = excluded.position, as_of = greatest(w.as_of, excluded.as_of), updated_at = excluded.updated_at`,
		view, asOf); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "REFRESH MATERIALIZED VIEW "+how)
	return err
}

// Freshness tells how far the figures have come. A moment is zero when there was
// none yet.
type Freshness struct {
	// AsOf is the moment up to which every event that was there is counted.
	AsOf time.Time
	// Position is the id of the last event that is counted.
	Position int64
	// Waiting is how many events are not counted yet.
	Waiting int64
	// Views are the moments as of which the materialized views are, by name.
	Views map[string]time.Time
}

// Freshness tells how far the figures have come.
func (s *Service) Freshness(ctx context.Context) (Freshness, error) {
	rows, err := s.pool.Pgx().Query(ctx, `SELECT name, position, as_of,
		CASE WHEN name = 'events' THEN (SELECT count(*) FROM analytics_events WHERE id > w.position) ELSE 0 END
		FROM (SELECT name, position, as_of FROM analytics_watermarks UNION ALL
			SELECT 'events', 0, NULL WHERE NOT EXISTS (SELECT FROM analytics_watermarks WHERE name = 'events')) AS w`)
	if err != nil {
		return Freshness{}, fmt.Errorf("reading the watermarks: %w", err)
	}
	fresh := Freshness{Views: make(map[string]time.Time)}
	var (
		name              string
		position, waiting int64
		asOf              *time.Time
	)
	_, err = pgx.ForEachRow(rows, []any{&name, &position, &asOf, &waiting}, func() error {
		var at time.Time
		if asOf != nil {
			at = asOf.UTC()
		}
		if name == "events" {
			fresh.AsOf, fresh.Position, fresh.Waiting = at, position, waiting
		} else {
			fresh.Views[name] = at
		}
		return nil
	})
	if err != nil {
		return Freshness{}, fmt.Errorf("reading the watermarks: %w", err)
	}
	return fresh, nil
}
