package board_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/game/board"
)

func TestBoardsTurnInLagos(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		at                           string // UTC, an hour behind Lagos
		day, week, month, monthAfter string
	}{
		"the last second of a Monday":   {at: "2026-11-23T22:59:59Z", day: "2026-11-23", week: "2026-11-23", month: "2026-11-01", monthAfter: "2026-12-01"},
		"the first second of a Tuesday": {at: "2026-11-23T23:00:00Z", day: "2026-11-24", week: "2026-11-23", month: "2026-11-01", monthAfter: "2026-12-01"},
		"the last second of a Sunday":   {at: "2026-11-29T22:59:59Z", day: "2026-11-29", week: "2026-11-23", month: "2026-11-01", monthAfter: "2026-12-01"},
		"the first second of a Monday":  {at: "2026-11-29T23:00:00Z", day: "2026-11-30", week: "2026-11-30", month: "2026-11-01", monthAfter: "2026-12-01"},
		"the last second of a month":    {at: "2026-11-30T22:59:59Z", day: "2026-11-30", week: "2026-11-30", month: "2026-11-01", monthAfter: "2026-12-01"},
		"the first second of a month":   {at: "2026-11-30T23:00:00Z", day: "2026-12-01", week: "2026-11-30", month: "2026-12-01", monthAfter: "2027-01-01"},
		"the first second of a year":    {at: "2026-12-31T23:00:00Z", day: "2027-01-01", week: "2026-12-28", month: "2027-01-01", monthAfter: "2027-02-01"},
		"a leap day":                    {at: "2028-02-29T12:00:00Z", day: "2028-02-29", week: "2028-02-28", month: "2028-02-01", monthAfter: "2028-03-01"},
	} {
		at, err := time.Parse(time.RFC3339, row.at)
		require.NoError(t, err)
		for _, zone := range []*time.Location{time.UTC, clock.Lagos, time.FixedZone("far east", 14*3600), time.FixedZone("far west", -12*3600)} {
			at := at.In(zone)
			day, week, month := board.At(snake, board.Daily, at), board.At(snake, board.Weekly, at), board.At(snake, board.Monthly, at)
			require.Equal(t, row.day, day.From.Format(time.DateOnly), name)
			require.Equal(t, row.week, week.From.Format(time.DateOnly), name)
			require.Equal(t, time.Monday, week.From.Weekday(), name)
			require.Equal(t, row.month, month.From.Format(time.DateOnly), name)
			require.Equal(t, row.monthAfter, month.Until.Format(time.DateOnly), name)
			for _, b := range []board.Board{day, week, month} {
				require.False(t, at.Before(b.From), name)
				require.True(t, at.Before(b.Until), name)
				require.Equal(t, b, board.At(b.Game, b.Period, b.Until.Add(-1)), name)
				require.Equal(t, b.Until, board.At(b.Game, b.Period, b.Until).From, name)
			}
			require.Equal(t, 24*time.Hour, day.Until.Sub(day.From))
			require.Equal(t, 7*24*time.Hour, week.Until.Sub(week.From))
		}
	}
	ever := board.At(snake, board.AllTime, noon)
	require.True(t, ever.From.IsZero() && ever.Until.IsZero())
}

func TestChannelsAreApart(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for day := range 10 {
		for _, period := range board.Periods {
			seen[board.Channel(board.At(snake, period, noon.AddDate(0, 0, day)))] = true
		}
	}
	// 10 days, 2 weeks, 2 months, ever: 24 November to 3 December.
	require.Len(t, seen, 10+2+2+1)
	require.Contains(t, seen, "board:snake:daily:2026-11-24")
	require.Contains(t, seen, "board:snake:all_time")
}
