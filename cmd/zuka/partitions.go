package main

import (
	"context"
	"fmt"
	"time"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
)

type partitionsCommand struct {
	Ensure ensureCommand `cmd:"" default:"1" help:"Make what is missing from this month on."`
}

type ensureCommand struct {
	Months int `default:"3" help:"How many months ahead."`
}

// Run makes the partitions and names those that are new.
func (e ensureCommand) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka partitions")
	if err != nil {
		return err
	}
	defer pool.Close()
	now := time.Now()
	made, err := postgres.EnsurePartitions(ctx, pool.Pgx(), now, now.AddDate(0, e.Months, 0))
	for _, name := range made {
		fmt.Println(name)
	}
	return err
}
