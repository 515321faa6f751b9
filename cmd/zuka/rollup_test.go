package main

import (
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// parsedRollup is the command as it is typed.
func parsedRollup(t *testing.T, typed ...string) (command rollupCommand, err error) {
	t.Helper()
	parser, err := kong.New(&command)
	require.NoError(t, err)
	_, err = parser.Parse(typed)
	return command, err
}

// Two months and the first days of a third are counted anew, each month once.
func TestDaysAreCountedAnewMonthByMonth(t *testing.T) {
	t.Parallel()
	config := app.Config{DatabaseURL: testenv.Postgres(t), DatabaseMax: 2, LogLevel: "error"}
	pool, err := app.OpenPool(t.Context(), config, "test")
	require.NoError(t, err)
	defer pool.Close()
	first := time.Date(2026, 8, 31, 23, 30, 0, 0, time.UTC) // 1 September in Lagos.
	_, err = postgres.EnsurePartitions(t.Context(), pool.Pgx(), first, first.AddDate(0, 3, 0))
	require.NoError(t, err)
	for _, at := range []time.Time{first, first.AddDate(0, 0, 9), first.AddDate(0, 0, 40), first.AddDate(0, 0, 62), first.AddDate(0, 0, 80)} {
		_, err = pool.Pgx().Exec(t.Context(), `INSERT INTO analytics_events (event_id, session_id, event_type, event_name, platform, created_at)
			VALUES ($1, $2, 'page_view', 'page_view', 'web', $3)`, uuid.New(), uuid.New(), at)
		require.NoError(t, err)
	}
	figures, closing, err := app.OpenRollup(t.Context(), config)
	require.NoError(t, err)
	defer closing()
	_, err = figures.Advance(t.Context())
	require.NoError(t, err)
	spoilt := "SELECT count(*) FROM analytics_daily WHERE events_count = 7"
	count := func(sql string) (n int) {
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), sql).Scan(&n))
		return n
	}
	_, err = pool.Pgx().Exec(t.Context(), "UPDATE analytics_daily SET events_count = 7")
	require.NoError(t, err)
	all := count(spoilt)
	last := count("SELECT count(*) FROM analytics_daily WHERE date > '2026-11-03'")
	require.NotZero(t, last)

	command, err := parsedRollup(t, "--from", "2026-09-01", "--to", "2026-11-03")
	require.NoError(t, err)
	require.NoError(t, command.Run(t.Context(), &config))
	require.Equal(t, last, count(spoilt), "of %d", all)
	require.Equal(t, 4, count("SELECT sum(events_count)::int FROM analytics_daily WHERE date <= '2026-11-03' AND platform = 'web'"))

	for _, sql := range []string{"UPDATE analytics_daily SET events_count = 7 WHERE date > '2026-10-31'", "DROP TABLE IF EXISTS analytics_events_2026_12"} {
		_, err = pool.Pgx().Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	command, err = parsedRollup(t, "--from", "2026-11-01", "--to", "2026-12-31")
	require.NoError(t, err)
	err = command.Run(t.Context(), &config)
	require.True(t, fault.For(err, fault.StateConflict), "a month without a partition fails, and so does the command: %v", err)
	require.Zero(t, count(spoilt), "what came before it is done")
}

func TestDaysToCountAnewAreSaid(t *testing.T) {
	t.Parallel()
	for _, typed := range [][]string{{}, {"--from", "2026-09-01"}, {"--from", "2026-09-01", "--to", "yesterday"}} {
		_, err := parsedRollup(t, typed...)
		require.Error(t, err, typed)
	}
	command, err := parsedRollup(t, "--from", "2026-09-02", "--to", "2026-09-01")
	require.NoError(t, err)
	require.ErrorContains(t, command.Run(t.Context(), &app.Config{}), "--to must not be before --from")
	for from, want := range map[string]string{"2026-01-31": "2026-02-01", "2026-02-28": "2026-03-01", "2026-12-01": "2027-01-01"} {
		day, err := time.ParseInLocation(time.DateOnly, from, clock.Lagos)
		require.NoError(t, err)
		require.Equal(t, want, nextMonth(day).Format(time.DateOnly))
	}
}
