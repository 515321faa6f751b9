package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics/rollup"
)

// turn is what rolling up took of what is new in a quarter of an hour, and of more.
type turn struct {
	times  int
	events int64
	took   []time.Duration
}

// quarters is how many quarters of an hour a day has.
const quarters = 96

// rollUp rolls up what is new, and refreshes the view that would be needed
// otherwise.
func (h *history) rollUp(ctx context.Context) error {
	service := rollup.New(h.pool, clock.System{}, h.opts.Log)
	next := h.visits
	for _, times := range []int{1, 4} {
		one := turn{times: times}
		visits := max(h.visits/pastDays/quarters*int64(times), 1)
		for range h.opts.Rounds {
			events, err := h.happenNow(ctx, next, visits)
			if err != nil {
				return err
			}
			next += visits
			begun := time.Now()
			done, err := service.Advance(ctx)
			if err != nil {
				return err
			}
			one.took = append(one.took, time.Since(begun))
			if done.Events != events || done.Busy {
				return fmt.Errorf("of %d new events %d were rolled up", events, done.Events)
			}
			one.events += events
		}
		one.events /= int64(h.opts.Rounds)
		h.seen.turns = append(h.seen.turns, one)
		h.opts.Log.Info("rolled up", "new", one.events, "took", one.took)
	}
	for i, how := range []string{"", "CONCURRENTLY "} {
		for range 2 {
			begun := time.Now()
			if err := h.execute(ctx, "REFRESH MATERIALIZED VIEW "+how+"product_analytics_daily"); err != nil {
				return err
			}
			h.seen.refreshes[i] = append(h.seen.refreshes[i], time.Since(begun))
		}
		h.opts.Log.Info("refreshed", "how", how, "took", h.seen.refreshes[i])
	}
	return nil
}

// happenNow makes new visits of the last quarter of an hour.
func (h *history) happenNow(ctx context.Context, first, visits int64) (events int64, err error) {
	err = connected(ctx, h.shop.url, func(conn *pgx.Conn) error {
		now := time.Now()
		events, err = h.happen(ctx, conn, first, first+visits-1, now.Add(-30*time.Minute), now.Add(-15*time.Minute))
		return err
	})
	return events, err
}
