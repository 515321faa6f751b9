package main

import (
	"context"

	"zuka/internal/app"
)

type workCommand struct{}

// Run does jobs until it is told to stop.
func (workCommand) Run(ctx context.Context, config *app.Config) error {
	config.KeepToMemory()
	log := config.Logger()
	shop, err := app.New(ctx, *config, log)
	if err != nil {
		return err
	}
	defer shop.Close()
	if err := migrated(ctx, shop.Pool); err != nil {
		return err
	}
	log.Info("doing jobs")
	return shop.Work(ctx)
}
