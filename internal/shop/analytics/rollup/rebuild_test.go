package rollup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 10, day, hour, minute, 0, 0, time.UTC)
}

func TestDaysWhoseEventsWentAreNotCountedAnew(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(t, happening{session: 1, kind: "page_view", at: at(2, 10, 0)})
	s.advance(t, 10)
	// The first hour of 1 October in Lagos is of September in UTC, and still there.
	_, err := s.service.Rebuild(t.Context(), at(1, 12, 0).AddDate(0, -1, 0), at(1, 12, 0))
	require.NoError(t, err)
	s.exec(t, `INSERT INTO analytics_archives (partition_name, range_from, range_to, row_count, byte_size, checksum, place, verified_at, dropped_at)
		VALUES ('analytics_events_2026_09', '2026-09-01Z', '2026-10-01Z', 0, 0, repeat('0', 64), 'a', now(), now())`)
	for what, c := range map[string]struct {
		from, to time.Time
		refused  bool
	}{
		"a month that never had a partition": {at(1, 12, 0).AddDate(0, -3, 0), at(1, 12, 0).AddDate(0, -3, 0), true},
		"a dropped month":                    {at(12, 12, 0).AddDate(0, -1, 0), at(12, 12, 0).AddDate(0, -1, 0), true},
		"a day whose first hour went":        {at(1, 12, 0), at(1, 12, 0), true},
		"the same, said by that hour":        {at(1, 12, 0).Add(-12*time.Hour - 30*time.Minute), at(4, 12, 0), true},
		"a day that is all there":            {at(2, 12, 0), at(2, 12, 0), false},
		"today":                              {now, now, false},
	} {
		_, err := s.service.Rebuild(t.Context(), c.from, c.to)
		require.Equal(t, c.refused, fault.For(err, fault.StateConflict), "%s: %v", what, err)
		if !c.refused {
			require.NoError(t, err, what)
		}
	}
	require.Equal(t, 1, ask[int](t, s, "SELECT sum(events_count)::int FROM analytics_monthly WHERE platform = 'web'"))
	_, err = s.service.Rebuild(t.Context(), at(3, 12, 0), at(2, 12, 0))
	require.True(t, fault.Is(err, fault.BadUserInput))
}

// Of October an hour went: its days are mended, and the month follows them.
func TestAMonthThatIsNotWholeFollowsItsDays(t *testing.T) {
	t.Parallel()
	s := open(t)
	bought := func(n int, when time.Time) happening {
		return happening{session: n, user: n, kind: "purchase", product: 1, detail: map[string]any{"value_ngn": 100 * n}, at: when}
	}
	s.write(t, bought(1, at(5, 9, 0)), bought(2, at(6, 9, 0)), bought(1, at(6, 10, 0)))
	s.advance(t, 10)
	s.exec(t, `INSERT INTO analytics_archives (partition_name, range_from, range_to, row_count, byte_size, checksum, place, verified_at, dropped_at)
		VALUES ('analytics_events_2026_09', '2026-09-01Z', '2026-10-01Z', 0, 0, repeat('0', 64), 'a', now(), now())`)
	month := "SELECT events_count, sessions_count, users_count, revenue_ngn FROM analytics_monthly WHERE (platform, state, utm_source) = ('', '', '')"
	require.Equal(t, []string{"(3,2,2,400)"}, s.lines(t, month))
	_, err := s.service.Rebuild(t.Context(), at(6, 12, 0), at(6, 12, 0))
	require.NoError(t, err)
	s.agree(t, "nothing was wrong")

	s.exec(t, "UPDATE analytics_daily SET events_count = 7, revenue_ngn = 5000 WHERE date = '2026-10-06'; UPDATE analytics_monthly SET events_count = 8, revenue_ngn = 5100")
	_, err = s.service.Rebuild(t.Context(), at(6, 12, 0), at(6, 12, 0))
	require.NoError(t, err)
	require.Equal(t, []string{"(3,2,2,400)"}, s.lines(t, month))
	s.agree(t, "after the day was mended")
}

// An event that came after the watermark is Advance's, not Rebuild's.
func TestCountingAnewLeavesNewEventsToAdvance(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(t, happening{session: 1, kind: "page_view", at: at(6, 9, 0)})
	s.advance(t, 10)
	s.write(t, happening{session: 1, kind: "page_view", at: at(6, 9, 1)})
	done, err := s.service.Rebuild(t.Context(), at(6, 9, 0), at(6, 9, 0))
	require.NoError(t, err)
	require.EqualValues(t, 1, done.Events)
	require.Equal(t, []string{"(1)"}, s.lines(t, "SELECT events_count FROM user_sessions_analytics"))
	s.advance(t, 10)
	s.agree(t, "after both")
}

// A visit that began before the oldest events keeps what nobody can count any more.
func TestAVisitOfDroppedEventsStays(t *testing.T) {
	t.Parallel()
	s := open(t)
	begun := time.Date(2026, 9, 30, 23, 50, 0, 0, time.UTC)
	s.write(t, happening{session: 1, kind: "page_view", at: begun}, happening{session: 1, kind: "page_view", at: begun.Add(20 * time.Minute)})
	s.advance(t, 10)
	s.exec(t, `INSERT INTO analytics_archives (partition_name, range_from, range_to, row_count, byte_size, checksum, place, verified_at, dropped_at)
		VALUES ('analytics_events_2026_09', '2026-09-01Z', '2026-10-01Z', 0, 0, repeat('0', 64), 'a', now(), now())`)
	s.exec(t, "DROP TABLE analytics_events_2026_09")
	before := s.visits(t)
	require.Len(t, before, 1)
	s.write(t, happening{session: 1, kind: "page_view", at: begun.Add(15 * time.Minute)}, happening{session: 1, kind: "share", at: begun.Add(2 * time.Hour)})
	s.advance(t, 10)
	after := s.visits(t)
	require.Len(t, after, 2)
	require.Contains(t, after, before[0])
	_, err := s.service.Rebuild(t.Context(), at(2, 12, 0), now)
	require.NoError(t, err)
	require.Equal(t, after, s.visits(t))
}

// A client that names a session as its own later visit is called must not keep
// everybody's events from being counted.
func TestASessionNamedAsALaterVisitStopsNothing(t *testing.T) {
	t.Parallel()
	for _, together := range []bool{true, false} {
		s := open(t)
		s.write(t, happening{session: 1, kind: "page_view", at: now.Add(-2 * time.Hour)}, happening{session: 1, kind: "page_view", at: now.Add(-time.Hour)})
		if !together {
			s.advance(t, 10)
		}
		later := laterVisit(trace{Session: session(1), At: now.Add(-time.Hour)})
		s.exec(t, `INSERT INTO analytics_events (event_id, session_id, event_type, event_name, created_at) VALUES ($1, $2, 'share', 'share', $3)`, uuid.New(), later, now)
		require.Positive(t, s.advance(t, 10).Events)
		require.Equal(t, 2, ask[int](t, s, "SELECT count(*) FROM user_sessions_analytics"))
		require.Equal(t, 3, ask[int](t, s, "SELECT sum(events_count)::int FROM analytics_daily WHERE platform = 'web'"))
		s.write(t, happening{session: 1, kind: "page_view", at: now.Add(-50 * time.Minute)})
		require.EqualValues(t, 1, s.advance(t, 10).Events)
	}
}

// Whatever a metadata or a word says, the events behind it are counted.
func TestOddEventsAreCountedAndStopNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	long := strings.Repeat("é ", 3000)
	odd := []happening{
		{session: 1, kind: "purchase", product: 1, at: now, detail: map[string]any{"value_ngn": "much", "order_id": "x"}},
		{session: 1, kind: "purchase", product: 1, at: now, detail: map[string]any{"value_ngn": -5, "order_id": 1.5}},
		{session: 1, kind: "purchase", product: 1, at: now, detail: map[string]any{"value_ngn": 1e300, "order_id": 1e300}},
		{session: 1, kind: "purchase", product: 1, at: now},
		{session: 1, kind: "search", query: long, state: long, utm: long, at: now, detail: map[string]any{"result_count": "0"}},
		{session: 1, kind: "search", query: "\t Lace \n", at: now, detail: map[string]any{"result_count": 0}},
	}
	s.write(t, odd...)
	require.EqualValues(t, len(odd), s.advance(t, 100).Events)
	require.Equal(t, []string{"(4,1000000000000,4.0000)"}, s.lines(t, "SELECT purchases_count, revenue_ngn, conversion_rate FROM product_analytics"))
	require.Equal(t, []string{"(lace,1,1)"}, s.lines(t, "SELECT query, searches_count, without_results_count FROM analytics_searches WHERE query = 'lace'"))
	require.Equal(t, 99, ask[int](t, s, "SELECT length(query) FROM analytics_searches WHERE query <> 'lace'"))
}
