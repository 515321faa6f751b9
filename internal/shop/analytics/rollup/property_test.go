package rollup_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// moments lie around the ends of days and months, in Lagos and in UTC, and around
// half an hour of one another.
var moments = rapid.Custom(func(t *rapid.T) time.Time {
	base := rapid.SampledFrom([]time.Time{
		time.Date(2026, 10, 31, 22, 30, 0, 0, time.UTC), // The month changes in Lagos at 23:00.
		time.Date(2026, 11, 1, 22, 45, 0, 0, time.UTC),
		time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		time.Date(2026, 9, 30, 22, 50, 0, 0, time.UTC),
	}).Draw(t, "day")
	minutes := rapid.SampledFrom([]int{0, 5, 10, 20, 29, 30, 31, 45, 60, 75, 90, 120}).Draw(t, "minutes")
	return base.Add(time.Duration(minutes)*time.Minute + time.Duration(rapid.IntRange(0, 1).Draw(t, "microseconds"))*time.Microsecond)
})

var happenings = rapid.Custom(func(t *rapid.T) happening {
	e := happening{
		session: rapid.IntRange(1, 5).Draw(t, "session"), user: rapid.IntRange(0, ofEach).Draw(t, "user"),
		kind:     rapid.SampledFrom([]string{"page_view", "product_view", "product_view", "search", "add_to_cart", "checkout_start", "purchase", "share"}).Draw(t, "kind"),
		platform: rapid.SampledFrom([]string{"web", "android"}).Draw(t, "platform"),
		state:    rapid.SampledFrom([]string{"", "Lagos", "Kano"}).Draw(t, "state"),
		utm:      rapid.SampledFrom([]string{"", "instagram"}).Draw(t, "source"),
		path:     rapid.SampledFrom([]string{"", "/", "/p/gown"}).Draw(t, "path"),
		at:       moments.Draw(t, "at"),
	}
	switch e.kind {
	case "search":
		e.query = rapid.SampledFrom([]string{"Ankara", " ankara ", "aso ebi", " "}).Draw(t, "query")
		e.detail = map[string]any{"result_count": rapid.IntRange(0, 1).Draw(t, "found")}
	case "purchase":
		e.detail = map[string]any{"value_ngn": rapid.IntRange(1, 9).Draw(t, "value"), "order_id": rapid.IntRange(1, ofEach+1).Draw(t, "order")}
		fallthrough
	case "product_view", "add_to_cart":
		e.product = rapid.IntRange(0, ofEach).Draw(t, "product")
	case "page_view":
		if rapid.Bool().Draw(t, "introduced") {
			e.detail = map[string]any{"device_id": rapid.SampledFrom([]string{"phone", "tablet"}).Draw(t, "device"), "language": "en-NG"}
		}
	}
	return e
})

func (s shop) empty(t require.TestingT) {
	s.exec(t, "DELETE FROM analytics_events; DELETE FROM analytics_watermarks; "+noFigures)
}

const noFigures = `DELETE FROM analytics_daily; DELETE FROM analytics_monthly; DELETE FROM product_analytics; DELETE FROM product_analytics_weekly;
	DELETE FROM product_analytics_totals; DELETE FROM analytics_searches; DELETE FROM user_sessions_analytics; DELETE FROM analytics_active_daily; DELETE FROM analytics_visits_daily`

// Whatever happens in whatever order, however late, and however it is cut into
// turns: the figures are those of the events, and counting days anew changes none.
func TestFiguresAreThoseOfTheEvents(t *testing.T) {
	t.Parallel()
	s := open(t)
	first, last := time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC), now
	rapid.Check(t, func(t *rapid.T) {
		s.empty(t)
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				s.write(t, rapid.SliceOfN(happenings, 1, 12).Draw(t, "events")...)
			case 2, 3:
				s.advance(t, rapid.SampledFrom([]int{2, 5, 100}).Draw(t, "turn"))
				s.agree(t, "after Advance")
			case 4:
				from, to := moments.Draw(t, "from"), moments.Draw(t, "to")
				if to.Before(from) {
					from, to = to, from
				}
				_, err := s.service.Rebuild(context.Background(), from, to)
				require.NoError(t, err)
				s.agree(t, "after Rebuild")
			}
		}
		s.advance(t, 7)
		s.agree(t, "at the end")
		require.Equal(t, ask[int64](t, s, "SELECT coalesce(max(id), 0) FROM analytics_events"), ask[int64](t, s, "SELECT position FROM analytics_watermarks"))
		_, err := s.service.Rebuild(context.Background(), first, last)
		require.NoError(t, err)
		s.agree(t, "counted anew")
		s.exec(t, noFigures)
		_, err = s.service.Rebuild(context.Background(), first, last)
		require.NoError(t, err)
		s.agree(t, "counted anew from nothing")
	})
}
