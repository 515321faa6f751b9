package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zuka/internal/app"
	"zuka/internal/platform/clock"
)

type rollupCommand struct {
	From time.Time `required:"" format:"2006-01-02" placeholder:"2026-10-01" help:"The first Lagos day."`
	To   time.Time `required:"" format:"2006-01-02" placeholder:"2026-11-30" help:"The last Lagos day."`
}

// Run counts the days anew, a month after another, each in a transaction of its own:
// what was done stays when a later one fails, and meanwhile new events are counted.
func (r rollupCommand) Run(ctx context.Context, config *app.Config) error {
	from, to := clock.Day(r.From), clock.Day(r.To)
	if to.Before(from) {
		return errors.New("--to must not be before --from")
	}
	figures, closing, err := app.OpenRollup(ctx, *config)
	if err != nil {
		return err
	}
	defer closing()
	for first := from; !first.After(to); first = nextMonth(first) {
		last := nextMonth(first).AddDate(0, 0, -1)
		if last.After(to) {
			last = to
		}
		begun := time.Now()
		done, err := figures.Rebuild(ctx, first, last)
		if err != nil {
			return err
		}
		fmt.Printf("%s to %s: %d events counted in %s\n", first.Format(time.DateOnly), last.Format(time.DateOnly), done.Events, time.Since(begun).Round(time.Millisecond))
	}
	return nil
}

// nextMonth is the first Lagos day of the month after a day's.
func nextMonth(day time.Time) time.Time { return day.AddDate(0, 1, 1-day.Day()) }
