package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/money"
)

// PaymentFigures are how attempts to pay went. One counts on the day it began.
type PaymentFigures struct {
	Attempts, Succeeded, Failed, Pending int
	// Received is what the attempts that succeeded came to, in naira, before
	// refunds.
	Received money.Naira
}

// SuccessRate is the share of the attempts that are over which succeeded, 0 to 1;
// nil without any.
func (f PaymentFigures) SuccessRate() *float64 { return share(f.Succeeded, f.Succeeded+f.Failed) }

func (f *PaymentFigures) into() []any {
	return []any{&f.Attempts, &f.Succeeded, &f.Failed, &f.Pending, &f.Received}
}

// Payments is the report on them.
type Payments struct {
	Totals PaymentFigures
	Before *PaymentFigures
	Points []PaymentPoint
	// Rows are the providers that were used.
	Rows []PaymentRow
	// Failures are why attempts failed, the most frequent first, at most 50.
	Failures []FailureRow
	Freshness
}

// PaymentPoint is an interval; To is the day after its last.
type PaymentPoint struct {
	Frame
	Figures PaymentFigures
}

// PaymentRow is one provider.
type PaymentRow struct {
	// Provider is its name as it is stored: paystack, flutterwave or
	// cash_on_delivery.
	Provider string
	Figures  PaymentFigures
}

// FailureRow is why attempts with a provider failed.
type FailureRow struct {
	Provider string
	// Reason is the provider's word, or "paid twice" and "held for staff" for money
	// that came and did not pay its order; empty where none was given.
	Reason string
	Count  int
}

const (
	paymentSums = `count(*), count(*) FILTER (WHERE status = 'success'), count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'pending'),
		coalesce(sum(amount_ngn) FILTER (WHERE status = 'success'), 0)::bigint`

	// attempts names the statuses because the index begins with them.
	attempts = `payments WHERE status IN ('pending', 'success', 'failed') AND created_at >= $1 AND created_at < $2`

	paymentsByFrame = `SELECT coalesce(frame, 0), ` + paymentSums + ` FROM (SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, status, amount_ngn FROM ` + attempts + `) AS p` + byFrame

	paymentRows = `SELECT provider, ` + paymentSums + ` FROM ` + attempts + ` GROUP BY provider ORDER BY count(*) DESC, provider`

	failureRows = `SELECT provider, CASE WHEN starts_with(failure_reason, 'paid twice: ') THEN 'paid twice' WHEN starts_with(failure_reason, 'held for staff: ') THEN 'held for staff'
			ELSE coalesce(failure_reason, '') END, count(*)
		FROM payments WHERE status = 'failed' AND created_at >= $1 AND created_at < $2 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50`
)

// Payments is how attempts to pay went.
func (s *Service) Payments(ctx context.Context, r Range) (*Payments, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Payments{Freshness: s.live()}
	var points []PaymentFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "payments", paymentsByFrame, in, (*PaymentFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f PaymentFigures) PaymentPoint { return PaymentPoint{Frame{from, to}, f} })
	report.Rows, err = collect(ctx, s, "providers", paymentRows, func(rows pgx.Rows, one *PaymentRow) error {
		return rows.Scan(append([]any{&one.Provider}, one.Figures.into()...)...)
	}, in.from, in.to)
	if err != nil {
		return nil, err
	}
	report.Failures, err = collect(ctx, s, "failed payments", failureRows, func(rows pgx.Rows, one *FailureRow) error {
		return rows.Scan(&one.Provider, &one.Reason, &one.Count)
	}, in.from, in.to)
	return report, err
}
