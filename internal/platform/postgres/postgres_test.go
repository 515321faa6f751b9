package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/brand"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestATransactionIsOneForEntAndSQL(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	refused := errors.New("refused")
	for _, want := range []error{refused, nil} {
		err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
			tx.Ent().Brand.Create().SetSlug("oja").SetName("Oja").SaveX(ctx)
			var seen int
			require.NoError(t, tx.QueryRowContext(ctx, "SELECT count(*) FROM brands").Scan(&seen))
			require.Equal(t, 1, seen)
			// ent begins a transaction of its own for this, and ends it; ours goes on.
			made := tx.Ent().Brand.Query().OnlyX(ctx)
			require.Equal(t, "Ọjà", tx.Ent().Brand.UpdateOne(made).SetName("Ọjà").SaveX(ctx).Name)
			return want
		})
		require.ErrorIs(t, err, want)
		count := pool.Ent().Brand.Query().Where(brand.Slug("oja")).CountX(t.Context())
		require.Equal(t, want == nil, count == 1)
	}
}

func TestAPanicRollsBackAndAGoneCallerStopsBeforeTheCommit(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	require.Panics(t, func() {
		_ = postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
			tx.Ent().Brand.Create().SetSlug("a").SetName("A").SaveX(ctx)
			panic("broken")
		})
	})
	gone, leave := context.WithCancel(t.Context())
	err := postgres.InTx(gone, pool, func(ctx context.Context, tx postgres.Tx) error {
		tx.Ent().Brand.Create().SetSlug("b").SetName("B").SaveX(ctx)
		leave()
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, pool.Ent().Brand.Query().CountX(t.Context()))
}

// saying is an address that names settings, too.
func saying(address, settings string) string {
	if strings.Contains(address, "?") {
		return address + "&" + settings
	}
	return address + "?" + settings
}

func TestTheSessionHasTimeLimits(t *testing.T) {
	t.Parallel()
	url := testenv.EmptyPostgres(t)
	open := func(options postgres.Options) *postgres.Pool {
		pool, err := postgres.Open(t.Context(), options)
		require.NoError(t, err)
		t.Cleanup(pool.Close)
		return pool
	}
	hasty := open(postgres.Options{URL: url, StatementTimeout: time.Second}) // Opening it asks for something too.
	_, err := hasty.Pgx().Exec(t.Context(), "SELECT pg_sleep(300)")
	require.True(t, fault.Is(postgres.Fault(err), fault.ServiceUnavailable), "%v", err)
	for _, test := range []struct{ said, statement, lock string }{
		{"", "10s", "2s"},
		{"lock_timeout=7s", "10s", "7s"},
		{"options=-c%20lock_timeout%3D8s%20-c%20statement_timeout%3D20s", "20s", "8s"},
	} {
		pool := open(postgres.Options{URL: saying(url, test.said)})
		var statement, lock string
		require.NoError(t, pool.Pgx().QueryRow(t.Context(),
			"SELECT current_setting('statement_timeout'), current_setting('lock_timeout')").Scan(&statement, &lock))
		require.Equal(t, []string{test.statement, test.lock}, []string{statement, lock}, test.said)
	}
	var statement string
	chosen := open(postgres.Options{URL: saying(url, "statement_timeout=20s"), StatementTimeout: 30 * time.Second})
	require.NoError(t, chosen.Pgx().QueryRow(t.Context(), "SHOW statement_timeout").Scan(&statement))
	require.Equal(t, "30s", statement, "the process that wants another goes before the address")
}

func TestFaultsNeverShowARow(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]fault.Code{
		"22021": fault.BadUserInput, "22P05": fault.BadUserInput, "22003": fault.BadUserInput,
		"57014": fault.ServiceUnavailable, "40P01": fault.ServiceUnavailable, "25006": fault.ServiceUnavailable,
		"08006": fault.ServiceUnavailable, "53300": fault.ServiceUnavailable,
	} {
		found, ok := fault.From(postgres.Fault(&pgconn.PgError{Code: code, Message: "row", Detail: "secret"}))
		require.True(t, ok, code)
		require.Equal(t, want, found.Code, code)
		require.NotContains(t, found.Error(), "secret")
		require.NotContains(t, found.Error(), "row")
	}
	unknown := &pgconn.PgError{Code: "23514"}
	require.Same(t, unknown, postgres.Fault(unknown), "a failed check is ours to explain")
	_, err := postgres.Open(t.Context(), postgres.Options{URL: "postgres://zuka@127.0.0.1:1/none"})
	require.True(t, fault.Is(postgres.Fault(err), fault.ServiceUnavailable), "%v", err)
}

func TestStatementsAreCountedThroughEntAndPgx(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	ctx, counter := postgres.WithCounter(t.Context())
	pool.Ent().Brand.Query().AllX(ctx)
	_, err := pool.Pgx().Exec(ctx, "SELECT 1")
	require.NoError(t, err)
	pool.Ent().Brand.Query().AllX(t.Context())
	require.Len(t, counter.Statements(), 2)
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	require.NoError(t, postgres.Migrate(t.Context(), pool, slog.New(slog.DiscardHandler)))
	steps, err := postgres.Status(t.Context(), pool)
	require.NoError(t, err)
	require.NotEmpty(t, steps)
	for _, step := range steps {
		require.False(t, step.AppliedAt.IsZero(), step.File)
	}
}

func TestPartitionsTakeTheRowsThatWaited(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO analytics_events (event_id, session_id, event_type, event_name, created_at)
		SELECT gen_random_uuid(), gen_random_uuid(), 'page_view', 'page_view', day
		FROM generate_series('2031-01-15'::timestamptz, '2031-03-15', '1 month') AS day`)
	require.NoError(t, err)
	from, to := time.Date(2031, 1, 20, 0, 0, 0, 0, time.UTC), time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC)
	made, err := postgres.EnsurePartitions(t.Context(), pool.Pgx(), from, to)
	require.NoError(t, err)
	require.Equal(t, []string{"analytics_events_2031_01", "analytics_events_2031_02"}, made)
	made, err = postgres.EnsurePartitions(t.Context(), pool.Pgx(), from, to)
	require.NoError(t, err)
	require.Empty(t, made)
	for table, want := range map[string]int{"analytics_events": 3, "analytics_events_2031_01": 1, "analytics_events_2031_02": 1, "analytics_events_default": 1} {
		var rows int
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows))
		require.Equal(t, want, rows, table)
	}
}
