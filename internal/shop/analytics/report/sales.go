package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// OrderFigures are what was sold. An order counts on the Lagos day on which it
// was placed.
type OrderFigures struct {
	// Orders were placed, paid or not.
	Orders int
	// PaidOrders are those of them whose money came, RefundedOrders those whose
	// money went back again; they are among the paid ones. Money that came for an
	// order that stayed cancelled is neither: it is held to be given back.
	PaidOrders, RefundedOrders int
	// Gross is the sum of the totals of the paid orders, in naira, and Refunds
	// what of it went back.
	Gross, Refunds money.Naira
	// Discounts and Shipping are sums over the paid orders, in naira. Both are in
	// Gross already, the first taken off and the second added.
	Discounts, Shipping money.Naira
}

// Revenue is what the shop keeps: the totals of paid orders less refunds.
func (f OrderFigures) Revenue() money.Naira { return f.Gross - f.Refunds }

// AverageOrder is what a paid order came to on average, rounded to whole naira;
// nil where none was paid.
func (f OrderFigures) AverageOrder() *money.Naira {
	if f.PaidOrders == 0 {
		return nil
	}
	paid := money.Naira(f.PaidOrders)
	return new((f.Gross + paid/2) / paid)
}

func (f *OrderFigures) into() []any {
	return []any{&f.Orders, &f.PaidOrders, &f.RefundedOrders, &f.Gross, &f.Refunds, &f.Discounts, &f.Shipping}
}

// VisitFigures are what visits came to. A visit counts on the day it began.
type VisitFigures struct {
	// Visits are all, VisitsWithCart those in which something was put into the
	// cart, VisitsWithPurchase those in which something was bought, and Abandoned
	// those with a cart and without a purchase.
	Visits, VisitsWithCart, VisitsWithPurchase, Abandoned int
}

// Conversion is the share of visits with a purchase, 0 to 1; nil without visits.
func (f VisitFigures) Conversion() *float64 { return share(f.VisitsWithPurchase, f.Visits) }

// CartAbandonment is the share of visits with a cart that bought nothing, 0 to 1;
// nil without such visits.
func (f VisitFigures) CartAbandonment() *float64 { return share(f.Abandoned, f.VisitsWithCart) }

func (f *VisitFigures) into() []any {
	return []any{&f.Visits, &f.VisitsWithCart, &f.VisitsWithPurchase, &f.Abandoned}
}

// SalesFigures are what was sold and what visits came to.
type SalesFigures struct {
	OrderFigures
	VisitFigures
}

// Sales is the report on them.
type Sales struct {
	Totals SalesFigures
	Before *SalesFigures
	Points []SalesPoint
	Freshness
}

// SalesPoint is an interval; To is the day after its last.
type SalesPoint struct {
	Frame
	Figures SalesFigures
}

const (
	// hasMoney and wentBack are about the order o.
	hasMoney = `o.payment_status IN ('paid', 'refunded') AND o.status <> 'cancelled'`
	wentBack = `o.payment_status = 'refunded' AND o.status <> 'cancelled'`

	orderSums = `count(*), count(*) FILTER (WHERE ` + hasMoney + `), count(*) FILTER (WHERE ` + wentBack + `),
		coalesce(sum(o.total_ngn) FILTER (WHERE ` + hasMoney + `), 0)::bigint, coalesce(sum(o.total_ngn) FILTER (WHERE ` + wentBack + `), 0)::bigint,
		coalesce(sum(o.discount_ngn) FILTER (WHERE ` + hasMoney + `), 0)::bigint, coalesce(sum(o.shipping_ngn) FILTER (WHERE ` + hasMoney + `), 0)::bigint`

	// byFrame groups by the frame that a moment lies in, which is looked for among
	// the beginnings: cheaper than calendar arithmetic on each row.
	byFrame = ` GROUP BY GROUPING SETS ((frame), ())`

	ordersByFrame = `SELECT coalesce(frame, 0), ` + orderSums + `
		FROM (SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, * FROM orders WHERE created_at >= $1 AND created_at < $2) AS o` + byFrame

	visitsByFrame = `SELECT coalesce(frame, 0), coalesce(sum(visits_count), 0)::bigint, coalesce(sum(carts_count), 0)::bigint, coalesce(sum(purchases_count), 0)::bigint,
			coalesce(sum(abandoned_count), 0)::bigint
		FROM (SELECT width_bucket(date, $3::date[]) AS frame, * FROM analytics_visits_daily WHERE date >= $1::date AND date < $2::date) AS d` + byFrame
)

// Sales is how the shop sold.
func (s *Service) Sales(ctx context.Context, r Range) (*Sales, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	sold, soldBefore, soldPoints, err := compared(ctx, s, "sales", ordersByFrame, in, (*OrderFigures).into)
	if err != nil {
		return nil, err
	}
	seen, seenBefore, seenPoints, err := compared(ctx, s, "visits", visitsByFrame, in, (*VisitFigures).into)
	if err != nil {
		return nil, err
	}
	sales := &Sales{Totals: SalesFigures{sold, seen}}
	if in.compare {
		sales.Before = &SalesFigures{*soldBefore, *seenBefore}
	}
	for i := range in.starts {
		from, to := in.frame(i)
		sales.Points = append(sales.Points, SalesPoint{Frame{from, to}, SalesFigures{soldPoints[i], seenPoints[i]}})
	}
	sales.Freshness, err = s.rolled(ctx)
	return sales, err
}

// Orders are what was sold from one Lagos day on and before another, now: for a
// screen that shows it as it happens.
func (s *Service) Orders(ctx context.Context, from, to time.Time) (OrderFigures, error) {
	in, err := Range{From: from, To: to}.span()
	if err != nil {
		return OrderFigures{}, err
	}
	sold, _, err := framed(ctx, s, "orders", ordersByFrame, in, (*OrderFigures).into)
	return sold, err
}

// SalesDimension is what sales are split by.
type SalesDimension string

// The dimensions of sales.
const (
	ByPaymentMethod SalesDimension = "payment_method"
	// ByDeliveryState is the state that it was to be delivered to.
	ByDeliveryState SalesDimension = "state"
	// ByVisitPlatform is the platform of the visit in which it was ordered.
	ByVisitPlatform SalesDimension = "platform"
)

// SalesSlice is what was sold with one value of a dimension.
type SalesSlice struct {
	// Key is the value as it is stored; empty where it is not known.
	Key     string
	Figures OrderFigures
	// Before are those of the period before; nil where they are not asked for.
	Before *OrderFigures
}

// The first visit of a client has the client's own session as its id, which is
// what an order says, and all visits of a session have the same platform.
var salesKeys = map[SalesDimension]string{
	ByPaymentMethod: "o.payment_method",
	ByDeliveryState: "coalesce(o.shipping_address->>'state', '')",
	ByVisitPlatform: "coalesce((SELECT v.platform FROM user_sessions_analytics AS v WHERE v.session_id = o.visit_id), '')",
}

// SalesBy splits what was sold, the largest revenue first. There are no points.
func (s *Service) SalesBy(ctx context.Context, r Range, by SalesDimension) ([]SalesSlice, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	key, known := salesKeys[by]
	if !known {
		return nil, fault.Invalid("by", "must be payment_method, state or platform")
	}
	sql := "SELECT " + key + " AS key, " + orderSums + ` FROM orders AS o WHERE o.created_at >= $1 AND o.created_at < $2
		GROUP BY 1 ORDER BY coalesce(sum(o.total_ngn) FILTER (WHERE o.payment_status = 'paid' AND o.status <> 'cancelled'), 0) DESC, 1`
	scan := func(rows pgx.Rows, one *SalesSlice) error {
		return rows.Scan(append([]any{&one.Key}, one.Figures.into()...)...)
	}
	slices, err := collect(ctx, s, "sales by "+string(by), sql, scan, in.from, in.to)
	if err != nil || !in.compare {
		return slices, err
	}
	earlier, err := collect(ctx, s, "sales by "+string(by), sql, scan, in.before().from, in.from)
	return withBefore(slices, earlier), err
}

// withBefore joins two periods; what was sold only before stands at the end.
func withBefore(slices, earlier []SalesSlice) []SalesSlice {
	place := make(map[string]int, len(slices))
	for i := range slices {
		place[slices[i].Key], slices[i].Before = i, new(OrderFigures)
	}
	for _, one := range earlier {
		if i, there := place[one.Key]; there {
			slices[i].Before = new(one.Figures)
			continue
		}
		slices = append(slices, SalesSlice{Key: one.Key, Before: new(one.Figures)})
	}
	return slices
}
