package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
)

// database is one that was made for the run.
type database struct {
	name string
	url  string
	// admin is the database beside which it was made.
	admin string
}

// makeDatabase makes a migrated and filled database on the server of an
// address, replacing what an earlier run left.
func makeDatabase(ctx context.Context, admin, name string, products int, log *slog.Logger) (*database, error) {
	return makeShop(ctx, admin, name, plan(products), log)
}

// makeShop makes a database with the shop of a plan.
func makeShop(ctx context.Context, admin, name string, plan seed.Plan, log *slog.Logger) (*database, error) {
	address, err := url.Parse(admin)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not an address")
	}
	address.Path = "/" + name
	made := &database{name: name, url: address.String(), admin: admin}
	if err := made.drop(ctx); err != nil {
		return nil, err
	}
	if err := made.command(ctx, "CREATE DATABASE "); err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := made.fill(ctx, plan, log); err != nil {
		return nil, errors.Join(err, made.drop(context.WithoutCancel(ctx)))
	}
	log.Info("filled", "database", name, "products", plan.Products, "took", time.Since(begun).Round(time.Second))
	return made, nil
}

func (d *database) fill(ctx context.Context, plan seed.Plan, log *slog.Logger) error {
	pool, err := postgres.Open(ctx, postgres.Options{URL: d.url, StatementTimeout: 10 * time.Minute, ApplicationName: "zuka bench"})
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	if err := seed.Fill(ctx, pool, plan, slog.New(slog.DiscardHandler)); err != nil {
		return fmt.Errorf("filling %s: %w", d.name, err)
	}
	// What autovacuum would have done long ago in a shop that is open.
	if _, err := pool.Pgx().Exec(ctx, "VACUUM (ANALYZE)"); err != nil {
		return fmt.Errorf("vacuuming %s: %w", d.name, err)
	}
	return nil
}

// plan is a shop with so many products, three reviews of each as in the large
// one, and people enough to write them. What the pages do not show is left out:
// it would only lengthen the run.
func plan(products int) seed.Plan {
	return seed.Plan{Products: products, Users: max(100, products/10), Orders: products / 10, Reviews: 3 * products, Now: time.Now()}
}

func (d *database) drop(ctx context.Context) error { return d.command(ctx, "DROP DATABASE IF EXISTS ") }

func (d *database) command(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, d.admin)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // The command has been answered.
	if _, err := conn.Exec(ctx, sql+pgx.Identifier{d.name}.Sanitize()); err != nil {
		return fmt.Errorf("making room for %s: %w", d.name, err)
	}
	return nil
}
