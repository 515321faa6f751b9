package delivery

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/nigeria"
)

func one(t require.TestingT, state string, subtotal money.Naira, free bool, now time.Time) Option {
	options, err := Options(state, subtotal, free, now)
	require.NoError(t, err)
	require.Len(t, options, 1)
	return options[0]
}

func TestDaysAreWorkingDays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state, ordered, earliest, latest string
	}{
		"on a Monday":                {"Lagos", "2026-11-23T09:00", "2026-11-24", "2026-11-25"},
		"before Thursday's last":     {"Lagos", "2026-11-26T15:59", "2026-11-27", "2026-11-30"},
		"after Thursday's last":      {"Lagos", "2026-11-26T16:00", "2026-11-30", "2026-12-01"},
		"before Friday's last":       {"Lagos", "2026-11-27T15:59", "2026-11-30", "2026-12-01"},
		"after Friday's last":        {"Lagos", "2026-11-27T16:00", "2026-12-01", "2026-12-02"},
		"on Saturday":                {"Lagos", "2026-11-28T09:00", "2026-12-01", "2026-12-02"},
		"on Saturday evening":        {"Lagos", "2026-11-28T20:00", "2026-12-01", "2026-12-02"},
		"on Sunday":                  {"Lagos", "2026-11-29T15:00", "2026-12-01", "2026-12-02"},
		"at Monday's first moment":   {"Lagos", "2026-11-30T00:00", "2026-12-01", "2026-12-02"},
		"at Sunday's last moment":    {"Lagos", "2026-11-29T23:59", "2026-12-01", "2026-12-02"},
		"to the South-West":          {"Oyo", "2026-11-27T15:59", "2026-12-01", "2026-12-03"},
		"far away":                   {"Borno", "2026-11-27T15:59", "2026-12-02", "2026-12-07"},
		"far away over two weekends": {"FCT", "2026-11-27T16:00", "2026-12-03", "2026-12-08"},
		"over the end of the year":   {"Kano", "2026-12-31T15:59", "2027-01-05", "2027-01-08"},
		"on New Year's Eve, late":    {"Lagos", "2026-12-31T16:00", "2027-01-04", "2027-01-05"},
		"over a leap day":            {"Lagos", "2028-02-28T10:00", "2028-02-29", "2028-03-01"},
	} {
		now, err := time.ParseInLocation("2006-01-02T15:04", c.ordered, clock.Lagos)
		require.NoError(t, err)
		for _, moment := range []time.Time{now, now.UTC(), now.In(time.FixedZone("far", -9*3600))} {
			got := one(t, c.state, 0, false, moment)
			require.Equal(t, c.earliest, got.Earliest.Format(time.DateOnly), name)
			require.Equal(t, c.latest, got.Latest.Format(time.DateOnly), name)
			require.Equal(t, clock.Lagos, got.Earliest.Location())
		}
	}
}

func TestEveryStateHasAPrice(t *testing.T) {
	t.Parallel()
	require.Len(t, nigeria.States, 37)
	prices := map[money.Naira][]string{}
	for _, state := range nigeria.States {
		got := one(t, state, 49_999, false, time.Now())
		require.Equal(t, state, got.State)
		require.Equal(t, FreeFrom, got.FreeFrom)
		require.NotEmpty(t, got.Code)
		require.NotEmpty(t, got.Name)
		prices[got.Price] = append(prices[got.Price], state)
		require.Zero(t, one(t, state, 50_000, false, time.Now()).Price)
		require.Zero(t, one(t, state, 1, true, time.Now()).Price)
	}
	require.Equal(t, []string{"Lagos"}, prices[1_500])
	require.Equal(t, []string{"Ekiti", "Ogun", "Ondo", "Osun", "Oyo"}, prices[2_500])
	require.Len(t, prices[3_500], 31)
	require.Len(t, prices, 3)
}

func TestStatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	require.Equal(t, "FCT", one(t, " abuja ", 0, false, time.Now()).State)
	require.Equal(t, "Lagos", one(t, "lagos  State", 0, false, time.Now()).State)
	for _, state := range []string{"", "Accra", "Lagos\x00"} {
		_, err := Options(state, 0, false, time.Now())
		found, _ := fault.From(err)
		require.Equal(t, fault.BadUserInput, found.Code)
		require.Equal(t, []string{"state"}, found.Field)
	}
}

func TestParcelsArriveOnWorkingDaysAndNeverEarlierForLaterOrders(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.SampledFrom(nigeria.States).Draw(t, "state")
		now := begin.Add(time.Duration(rapid.IntRange(0, 3*365*24*60).Draw(t, "minute")) * time.Minute)
		got := one(t, state, 0, false, now)
		require.True(t, working(got.Earliest) && working(got.Latest))
		require.True(t, got.Earliest.After(now))
		require.False(t, got.Latest.Before(got.Earliest))
		later := one(t, state, 0, false, now.Add(time.Duration(rapid.IntRange(0, 10_000).Draw(t, "later"))*time.Minute))
		require.False(t, later.Earliest.Before(got.Earliest))
		require.False(t, later.Latest.Before(got.Latest))
	})
}
