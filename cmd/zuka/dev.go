package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"zuka/internal/app"
	"zuka/internal/devstack"
	"zuka/internal/platform/postgres"
	"zuka/internal/seed"
)

// stopTime is how long the private servers may take to stop.
const stopTime = 30 * time.Second

type devCommand struct {
	sampleShop
	Dir string `name:"dir" env:"ZUKA_DIR" default:".zuka/dev" help:"Folder of the private PostgreSQL and Redis, kept between runs."`
}

// Run starts what is missing, migrates, serves, and stops all it started.
func (d devCommand) Run(ctx context.Context, config *app.Config) (err error) {
	config.KeepToMemory(ctx)
	log := config.Logger()
	stack, err := devstack.Environment(ctx, devstack.Options{Dir: d.Dir, Install: true, Log: log})
	if err != nil {
		return err
	}
	defer func() {
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		err = errors.Join(err, stack.Stop(patience))
	}()
	config.DatabaseURL, config.RedisURL, config.Development = stack.DatabaseURL, stack.RedisURL, true
	if err := d.keep(config); err != nil {
		return err
	}
	shop, err := app.New(ctx, *config, log)
	if err != nil {
		return err
	}
	defer shop.Close()
	if err := postgres.Migrate(ctx, shop.Pool, log); err != nil {
		return err
	}
	if err := d.open(ctx, shop.Pool, log); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	announce(listener.Addr().String(), stack)
	serving, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case lost := <-stack.Lost():
			stop(lost)
		case <-serving.Done():
		}
	}()
	return shop.Run(serving, listener)
}

// keep puts what is to survive a restart beside the database.
func (d devCommand) keep(config *app.Config) error {
	if config.FilesURL == app.DefaultFiles {
		config.FilesURL = filepath.Join(d.Dir, "files")
	}
	if len(config.SecretKeys) > 0 {
		return nil
	}
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	made, err := devSecret(d.Dir)
	config.SecretKeys = []string{made}
	return err
}

// open fills a shop that has nothing to sell yet.
func (d devCommand) open(ctx context.Context, pool *postgres.Pool, log *slog.Logger) error {
	empty, err := seed.Empty(ctx, pool)
	if err != nil || !empty {
		return err
	}
	return d.fill(ctx, pool, log)
}

func announce(address string, stack *devstack.Stack) {
	fmt.Printf(`
The shop is open.
  playground  http://%[1]s/playground
  API         http://%[1]s/graphql
  mailbox     http://%[1]s/dev/mailbox   mails and SMS that were sent
  identity    http://%[1]s/dev/identity  plays Google and Apple
  payments    http://%[1]s/dev/pay/      plays Paystack and Flutterwave
  PostgreSQL  %[2]s
  Redis       %[3]s

Sample accounts, all with the password %[4]s:
`, address, stack.DatabaseURL, stack.RedisURL, seed.Password)
	for _, account := range seed.Accounts {
		fmt.Printf("  %-9s %s, %s\n", account.Role, account.Email, account.Phone)
	}
	fmt.Printf(`
Try: curl -s http://%[1]s/graphql -H 'Content-Type: application/json' \
  -d '{"query":"{ search(query: \"ankara gown\", first: 3) { totalCount nodes { name currentPrice { formatted } } } }"}'
Ctrl-C stops everything.
`, address)
}
