package report

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// rolledDays are the figures of the range by day, and by month where $4 asks for
// it or the days have gone: a month counts a session once where the sum of its
// days may count it more often. Only months that lie in the range from end to end
// are taken whole.
const rolledDays = `(SELECT date AS day, event_type, platform, state, utm_source, events_count, sessions_count, users_count, revenue_ngn FROM analytics_daily
		WHERE date >= $1::date AND date < $2::date AND NOT ($4 AND date_trunc('month', date::timestamp) >= $1::date AND date_trunc('month', date::timestamp) + interval '1 month' <= $2::date)
		UNION ALL
		SELECT month, event_type, platform, state, utm_source, events_count, sessions_count, users_count, revenue_ngn FROM analytics_monthly
		WHERE month >= $1::date AND (month + interval '1 month')::date <= $2::date
			AND ($4 OR (month + interval '1 month')::date <= (SELECT min(date) FROM analytics_daily))) AS rolled`

// EventDimension is what events are split by.
type EventDimension string

// The dimensions of events.
const (
	ByPlatform EventDimension = "platform"
	// ByState is where in Nigeria it happened.
	ByState EventDimension = "state"
	// BySource is the utm_source.
	BySource EventDimension = "utm_source"
)

var eventDimensions = []EventDimension{ByPlatform, ByState, BySource}

// eventTypes are those of events.
var eventTypes = []string{"page_view", "product_view", "search", "add_to_cart", "remove_from_cart", "wishlist_add", "checkout_start", "purchase", "coupon_apply",
	"review_submit", "game_play", "pet_message", "share", "sign_up", "sign_in", "custom"}

// EventFigures are how often something happened.
type EventFigures struct {
	Events int
	// Sessions and Users are sessions of clients and people, each counted once a
	// day in a day and a week, and once a month in a month and in totals by month.
	Sessions, Users int
	// Revenue is what purchases came to, in naira; of other events it is zero.
	Revenue money.Naira
}

func (f *EventFigures) into() []any { return []any{&f.Events, &f.Sessions, &f.Users, &f.Revenue} }

// Breakdown is how often something happened, and how it was spread.
type Breakdown struct {
	// Totals are of all together, known or not by the dimension.
	Totals EventFigures
	Before *EventFigures
	Points []EventPoint
	// Rows are the values of the dimension that are known, the most events first,
	// at most 50.
	Rows []EventRow
	Freshness
}

// EventPoint is an interval; To is the day after its last.
type EventPoint struct {
	Frame
	Figures EventFigures
}

// EventRow is one value of a dimension.
type EventRow struct {
	Key     string
	Figures EventFigures
}

const (
	eventSums = `coalesce(sum(events_count), 0)::bigint, coalesce(sum(sessions_count), 0)::bigint, coalesce(sum(users_count), 0)::bigint, coalesce(sum(revenue_ngn), 0)::bigint`

	eventsByFrame = `SELECT coalesce(frame, 0), ` + eventSums + ` FROM (SELECT width_bucket(day, $3::date[]) AS frame, events_count, sessions_count, users_count, revenue_ngn
		FROM ` + rolledDays + ` WHERE event_type = $5 AND platform = '' AND state = '' AND utm_source = '') AS d` + byFrame

	eventRows = `SELECT CASE $3 WHEN 'platform' THEN platform WHEN 'state' THEN state ELSE utm_source END AS key, ` + eventSums + ` FROM ` + rolledDays + `
		WHERE event_type = $5 AND (platform <> '') = ($3 = 'platform') AND (state <> '') = ($3 = 'state') AND (utm_source <> '') = ($3 = 'utm_source')
		GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`
)

// Breakdown is how often events of a type happened, and how they were spread over
// a dimension.
func (s *Service) Breakdown(ctx context.Context, r Range, eventType string, by EventDimension) (*Breakdown, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	var faults fault.Faults
	faults.Check(slices.Contains(eventTypes, eventType), "type", "must be a type of event")
	faults.Check(slices.Contains(eventDimensions, by), "by", "must be platform, state or utm_source")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	report, monthly := &Breakdown{}, in.interval == Month
	var points []EventFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "events", eventsByFrame, in, (*EventFigures).into, monthly, eventType); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f EventFigures) EventPoint { return EventPoint{Frame{from, to}, f} })
	report.Rows, err = collect(ctx, s, "events by "+string(by), eventRows, func(rows pgx.Rows, one *EventRow) error {
		return rows.Scan(append([]any{&one.Key}, one.Figures.into()...)...)
	}, in.from, in.to, string(by), monthly, eventType)
	if err != nil {
		return nil, err
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}
