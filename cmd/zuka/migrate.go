package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"zuka/internal/app"
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
	Name string `arg:"" help:"What it does, in words joined by underscores."`
	Dir  string `default:"migrations" help:"Where migrations are kept."`
}

// Run writes the head of a file with the next number.
func (m migrateNew) Run() error {
	if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(m.Name) {
		return fmt.Errorf("the name %q is not words joined by underscores", m.Name)
	}
	files, err := filepath.Glob(filepath.Join(m.Dir, "*.sql"))
	if err != nil {
		return err
	}
	path := filepath.Join(m.Dir, fmt.Sprintf("%05d_%s.sql", len(files)+1, m.Name))
	if err := os.WriteFile(path, []byte("-- +goose Up\n-- Why this change is made.\n\n"), 0o644); err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}
