package main

import (
	"context"
	"fmt"
	"net"

	"zuka/internal/app"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, config *app.Config) error {
	log := config.Logger()
	shop, err := app.New(ctx, *config, log)
	if err != nil {
		return err
	}
	defer shop.Close()
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("serving", "address", listener.Addr().String())
	return shop.Run(ctx, listener)
}
