package main

import (
	"context"
	"os"

	"zuka/internal/app"
	"zuka/internal/devstack"
)

type stackCommand struct {
	Command []string `arg:"" passthrough:"" help:"The command with its arguments."`
}

// Run runs the command with DATABASE_URL and REDIS_URL set, and exits as it
// does.
func (s stackCommand) Run(ctx context.Context, config *app.Config) error {
	argv := s.Command
	if len(argv) > 0 && argv[0] == "--" {
		argv = argv[1:]
	}
	// Interrupts are the command's to act on, so ctx must not end it first.
	code, err := devstack.Run(context.WithoutCancel(ctx), devstack.Options{Throwaway: true, Install: true, Log: config.Logger()}, argv)
	if err != nil {
		return err
	}
	os.Exit(code)
	return nil
}
