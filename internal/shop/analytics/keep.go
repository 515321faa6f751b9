package analytics

import (
	"context"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/archive"
	"zuka/internal/shop/analytics/rollup"
)

// Freshness says how far the figures have come.
type Freshness struct {
	rollup.Freshness
	// Oldest is when the oldest event came that is not in the table yet; nil when
	// none waits.
	Oldest *time.Time
}

// Freshness says how far the figures have come, for staff.
func (s *Service) Freshness(ctx context.Context) (*Freshness, error) {
	if err := staff(ctx, viewer.Staff); err != nil {
		return nil, err
	}
	far, err := s.Rollup.Freshness(ctx)
	if err != nil {
		return nil, err
	}
	fresh := &Freshness{Freshness: far}
	// Where Redis is away, nothing is known of what waits there.
	if at, waits, err := s.Intake.Oldest(ctx); err == nil && waits {
		fresh.Oldest = &at
	}
	return fresh, nil
}

const (
	// longestRebuild is how many days can be counted anew at once, usualRebuild how
	// many are when nobody says which.
	longestRebuild, usualRebuild = 92, 7
)

// Rebuild counts Lagos days anew, both included, and forgets the reports that are
// kept: for admins. Without a last day it is today, without a first one the last 7
// days are counted. Its faults name from and to.
//
// It takes minutes where there are many events, and goes on when ctx ends: see
// errand.ask for what is told then. The statements have limits of the rollup's own,
// set for its transaction, not those of the connections of requests, of which it
// takes one. Two processes at once do no harm: the watermark's row is locked for as
// long as days are counted anew, and the second gives up or counts the same again.
func (s *Service) Rebuild(ctx context.Context, first, last *time.Time) (rollup.Result, error) {
	if err := staff(ctx, viewer.Admin); err != nil {
		return rollup.Result{}, err
	}
	to := clock.Day(s.Clock.Now())
	if last != nil {
		to = clock.Day(*last)
	}
	from := to.AddDate(0, 0, 1-usualRebuild)
	if first != nil {
		from = clock.Day(*first)
	}
	switch {
	case to.Before(from):
		return rollup.Result{}, fault.Refuse(fault.InputInvalid, "to", "must not be before from")
	case to.Sub(from) >= longestRebuild*24*time.Hour:
		return rollup.Result{}, fault.Refuse(fault.InputInvalid, "to", "must be less than %d days after from", longestRebuild)
	}
	days := from.Format(time.DateOnly) + " to " + to.Format(time.DateOnly)
	return s.rebuilds.ask(ctx, days, func(ctx context.Context) (rollup.Result, error) {
		done, err := s.Rollup.Rebuild(ctx, from, to)
		if err != nil {
			return done, err
		}
		return done, s.group.Move(ctx)
	})
}

// Archives are the files that old events went to, the newest month first.
func (s *Service) Archives(ctx context.Context) ([]archive.Manifest, error) {
	if err := staff(ctx, viewer.Staff); err != nil {
		return nil, err
	}
	return s.Archive.List(ctx)
}

// ArchiveNow archives what is past its time, for admins; it says how many
// partitions. It goes on when ctx ends, as Rebuild does. Its long transactions set no
// limit to their statements, and a partition that the job or another process archives
// is left to that one.
func (s *Service) ArchiveNow(ctx context.Context) (int, error) {
	if err := staff(ctx, viewer.Admin); err != nil {
		return 0, err
	}
	return s.archivings.ask(ctx, "all that is due", s.Archive.Run)
}
