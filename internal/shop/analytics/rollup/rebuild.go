package rollup

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// span is the Lagos days that are counted anew, first and last included.
type span struct {
	from, to time.Time
	// months are those, by their first day, that are counted anew from all of
	// their events.
	months []time.Time
}

// Rebuild counts the Lagos days from that of one moment to that of another anew,
// both included: of the events that were counted before, and no others. Visits that
// touch these days are made anew too. A month that they touch is counted anew when
// all of its events are still there; otherwise what is added up changes by what
// changed in the days, and how many sessions and people it had stays.
//
// It is a fault of reason STATE_CONFLICT when events of these days were archived
// or have no partition: their figures would be lost.
func (s *Service) Rebuild(ctx context.Context, from, to time.Time) (done Result, err error) {
	days := span{from: clock.Day(from), to: clock.Day(to)}
	if days.to.Before(days.from) {
		return Result{}, fault.Invalid("to", "must not be before from")
	}
	err = s.within(ctx, func(tx pgx.Tx) error {
		if err := begin(ctx, tx); err != nil {
			return err
		}
		// A month may be of any size.
		if err := postgres.TakeTime(ctx, tx, patience); err != nil {
			return err
		}
		// Whoever would drop a partition waits until the figures are made.
		if _, err := tx.Exec(ctx, "LOCK TABLE analytics_events IN ACCESS SHARE MODE"); err != nil {
			return err
		}
		w := work{tx: tx, now: s.clock.Now()}
		if err := tx.QueryRow(ctx, "SELECT position FROM analytics_watermarks WHERE name = 'events' FOR UPDATE").Scan(&w.until); err != nil {
			return err
		}
		if err := days.check(ctx, tx); err != nil {
			return err
		}
		done.Position, done.Turns = w.until, 1
		done.Events, err = w.rebuild(ctx, days)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("counting %s to %s anew: %w", days.from.Format(time.DateOnly), days.to.Format(time.DateOnly), err)
	}
	return done, nil
}

// Fill makes all figures and views in a database that has events and no figures yet, such as
// a sample shop, within the transaction that wrote the events. The watermark stands
// at the last of them then.
func Fill(ctx context.Context, tx pgx.Tx, now time.Time) error {
	if err := begin(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "SET LOCAL work_mem = '128MB'"); err != nil { // Until the end of the transaction.
		return err
	}
	w := work{tx: tx, now: now, empty: true}
	var first, last *time.Time
	if err := tx.QueryRow(ctx, "SELECT coalesce(max(id), 0), min(created_at), max(created_at) FROM analytics_events").Scan(&w.until, &first, &last); err != nil {
		return err
	}
	if first != nil {
		days := span{from: clock.Day(*first), to: clock.Day(*last)}
		days.months = days.all()
		if _, err := w.rebuild(ctx, days); err != nil {
			return err
		}
	}
	if err := w.mark(ctx, w.until, now); err != nil {
		return err
	}
	for _, view := range views {
		if err := refresh(ctx, tx, view, view, now); err != nil {
			return fmt.Errorf("filling %s: %w", view, err)
		}
	}
	return nil
}

// all are the first days of the months that a span touches.
func (s span) all() (months []time.Time) {
	for month := s.from.AddDate(0, 0, 1-s.from.Day()); !month.After(s.to); month = month.AddDate(0, 1, 0) {
		months = append(months, month)
	}
	return months
}

// check finds out whether all events of the days are there, and of which months.
// A month's partition is one of UTC, of which the first hour in Lagos belongs to the
// one before: that this one was never made, as in a new shop, means no loss.
func (s *span) check(ctx context.Context, tx pgx.Tx) error {
	for _, month := range s.all() {
		next := month.AddDate(0, 1, 0)
		first, end := later(month, s.from), earlier(next, s.to.AddDate(0, 0, 1))
		var there, whole bool
		var lost int
		err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
				WHERE i.inhparent = 'analytics_events'::regclass AND c.relname = $1),
			count(*) FILTER (WHERE range_from < $3 AND range_to > $2), count(*) FILTER (WHERE range_from < $5 AND range_to > $4) = 0
			FROM analytics_archives WHERE dropped_at IS NOT NULL`, pgx.QueryExecModeExec,
			"analytics_events_"+month.Format("2006_01"), first, end, month, next).Scan(&there, &lost, &whole)
		if err != nil {
			return fmt.Errorf("looking for the events of %s: %w", month.Format("2006-01"), err)
		}
		if !there || lost > 0 {
			return fault.Refuse(fault.StateConflict, "from", "the events of %s to %s are not in the table any more", first.Format(time.DateOnly), end.AddDate(0, 0, -1).Format(time.DateOnly))
		}
		if whole {
			s.months = append(s.months, month)
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// rebuild counts the days anew, of the events up to until.
func (w *work) rebuild(ctx context.Context, days span) (events int64, err error) {
	if _, err := w.tx.Exec(ctx, tables); err != nil {
		return 0, fmt.Errorf("preparing: %w", err)
	}
	from, to := days.from.Format(time.DateOnly), days.to.Format(time.DateOnly)
	names := make([]string, len(days.months))
	begin, end := days.from, days.to.AddDate(0, 0, 1)
	for i, month := range days.months {
		names[i] = month.Format(time.DateOnly)
		begin, end = earlier(begin, month), later(end, month.AddDate(0, 1, 0))
	}
	months := strings.Join(names, ",")
	events, err = run(ctx, w.tx, `INSERT INTO rollup_fresh
		SELECT * FROM (SELECT f.*, date BETWEEN $4::text::date AND $5::text::date AS daily, `+monthOf+` = ANY (string_to_array($6, ',')::date[]) AS monthly
			FROM (SELECT `+facts+` FROM analytics_events AS e WHERE e.created_at >= $1 AND e.created_at < $2 AND e.id <= $3) AS f) AS f
		WHERE daily OR monthly`, begin, end, w.until, from, to, months)
	if err != nil {
		return 0, fmt.Errorf("gathering events: %w", err)
	}
	if err := w.clear(ctx, from, to, months); err != nil {
		return 0, err
	}
	if err := w.count(ctx); err != nil {
		return 0, err
	}
	if _, err := run(ctx, w.tx, adjust, from, to, months, w.now); err != nil {
		return 0, fmt.Errorf("adjusting months: %w", err)
	}
	if err := w.weeks(ctx, from, to); err != nil {
		return 0, err
	}
	if err := w.touch(ctx, days); err != nil {
		return 0, err
	}
	if err := w.tell(ctx, false); err != nil {
		return 0, err
	}
	if w.empty { // Nothing is counted yet that a change could be added to.
		err = w.visits(ctx)
	} else {
		err = w.revisit(ctx)
	}
	if err != nil {
		return 0, err
	}
	return events, w.recount(ctx, from, to)
}

// weeks makes the weeks of products anew from their days.
func (w *work) weeks(ctx context.Context, from, to string) error {
	if _, err := run(ctx, w.tx, weeksGone, from, to); err != nil {
		return fmt.Errorf("clearing weeks: %w", err)
	}
	if _, err := run(ctx, w.tx, weeksAnew, from, to, w.now); err != nil {
		return fmt.Errorf("adding days up to weeks: %w", err)
	}
	return nil
}

// clear takes away the figures that are made anew. What days of other months were
// is kept, to adjust those.
func (w *work) clear(ctx context.Context, from, to, months string) error {
	for _, sql := range []string{
		"CREATE TEMPORARY TABLE rollup_before (LIKE analytics_daily) ON COMMIT DROP",
		"INSERT INTO rollup_before SELECT * FROM analytics_daily WHERE date BETWEEN '" + from + "' AND '" + to + "'",
		"DELETE FROM analytics_daily WHERE date BETWEEN '" + from + "' AND '" + to + "'",
		"DELETE FROM product_analytics_totals WHERE date BETWEEN '" + from + "' AND '" + to + "'",
		"DELETE FROM product_analytics WHERE date BETWEEN '" + from + "' AND '" + to + "'",
		"DELETE FROM analytics_searches WHERE date BETWEEN '" + from + "' AND '" + to + "'",
		"DELETE FROM analytics_monthly WHERE month = ANY (string_to_array('" + months + "', ',')::date[])",
	} {
		if _, err := w.tx.Exec(ctx, sql); err != nil { // Dates are ours: digits and hyphens.
			return fmt.Errorf("clearing: %w", err)
		}
	}
	return nil
}

// adjust brings to months what changed in their days.
const adjust = `UPDATE analytics_monthly AS m SET events_count = greatest(0, m.events_count + d.events), revenue_ngn = greatest(0, m.revenue_ngn + d.revenue), updated_at = $4
	FROM (
		SELECT ` + monthOf + ` AS month, event_type, platform, state, utm_source, sum(events) AS events, sum(revenue) AS revenue FROM (
			SELECT date, event_type, platform, state, utm_source, events_count AS events, revenue_ngn AS revenue FROM analytics_daily WHERE date BETWEEN $1::text::date AND $2::text::date
			UNION ALL
			SELECT date, event_type, platform, state, utm_source, -events_count, -revenue_ngn FROM rollup_before) AS both_times
		WHERE ` + monthOf + ` <> ALL (string_to_array($3, ',')::date[]) GROUP BY 1, 2, 3, 4, 5) AS d
	WHERE (m.month, m.event_type, m.platform, m.state, m.utm_source) = (d.month, d.event_type, d.platform, d.state, d.utm_source) AND (d.events <> 0 OR d.revenue <> 0)`

// touch gathers the sessions of the days: those with events, and those whose visits
// have none any more.
func (w *work) touch(ctx context.Context, days span) error {
	begin, end := days.from, days.to.AddDate(0, 0, 1)
	if _, err := run(ctx, w.tx, `INSERT INTO rollup_touched SELECT session_id, min(first), max(last) FROM (
			SELECT session_id, min(created_at) AS first, max(created_at) AS last FROM analytics_events WHERE created_at >= $1 AND created_at < $2 AND id <= $3 GROUP BY 1
			UNION ALL
			SELECT client_session_id, started_at, coalesce(ended_at, started_at) FROM user_sessions_analytics
			WHERE started_at < $2 AND coalesce(ended_at, started_at) >= $1 AND started_at >= `+oldest+`) AS both_ways
		GROUP BY 1`, begin, end, w.until); err != nil {
		return fmt.Errorf("gathering sessions: %w", err)
	}
	return nil
}
