// Package archive takes old events out of the database: a month that is past
// its retention becomes a Parquet file in the blob store, the file is read back
// and compared, and only then is the partition dropped.
//
// Whatever fails or dies on the way, each row is in the partition, or in a file
// that was read back whole. Every step can be done again: what was begun is
// found in the manifest (analytics_archives) and gone on with, or made anew.
package archive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Retention is how long single events are kept in the database after their
// month has ended, when the settings do not say.
const Retention = 30 * 24 * time.Hour

var (
	// ErrBusy means that another process works on the same partition.
	ErrBusy = errors.New("archive: another process works on this partition")
	// ErrNotCounted means that the rollups have not read all of a partition yet.
	ErrNotCounted = errors.New("archive: not all events of this partition have been counted")
	// ErrCorrupt means that a file is not what was written: damaged, cut short
	// or gone.
	ErrCorrupt = errors.New("archive: the file is not what was written")
	// ErrUnknownColumn means that the table or a file has a column of which this
	// version does not know how to keep it.
	ErrUnknownColumn = errors.New("archive: there is a column that is not known")
	// ErrTooFar means that a row has a time that no Parquet file can hold.
	ErrTooFar = errors.New("archive: a time is too far in the future to be written")

	// errChanged means that a partition is not what its file holds.
	errChanged = errors.New("archive: the partition has changed since its file was written")
)

// Settings say what is archived.
type Settings struct {
	// Retention is how long a month stays after its end; zero means Retention.
	Retention time.Duration
}

// Service archives, verifies and restores. All its methods may run in several
// processes at once.
type Service struct {
	pool     *pgxpool.Pool
	files    blob.Store
	clock    clock.Clock
	log      *slog.Logger
	settings Settings
}

// New makes the service. It uses two connections of the pool at a time.
func New(pool *pgxpool.Pool, files blob.Store, now clock.Clock, log *slog.Logger, settings Settings) *Service {
	if settings.Retention == 0 {
		settings.Retention = Retention
	}
	return &Service{pool: pool, files: files, clock: now, log: log, settings: settings}
}

// restoredNote begins the comment of a partition that Restore has filled: it
// stays until somebody archives it by name.
const restoredNote = "restored from archive "

// Due are the partitions that are to be archived at a moment, the oldest first:
// their whole month ended longer ago than the retention. Those that somebody
// has restored are not among them.
func (s *Service) Due(ctx context.Context, now time.Time) ([]postgres.Partition, error) {
	all, err := postgres.Partitions(ctx, s.pool)
	if err != nil {
		return nil, err
	}
	var due []postgres.Partition
	for _, one := range all {
		if !one.Default() && !one.To.Add(s.settings.Retention).After(now) && !strings.HasPrefix(one.Note, restoredNote) {
			due = append(due, one)
		}
	}
	return due, nil
}

// Run archives all that is due, one partition after another, and says how many
// were. One that fails keeps no other back; one that another process works on
// is left to it.
func (s *Service) Run(ctx context.Context) (archived int, err error) {
	due, err := s.Due(ctx, s.clock.Now())
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, one := range due {
		if err := ctx.Err(); err != nil {
			failed = append(failed, err)
			break
		}
		done, err := s.Archive(ctx, one.Name)
		switch {
		case err == nil:
			archived++
			s.log.InfoContext(ctx, "a partition was archived", "partition", one.Name, "rows", done.Rows, "bytes", done.Bytes, "place", done.Place)
		case errors.Is(err, ErrBusy), fault.Is(err, fault.NotFound): // Another does it, or has done it.
		default:
			failed = append(failed, fmt.Errorf("%s: %w", one.Name, err))
		}
	}
	return archived, errors.Join(failed...)
}

// mostTries is how often a file is made anew because the partition changed.
const mostTries = 3

// Archive writes a partition to a file, reads that back, and drops the
// partition. NOT_FOUND when there is no such partition; otherwise one of this
// package's errors, or what the database or the store said. After an error the
// partition is still there, unless the error is about the commit of the drop.
func (s *Service) Archive(ctx context.Context, partition string) (done Manifest, err error) {
	err = s.guarded(ctx, partition, func() error {
		part, err := s.find(ctx, partition)
		if err != nil {
			return err
		}
		done, err = s.archive(ctx, part)
		return err
	})
	return done, err
}

func (s *Service) archive(ctx context.Context, part postgres.Partition) (Manifest, error) {
	written, sum, err := s.kept(ctx, part)
	for range mostTries {
		if err == nil && written.ID == 0 {
			written, sum, err = s.write(ctx, part)
		}
		if err != nil {
			return Manifest{}, err
		}
		done, err := s.drop(ctx, part, written, sum)
		if !errors.Is(err, errChanged) {
			return done, err
		}
		s.log.WarnContext(ctx, "a partition has changed since its file was written: the file is made anew", "partition", part.Name, "place", written.Place)
		if err := s.discard(ctx, written); err != nil {
			return Manifest{}, err
		}
		written = Manifest{}
	}
	return Manifest{}, errChanged
}

func (s *Service) find(ctx context.Context, partition string) (postgres.Partition, error) {
	all, err := postgres.Partitions(ctx, s.pool)
	if err != nil {
		return postgres.Partition{}, err
	}
	for _, one := range all {
		if one.Name == partition && !one.Default() {
			return one, nil
		}
	}
	return postgres.Partition{}, fault.Missing("partition")
}

// guardLock is the first half of the advisory lock on a partition's name.
const guardLock = 7405

// guarded works on a partition while no other process does, or returns ErrBusy.
// The lock belongs to a transaction that does nothing else, so that it works
// through a pooler too. It saves work that is done twice; that nothing is lost
// does not depend on it: see discard and drop.
func (s *Service) guarded(ctx context.Context, partition string, work func() error) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := postgres.TakeTime(ctx, tx, 0); err != nil {
		return err
	}
	var mine bool
	if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock($1, hashtext($2))", guardLock, partition).Scan(&mine); err != nil {
		return err
	}
	if !mine {
		return ErrBusy
	}
	return work()
}
