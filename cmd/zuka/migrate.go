package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zuka/internal/app"
	"zuka/internal/devstack"
	"zuka/internal/platform/postgres"
)

type migrateCommand struct {
	Up     migrateUp     `cmd:"" default:"1" help:"Apply what is pending."`
	Status migrateStatus `cmd:"" help:"List the migrations and when they were applied."`
	New    migrateNew    `cmd:"" help:"Begin a new migration file."`
}

type migrateUp struct{}

// Run applies what is pending.
func (migrateUp) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka migrate")
	if err != nil {
		return err
	}
	defer pool.Close()
	return postgres.Migrate(ctx, pool, config.Logger())
}

type migrateStatus struct{}

// Run lists the migrations.
func (migrateStatus) Run(ctx context.Context, config *app.Config) error {
	pool, err := app.OpenPool(ctx, *config, "zuka migrate")
	if err != nil {
		return err
	}
	defer pool.Close()
	steps, err := postgres.Status(ctx, pool)
	for _, step := range steps {
		applied := "pending"
		if !step.AppliedAt.IsZero() {
			applied = step.AppliedAt.Format(time.DateTime)
		}
		fmt.Printf("%-20s %s\n", applied, step.File)
	}
	return err
}

type migrateNew struct {
	Name string `arg:"" help:"What it does, in words of lower case joined by underscores."`
	Dir  string `default:"migrations" help:"Where migrations are kept."`
}

// Run writes the next file with what the ent schema asks for and no migration
// makes yet, found out on a database of its own.
func (m migrateNew) Run(ctx context.Context, config *app.Config) (err error) {
	stack, err := devstack.Start(ctx, devstack.Options{Throwaway: true, Install: true, Log: config.Logger()})
	if err != nil {
		return err
	}
	defer func() {
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		err = errors.Join(err, stack.Stop(patience))
	}()
	scratch := *config
	scratch.DatabaseURL = stack.DatabaseURL
	pool, err := app.OpenPool(ctx, scratch, "zuka migrate")
	if err != nil {
		return err
	}
	defer pool.Close()
	path, err := postgres.WriteMigration(ctx, pool, m.Dir, m.Name)
	if err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}
