package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"zuka/migrations"
)

// monthsAhead is how far partitions of events are made in advance.
const monthsAhead = 3

// Migrate brings the database to the newest version: the shop's tables, the
// job queue's, and the partitions of the coming months. Several processes may
// call it at once; a session lock lets one work and the others wait. It must
// reach the server itself, not a pooler in transaction mode: the lock belongs
// to a session.
func Migrate(ctx context.Context, pool *Pool, log *slog.Logger) error {
	pool, err := unhurried(ctx, pool)
	if err != nil {
		return err
	}
	defer pool.Close()
	release, err := onlyOne(ctx, pool)
	if err != nil {
		return err
	}
	defer release()
	return migrateAll(ctx, pool, log)
}

func migrateAll(ctx context.Context, pool *Pool, log *slog.Logger) error {
	provider, err := provider(pool)
	if err != nil {
		return err
	}
	results, err := provider.Up(ctx)
	for _, result := range results {
		log.Info("migrated", "version", result.Source.Version, "file", result.Source.Path, "took", result.Duration)
	}
	if err != nil {
		return fmt.Errorf("migrating the shop's tables: %w", err)
	}
	jobs, err := rivermigrate.New(riverpgxv5.New(pool.pgx), &rivermigrate.Config{Logger: quiet(log)})
	if err != nil {
		return fmt.Errorf("reading the job queue's migrations: %w", err)
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the job queue's tables: %w", err)
	}
	now := time.Now()
	if _, err := EnsurePartitions(ctx, pool.pgx, now, now.AddDate(0, monthsAhead, 0)); err != nil {
		return err
	}
	return nil
}

// Migration is one step of the schema's history.
type Migration struct {
	Version int64
	File    string
	// AppliedAt is zero while the step is pending.
	AppliedAt time.Time
}

// Status lists every migration, the oldest first.
func Status(ctx context.Context, pool *Pool) ([]Migration, error) {
	provider, err := provider(pool)
	if err != nil {
		return nil, err
	}
	found, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations' status: %w", err)
	}
	steps := make([]Migration, len(found))
	for i, step := range found {
		steps[i] = Migration{Version: step.Source.Version, File: step.Source.Path, AppliedAt: step.AppliedAt}
	}
	return steps, nil
}

// Pending are the migrations that the database has yet to be given, the oldest
// first. Unlike Status it takes no lock and writes nothing, so a server that
// stands behind a pooler or may not change the schema can ask.
func Pending(ctx context.Context, pool *Pool) ([]Migration, error) {
	provider, err := provider(pool)
	if err != nil {
		return nil, err
	}
	applied, err := appliedVersions(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("reading which migrations were applied: %w", err)
	}
	var pending []Migration
	for _, source := range provider.ListSources() {
		if !slices.Contains(applied, source.Version) {
			pending = append(pending, Migration{Version: source.Version, File: source.Path})
		}
	}
	return pending, nil
}

func appliedVersions(ctx context.Context, pool *Pool) ([]int64, error) {
	var begun bool
	err := pool.pgx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", goose.DefaultTablename).Scan(&begun)
	if err != nil || !begun {
		return nil, err
	}
	rows, err := pool.pgx.Query(ctx, "SELECT version_id FROM "+goose.DefaultTablename+" WHERE is_applied")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

func provider(pool *Pool) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("making the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool.sql, migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return provider, nil
}

// quiet keeps the job queue's own account of its steps out of the log; ours
// says enough.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(warnings{log.Handler()})
}

type warnings struct{ slog.Handler }

// Enabled lets warnings and errors through.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
