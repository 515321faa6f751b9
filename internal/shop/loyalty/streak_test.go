package loyalty_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

// lagos is a moment on the wall in Lagos in November 2026.
func lagos(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, clock.Lagos)
}

func TestAStreak(t *testing.T) {
	t.Parallel()
	tokyo := time.FixedZone("east", 9*3600)
	honolulu := time.FixedZone("west", -10*3600)
	for name, host := range map[string]*time.Location{"UTC": time.UTC, "Lagos": clock.Lagos, "east": tokyo, "west": honolulu} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClub(t)
			me := c.member(0)
			for i, step := range []struct {
				at                            time.Time
				points, days, today, tomorrow int
			}{
				{lagos(1, 23, 59), 5, 1, 5, 5},
				{lagos(2, 0, 0), 5, 2, 5, 10},  // A minute later it is the next day.
				{lagos(2, 0, 59), 0, 2, 5, 10}, // In UTC it is still the day before.
				{lagos(2, 23, 59), 0, 2, 5, 10},
				{lagos(3, 12, 0), 10, 3, 10, 10},
				{lagos(2, 12, 0), 0, 3, 10, 10}, // A clock that is behind gives nothing.
				{lagos(4, 12, 0), 10, 4, 10, 15},
				{lagos(5, 12, 0), 15, 5, 15, 15},
				{lagos(6, 12, 0), 15, 6, 15, 50},
				{lagos(7, 12, 0), 50, 7, 50, 5},
				{lagos(8, 12, 0), 5, 8, 5, 5},
				{lagos(10, 0, 0), 5, 1, 5, 5}, // A day was left out.
				{lagos(11, 0, 0), 5, 2, 5, 10},
			} {
				got, err := c.at(step.at.In(host)).CheckIn(c.me(me))
				require.NoError(t, err)
				streak := got.Account.Streak
				require.Equal(t, []int{step.points, step.days, step.today, step.tomorrow}, []int{got.Points, streak.Days, streak.Today, streak.Tomorrow}, "step %d", i)
				require.True(t, streak.CheckedInToday)
			}
			require.Equal(t, 125, c.balanced(me))
			account, err := c.at(lagos(12, 23, 59)).AccountOf(t.Context(), me)
			require.NoError(t, err)
			require.Equal(t, []int{2, 10, 10}, []int{account.Streak.Days, account.Streak.Today, account.Streak.Tomorrow})
			require.False(t, account.Streak.CheckedInToday)
			require.Equal(t, "2026-11-11", account.Streak.Day.Format(time.DateOnly))
			account, err = c.at(lagos(13, 0, 0)).AccountOf(t.Context(), me)
			require.NoError(t, err)
			require.Equal(t, []int{0, 5, 5}, []int{account.Streak.Days, account.Streak.Today, account.Streak.Tomorrow}, "it is broken")
			require.Equal(t, []int{5, 5, 10, 10, 15, 15, 50}, account.Streak.Week)
		})
	}
}

func TestWhoMayCheckIn(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	_, err := c.CheckIn(t.Context())
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = c.CheckIn(c.me(uuid.New()))
	require.True(t, fault.Is(err, fault.Unauthenticated))
	gone := c.member(0)
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", gone)
	_, err = c.CheckIn(c.me(gone))
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestADayIsCheckedInOnce(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	me := c.member(0)
	var given atomic.Int32
	c.behind("users", 40, func(int) {
		got, err := c.CheckIn(c.me(me))
		if assert.NoError(t, err) {
			given.Add(int32(got.Points))
			assert.Equal(t, 1, got.Account.Streak.Days)
		}
	})
	require.EqualValues(t, 5, given.Load())
	require.Equal(t, 5, c.balanced(me))
}
