package dashboard

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/money"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	// In Lagos the next day has begun.
	late := time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)
	for query, want := range map[string]struct {
		from, to string
		faults   map[string]string
	}{
		"":                              {"2026-11-19", "2026-11-25", nil},
		"range=today":                   {"2026-11-25", "2026-11-25", nil},
		"range=7":                       {"2026-11-19", "2026-11-25", nil},
		"range=30":                      {"2026-10-27", "2026-11-25", nil},
		"range=90&from=2020-01-01":      {"2026-08-28", "2026-11-25", nil},
		"from=2026-11-01&to=2026-11-30": {"2026-11-01", "2026-11-30", nil},
		"range=custom&from=2026-11-01&to=2026-11-01": {"2026-11-01", "2026-11-01", nil},
		"range=custom&from=2024-11-26&to=2026-11-25": {"2024-11-26", "2026-11-25", nil},
		"range=custom&from=2024-11-25&to=2026-11-25": {faults: map[string]string{"to": "must be less than 2 years after from"}},
		"range=custom&from=2026-11-02&to=2026-11-01": {faults: map[string]string{"to": "must not be before from"}},
		"range=custom":                  {faults: map[string]string{"from": "is missing", "to": "is missing"}},
		"from=24/11/2026&to=2026-02-30": {faults: map[string]string{"from": "must be a day, such as 2026-11-24", "to": "must be a day, such as 2026-11-24"}},
		"range=365":                     {faults: map[string]string{"range": "must be today, 7, 30, 90 or custom"}},
		"range=-7":                      {faults: map[string]string{"range": "must be today, 7, 30, 90 or custom"}},
	} {
		form, err := url.ParseQuery(query)
		require.NoError(t, err)
		got, faults := periodOf(form, late)
		if want.faults != nil {
			require.Equal(t, want.faults, faults, query)
			continue
		}
		require.Empty(t, faults, query)
		require.Equal(t, []string{want.from, want.to}, []string{got.WrittenFrom, got.WrittenTo}, query)
		asked := got.asked()
		require.Equal(t, []string{want.from, want.to}, []string{asked.From.Format(time.DateOnly), asked.To.Format(time.DateOnly)}, query)
		require.True(t, asked.Compare)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, before float64
		good        int
		want        change
	}{
		{150, 100, 1, change{"▲ 50.0%", "x", "better"}},
		{150, 100, -1, change{"▲ 50.0%", "x", "worse"}},
		{150, 100, 0, change{"▲ 50.0%", "x", "same"}},
		{75, 100, 1, change{"▼ 25.0%", "x", "worse"}},
		{0, 100, -1, change{"▼ 100.0%", "x", "better"}},
		{100, 100, 1, change{"no change", "x", "same"}},
		{100_001, 100_000, 1, change{"no change", "x", "same"}},
		{0, 0, 1, change{"no change", "x", "same"}},
		{3, 0, 1, change{"new", "x", "better"}},
		{3, 0, -1, change{"new", "x", "worse"}},
	} {
		require.Equal(t, c.want, *grown(c.now, c.before, "x", c.good), c)
	}
	require.Equal(t, change{"▲ 2.5 points", "10.0%", "worse"}, *shared("", new(0.125), new(0.1), -1).Change)
	require.Nil(t, shared("", nil, new(0.1), 1).Change)
	require.Equal(t, none, shared("", nil, nil, 1).Value)
	require.Equal(t, none, average(nil, new(money.Naira(5))).Value)
	require.Nil(t, average(new(money.Naira(5)), nil).Change)
	require.Equal(t, "-1,234", count(-1234))
	require.Equal(t, "(not known)", row("")[0].Text)
	require.Empty(t, plainly(""))
}
