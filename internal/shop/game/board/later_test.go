package board_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/game/board"
)

// Dates come as midnights of UTC, an hour after the day has begun in Lagos.
func TestTheDayOfABoard(t *testing.T) {
	t.Parallel()
	s := board.New(board.Config{Clock: clock.Fixed(time.Date(2026, 11, 29, 23, 10, 0, 0, time.UTC))}) // 00:10 in Lagos.
	date := func(text string) time.Time {
		day, err := time.Parse(time.DateOnly, text)
		require.NoError(t, err)
		return day
	}
	today, err := s.On("snake", board.Daily, nil)
	require.NoError(t, err)
	for day, good := range map[string]bool{
		"2026-11-29": true, "2026-11-30": true, "2026-12-01": false, "2025-10-26": true, "2025-10-25": false,
	} {
		got, err := s.On("snake", board.Daily, new(date(day)))
		require.Equal(t, !good, fault.Is(err, fault.BadUserInput), day)
		if day == "2026-11-30" {
			require.Equal(t, today, got)
		}
	}
}
