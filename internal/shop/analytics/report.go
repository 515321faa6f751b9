package analytics

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	orderrow "zuka/ent/db/order"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/report"
)

// mostRows is how many rows of a report can be asked for.
const mostRows = 100

// Range says which days a report is about.
type Range struct {
	// From is the first Lagos day, To the last.
	From, To time.Time
	// Interval is how long a point is; nil means that the length decides.
	Interval *report.Interval
	// Compare asks for the period before, too.
	Compare bool
}

// span is the range as reports take it: their last day is not in it.
func (r Range) span() report.Range {
	in := report.Range{From: clock.Day(r.From), To: clock.Day(r.To).AddDate(0, 0, 1), Compare: r.Compare}
	if r.Interval != nil {
		in.Interval = *r.Interval
	}
	return in
}

// kept is a report that may be up to 15 minutes old. The name and all that is asked
// for tell reports apart. Its faults name range.from, range.to or range.interval.
func kept[T any](ctx context.Context, s *Service, name string, asked any, read func(context.Context) (T, error)) (T, error) {
	var found T
	if err := staff(ctx, viewer.Staff); err != nil {
		return found, err
	}
	key, err := json.Marshal(asked)
	if err != nil {
		return found, fmt.Errorf("naming a report: %w", err)
	}
	text, err := s.kept.Get(ctx, name+string(key), func(ctx context.Context) ([]byte, error) {
		fresh, err := read(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(fresh)
	})
	if err != nil {
		return found, fault.Below("range", err)
	}
	return found, json.Unmarshal(text, &found)
}

// ranged is a report on a range.
func ranged[T any](ctx context.Context, s *Service, name string, r Range, read func(context.Context, report.Range) (T, error)) (T, error) {
	in := r.span()
	return kept(ctx, s, name, in, func(ctx context.Context) (T, error) { return read(ctx, in) })
}

// rows checks how many rows are asked for.
func rows(first int) error {
	if first < 1 || first > mostRows {
		return fault.Invalid("first", "must be between 1 and %d, got %d", mostRows, first)
	}
	return nil
}

// Sales is what was sold.
func (s *Service) Sales(ctx context.Context, r Range) (*report.Sales, error) {
	return ranged(ctx, s, "sales", r, s.Reports.Sales)
}

// SalesBy is what was sold, split.
func (s *Service) SalesBy(ctx context.Context, r Range, by report.SalesDimension) ([]report.SalesSlice, error) {
	return ranged(ctx, s, "sales."+string(by), r, func(ctx context.Context, in report.Range) ([]report.SalesSlice, error) {
		return s.Reports.SalesBy(ctx, in, by)
	})
}

// Products is how products did, with the first of them.
func (s *Service) Products(ctx context.Context, r Range, order report.ProductOrder, first int) (*report.Products, error) {
	if err := rows(first); err != nil {
		return nil, err
	}
	return ranged(ctx, s, fmt.Sprint("products.", order, first), r, func(ctx context.Context, in report.Range) (*report.Products, error) {
		return s.Reports.Products(ctx, in, order, first)
	})
}

// TopSellers are the products of which most was sold, by orders of these statuses.
func (s *Service) TopSellers(ctx context.Context, r Range, statuses []orderrow.Status, first int) ([]report.Seller, error) {
	if err := rows(first); err != nil {
		return nil, err
	}
	words := make([]string, len(statuses))
	for i, status := range statuses {
		words[i] = string(status)
	}
	return ranged(ctx, s, fmt.Sprint("sellers.", words, first), r, func(ctx context.Context, in report.Range) ([]report.Seller, error) {
		return s.Reports.TopSellers(ctx, in, words, first)
	})
}

// Categories is how categories did.
func (s *Service) Categories(ctx context.Context, r Range) (*report.Categories, error) {
	return ranged(ctx, s, "categories", r, s.Reports.Categories)
}

// Customers is who was there and who was new.
func (s *Service) Customers(ctx context.Context, r Range) (*report.Customers, error) {
	return ranged(ctx, s, "customers", r, s.Reports.Customers)
}

// LifetimeValue is what customers brought in.
func (s *Service) LifetimeValue(ctx context.Context, r Range, first int) (*report.LifetimeValue, error) {
	if err := rows(first); err != nil {
		return nil, err
	}
	return ranged(ctx, s, fmt.Sprint("lifetime.", first), r, func(ctx context.Context, in report.Range) (*report.LifetimeValue, error) {
		return s.Reports.LifetimeValue(ctx, in, first)
	})
}

// Channels is how people came for the first time.
func (s *Service) Channels(ctx context.Context, r Range) (*report.Channels, error) {
	return ranged(ctx, s, "channels", r, s.Reports.Channels)
}

// Retention is who came back.
func (s *Service) Retention(ctx context.Context, r Range, start report.CohortStart) (*report.Retention, error) {
	return ranged(ctx, s, "retention."+string(start), r, func(ctx context.Context, in report.Range) (*report.Retention, error) {
		return s.Reports.Retention(ctx, in, start)
	})
}

// Funnel is the way from a visit to a purchase, in the range when the window is
// empty.
func (s *Service) Funnel(ctx context.Context, r Range, window report.FunnelWindow) (*report.Funnel, error) {
	return ranged(ctx, s, "funnel."+string(window), r, func(ctx context.Context, in report.Range) (*report.Funnel, error) {
		return s.Reports.Funnel(ctx, in, window)
	})
}

// Searches is what was searched for.
func (s *Service) Searches(ctx context.Context, r Range, first int) (*report.Searches, error) {
	if err := rows(first); err != nil {
		return nil, err
	}
	return ranged(ctx, s, fmt.Sprint("searches.", first), r, func(ctx context.Context, in report.Range) (*report.Searches, error) {
		return s.Reports.Searches(ctx, in, first)
	})
}

// Coupons is how coupons were used.
func (s *Service) Coupons(ctx context.Context, r Range) (*report.Coupons, error) {
	return ranged(ctx, s, "coupons", r, s.Reports.Coupons)
}

// Games is how games were played.
func (s *Service) Games(ctx context.Context, r Range) (*report.Games, error) {
	return ranged(ctx, s, "games", r, s.Reports.Games)
}

// Pets is how pets were used.
func (s *Service) Pets(ctx context.Context, r Range) (*report.Pets, error) {
	return ranged(ctx, s, "pets", r, s.Reports.Pets)
}

// Payments is how payments went.
func (s *Service) Payments(ctx context.Context, r Range) (*report.Payments, error) {
	return ranged(ctx, s, "payments", r, s.Reports.Payments)
}

// Events is how often something happened.
func (s *Service) Events(ctx context.Context, r Range, kind event.Type, by report.EventDimension) (*report.Breakdown, error) {
	return ranged(ctx, s, fmt.Sprint("events.", kind, ".", by), r, func(ctx context.Context, in report.Range) (*report.Breakdown, error) {
		return s.Reports.Breakdown(ctx, in, string(kind), by)
	})
}
