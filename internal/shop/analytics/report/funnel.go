package report

import (
	"context"
	"time"

	"zuka/internal/platform/fault"
)

// FunnelWindow is how close together the steps of a funnel must be.
type FunnelWindow string

// The windows of a funnel.
const (
	// InRange counts sessions of clients with an event of each kind in the range.
	// Each kind is counted for itself: somebody may begin at the cart.
	InRange FunnelWindow = "range"
	// InVisit counts visits that began in the range: those with a step and with all
	// before it.
	InVisit FunnelWindow = "visit"
)

// FunnelFigures are how many took each step: sessions of clients or visits, as the
// window says.
type FunnelFigures struct {
	// Visitors saw a page, Viewers a product; CartAdds put something into the cart,
	// Checkouts began to pay, Purchases are those for whom the money came.
	Visitors, Viewers, CartAdds, Checkouts, Purchases int
}

// Conversion is the share of visitors who bought; nil without visitors.
func (f FunnelFigures) Conversion() *float64 { return share(f.Purchases, f.Visitors) }

func (f *FunnelFigures) into() []any {
	return []any{&f.Visitors, &f.Viewers, &f.CartAdds, &f.Checkouts, &f.Purchases}
}

// Funnel is the way from a page to a purchase.
type Funnel struct {
	Totals FunnelFigures
	Before *FunnelFigures
	// Points count a session once in each, so that sessions do not add up to Totals.
	Points []FunnelPoint
	Freshness
}

// FunnelPoint is an interval; To is the day after its last.
type FunnelPoint struct {
	Frame
	Figures FunnelFigures
}

var funnels = map[FunnelWindow]string{
	// What the same count over raw events would be.
	InRange: presentByFrame("page_view", "product_view", "add_to_cart", "checkout_start", "purchase"),
	InVisit: `SELECT coalesce(frame, 0), coalesce(sum(reached_page_count), 0)::bigint, coalesce(sum(reached_product_count), 0)::bigint, coalesce(sum(reached_cart_count), 0)::bigint,
			coalesce(sum(reached_checkout_count), 0)::bigint, coalesce(sum(reached_purchase_count), 0)::bigint
		FROM (SELECT width_bucket(date, $3::date[]) AS frame, * FROM analytics_visits_daily WHERE date >= $1::date AND date < $2::date) AS d` + byFrame,
}

// Funnel is how many came how far, in the range when the window is empty. In a
// range it answers what the same count over the raw events would, as of
// Freshness.EventsUpTo.
func (s *Service) Funnel(ctx context.Context, r Range, window FunnelWindow) (*Funnel, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	if window == "" {
		window = InRange
	}
	sql, known := funnels[window]
	if !known {
		return nil, fault.Invalid("window", "must be range or visit")
	}
	report := &Funnel{}
	var points []FunnelFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "the funnel", sql, in, (*FunnelFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f FunnelFigures) FunnelPoint { return FunnelPoint{Frame{from, to}, f} })
	report.Freshness, err = s.rolled(ctx)
	return report, err
}
