package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"zuka/internal/bench/load"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	reports "zuka/internal/shop/analytics/report"
)

// askRounds is how often each report is asked for on each range.
const askRounds = 10

// askedDays are how long the ranges are.
var askedDays = []int{7, 30, 90}

// asked is how a report did, by range.
type asked struct {
	name  string
	times []load.Figures
}

// worst is the longest time that 95 of 100 did not exceed, of all ranges.
func (a *asked) worst() time.Duration {
	var worst time.Duration
	for _, one := range a.times {
		worst = max(worst, one.P95)
	}
	return worst
}

// ask asks for every report, one after the other over one connection.
func (h *history) ask(ctx context.Context) error {
	pool, err := postgres.Open(ctx, postgres.Options{URL: h.shop.url, MaxConns: 1, StatementTimeout: time.Minute, ApplicationName: "zuka bench reports"})
	if err != nil {
		return err
	}
	defer pool.Close()
	service := reports.New(func(context.Context) *pgxpool.Pool { return pool.Pgx() }, clock.System{})
	for _, one := range questionsOf(service) {
		seen := asked{name: one.name}
		for _, days := range askedDays {
			result := load.Result{}
			for range askRounds {
				begun := time.Now()
				if err := one.ask(ctx, lastDays(days)); err != nil {
					return fmt.Errorf("%s of %d days: %w", one.name, days, err)
				}
				result.Samples = append(result.Samples, load.Sample{Took: time.Since(begun)})
			}
			seen.times = append(seen.times, result.Figures())
		}
		h.seen.asked = append(h.seen.asked, seen)
	}
	slices.SortStableFunc(h.seen.asked, func(a, b asked) int { return int(b.worst() - a.worst()) })
	return nil
}

// lastDays is the range that ends with today, compared with the one before.
func lastDays(days int) reports.Range {
	tomorrow := clock.Day(time.Now()).AddDate(0, 0, 1)
	return reports.Range{From: tomorrow.AddDate(0, 0, -days), To: tomorrow, Compare: true}
}

// reportQuestion is one report with how it is asked for.
type reportQuestion struct {
	name string
	ask  func(context.Context, reports.Range) error
}

// plainQuestion makes a question of a report that needs the range alone.
func plainQuestion[T any](name string, ask func(context.Context, reports.Range) (T, error)) reportQuestion {
	return reportQuestion{name, func(ctx context.Context, r reports.Range) error { _, err := ask(ctx, r); return err }}
}

// questionsOf are all reports. One that is split is asked for by each dimension.
func questionsOf(s *reports.Service) []reportQuestion {
	weekly := func(start reports.CohortStart) func(context.Context, reports.Range) (*reports.Retention, error) {
		return func(ctx context.Context, r reports.Range) (*reports.Retention, error) {
			r.Interval = reports.Week
			return s.Retention(ctx, r, start)
		}
	}
	all := []reportQuestion{
		plainQuestion("Sales", s.Sales), plainQuestion("Categories", s.Categories), plainQuestion("Customers", s.Customers), plainQuestion("Channels", s.Channels),
		plainQuestion("Coupons", s.Coupons), plainQuestion("Games", s.Games), plainQuestion("Pets", s.Pets), plainQuestion("Payments", s.Payments),
		plainQuestion("Retention, first order, weeks", weekly(reports.FirstOrder)), plainQuestion("Retention, first visit, weeks", weekly(reports.FirstVisit)),
		plainQuestion("LifetimeValue", func(ctx context.Context, r reports.Range) (*reports.LifetimeValue, error) {
			return s.LifetimeValue(ctx, r, 0)
		}),
		plainQuestion("Searches", func(ctx context.Context, r reports.Range) (*reports.Searches, error) { return s.Searches(ctx, r, 0) }),
		plainQuestion("TopSellers", func(ctx context.Context, r reports.Range) ([]reports.Seller, error) {
			return s.TopSellers(ctx, r, nil, 0)
		}),
		plainQuestion("Orders", func(ctx context.Context, r reports.Range) (reports.OrderFigures, error) {
			return s.Orders(ctx, r.From, r.To)
		}),
	}
	for _, window := range []reports.FunnelWindow{reports.InRange, reports.InVisit} {
		all = append(all, plainQuestion("Funnel, "+string(window), func(ctx context.Context, r reports.Range) (*reports.Funnel, error) { return s.Funnel(ctx, r, window) }))
	}
	for _, by := range []reports.SalesDimension{reports.ByPaymentMethod, reports.ByDeliveryState, reports.ByVisitPlatform} {
		all = append(all, plainQuestion("SalesBy "+string(by), func(ctx context.Context, r reports.Range) ([]reports.SalesSlice, error) { return s.SalesBy(ctx, r, by) }))
	}
	for _, order := range []reports.ProductOrder{reports.MostRevenue, reports.MostViews} {
		all = append(all, plainQuestion("Products by "+string(order), func(ctx context.Context, r reports.Range) (*reports.Products, error) {
			return s.Products(ctx, r, order, 0)
		}))
	}
	for _, by := range []reports.EventDimension{reports.ByPlatform, reports.ByState, reports.BySource} {
		all = append(all, plainQuestion("Breakdown by "+string(by), func(ctx context.Context, r reports.Range) (*reports.Breakdown, error) {
			return s.Breakdown(ctx, r, "product_view", by)
		}))
	}
	return all
}

// funnelled is the funnel by the report and by the raw events.
type funnelled struct {
	report, raw reports.FunnelFigures
	took, bySQL time.Duration
	days        int
}

// funnelSQL is the sample query of the proposal, up to the last event that was
// rolled up.
const funnelSQL = `SELECT COUNT(DISTINCT CASE WHEN event_type = 'page_view' THEN session_id END), COUNT(DISTINCT CASE WHEN event_type = 'product_view' THEN session_id END),
		COUNT(DISTINCT CASE WHEN event_type = 'add_to_cart' THEN session_id END), COUNT(DISTINCT CASE WHEN event_type = 'checkout_start' THEN session_id END),
		COUNT(DISTINCT CASE WHEN event_type = 'purchase' THEN session_id END)
	FROM analytics_events WHERE created_at >= $1 AND created_at < $2 AND id <= (SELECT position FROM analytics_watermarks WHERE name = 'events')`

// compareFunnel counts the funnel of 30 days by the raw events.
func (h *history) compareFunnel(ctx context.Context) error {
	seen, in := &h.seen.funnel, lastDays(30)
	in.Compare, seen.days = false, 30
	service, begun := reports.New(func(context.Context) *pgxpool.Pool { return h.pool.Pgx() }, clock.System{}), time.Now()
	funnel, err := service.Funnel(ctx, in, reports.InRange)
	if err != nil {
		return err
	}
	seen.report, seen.took, begun = funnel.Totals, time.Since(begun), time.Now()
	raw := &seen.raw
	err = h.pool.Pgx().QueryRow(ctx, funnelSQL, in.From, in.To).Scan(&raw.Visitors, &raw.Viewers, &raw.CartAdds, &raw.Checkouts, &raw.Purchases)
	seen.bySQL = time.Since(begun)
	if err == nil && seen.report != seen.raw {
		err = fmt.Errorf("the funnel of %d days is %+v by the report and %+v by the events", seen.days, seen.report, seen.raw)
	}
	return err
}
