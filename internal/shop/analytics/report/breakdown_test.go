package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// rolled is a row of analytics_daily, or of analytics_monthly.
func (w *world) rolledRow(table, column, day, eventType, platform, state, source string, events, sessions, users, revenue int) {
	w.Helper()
	w.exec(`INSERT INTO `+table+` (`+column+`, event_type, platform, state, utm_source, events_count, sessions_count, users_count, revenue_ngn)
		VALUES ($1::text::date, $2, $3, $4, $5, $6, $7, $8, $9)`, day, eventType, platform, state, source, events, sessions, users, revenue)
}

func TestBreakdown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	daily := func(day, platform, state, source string, events, sessions, users int) {
		w.rolledRow("analytics_daily", "date", day, "page_view", platform, state, source, events, sessions, users, 0)
	}
	monthly := func(month, platform string, events, sessions, users int) {
		w.rolledRow("analytics_monthly", "month", month, "page_view", platform, "", "", events, sessions, users, 0)
	}
	// September has gone from the days.
	monthly("2026-09-01", "", 900, 90, 9)
	monthly("2026-09-01", "web", 900, 90, 9)
	daily("2026-10-01", "", "", "", 10, 5, 2)
	daily("2026-10-31", "", "", "", 20, 6, 3)
	daily("2026-10-31", "ios", "", "", 20, 6, 3)
	monthly("2026-10-01", "", 30, 8, 4)
	monthly("2026-10-01", "ios", 20, 6, 3)
	daily("2026-11-01", "", "", "", 40, 7, 1)
	daily("2026-11-01", "web", "", "", 30, 5, 1)
	daily("2026-11-01", "ios", "", "", 10, 2, 0)
	daily("2026-11-01", "", "Lagos", "", 25, 4, 1)
	daily("2026-11-01", "", "", "instagram", 5, 1, 0)
	monthly("2026-11-01", "", 40, 7, 1)
	w.rolledRow("analytics_daily", "date", "2026-10-31", "purchase", "", "", "", 2, 1, 1, 7_000)
	ask := func(from, to string, interval Interval, eventType string, by EventDimension) *Breakdown {
		got, err := w.Breakdown(t.Context(), days(t, from, to, interval), eventType, by)
		require.NoError(t, err)
		return got
	}
	got := ask("2026-10-31", "2026-11-02", Day, "page_view", ByPlatform)
	require.Equal(t, EventFigures{60, 13, 4, 0}, got.Totals)
	require.Equal(t, &EventFigures{}, got.Before)
	require.Equal(t, []EventFigures{{20, 6, 3, 0}, {40, 7, 1, 0}}, []EventFigures{got.Points[0].Figures, got.Points[1].Figures})
	require.Equal(t, []EventRow{{"ios", EventFigures{30, 8, 3, 0}}, {"web", EventFigures{30, 5, 1, 0}}}, got.Rows)
	require.Equal(t, []EventRow{{"Lagos", EventFigures{25, 4, 1, 0}}}, ask("2026-10-31", "2026-11-02", Day, "page_view", ByState).Rows)
	require.Equal(t, []EventRow{{"instagram", EventFigures{5, 1, 0, 0}}}, ask("2026-10-31", "2026-11-02", Day, "page_view", BySource).Rows)
	require.Equal(t, EventFigures{2, 1, 1, 7_000}, ask("2026-10-31", "2026-11-02", Day, "purchase", ByState).Totals)

	// By month a session counts once a month, and a month that is cut has its days.
	got = ask("2026-09-01", "2026-11-02", Month, "page_view", ByPlatform)
	require.Equal(t, []EventFigures{{900, 90, 9, 0}, {30, 8, 4, 0}, {40, 7, 1, 0}}, []EventFigures{got.Points[0].Figures, got.Points[1].Figures, got.Points[2].Figures})
	require.Equal(t, []EventRow{{"web", EventFigures{930, 95, 10, 0}}, {"ios", EventFigures{30, 8, 3, 0}}}, got.Rows)
	// By week the days that have gone stand where their month began, and nothing twice.
	got = ask("2026-09-01", "2026-11-02", Week, "page_view", ByPlatform)
	require.Equal(t, EventFigures{970, 108, 15, 0}, got.Totals)
	require.Equal(t, 900, got.Points[0].Figures.Events)

	_, err := w.Breakdown(t.Context(), days(t, "2026-10-31", "2026-11-02", Day), "nonsense", "weather")
	require.True(t, fault.Is(err, fault.BadUserInput))
	require.ErrorContains(t, err, "type")
	require.ErrorContains(t, err, "by")
}

func TestSearches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, s := range []struct {
		day, query      string
		count, futility int
	}{
		{"2026-11-10", "agbada", 5, 0}, {"2026-11-12", "agbada", 3, 1}, {"2026-11-11", "raincoat", 4, 4}, {"2026-11-11", "wedding ring", 4, 2},
		{"2026-11-13", "raincoat", 99, 99}, {"2026-11-09", "agbada", 2, 1},
	} {
		w.exec("INSERT INTO analytics_searches (date, query, searches_count, without_results_count) VALUES ($1::text::date, $2, $3, $4)", s.day, s.query, s.count, s.futility)
	}
	got, err := w.Searches(t.Context(), days(t, "2026-11-10", "2026-11-13", Day), 2)
	require.NoError(t, err)
	require.Equal(t, SearchFigures{16, 7}, got.Totals)
	require.Equal(t, &SearchFigures{2, 1}, got.Before)
	require.Equal(t, SearchFigures{8, 6}, got.Points[1].Figures)
	require.Equal(t, []SearchTerm{{"agbada", SearchFigures{8, 1}}, {"raincoat", SearchFigures{4, 4}}}, got.Top)
	require.Equal(t, []SearchTerm{{"raincoat", SearchFigures{4, 4}}, {"wedding ring", SearchFigures{4, 2}}}, got.Missing)
	require.InDelta(t, 0.4375, *got.Totals.Futile(), 0)
	got, err = w.Searches(t.Context(), days(t, "2020-11-10", "2020-11-13", Day), 2)
	require.NoError(t, err)
	require.Empty(t, got.Top)
	require.NotNil(t, got.Missing)
}
