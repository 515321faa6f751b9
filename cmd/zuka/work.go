package main

import (
	"context"

	"zuka/internal/app"
)

type workCommand struct{}

// Run does jobs until it is told to stop.
func (workCommand) Run(ctx context.Context, config *app.Config) error {
	shop, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer shop.Close()
	shop.Log.Info("doing jobs")
	return shop.Work(ctx)
}
