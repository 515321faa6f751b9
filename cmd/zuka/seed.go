package main

import (
	"context"
	"log/slog"
	"time"

	"zuka/internal/app"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
)

// sampleShop chooses how large a sample shop is.
type sampleShop struct {
	Scale string `name:"scale" env:"SEED_SCALE" enum:"small,large" default:"small" help:"How much there is in the sample shop: small (600 products) or large (100,000)."`
}

// fill makes the sample shop.
func (s sampleShop) fill(ctx context.Context, pool *postgres.Pool, log *slog.Logger) error {
	begun := time.Now()
	now := clock.System{}.Now()
	plan := seed.Small(now)
	if s.Scale == "large" {
		plan = seed.Large(now)
	}
	log.Info("filling the sample shop", "scale", s.Scale, "products", plan.Products)
	if err := seed.Fill(ctx, pool, plan, log); err != nil {
		return err
	}
	log.Info("the sample shop is filled", "took", time.Since(begun).Round(time.Millisecond))
	return nil
}

type seedCommand struct{ sampleShop }

// Run fills a migrated database that has no products yet.
func (s seedCommand) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka seed")
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, config.Logger()); err != nil {
		return err
	}
	return s.fill(ctx, pool, config.Logger())
}
