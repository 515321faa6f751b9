package analytics

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/rollup"
)

// Keeper does what comes by itself: it makes figures of events, takes counters
// over and puts old events away. Each of its methods may run in several processes
// at once.
type Keeper struct {
	Pool    *postgres.Pool
	Writer  Writer
	Hot     *hot.Counters
	Rollup  *rollup.Service
	Archive *archive.Service
	Log     *slog.Logger
	// Clock says which purchases are too old to be told; nil is the machine's.
	Clock clock.Clock
}

func (k *Keeper) now() time.Time {
	if k.Clock == nil {
		return clock.System{}.Now()
	}
	return k.Clock.Now()
}

// Advance counts what is new; it says how many events that were.
func (k *Keeper) Advance(ctx context.Context) (int, error) {
	done, err := k.Rollup.Advance(ctx)
	return int(done.Events), err
}

// RefreshViews computes the materialized views anew.
func (k *Keeper) RefreshViews(ctx context.Context) (int, error) {
	return 0, k.Rollup.RefreshViews(ctx)
}

// Flush takes over the counters of quarters of an hour that are over; it says how
// many.
func (k *Keeper) Flush(ctx context.Context) (int, error) {
	done, err := k.Hot.Flush(ctx, k.Pool.Pgx())
	return done.Buckets, err
}

// Shelve archives the partitions that are past their time; it says how many.
func (k *Keeper) Shelve(ctx context.Context) (int, error) {
	drained, err := postgres.DrainDefault(ctx, k.Pool.Pgx())
	if len(drained) > 0 {
		k.Log.InfoContext(ctx, "events were moved to partitions of their months", "partitions", drained)
	}
	done, failed := k.Archive.Run(ctx)
	return done, errors.Join(err, failed)
}
