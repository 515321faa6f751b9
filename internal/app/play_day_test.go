package app_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
)

// streak is what a person sees of theirs: days, whether today is done, and what
// today and tomorrow give.
func (v *visitor) streak() []any {
	v.t.Helper()
	points := v.ask(`{ me { points { streak { days checkedInToday todayPoints tomorrowPoints } } } }`, nil)["me"].(map[string]any)["points"].(map[string]any)
	streak := points["streak"].(map[string]any)
	return []any{int(streak["days"].(float64)), streak["checkedInToday"], int(streak["todayPoints"].(float64)), int(streak["tomorrowPoints"].(float64))}
}

func (v *visitor) checksIn() int {
	v.t.Helper()
	payload, codes := v.do("dailyCheckIn", "", "points", nil)
	require.Empty(v.t, codes)
	return int(payload["points"].(float64))
}

// A day ends at midnight in Lagos, which is 23:00 in UTC: a minute before and
// after are two days, and the whole evening in UTC is one.
func TestPlayOfDaysGoesByLagos(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	v := a.player()
	// The last day of a year, so that day, month and year turn at once.
	midnight := time.Date(2027, 1, 1, 0, 0, 0, 0, clock.Lagos)
	for _, row := range []struct {
		after  time.Duration
		before []any
		gives  int
	}{
		{-24 * time.Hour, []any{0, false, 5, 5}, 5},
		{-time.Nanosecond, []any{1, true, 5, 5}, 0},
		{0, []any{1, false, 5, 10}, 5},
		{time.Nanosecond, []any{2, true, 5, 10}, 0},
		{time.Hour, []any{2, true, 5, 10}, 0}, // Midnight in UTC.
		{24*time.Hour - time.Nanosecond, []any{2, true, 5, 10}, 0},
		{24 * time.Hour, []any{2, false, 10, 10}, 10},
		{48*time.Hour + 23*time.Hour, []any{3, false, 10, 15}, 10},
		{72 * time.Hour, []any{4, false, 15, 15}, 15},
		{96 * time.Hour, []any{5, false, 15, 50}, 15},
		{120 * time.Hour, []any{6, false, 50, 5}, 50},
		{144 * time.Hour, []any{7, false, 5, 5}, 5},
		{192*time.Hour - time.Nanosecond, []any{8, false, 5, 10}, 5},
		{216 * time.Hour, []any{0, false, 5, 5}, 5}, // A day was left out.
		{-time.Hour, []any{1, true, 5, 5}, 0},       // A clock that goes back gives nothing.
	} {
		a.hands.show(midnight.Add(row.after))
		require.Equal(t, row.before, v.streak(), row.after)
		require.Equal(t, row.gives, v.checksIn(), row.after)
		require.Equal(t, true, v.streak()[1], row.after)
		require.Zero(t, v.checksIn(), "twice on one day")
	}
	p := v.purse()
	require.Equal(t, []int{125, 10, 125}, []int{p.by["LOGIN_STREAK"], p.lines["LOGIN_STREAK"], p.xp})
}

// All devices of a person check in at once: the day gives its points once.
func TestPlayOfADayGivesOnce(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	all := a.players(4, 1)
	noon := clock.Day(time.Now()).Add(12 * time.Hour)
	for day, want := range []int{5, 5, 10} {
		a.hands.show(noon.AddDate(0, 0, day))
		given := make([]int, len(all))
		for i, one := range together(t, 12*len(all), func(i int) (reply, error) { return all[i%len(all)].tries("dailyCheckIn", "", "points") }) {
			given[i%len(all)] += int(one.fields["points"].(float64))
		}
		require.Equal(t, []int{want, want, want, want}, given)
	}
	for _, v := range all {
		require.Equal(t, []any{3, true, 10, 10}, v.streak())
		require.Equal(t, 20, v.purse().by["LOGIN_STREAK"])
	}
	a.balances()
}

// swinging shows the two sides of a midnight in turns, and in the end the new day.
type swinging struct {
	midnight time.Time
	asked    atomic.Int64
}

func (s *swinging) Now() time.Time {
	if n := s.asked.Add(1); n%2 == 0 || n > 32 {
		return s.midnight.UTC()
	}
	return s.midnight.Add(-time.Millisecond).UTC()
}

// Midnight comes while all devices check in. Each of the two days gives once at
// most, the new one always, and the answers say what the history has.
func TestPlayOfAMidnightInBetween(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	all := a.players(3, 1)
	midnight := clock.Day(time.Now())
	a.shop.Buying.Loyalty.Clock = &swinging{midnight: midnight}
	told := make([]int, len(all))
	for i, one := range together(t, 16*len(all), func(i int) (reply, error) { return all[i%len(all)].tries("dailyCheckIn", "", "points") }) {
		told[i%len(all)] += int(one.fields["points"].(float64))
	}
	for i, v := range all {
		p := v.purse()
		require.Equal(t, told[i], p.by["LOGIN_STREAK"])
		require.Equal(t, 5*p.lines["LOGIN_STREAK"], told[i], "the first two days give five each")
		require.Contains(t, []int{1, 2}, p.lines["LOGIN_STREAK"])
		require.Equal(t, 1, count(t, a.shop, `SELECT count(*) FROM user_points_history AS h JOIN users AS u ON u.id = h.user_id
			WHERE source_type = 'login_streak' AND source_id = $1 AND u.streak_day::text = $1 AND u.phone = $2`, midnight.Format(time.DateOnly),
			fmt.Sprintf("+234805%07d", i+1)), "the new day was given")
		require.Equal(t, p.lines["LOGIN_STREAK"], count(t, a.shop, `SELECT streak_days FROM users WHERE phone = $1`, fmt.Sprintf("+234805%07d", i+1)))
	}
	a.balances()
}
