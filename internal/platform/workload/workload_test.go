package workload_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/workload"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestJobsAreListed(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	s := workload.New(pool.Pgx())
	for _, one := range []struct{ kind, state, finalized, errors string }{
		{"send_letter", "completed", "2026-11-24 14:30Z", "{}"},
		{"send_letter", "available", "", "{}"},
		{"check_payment", "discarded", "2026-11-24 14:31Z", `{"{\"at\": \"2026-11-24T14:30:00Z\", \"attempt\": 1, \"error\": \"no answer\", \"trace\": \"\"}"}`},
		{"check_payment", "available", "", "{}"},
	} {
		_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO river_job (kind, state, finalized_at, errors, args, max_attempts, attempt, queue)
			VALUES ($1, $2::text::river_job_state, nullif($3, '')::timestamptz, $4::text::jsonb[], '{"order": 7}', 25, 1, 'default')`, one.kind, one.state, one.finalized, one.errors)
		require.NoError(t, err)
	}
	list := func(filter workload.JobFilter, args page.Args) ([]string, *workload.JobConnection) {
		found, err := s.Jobs(t.Context(), filter, args)
		require.NoError(t, err)
		var kinds []string
		for _, one := range found.Nodes() {
			kinds = append(kinds, one.Kind+" "+string(one.State))
		}
		return kinds, found
	}
	kinds, all := list(workload.JobFilter{}, page.Args{First: new(int32(3))})
	require.Equal(t, []string{"check_payment available", "check_payment discarded", "send_letter available"}, kinds)
	require.True(t, all.PageInfo.HasNextPage)
	total, err := all.TotalCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, 4, total)
	kinds, _ = list(workload.JobFilter{}, page.Args{First: new(int32(3)), After: all.PageInfo.EndCursor})
	require.Equal(t, []string{"send_letter completed"}, kinds)
	kinds, _ = list(workload.JobFilter{}, page.Args{Last: new(int32(2))})
	require.Equal(t, []string{"send_letter available", "send_letter completed"}, kinds)
	kinds, _ = list(workload.JobFilter{State: new(workload.Available), Kind: new("send_letter")}, page.Args{})
	require.Equal(t, []string{"send_letter available"}, kinds)

	_, failed := list(workload.JobFilter{State: new(workload.Discarded)}, page.Args{})
	one := failed.Nodes()[0]
	require.Equal(t, []workload.Failure{{Attempt: 1, At: time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC), Message: "no answer"}}, one.Failures)
	require.JSONEq(t, `{"order": 7}`, one.Args)
	require.NotNil(t, one.FinalizedAt)
	require.Equal(t, []int{1, 25}, []int{one.Attempts, one.MaxAttempts})
	require.NotEmpty(t, one.Number())

	// A cursor of one list is none of another.
	_, err = s.Jobs(t.Context(), workload.JobFilter{Kind: new("send_letter")}, page.Args{After: all.PageInfo.EndCursor})
	require.True(t, fault.Is(err, fault.BadUserInput))
}

func TestStatementsAreListed(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	s := workload.New(pool.Pgx())
	for range 3 {
		_, err := pool.Pgx().Exec(t.Context(), "SELECT 1 AS a_statement_that_is_listed FROM generate_series(1, $1)", 5)
		require.NoError(t, err)
	}
	for _, order := range []workload.Order{workload.ByTotal, workload.ByMean, workload.ByCalls} {
		found, err := s.Statements(t.Context(), order, 100)
		require.NoError(t, err)
		require.NotEmpty(t, found)
		for i := range found[1:] {
			before, one := found[i], found[i+1]
			require.False(t, order == workload.ByTotal && one.TotalMS > before.TotalMS || order == workload.ByMean && one.MeanMS > before.MeanMS ||
				order == workload.ByCalls && one.Calls > before.Calls, order)
		}
	}
	found, err := s.Statements(t.Context(), workload.ByTotal, 1)
	require.NoError(t, err)
	require.Len(t, found, 1)
	_, err = s.Statements(t.Context(), "beauty", 1)
	require.True(t, fault.Is(err, fault.BadUserInput))
	_, err = s.Statements(t.Context(), workload.ByTotal, 0)
	require.True(t, fault.Is(err, fault.BadUserInput))

	// A database without the extension has no such list, which is no error.
	_, err = pool.Pgx().Exec(t.Context(), "DROP EXTENSION pg_stat_statements")
	require.NoError(t, err)
	found, err = s.Statements(t.Context(), workload.ByTotal, 1)
	require.NoError(t, err)
	require.Nil(t, found)
}
