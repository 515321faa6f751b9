package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// How long what has run out is kept, for somebody who asks what happened.
const (
	keepChallenge = 2 * 24 * time.Hour
	keepRefresh   = 24 * time.Hour
	keepSession   = 30 * 24 * time.Hour
	keepExport    = 30 * 24 * time.Hour
	// abandonExport is when an export that is not finished by now is given up:
	// its job has, hours ago, and while it waits the person can ask for no other.
	abandonExport = 2 * 24 * time.Hour
)

// cleanPortion is how many rows are looked at in one statement: no lock is held
// for long, and whoever is in the middle of a row is not waited for.
const cleanPortion = 1000

// stale is rows of a table that nobody will ask for any more, once a moment is
// far enough in the past; condition compares with it as $1.
type stale struct {
	table, condition string
	keep             time.Duration
}

// waste is what Clean removes beside files. A guest's session is only removed
// when it has long run out, for the cart goes with it. Refresh tokens go with
// their session too.
var waste = []stale{
	{"account_challenges", "expires_at < $1", keepChallenge},
	{"refresh_tokens", "expires_at < $1", keepRefresh},
	{"user_sessions", "expires_at < $1", keepSession},
	{"user_sessions", "revoked_at < $1 AND user_id IS NOT NULL", keepSession},
	{"data_exports", "coalesce(expires_at, finished_at) < $1 AND blob_key IS NULL", keepExport},
}

// Clean removes what has run out: files of exports at once, rows some time
// later. It may run twice at a time and may be cut off at any point. What fails
// does not keep the rest from being removed.
func (s *Service) Clean(ctx context.Context) error {
	now := s.Clock.Now()
	faults := []error{s.cleanFiles(ctx, now)}
	for _, rows := range waste {
		faults = append(faults, s.cleanRows(ctx, rows, now.Add(-rows.keep)))
	}
	return errors.Join(faults...)
}

// cleanRows deletes a table's stale rows, a portion at a time. The array makes
// PostgreSQL find the portion once; as a plain subquery it may be found again
// for every row, each time another one, and more is deleted than was locked.
func (s *Service) cleanRows(ctx context.Context, rows stale, before time.Time) error {
	portion := fmt.Sprintf(`DELETE FROM %[1]s WHERE id = ANY (ARRAY(
		SELECT id FROM %[1]s WHERE %[2]s LIMIT %[3]d FOR UPDATE SKIP LOCKED))`, rows.table, rows.condition, cleanPortion)
	for {
		done, err := s.Pool.Pgx().Exec(ctx, portion, before)
		if err != nil {
			return fmt.Errorf("cleaning %s: %w", rows.table, err)
		}
		if done.RowsAffected() < cleanPortion {
			return nil
		}
	}
}

// cleanFiles deletes the files of exports that have run out, and what was given
// up half way. The file goes before the row forgets it: cut off in between, the
// next run deletes a file that is not there, which is no error; the other way
// round it would be left for good.
func (s *Service) cleanFiles(ctx context.Context, now time.Time) error {
	var faults []error
	for last := uuid.Nil; ; {
		files, err := s.oldFiles(ctx, now, last)
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		failed := 0
		for _, file := range files {
			if err := s.cleanFile(ctx, file); err != nil {
				failed++
				faults = append(faults, err)
			}
			last = file.id
		}
		// When nothing at all can be deleted, the store of files is away.
		if len(files) < filePortion || failed == len(files) {
			return errors.Join(faults...)
		}
	}
}

// filePortion is how many files are deleted between two looks at the table.
const filePortion = 100

// exportFile is where the file of an export is, or would be.
type exportFile struct {
	id, owner uuid.UUID
	// key is nil when the export was not finished.
	key *string
}

// oldFiles are the next files to delete, after the last that was looked at: one
// that cannot be deleted is not in the way of others.
func (s *Service) oldFiles(ctx context.Context, now time.Time, last uuid.UUID) ([]exportFile, error) {
	rows, err := s.Pool.Pgx().Query(ctx, `SELECT id, user_id, blob_key FROM data_exports
		WHERE (blob_key IS NOT NULL AND expires_at <= $1 OR finished_at IS NULL AND created_at < $2) AND id > $3
		ORDER BY id LIMIT $4`, now, now.Add(-abandonExport), last, filePortion)
	if err != nil {
		return nil, fmt.Errorf("finding old exports: %w", err)
	}
	files, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (file exportFile, err error) {
		err = row.Scan(&file.id, &file.owner, &file.key)
		return file, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading old exports: %w", err)
	}
	return files, nil
}

func (s *Service) cleanFile(ctx context.Context, file exportFile) error {
	key, after := exportKey(file.owner, file.id), `DELETE FROM data_exports WHERE id = $1 AND finished_at IS NULL`
	if file.key != nil {
		key, after = *file.key, `UPDATE data_exports SET blob_key = NULL WHERE id = $1`
	}
	if err := s.Files.Delete(ctx, key); err != nil {
		return fmt.Errorf("deleting the file of export %s: %w", file.id, err)
	}
	if _, err := s.Pool.Pgx().Exec(ctx, after, file.id); err != nil {
		return fmt.Errorf("noting that the file of export %s is gone: %w", file.id, err)
	}
	return nil
}
