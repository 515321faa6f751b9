package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

func TestRangesAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to string
		interval Interval
		field    string // empty for a range that is fine
	}{
		"a day":                        {"2026-11-24", "2026-11-25", Day, ""},
		"no day":                       {"2026-11-24", "2026-11-24", Day, "to"},
		"backwards":                    {"2026-11-24", "2026-11-01", Day, "to"},
		"two years":                    {"2024-11-24", "2026-11-24", Month, ""},
		"two years and a day":          {"2024-11-24", "2026-11-25", Month, "to"},
		"two years from the leap day":  {"2024-02-29", "2026-03-01", Month, ""},
		"and a day":                    {"2024-02-29", "2026-03-02", Month, "to"},
		"366 days by day":              {"2024-01-01", "2025-01-01", Day, ""},
		"367 days by day":              {"2024-01-01", "2025-01-02", Day, "interval"},
		"six days by week":             {"2026-11-01", "2026-11-07", Week, "interval"},
		"seven days by week":           {"2026-11-01", "2026-11-08", Week, ""},
		"27 days by month":             {"2026-02-01", "2026-02-28", Month, "interval"},
		"February by month":            {"2026-02-01", "2026-03-01", Month, ""},
		"an hour":                      {"2026-02-01", "2026-03-01", "hour", "interval"},
		"nothing chosen for two years": {"2024-11-24", "2026-11-24", "", ""},
	} {
		r := days(t, c.from, c.to, c.interval)
		_, err := r.span()
		if c.field == "" {
			require.NoError(t, err, name)
			continue
		}
		found, ok := fault.From(err)
		require.True(t, ok, name)
		require.Equal(t, []string{c.field}, found.Field, name)
	}
	_, err := Range{To: now}.span()
	found, ok := fault.From(err)
	require.True(t, ok)
	require.Equal(t, []string{"from"}, found.Field)
}

func TestRangesAreCutIntoFrames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from, to string
		interval Interval
		starts   []string
	}{
		"days":                            {"2026-02-27", "2026-03-02", Day, []string{"2026-02-27", "2026-02-28", "2026-03-01"}},
		"days of a leap year":             {"2028-02-28", "2028-03-02", Day, []string{"2028-02-28", "2028-02-29", "2028-03-01"}},
		"weeks from a Wednesday":          {"2026-11-04", "2026-11-18", Week, []string{"2026-11-04", "2026-11-09", "2026-11-16"}},
		"weeks from a Sunday":             {"2026-11-01", "2026-11-10", Week, []string{"2026-11-01", "2026-11-02", "2026-11-09"}},
		"weeks from a Monday":             {"2026-11-02", "2026-11-16", Week, []string{"2026-11-02", "2026-11-09"}},
		"months from the 31st":            {"2026-01-31", "2026-03-02", Month, []string{"2026-01-31", "2026-02-01", "2026-03-01"}},
		"months over the year's end":      {"2026-12-01", "2027-02-01", Month, []string{"2026-12-01", "2027-01-01"}},
		"months where nobody chose":       {"2025-01-01", "2026-02-01", "", []string{"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01", "2025-07-01", "2025-08-01", "2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01"}},
		"days where nobody chose, a week": {"2026-11-23", "2026-11-25", "", []string{"2026-11-23", "2026-11-24"}},
	} {
		in, err := days(t, c.from, c.to, c.interval).span()
		require.NoError(t, err, name)
		var starts []string
		for i := range in.starts {
			from, to := in.frame(i)
			require.True(t, from.Before(to), name)
			starts = append(starts, from.Format(time.DateOnly))
		}
		require.Equal(t, c.starts, starts, name)
		_, end := in.frame(len(starts) - 1)
		require.Equal(t, lagos(t, c.to), end, name)
	}
	// Any moment of a Lagos day is the day: this one is an hour before midnight in London.
	in, err := Range{From: time.Date(2026, 11, 9, 23, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 11, 22, 59, 0, 0, time.UTC)}.span()
	require.NoError(t, err)
	require.Equal(t, []time.Time{lagos(t, "2026-11-10")}, in.starts)
}

func TestThePeriodBefore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, before string }{
		"days":               {"2026-11-10", "2026-11-13", "2026-11-07"},
		"a month":            {"2026-03-01", "2026-04-01", "2026-02-01"},
		"a leap February":    {"2028-02-01", "2028-03-01", "2028-01-01"},
		"after a leap month": {"2028-03-01", "2028-04-01", "2028-02-01"},
		"a quarter":          {"2026-01-01", "2026-04-01", "2025-10-01"},
		"28 days, no month":  {"2026-02-02", "2026-03-02", "2026-01-05"},
		"over the leap day":  {"2028-02-25", "2028-03-05", "2028-02-16"},
	} {
		in, err := days(t, c.from, c.to, Day).span()
		require.NoError(t, err, name)
		before := in.before()
		require.Equal(t, lagos(t, c.before), before.from, name)
		require.Equal(t, in.from, before.to, name)
		require.Equal(t, []time.Time{before.from}, before.starts, name)
		require.Equal(t, clock.Lagos, before.from.Location())
	}
}
