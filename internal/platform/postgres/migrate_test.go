package postgres_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestSeveralMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := testenv.EmptyPostgres(t)
	var group errgroup.Group
	for range 4 {
		group.Go(func() error {
			pool, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 2})
			if err != nil {
				return err
			}
			defer pool.Close()
			return postgres.Migrate(t.Context(), pool, slog.New(slog.DiscardHandler))
		})
	}
	require.NoError(t, group.Wait())
}

func TestMigrationsMayTakeTimeButNotWaitForLocks(t *testing.T) {
	t.Parallel()
	address := saying(testenv.EmptyPostgres(t), "options=-c%20statement_timeout%3D20s")
	hurried, err := postgres.Open(t.Context(), postgres.Options{URL: address, MaxConns: 2})
	require.NoError(t, err)
	defer hurried.Close()
	pool, err := postgres.Unhurried(t.Context(), hurried)
	require.NoError(t, err)
	defer pool.Close()
	for setting, want := range map[string]string{
		"statement_timeout": "0", "idle_in_transaction_session_timeout": "0", "lock_timeout": "2s",
	} {
		var got string
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT current_setting($1)", setting).Scan(&got))
		require.Equal(t, want, got, setting)
	}
}

func TestANewMigrationHoldsTheDifference(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "00041_before.sql"), nil, 0o600))

	path, err := postgres.WriteMigration(t.Context(), pool, dir, "nothing_new")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "00042_nothing_new.sql"), path)
	require.Equal(t, "-- +goose Up\n-- Why this change is made.\n", read(t, path))

	_, err = pool.Pgx().Exec(t.Context(), "ALTER TABLE brands DROP COLUMN logo_url")
	require.NoError(t, err)
	path, err = postgres.WriteMigration(t.Context(), pool, dir, "brand_logo")
	require.NoError(t, err)
	require.Equal(t, filepath.Join(dir, "00043_brand_logo.sql"), path)
	require.Contains(t, read(t, path), "ALTER TABLE \"brands\" ADD COLUMN \"logo_url\" text NULL;\n")

	_, err = pool.Pgx().Exec(t.Context(), `ALTER TABLE brands ADD COLUMN logo_url text`)
	require.NoError(t, err)
	require.Empty(t, must(postgres.Drift(t.Context(), pool)), "what it writes is what is missing")
	for _, name := range []string{"", "Upper", "two words", "../away", "trailing_"} {
		_, err := postgres.WriteMigration(t.Context(), pool, dir, name)
		require.Error(t, err, name)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func must(statements []string, err error) []string {
	if err != nil {
		panic(err)
	}
	return statements
}

func TestPendingIsWhatTheDatabaseLacks(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	pending, err := postgres.Pending(t.Context(), pool)
	require.NoError(t, err)
	require.Empty(t, pending)
	_, err = pool.Pgx().Exec(t.Context(), "DELETE FROM goose_db_version WHERE version_id = 9")
	require.NoError(t, err)
	pending, err = postgres.Pending(t.Context(), pool)
	require.NoError(t, err)
	require.Equal(t, []postgres.Migration{{Version: 9, File: "00009_one_each.sql"}}, pending)
}

func TestPendingLeavesAnEmptyDatabaseEmpty(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: testenv.EmptyPostgres(t), MaxConns: 2})
	require.NoError(t, err)
	defer pool.Close()
	pending, err := postgres.Pending(t.Context(), pool)
	require.NoError(t, err)
	require.Equal(t, int64(1), pending[0].Version)
	var tables int
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").Scan(&tables))
	require.Zero(t, tables)
}
