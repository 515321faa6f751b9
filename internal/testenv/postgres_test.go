package testenv

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/leak"
	"zuka/migrations"
)

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := step()
		defer cancel()
		_ = conn.Close(ctx) // its database may be gone, and the connection with it
	})
	return conn
}

func ask[T any](t testing.TB, conn *pgx.Conn, sql string, args ...any) (answer T) {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	require.NoError(t, conn.QueryRow(ctx, sql, args...).Scan(&answer))
	return answer
}

func tell(t testing.TB, conn *pgx.Conn, sql string) {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	_, err := conn.Exec(ctx, sql)
	require.NoError(t, err)
}

const countDatabase = "SELECT count(*) FROM pg_database WHERE datname = $1"

func TestDatabasesAreMigratedApartAndDropped(t *testing.T) {
	t.Parallel()
	admin := connect(t, shared.find(t).Database)
	var names []string
	t.Run("inside", func(t *testing.T) {
		one, two := connect(t, Postgres(t)), connect(t, Postgres(t))
		tell(t, one, "CREATE TABLE mine ()")
		require.Equal(t, 1, ask[int](t, one, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
		require.Zero(t, ask[int](t, two, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
		require.Equal(t, 1, ask[int](t, two, "SELECT count(*) FROM pg_tables WHERE tablename = 'products'"))
		for _, conn := range []*pgx.Conn{one, two} {
			names = append(names, ask[string](t, conn, "SELECT current_database()::text"))
		}
	})
	require.Len(t, names, 2)
	for _, name := range names {
		require.Zero(t, ask[int](t, admin, countDatabase, name))
	}
	require.Equal(t, 1, ask[int](t, admin, countDatabase, templatePrefix+migrations.Fingerprint()))
}

func TestAPoolIsOnADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	one, two := Pool(t), Pool(t)
	_, err := one.Pgx().Exec(t.Context(), "CREATE TABLE mine ()")
	require.NoError(t, err)
	_, err = two.Pgx().Exec(t.Context(), "SELECT FROM mine")
	require.ErrorContains(t, err, "does not exist")
}

func TestAnEmptyDatabaseIsEmpty(t *testing.T) {
	t.Parallel()
	conn := connect(t, EmptyPostgres(t))
	require.Zero(t, ask[int](t, conn, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
}

func TestCommitsOutliveAKilledPostgres(t *testing.T) {
	t.Parallel()
	server := OwnPostgres(t)
	conn := connect(t, server.URL())
	require.Equal(t, 1, ask[int](t, conn, "SELECT count(*) FROM pg_tables WHERE tablename = 'products'"))
	tell(t, conn, "CREATE TABLE kept AS SELECT 'still here' AS word")
	require.NoError(t, server.Kill())
	_, err := conn.Exec(t.Context(), "SELECT 1")
	require.Error(t, err)
	require.NoError(t, server.Restart(t.Context()))
	require.Equal(t, "still here", ask[string](t, connect(t, server.URL()), "SELECT word FROM kept"))
}

// Tests that look for leaks use this package, too.
func TestNothingRunsInTheBackground(t *testing.T) {
	url := Postgres(t)
	_, _ = Redis(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	require.NoError(t, err)
	require.NoError(t, conn.Close(ctx))
	leak.None(t)
}
