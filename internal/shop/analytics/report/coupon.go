package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/money"
)

// CouponFigures are how coupons were used, by the day of the order. A use that was
// given back, because the order was cancelled, counts as Returned alone.
type CouponFigures struct {
	Redemptions, Returned int
	// People are those who used one while signed in.
	People int
	// Discount is what was given, in naira. Free shipping is no discount.
	Discount money.Naira
	// PaidOrders are the orders with one that were paid and not given back, and
	// Revenue what they came to in naira.
	PaidOrders int
	Revenue    money.Naira
}

func (f *CouponFigures) into() []any {
	return []any{&f.Redemptions, &f.Returned, &f.People, &f.Discount, &f.PaidOrders, &f.Revenue}
}

// Coupons is the report on them.
type Coupons struct {
	Totals CouponFigures
	Before *CouponFigures
	Points []CouponPoint
	// Rows are the coupons that were used, the most first, at most 100.
	Rows []CouponRow
	Freshness
}

// CouponPoint is an interval; To is the day after its last.
type CouponPoint struct {
	Frame
	Figures CouponFigures
}

// CouponRow is one coupon.
type CouponRow struct {
	// CouponID is the number of the coupon.
	CouponID   int
	Code, Name string
	Figures    CouponFigures
}

const (
	stillUsed  = `u.returned_at IS NULL`
	couponPaid = stillUsed + ` AND o.payment_status = 'paid' AND o.status <> 'cancelled'`
	couponSums = `count(*) FILTER (WHERE ` + stillUsed + `), count(*) FILTER (WHERE u.returned_at IS NOT NULL), count(DISTINCT u.user_id) FILTER (WHERE ` + stillUsed + `),
		coalesce(sum(u.discount_ngn) FILTER (WHERE ` + stillUsed + `), 0)::bigint, count(*) FILTER (WHERE ` + couponPaid + `),
		coalesce(sum(o.total_ngn) FILTER (WHERE ` + couponPaid + `), 0)::bigint`
	couponUses = `(SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, * FROM coupon_redemptions WHERE created_at >= $1 AND created_at < $2) AS u
		JOIN orders AS o ON o.id = u.order_id`

	couponsByFrame = `SELECT coalesce(frame, 0), ` + couponSums + ` FROM ` + couponUses + byFrame

	couponRows = `SELECT c.id, c.code::text, c.name, ` + couponSums + ` FROM ` + couponUses + ` JOIN coupons AS c ON c.id = u.coupon_id
		GROUP BY c.id ORDER BY 4 DESC, c.id LIMIT 100`
)

// Coupons is how coupons were used.
func (s *Service) Coupons(ctx context.Context, r Range) (*Coupons, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Coupons{Freshness: s.live()}
	var points []CouponFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "coupons", couponsByFrame, in, (*CouponFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f CouponFigures) CouponPoint { return CouponPoint{Frame{from, to}, f} })
	report.Rows, err = collect(ctx, s, "coupons", couponRows, func(rows pgx.Rows, one *CouponRow) error {
		return rows.Scan(append([]any{&one.CouponID, &one.Code, &one.Name}, one.Figures.into()...)...)
	}, in.from, in.to, in.starts)
	return report, err
}
