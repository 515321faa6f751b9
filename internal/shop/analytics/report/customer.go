package report

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/money"
)

// ActiveFigures are who did something, each counted once.
type ActiveFigures struct {
	// Clients are different sessions of clients, signed in or not; Users are
	// different people who signed in during one of their visits of the day.
	Clients, Users int
}

func (f *ActiveFigures) into() []any { return []any{&f.Clients, &f.Users} }

// NewcomerFigures are who came for the first time.
type NewcomerFigures struct {
	// NewAccounts are customers who signed up, NewBuyers those who placed the first
	// order of theirs that was paid.
	NewAccounts, NewBuyers int
}

func (f *NewcomerFigures) into() []any { return []any{&f.NewAccounts, &f.NewBuyers} }

// CustomerFigures are who was there and who was new.
type CustomerFigures struct {
	ActiveFigures
	NewcomerFigures
}

// Customers is the report on them.
type Customers struct {
	Totals CustomerFigures
	Before *CustomerFigures
	Points []CustomerPoint
	// LastDay, LastWeek and LastMonth are who was there in the last 1, 7 and 30
	// days of the range, which may begin before it.
	LastDay, LastWeek, LastMonth ActiveFigures
	Freshness
}

// CustomerPoint is an interval; To is the day after its last.
type CustomerPoint struct {
	Frame
	Figures CustomerFigures
}

var (
	activeByFrame = presentByFrame("session", "user")
	activeSince   = presentSince("session", "user")
)

const (
	firstBuys = `SELECT width_bucket(o.created_at, $3::timestamptz[]) AS frame, 0 AS account, 1 AS buyer FROM orders AS o
		WHERE o.created_at >= $1 AND o.created_at < $2 AND o.user_id IS NOT NULL AND ` + hasMoney + `
			AND NOT EXISTS (SELECT FROM orders AS e WHERE e.user_id = o.user_id AND (e.created_at, e.id) < (o.created_at, o.id)
				AND e.payment_status IN ('paid', 'refunded') AND e.status <> 'cancelled')`

	newcomersByFrame = `SELECT coalesce(frame, 0), coalesce(sum(account), 0)::bigint, coalesce(sum(buyer), 0)::bigint FROM (
			SELECT width_bucket(created_at, $3::timestamptz[]) AS frame, 1 AS account, 0 AS buyer FROM users
			WHERE created_at >= $1 AND created_at < $2 AND role = 'customer'
			UNION ALL ` + firstBuys + `) AS n` + byFrame
)

// Customers is who was there and who was new.
func (s *Service) Customers(ctx context.Context, r Range) (*Customers, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	active, activeBefore, activePoints, err := compared(ctx, s, "active users", activeByFrame, in, (*ActiveFigures).into)
	if err != nil {
		return nil, err
	}
	fresh, freshBefore, freshPoints, err := compared(ctx, s, "new customers", newcomersByFrame, in, (*NewcomerFigures).into)
	if err != nil {
		return nil, err
	}
	report := &Customers{Totals: CustomerFigures{active, fresh}}
	if in.compare {
		report.Before = &CustomerFigures{*activeBefore, *freshBefore}
	}
	for i := range in.starts {
		from, to := in.frame(i)
		report.Points = append(report.Points, CustomerPoint{Frame{from, to}, CustomerFigures{activePoints[i], freshPoints[i]}})
	}
	if err := s.last(ctx, in.to, report); err != nil {
		return nil, err
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}

// last fills in who was there in the last days before a moment.
func (s *Service) last(ctx context.Context, to time.Time, report *Customers) error {
	in := span{from: to.AddDate(0, 0, -30), to: to}
	in.starts = []time.Time{in.from, to.AddDate(0, 0, -7), to.AddDate(0, 0, -1)}
	_, since, err := framed(ctx, s, "active users", activeSince, in, (*ActiveFigures).into)
	if err != nil {
		return err
	}
	report.LastMonth, report.LastWeek, report.LastDay = since[0], since[1], since[2]
	return nil
}

// LifetimeValue is what customers have spent in all their time: those with a paid
// order in the range, and all that they spent before the end of it, less refunds.
// Guests have no lifetime.
type LifetimeValue struct {
	// Customers are how many they are.
	Customers int
	// Average is rounded to whole naira. Median, P90 and P99 are what half, nine of
	// ten and 99 of 100 of them have spent at most. All are zero without customers.
	Average, Median, P90, P99 money.Naira
	// Top are those who spent the most.
	Top []TopCustomer
	Freshness
}

// TopCustomer is a person and what they spent.
type TopCustomer struct {
	UserID uuid.UUID
	// Orders were paid and not given back.
	Orders int
	Value  money.Naira
}

const (
	lifetimes = `WITH spent AS MATERIALIZED (
		SELECT o.user_id, count(*) FILTER (WHERE o.payment_status = 'paid') AS orders,
			coalesce(sum(o.total_ngn) FILTER (WHERE o.payment_status = 'paid'), 0)::bigint AS value
		FROM orders AS o WHERE o.user_id IS NOT NULL AND o.created_at < $2 AND ` + hasMoney + `
		GROUP BY o.user_id HAVING max(o.created_at) >= $1) `

	lifetimeSums = lifetimes + `SELECT count(*), coalesce(round(avg(value)), 0)::bigint, coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY value), 0),
		coalesce(percentile_disc(0.9) WITHIN GROUP (ORDER BY value), 0), coalesce(percentile_disc(0.99) WITHIN GROUP (ORDER BY value), 0) FROM spent`

	lifetimeTop = lifetimes + `SELECT user_id, orders, value FROM spent ORDER BY value DESC, user_id LIMIT $3`
)

// LifetimeValue is what the customers of a range have spent, with the first of
// them (10 when zero, at most 100). There are no points and no period before.
func (s *Service) LifetimeValue(ctx context.Context, r Range, n int) (*LifetimeValue, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, s, "lifetime value", lifetimeSums, func(rows pgx.Rows, v *LifetimeValue) error {
		return rows.Scan(&v.Customers, &v.Average, &v.Median, &v.P90, &v.P99)
	}, in.from, in.to)
	if err != nil {
		return nil, err
	}
	report := &found[0] // An aggregate without groups has one row.
	report.Top, err = collect(ctx, s, "lifetime value", lifetimeTop, func(rows pgx.Rows, one *TopCustomer) error {
		return rows.Scan(&one.UserID, &one.Orders, &one.Value)
	}, in.from, in.to, first(n))
	report.Freshness = s.live()
	return report, err
}
