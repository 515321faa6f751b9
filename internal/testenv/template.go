package testenv

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// template is a database that tests get copies of.
type template struct {
	// fingerprint changes whenever migrate would make another database.
	fingerprint string
	// migrate brings the empty database of a URL to its state and closes all
	// its connections.
	migrate func(ctx context.Context, url string) error
}

// longestFingerprint keeps names within PostgreSQL's 63 bytes.
const longestFingerprint = 40

func (t template) short() string {
	return t.fingerprint[:min(len(t.fingerprint), longestFingerprint)]
}

// ensure makes the template unless some process made it before, and keeps
// others from dropping it while this process runs. It returns its name.
func (c *cluster) ensure(ctx context.Context, t template) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := templatePrefix + t.short()
	if c.built[name] {
		return name, nil
	}
	if err := c.lock(ctx, "pg_advisory_lock_shared", name); err != nil {
		return "", err
	}
	if err := c.lock(ctx, "pg_advisory_lock", buildPrefix); err != nil {
		return "", err
	}
	err := c.buildOnce(ctx, t, name)
	if err == nil {
		err = c.dropOthers(ctx, name)
	}
	if err := errors.Join(err, c.lock(ctx, "pg_advisory_unlock", buildPrefix)); err != nil {
		return "", err
	}
	c.built[name] = true
	return name, nil
}

// buildOnce migrates under another name first: a template that exists is whole.
func (c *cluster) buildOnce(ctx context.Context, t template, name string) error {
	existing, err := c.databases(ctx, name)
	if err != nil || slices.Contains(existing, name) {
		return err
	}
	building := buildPrefix + t.short()
	if err := c.drop(ctx, building); err != nil {
		return err
	}
	if err := c.exec(ctx, "CREATE DATABASE "+quote(building)); err != nil {
		return err
	}
	if err := t.migrate(ctx, c.urlOf(building)); err != nil {
		return fmt.Errorf("migrate the template: %w", err)
	}
	// Nobody can connect to it any more, not even autovacuum, which would
	// stand in the way of copies.
	if err := c.exec(ctx, "ALTER DATABASE "+quote(building)+" WITH ALLOW_CONNECTIONS false"); err != nil {
		return err
	}
	return c.exec(ctx, "ALTER DATABASE "+quote(building)+" RENAME TO "+quote(name))
}

// dropOthers drops the templates of other migrations that no process uses.
func (c *cluster) dropOthers(ctx context.Context, keep string) error {
	names, err := c.databases(ctx, templatePrefix)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == keep || c.built[name] {
			continue
		}
		if err := c.ifUnused(ctx, name, func() error { return c.drop(ctx, name) }); err != nil {
			return err
		}
	}
	return nil
}

// strategy is how PostgreSQL copies a template. Copying 30 tables and dropping
// the copy takes 15 ms this way and 22 ms through the log, both in memory; see
// BenchmarkClone.
const strategy = "file_copy"

// clone makes a database of this process from a template.
func (c *cluster) clone(ctx context.Context, from string) (string, error) {
	name := c.name()
	return name, c.exec(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(from)+" STRATEGY "+strategy)
}
