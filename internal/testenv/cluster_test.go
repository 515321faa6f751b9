package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

// shelves is a template of 30 tables, about as many as the shop has.
func shelves(fingerprint string, migrated *atomic.Int32) template {
	return template{fingerprint: fingerprint, migrate: func(ctx context.Context, url string) error {
		migrated.Add(1)
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		for i := range 30 {
			if _, err := conn.Exec(ctx, fmt.Sprintf(
				"CREATE TABLE shelf_%[1]d (id bigserial PRIMARY KEY, a text, b text UNIQUE); CREATE INDEX ON shelf_%[1]d (a)", i,
			)); err != nil {
				return errors.Join(err, conn.Close(ctx))
			}
		}
		return conn.Close(ctx)
	}}
}

// server is a PostgreSQL of the test alone: templates of others would be
// dropped by what these tests do.
func server(t testing.TB) string {
	t.Helper()
	return OwnPostgres(t).URL()
}

// join opens the server as another test process does.
func join(t testing.TB, database string) *cluster {
	t.Helper()
	c, err := openCluster(database)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.close() }) // some tests have closed it before
	return c
}

func (c *cluster) mustEnsure(t testing.TB, from template) string {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	name, err := c.ensure(ctx, from)
	require.NoError(t, err)
	return name
}

func (c *cluster) mustClone(t testing.TB, from string) string {
	t.Helper()
	ctx, cancel := step()
	defer cancel()
	name, err := c.clone(ctx, from)
	require.NoError(t, err)
	return name
}

func TestManyProcessesMigrateOnce(t *testing.T) {
	t.Parallel()
	database := server(t)
	var migrated atomic.Int32
	want := shelves("first", &migrated)
	group, ctx := errgroup.WithContext(t.Context())
	clones := make(chan string, 18)
	for range 6 {
		process := join(t, database)
		for range 3 {
			group.Go(func() error {
				source, err := process.ensure(ctx, want)
				if err != nil {
					return err
				}
				name, err := process.clone(ctx, source)
				clones <- process.urlOf(name)
				return err
			})
		}
	}
	require.NoError(t, group.Wait())
	close(clones)
	for clone := range clones {
		conn := connect(t, clone)
		require.Equal(t, 30, ask[int](t, conn, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
	}
	require.EqualValues(t, 1, migrated.Load())
}

func TestATemplateIsDroppedOnlyWhenNobodyUsesIt(t *testing.T) {
	t.Parallel()
	database := server(t)
	admin := connect(t, database)
	var migrated atomic.Int32
	old, current := shelves("old", &migrated), shelves("current", &migrated)
	one, two := join(t, database), join(t, database)
	oldName := one.mustEnsure(t, old)
	two.mustEnsure(t, current)
	require.Equal(t, 1, ask[int](t, admin, countDatabase, oldName), "the first process uses it")
	require.NotEmpty(t, one.mustClone(t, one.mustEnsure(t, old)))

	require.NoError(t, one.close())
	three := join(t, database)
	currentName := three.mustEnsure(t, current)
	require.Eventually(t, func() bool {
		// The server may take a moment to notice that the first one left.
		ctx, cancel := step()
		defer cancel()
		return three.dropOthers(ctx, currentName) == nil && ask[int](t, admin, countDatabase, oldName) == 0
	}, patience, askAgain)
	require.Equal(t, 1, ask[int](t, admin, countDatabase, currentName))
	require.EqualValues(t, 2, migrated.Load())
}

func TestAMigrationThatFailsLeavesNoTemplate(t *testing.T) {
	t.Parallel()
	database := server(t)
	c := join(t, database)
	var migrated atomic.Int32
	working := shelves("same", &migrated)
	broken := template{fingerprint: "same", migrate: func(ctx context.Context, url string) error {
		return errors.Join(working.migrate(ctx, url), errors.New("the last step failed"))
	}}
	ctx, cancel := step()
	defer cancel()
	_, err := c.ensure(ctx, broken)
	require.ErrorContains(t, err, "the last step failed")
	require.Zero(t, ask[int](t, connect(t, database), countDatabase, templatePrefix+"same"))
	require.NotEmpty(t, c.mustClone(t, c.mustEnsure(t, working)))
	require.EqualValues(t, 2, migrated.Load())
}

func TestDatabasesOfAKilledProcessAreSwept(t *testing.T) {
	t.Parallel()
	database := server(t)
	admin := connect(t, database)
	killed, alive := join(t, database), join(t, database)
	left, kept := killed.mustClone(t, "template1"), alive.mustClone(t, "template1")
	stranger := clonePrefix + "named_by_hand"
	tell(t, admin, "CREATE DATABASE "+stranger)
	require.NoError(t, killed.close())
	require.Eventually(t, func() bool {
		join(t, database)
		return ask[int](t, admin, countDatabase, left) == 0
	}, patience, askAgain)
	require.Equal(t, 1, ask[int](t, admin, countDatabase, kept))
	require.Zero(t, ask[int](t, admin, countDatabase, stranger), "the prefix is ours alone")
}

func TestAUserWhoMayOnlyMakeDatabases(t *testing.T) {
	t.Parallel()
	database := server(t)
	admin := connect(t, database)
	tell(t, admin, "CREATE ROLE modest LOGIN CREATEDB")
	address, err := url.Parse(database)
	require.NoError(t, err)
	address.User = url.User("modest")
	var migrated atomic.Int32
	c := join(t, address.String())
	name := c.mustClone(t, c.mustEnsure(t, shelves("modest", &migrated)))
	conn := connect(t, c.urlOf(name))
	require.Equal(t, "modest", ask[string](t, conn, "SELECT current_user::text"))
	ctx, cancel := step()
	defer cancel()
	require.NoError(t, c.drop(ctx, name), "while it is used")
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "host=localhost dbname=shop", "redis://localhost", "://"} {
		_, err := openCluster(address)
		require.ErrorContains(t, err, "postgres://", address)
	}
	_, err := openCluster("postgres://nobody@127.0.0.1:1/none")
	require.ErrorContains(t, err, "refused")
}

func TestNamesFit(t *testing.T) {
	t.Parallel()
	long := template{fingerprint: strings.Repeat("f", 64)}
	require.LessOrEqual(t, len(templatePrefix+long.short()), 63)
	require.LessOrEqual(t, len(clonePrefix+random()+"_1000000"), 63)
	require.NotEqual(t, random(), random())
}

// BenchmarkClone is why strategy is what it is.
func BenchmarkClone(b *testing.B) {
	c := join(b, server(b))
	var migrated atomic.Int32
	source := c.mustEnsure(b, shelves("benchmark", &migrated))
	for _, how := range []string{"file_copy", "wal_log"} {
		b.Run(how, func(b *testing.B) {
			for b.Loop() {
				name := c.name()
				require.NoError(b, c.exec(b.Context(),
					"CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(source)+" STRATEGY "+how))
				require.NoError(b, c.drop(b.Context(), name))
			}
		})
	}
}
