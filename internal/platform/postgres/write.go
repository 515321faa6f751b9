package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var (
	migrationName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	migrationFile = regexp.MustCompile(`^([0-9]+)_.*\.sql$`)
)

// WriteMigration writes the next migration file of dir and returns its path.
// The file holds what the ent schema asks for and the migrations do not make
// yet, for a person to review; it is empty when there is nothing. The pool is
// of a scratch database, which is migrated first. The name is words of lower
// case joined by underscores.
func WriteMigration(ctx context.Context, scratch *Pool, dir, name string) (string, error) {
	if !migrationName.MatchString(name) {
		return "", fmt.Errorf("the name %q is not words of lower case joined by underscores", name)
	}
	if err := Migrate(ctx, scratch, slog.New(slog.DiscardHandler)); err != nil {
		return "", err
	}
	statements, err := Drift(ctx, scratch)
	if err != nil {
		return "", err
	}
	version, err := nextVersion(dir)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, fmt.Sprintf("%05d_%s.sql", version, name))
	return path, writeNew(path, migrationText(statements))
}

func migrationText(statements []string) string {
	var text strings.Builder
	text.WriteString("-- +goose Up\n-- Why this change is made.\n")
	for _, statement := range statements {
		text.WriteString(statement + ";\n")
	}
	return text.String()
}

// nextVersion is one above the highest number of a file in dir.
func nextVersion(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("reading the migrations: %w", err)
	}
	highest := 0
	for _, entry := range entries {
		found := migrationFile.FindStringSubmatch(entry.Name())
		if found == nil {
			continue
		}
		version, err := strconv.Atoi(found[1])
		if err != nil {
			return 0, fmt.Errorf("reading the number of %s: %w", entry.Name(), err)
		}
		highest = max(highest, version)
	}
	return highest + 1, nil
}

// writeNew never touches a file that is there.
func writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing the migration: %w", err)
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the migration: %w", err)
	}
	return nil
}
