package report

import (
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

// Interval is how long a point of a report is.
type Interval string

// The intervals.
const (
	Day Interval = "day"
	// Week begins on Monday.
	Week  Interval = "week"
	Month Interval = "month"
)

const (
	longestYears = 2
	// longestDaily and longestWeekly are up to how many days an interval that
	// nobody chose is a day, and a week.
	longestDaily, longestWeekly = 92, 366
	// mostDays is how many points there may be.
	mostDays = 366
)

// Range says what a report is about.
type Range struct {
	// From is the first Lagos day, and To the one after the last. Any moment of a
	// day means the day.
	From, To time.Time
	// Interval is how long a point is; empty means a day up to 92 days, a week up
	// to 366, else a month.
	Interval Interval
	// Compare asks for the totals of the period before: as many months where the
	// range is whole months, else as many days.
	Compare bool
}

// Frame is the days of a point; To is the day after its last.
type Frame struct{ From, To time.Time }

// Last is the last day.
func (f Frame) Last() time.Time { return f.To.AddDate(0, 0, -1) }

// span is a range that was checked, cut into frames.
type span struct {
	from, to time.Time
	interval Interval
	compare  bool
	// starts begin the frames; the first is from.
	starts []time.Time
}

// span checks the range. Its faults name from, to and interval.
func (r Range) span() (span, error) {
	s := span{from: clock.Day(r.From), to: clock.Day(r.To), interval: r.Interval, compare: r.Compare}
	days := daysBetween(s.from, s.to)
	if s.interval == "" {
		s.interval = fitting(days)
	}
	var faults fault.Faults
	faults.Check(!r.From.IsZero(), "from", "is missing")
	faults.Check(days > 0, "to", "must be after from")
	faults.Check(!s.to.After(s.from.AddDate(longestYears, 0, 0)), "to", "must be at most %d years after from", longestYears)
	switch s.interval {
	case Day:
		faults.Check(days <= mostDays, "interval", "must be week or month for more than %d days", mostDays)
	case Week:
		faults.Check(days >= 7, "interval", "must not be longer than the range")
	case Month:
		faults.Check(days >= 28, "interval", "must not be longer than the range")
	default:
		faults.Check(false, "interval", "must be day, week or month")
	}
	if err := faults.Err(); err != nil {
		return span{}, err
	}
	for at := s.from; at.Before(s.to); at = s.interval.after(at) {
		s.starts = append(s.starts, at)
	}
	return s, nil
}

func fitting(days int) Interval {
	switch {
	case days <= longestDaily:
		return Day
	case days <= longestWeekly:
		return Week
	}
	return Month
}

// after is the beginning of the frame that follows the one of a day.
func (i Interval) after(day time.Time) time.Time {
	switch i {
	case Week:
		sinceMonday := (int(day.Weekday()) + 6) % 7
		return day.AddDate(0, 0, 7-sinceMonday)
	case Month:
		return time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, clock.Lagos)
	}
	return day.AddDate(0, 0, 1)
}

// frame is a point's days, half-open.
func (s span) frame(i int) (from, to time.Time) {
	if i+1 < len(s.starts) {
		return s.starts[i], s.starts[i+1]
	}
	return s.starts[i], s.to
}

// weeks are the whole weeks of the range: the first Monday, and the day after the
// last Sunday. Where there is none, both are its end.
func (s span) weeks() (from, to time.Time) {
	from, to = Week.after(s.from.AddDate(0, 0, -1)), Week.after(s.to.AddDate(0, 0, -7))
	if !from.Before(to) {
		return s.to, s.to
	}
	return from, to
}

// before is the period that the range is compared with, as one frame. It ends
// where the range begins.
func (s span) before() span {
	from := s.from.AddDate(0, 0, -daysBetween(s.from, s.to))
	if s.from.Day() == 1 && s.to.Day() == 1 {
		months := (s.to.Year()-s.from.Year())*12 + int(s.to.Month()) - int(s.from.Month())
		from = s.from.AddDate(0, -months, 0)
	}
	return span{from: from, to: s.from, interval: s.interval, starts: []time.Time{from}}
}

// daysBetween counts calendar days. Lagos has no summer time, so each has 24 hours.
func daysBetween(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }
