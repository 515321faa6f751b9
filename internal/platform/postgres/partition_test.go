package postgres_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// waiting puts rows of two months that have no partition into DEFAULT, and one
// of a time that no calendar has.
func waiting(t testing.TB, pool *postgres.Pool) {
	t.Helper()
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO analytics_events (id, event_id, session_id, event_type, event_name, created_at)
		SELECT i, gen_random_uuid(), gen_random_uuid(), 'page_view', 'page_view', CASE WHEN i = 21 THEN 'infinity' ELSE '2031-01-31 23:59:59Z'::timestamptz + i % 2 * interval '1 second' END
		FROM generate_series(1, 21) AS i`)
	require.NoError(t, err)
}

func count(t testing.TB, pool *postgres.Pool, table string) (rows int) {
	t.Helper()
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows))
	return rows
}

func TestDefaultIsDrained(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	lying, err := postgres.DefaultRows(t.Context(), pool.Pgx())
	require.NoError(t, err)
	require.EqualValues(t, 21, lying)
	drained, err := postgres.DrainDefault(t.Context(), pool.Pgx())
	require.NoError(t, err)
	require.Equal(t, []postgres.Drained{{Partition: "analytics_events_2031_01", Rows: 10}, {Partition: "analytics_events_2031_02", Rows: 10}}, drained)
	require.Equal(t, 10, count(t, pool, "analytics_events_2031_02"))
	require.Equal(t, 21, count(t, pool, "analytics_events"))
	require.Equal(t, 1, count(t, pool, "ONLY analytics_events_default"))
	drained, err = postgres.DrainDefault(t.Context(), pool.Pgx())
	require.NoError(t, err)
	require.Empty(t, drained)
}

// TestWhatChangesWhileItMovesIsNotLost changes rows after they were copied and
// before the table is attached.
func TestWhatChangesWhileItMovesIsNotLost(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	var once sync.Once
	var want []string
	rows := func() []string {
		found, err := pool.Pgx().Query(t.Context(), "SELECT e::text FROM analytics_events AS e ORDER BY id, created_at")
		require.NoError(t, err)
		texts, err := pgx.CollectRows(found, pgx.RowTo[string])
		require.NoError(t, err)
		return texts
	}
	ctx := postgres.WithWatcher(t.Context(), func(m postgres.Moment) {
		if m.Answered && strings.HasPrefix(m.SQL, "INSERT INTO analytics_events_2031_01 SELECT * FROM ONLY analytics_events_default WHERE created_at") {
			once.Do(func() {
				for _, sql := range []string{
					"INSERT INTO analytics_events (id, event_id, session_id, event_type, event_name, created_at) VALUES (99, gen_random_uuid(), gen_random_uuid(), 'share', 'late', '2031-01-10 00:00Z')",
					"UPDATE analytics_events SET event_name = 'mended' WHERE id = 4",
					"DELETE FROM analytics_events WHERE id = 6",
				} {
					_, err := pool.Pgx().Exec(t.Context(), sql)
					require.NoError(t, err)
				}
				want = rows()
			})
		}
	})
	drained, err := postgres.DrainDefault(ctx, pool.Pgx())
	require.NoError(t, err)
	require.Len(t, drained, 2)
	require.NotEmpty(t, want)
	require.Equal(t, want, rows())
	require.Equal(t, 10, count(t, pool, "analytics_events_2031_01"))
}

func TestSeveralMakePartitionsAtOnce(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	from, to := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2031, 4, 1, 0, 0, 0, 0, time.UTC)
	var group sync.WaitGroup
	made, faults := make([][]string, 3), make([]error, 3)
	for i := range 3 {
		group.Go(func() { made[i], faults[i] = postgres.EnsurePartitions(t.Context(), pool.Pgx(), from, to) })
	}
	group.Wait()
	for _, err := range faults {
		require.NoError(t, err)
	}
	require.Len(t, append(append(made[0], made[1]...), made[2]...), 4, "each is made by one")
	require.Equal(t, 21, count(t, pool, "analytics_events"))
}

func TestAPartitionIsAsTheMigrationMakesIt(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := postgres.EnsurePartitions(t.Context(), pool.Pgx(), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	_, err = pool.Pgx().Exec(t.Context(), "CREATE TABLE made PARTITION OF analytics_events FOR VALUES FROM ('2031-02-01 00:00Z') TO ('2031-03-01 00:00Z')")
	require.NoError(t, err)
	parts := func(table string) []string {
		rows, err := pool.Pgx().Query(t.Context(), `SELECT pg_get_constraintdef(oid) || coalesce(' of ' || (SELECT conname FROM pg_constraint AS p WHERE p.oid = c.conparentid), '')
				FROM pg_constraint AS c WHERE conrelid = $1::regclass AND contype <> 'n'
			UNION ALL SELECT regexp_replace(pg_get_indexdef(i.indexrelid), 'INDEX \S+ ON \S+ ', 'INDEX ') || ' of ' || (SELECT h.inhparent::regclass FROM pg_inherits AS h WHERE h.inhrelid = i.indexrelid)
				FROM pg_index AS i WHERE indrelid = $1::regclass
			UNION ALL SELECT attname || ' ' || format_type(atttypid, atttypmod) || attnotnull || coalesce(pg_get_expr(adbin, adrelid), '')
				FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
			ORDER BY 1`, table)
		require.NoError(t, err)
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return found
	}
	require.Greater(t, len(parts("made")), 40)
	require.Equal(t, parts("made"), parts("analytics_events_2031_01"))
}

func TestATableInTheWayIsTold(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	_, err := pool.Pgx().Exec(t.Context(), "CREATE TABLE analytics_events_2031_01 (id int)")
	require.NoError(t, err)
	drained, err := postgres.DrainDefault(t.Context(), pool.Pgx())
	require.ErrorContains(t, err, "analytics_events_2031_01: a table of that name is no partition")
	require.Len(t, drained, 1, "the other month moves")
	require.Equal(t, 21, count(t, pool, "analytics_events"))
}

func TestThePartitionsAreListed(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	_, err := postgres.DrainDefault(t.Context(), pool.Pgx())
	require.NoError(t, err)
	for _, sql := range []string{"ANALYZE analytics_events_2031_01", "COMMENT ON TABLE analytics_events_2031_01 IS 'seen'"} {
		_, err = pool.Pgx().Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	all, err := postgres.Partitions(t.Context(), pool.Pgx())
	require.NoError(t, err)
	last := all[len(all)-1]
	require.True(t, last.Default())
	require.Equal(t, "analytics_events_default", last.Name)
	one := all[len(all)-3]
	require.Equal(t, "analytics_events_2031_01", one.Name)
	require.Equal(t, time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), one.From)
	require.Equal(t, time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC), one.To)
	require.EqualValues(t, 10, one.Rows)
	require.Greater(t, one.Bytes, int64(8192))
	require.Equal(t, "seen", one.Note)
	require.EqualValues(t, -1, all[len(all)-2].Rows, "nobody has looked yet")
}

func TestTheRowsOfDefaultAreAFigure(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	waiting(t, pool)
	registry := prometheus.NewRegistry()
	postgres.NewDefaultRows(registry, pool.Pgx())
	figures, err := registry.Gather()
	require.NoError(t, err)
	require.InDelta(t, 21, figures[0].GetMetric()[0].GetGauge().GetValue(), 0)
}
