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
	shop, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer shop.Close()
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	shop.Log.Info("serving", "address", listener.Addr().String())
	return shop.Run(ctx, listener)
}

// open wires the shop over a database that is not behind.
func open(ctx context.Context, config *app.Config) (*app.App, error) {
	config.KeepToMemory(ctx)
	shop, err := app.New(ctx, *config, config.Logger())
	if err != nil {
		return nil, err
	}
	if err := migrated(ctx, shop.Pool); err != nil {
		shop.Close()
		return nil, err
	}
	return shop, nil
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
