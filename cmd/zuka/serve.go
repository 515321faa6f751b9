package main

import (
	"context"
	"fmt"
	"net"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, config *app.Config) error {
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
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("serving", "address", listener.Addr().String())
	return shop.Run(ctx, listener)
}

// migrated refuses a database that is behind the binary: requests would fail
// one by one on what is missing. One that is ahead is served, as it must be
// while a new version replaces this one.
func migrated(ctx context.Context, pool *postgres.Pool) error {
	pending, err := postgres.Pending(ctx, pool)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		return fmt.Errorf("the database lacks %d migrations from %s on: run zuka migrate", len(pending), pending[0].File)
	}
	return nil
}
