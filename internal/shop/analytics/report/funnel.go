package report

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// FunnelFigures are different sessions of clients with an event of each kind in
// the range. Each kind is counted for itself: somebody may begin at the cart.
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
	// Points count a session once a day in a day and a week, and once a month in a
	// month; a month that is cut by the range counts its days.
	Points []FunnelPoint
	Freshness
}

// FunnelPoint is an interval; To is the day after its last.
type FunnelPoint struct {
	Frame
	Figures FunnelFigures
}

const (
	visitSteps = `v.page_views_count > 0 AS page, v.products_viewed > 0 AS product, v.cart_adds_count > 0 AS cart, v.checkout_started AS checkout, v.purchase_completed AS bought`

	// whole are the visits that lie in the range from end to end.
	whole = `v.started_at >= $1 AND v.started_at < $2 AND v.ended_at < $2`

	// over are the visits that began before a border and ended at it or later.
	// Nearly all are shorter than two hours, so that they are found by when they
	// began; the rest has an index of its own.
	over = `SELECT v.id, v.client_session_id, v.started_at, v.ended_at, ` + visitSteps + ` FROM user_sessions_analytics AS v
		WHERE v.started_at < %[1]s AND v.started_at >= %[1]s - interval '2 hours' AND (v.ended_at >= %[1]s OR v.ended_at IS NULL)
		UNION ALL SELECT v.id, v.client_session_id, v.started_at, v.ended_at, ` + visitSteps + ` FROM user_sessions_analytics AS v
		WHERE v.started_at < %[1]s - interval '2 hours' AND v.ended_at >= %[1]s AND v.duration_seconds > 7000`

	// probe tells whether the raw events have a step of a visit inside of the range,
	// as far as the visits know them. Where they are gone, the visit's word counts.
	probe = `(c.started_at < r.since AND c.%[1]s OR EXISTS (SELECT FROM analytics_events AS e WHERE e.session_id = c.client_session_id
		AND e.created_at >= greatest($1, c.started_at) AND e.created_at < $2 AND e.created_at <= coalesce(c.ended_at, 'infinity')
		AND e.id <= r.top AND e.event_type = '%[2]s' %[3]s)) AS %[1]s`
)

// funnel gives what the same count over raw events would. A session's first visit
// is simply counted; the few later ones, and the parts of visits over a border,
// count where the first did not have the step already.
var funnel = `WITH raw AS MATERIALIZED (
		SELECT coalesce((SELECT max(range_to) FROM analytics_archives WHERE dropped_at IS NOT NULL), '-infinity') AS since,
			coalesce((SELECT position FROM analytics_watermarks WHERE name = 'events' AND as_of IS NOT NULL), 9223372036854775807) AS top),
	crossing AS MATERIALIZED (
		SELECT DISTINCT ON (id) * FROM (` + fmt.Sprintf(over, "$1::timestamptz") + ` UNION ALL ` + fmt.Sprintf(over, "$2::timestamptz") + `) AS c ORDER BY id),
	more AS MATERIALIZED (
		SELECT client_session_id, bool_or(page) AS page, bool_or(product) AS product, bool_or(cart) AS cart, bool_or(checkout) AS checkout, bool_or(bought) AS bought FROM (
			SELECT v.client_session_id, ` + visitSteps + ` FROM user_sessions_analytics AS v WHERE ` + whole + ` AND v.session_id <> v.client_session_id
			UNION ALL
			SELECT c.client_session_id, ` + fmt.Sprintf(probe, "page", "page_view", "") + `, ` + fmt.Sprintf(probe, "product", "product_view", "AND e.product_id IS NOT NULL") + `,
				` + fmt.Sprintf(probe, "cart", "add_to_cart", "") + `, ` + fmt.Sprintf(probe, "checkout", "checkout_start", "") + `, ` + fmt.Sprintf(probe, "bought", "purchase", "") + `
			FROM crossing AS c, raw AS r) AS part GROUP BY client_session_id)
	SELECT sum(page)::bigint, sum(product)::bigint, sum(cart)::bigint, sum(checkout)::bigint, sum(bought)::bigint FROM (
		SELECT count(*) FILTER (WHERE page) AS page, count(*) FILTER (WHERE product) AS product, count(*) FILTER (WHERE cart) AS cart,
			count(*) FILTER (WHERE checkout) AS checkout, count(*) FILTER (WHERE bought) AS bought
		FROM (SELECT ` + visitSteps + ` FROM user_sessions_analytics AS v WHERE ` + whole + ` AND v.session_id = v.client_session_id) AS first
		UNION ALL
		SELECT count(*) FILTER (WHERE m.page AND f.page IS NOT TRUE), count(*) FILTER (WHERE m.product AND f.product IS NOT TRUE), count(*) FILTER (WHERE m.cart AND f.cart IS NOT TRUE),
			count(*) FILTER (WHERE m.checkout AND f.checkout IS NOT TRUE), count(*) FILTER (WHERE m.bought AND f.bought IS NOT TRUE)
		FROM more AS m LEFT JOIN LATERAL (SELECT ` + visitSteps + ` FROM user_sessions_analytics AS v WHERE v.session_id = m.client_session_id AND ` + whole + `) AS f ON true) AS parts`

const (
	funnelSums = `coalesce(sum(sessions_count) FILTER (WHERE event_type = 'page_view'), 0)::bigint, coalesce(sum(sessions_count) FILTER (WHERE event_type = 'product_view'), 0)::bigint,
		coalesce(sum(sessions_count) FILTER (WHERE event_type = 'add_to_cart'), 0)::bigint, coalesce(sum(sessions_count) FILTER (WHERE event_type = 'checkout_start'), 0)::bigint,
		coalesce(sum(sessions_count) FILTER (WHERE event_type = 'purchase'), 0)::bigint`

	funnelByFrame = `SELECT coalesce(frame, 0), ` + funnelSums + ` FROM (SELECT width_bucket(day, $3::date[]) AS frame, event_type, sessions_count FROM ` + rolledDays + `
		WHERE platform = '' AND state = '' AND utm_source = '' AND event_type IN ('page_view', 'product_view', 'add_to_cart', 'checkout_start', 'purchase')) AS d` + byFrame
)

// Funnel is how many sessions of clients came how far. Totals answer what the
// same count over the raw events of the range would, as of Freshness.EventsUpTo.
func (s *Service) Funnel(ctx context.Context, r Range) (*Funnel, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Funnel{}
	if report.Totals, err = s.funnel(ctx, in); err != nil {
		return nil, err
	}
	if in.compare {
		before, err := s.funnel(ctx, in.before())
		if err != nil {
			return nil, err
		}
		report.Before = &before
	}
	_, points, err := framed(ctx, s, "the funnel", funnelByFrame, in, (*FunnelFigures).into, in.interval == Month)
	if err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f FunnelFigures) FunnelPoint { return FunnelPoint{Frame{from, to}, f} })
	report.Freshness, err = s.rolled(ctx)
	return report, err
}

func (s *Service) funnel(ctx context.Context, in span) (FunnelFigures, error) {
	found, err := collect(ctx, s, "the funnel", funnel, func(rows pgx.Rows, f *FunnelFigures) error { return rows.Scan(f.into()...) }, in.from, in.to)
	if err != nil {
		return FunnelFigures{}, err
	}
	return found[0], nil // An aggregate without groups has one row.
}
