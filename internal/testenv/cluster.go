package testenv

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

const (
	clonePrefix    = "zuka_test_"
	templatePrefix = "zuka_template_"
	buildPrefix    = "zuka_building_"
)

// cluster is the PostgreSQL server that the test processes share. Everything
// in it that outlives a statement is guarded by an advisory lock on the name
// it begins with, held on one connection for as long as this process runs: a
// name whose lock is free belongs to nobody any more.
type cluster struct {
	address *url.URL
	// token begins the names of this process's databases.
	token  string
	serial atomic.Int64

	mu    sync.Mutex
	guard *pgx.Conn
	built map[string]bool // names of templates known to exist
}

func openCluster(database string) (*cluster, error) {
	address, err := url.Parse(database)
	if err != nil || address.Scheme != "postgres" && address.Scheme != "postgresql" {
		return nil, errors.New("DATABASE_URL has to begin with postgres:// for the tests")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := &cluster{address: address, token: clonePrefix + random(), built: map[string]bool{}}
	if c.guard, err = pgx.Connect(ctx, database); err != nil {
		return nil, err
	}
	err = c.lock(ctx, "pg_advisory_lock", c.token)
	if err == nil {
		err = c.sweep(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, c.guard.Close(ctx))
	}
	return c, nil
}

// close gives up what this process holds; databases that a test left, because
// it was ended, go with the next process's sweep.
func (c *cluster) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.guard.Close(ctx)
}

// urlOf is the URL of another database of the server.
func (c *cluster) urlOf(database string) string {
	other := *c.address
	other.Path = "/" + database
	return other.String()
}

// name is a new name of a database of this process.
func (c *cluster) name() string {
	return fmt.Sprintf("%s_%d", c.token, c.serial.Add(1))
}

// exec runs one statement on a connection of its own: making databases must
// not wait for other tests.
func (c *cluster) exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, c.address.String())
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// lock takes or gives back an advisory lock on a name with one of PostgreSQL's
// functions for it. Templates are shared, so call it with mu held or before
// others know the cluster.
func (c *cluster) lock(ctx context.Context, function, name string) error {
	_, err := c.guard.Exec(ctx, "SELECT "+function+"(hashtextextended($1, 0))", name)
	return err
}

func (c *cluster) tryLock(ctx context.Context, name string) (taken bool, err error) {
	err = c.guard.QueryRow(ctx, "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", name).Scan(&taken)
	return taken, err
}

// databases lists the names that begin with prefix.
func (c *cluster) databases(ctx context.Context, prefix string) ([]string, error) {
	rows, err := c.guard.Query(ctx,
		"SELECT datname::text FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY datname", prefix)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// sweep drops the databases of test processes that were killed.
func (c *cluster) sweep(ctx context.Context) error {
	names, err := c.databases(ctx, clonePrefix)
	if err != nil {
		return err
	}
	for _, name := range names {
		owner := name[:strings.LastIndexByte(name, '_')]
		if owner == c.token {
			continue
		}
		if err := c.ifUnused(ctx, owner, func() error { return c.drop(ctx, name) }); err != nil {
			return err
		}
	}
	return nil
}

// ifUnused calls do while nobody can begin to use the name, and does nothing
// when somebody does.
func (c *cluster) ifUnused(ctx context.Context, name string, do func() error) error {
	taken, err := c.tryLock(ctx, name)
	if err != nil || !taken {
		return err
	}
	return errors.Join(do(), c.lock(ctx, "pg_advisory_unlock", name))
}

// drop removes a database and whoever is connected to it.
func (c *cluster) drop(ctx context.Context, name string) error {
	return c.exec(ctx, "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)")
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// random is a name that nobody else has: 16 hexadecimal digits.
func random() string {
	var bits [8]byte
	_, _ = rand.Read(bits[:]) // never fails: it ends the program instead
	return hex.EncodeToString(bits[:])
}
