package testenv

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/postgres"
	"zuka/migrations"
)

// shop is the database that the shop's migrations make.
var shop = template{fingerprint: migrations.Fingerprint(), migrate: migrate}

func migrate(ctx context.Context, url string) error {
	pool, err := postgres.Open(ctx, postgres.Options{URL: url, MaxConns: 4, ApplicationName: "testenv"})
	if err != nil {
		return err
	}
	defer pool.Close()
	return postgres.Migrate(ctx, pool, slog.New(slog.DiscardHandler))
}

// ample are limits of time that only what has come to a stop reaches: how busy the
// machine is must not decide a test. The usual ones a test sets itself.
const ample = "-c statement_timeout=120s -c lock_timeout=60s -c idle_in_transaction_session_timeout=120s"

// Postgres is the URL of a migrated database of this test alone, with no rows
// but those of the migrations. It is dropped when the test ends, whoever is
// still connected. Its sessions have ample limits of time.
func Postgres(t testing.TB) string {
	t.Helper()
	address, err := url.Parse(copyOf(t, shop))
	require.NoError(t, err)
	said := address.Query()
	said.Set("options", strings.TrimSpace(said.Get("options")+" "+ample))
	address.RawQuery = strings.ReplaceAll(said.Encode(), "+", "%20") // libpq knows no +.
	return address.String()
}

// Pool is an open pool of 8 connections on a database as Postgres gives one,
// closed when the test ends.
func Pool(t testing.TB) *postgres.Pool {
	t.Helper()
	url := Postgres(t)
	ctx, cancel := step()
	defer cancel()
	pool, err := postgres.Open(ctx, postgres.Options{URL: url, MaxConns: 8, ApplicationName: "test"})
	require.NoError(t, err, "open the test's database")
	t.Cleanup(pool.Close)
	return pool
}

// EmptyPostgres is the URL of a database with nothing in it, of this test
// alone. It is dropped when the test ends.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	shared.find(t)
	ctx, cancel := step()
	defer cancel()
	c := shared.cluster
	name := c.name()
	require.NoError(t, c.exec(ctx, "CREATE DATABASE "+quote(name)), "make an empty database")
	dropAfter(t, c, name)
	return c.urlOf(name)
}

// OwnPostgres is a PostgreSQL of this test alone, to be killed and restarted,
// stopped when the test ends. Its database is migrated, and what was committed
// is still there after Kill.
func OwnPostgres(t testing.TB) *devstack.Server {
	t.Helper()
	server := own(t, devstack.StartPostgres, map[string]string{"synchronous_commit": "on"})
	ctx, cancel := step()
	defer cancel()
	require.NoError(t, migrate(ctx, server.URL()), "migrate the test's own PostgreSQL")
	return server
}

// OwnRedis is a Redis of this test alone, to be killed and restarted, stopped
// when the test ends. It keeps nothing on disk: killed, it comes back empty.
func OwnRedis(t testing.TB) *devstack.Server {
	t.Helper()
	return own(t, devstack.StartRedis, nil)
}

func own[S interface{ Stop(context.Context) error }](
	t testing.TB, start func(context.Context, devstack.Options) (S, error), settings map[string]string,
) S {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	server, err := start(ctx, devstack.Options{Throwaway: true, Install: true, Settings: settings})
	require.NoError(t, err, "start the test's own server")
	t.Cleanup(func() {
		ctx, cancel := step()
		defer cancel()
		if err := server.Stop(ctx); err != nil {
			t.Errorf("stop the test's own server: %v", err)
		}
	})
	return server
}

// copyOf is the URL of a new copy of a template, dropped when the test ends.
func copyOf(t testing.TB, from template) string {
	t.Helper()
	shared.find(t)
	ctx, cancel := step()
	defer cancel()
	c := shared.cluster
	source, err := c.ensure(ctx, from)
	require.NoError(t, err, "make the template of the test databases")
	name, err := c.clone(ctx, source)
	require.NoError(t, err, "copy the template of the test databases")
	dropAfter(t, c, name)
	return c.urlOf(name)
}

func dropAfter(t testing.TB, c *cluster, name string) {
	t.Cleanup(func() {
		ctx, cancel := step()
		defer cancel()
		if err := c.drop(ctx, name); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
}
