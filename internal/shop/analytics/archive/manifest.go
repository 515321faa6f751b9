package archive

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// State is how far an archive has come.
type State string

// The states, in their order.
const (
	// Writing is a file that is being written, or whose writer has died.
	Writing State = "writing"
	// Written is a file that was stored and has not been read back.
	Written State = "written"
	// Verified is a file that was read back and holds what was written.
	Verified State = "verified"
	// Dropped is a file whose partition is gone: the only place of its rows.
	Dropped State = "dropped"
)

// Manifest is what is known of an archive: a row of analytics_archives.
type Manifest struct {
	ID        int64
	CreatedAt time.Time
	// Partition is the name of the partition that the rows were taken from.
	Partition string
	// From and To bound created_at of the rows, To excluded.
	From, To time.Time
	// Rows and Bytes are how much the file holds and how large it is; zero
	// while it is written.
	Rows, Bytes int64
	// Checksum is the SHA-256 of the file in hex.
	Checksum string
	// Place is the file's key in the store.
	Place string
	// VerifiedAt is when the file was read back, and DroppedAt when the
	// partition was dropped; zero before.
	VerifiedAt, DroppedAt time.Time
}

// unwritten is the checksum of what has no file yet.
var unwritten = strings.Repeat("0", 64)

// State is how far it has come.
func (m Manifest) State() State {
	switch {
	case !m.DroppedAt.IsZero():
		return Dropped
	case !m.VerifiedAt.IsZero():
		return Verified
	case m.Checksum == unwritten:
		return Writing
	}
	return Written
}

// List is every archive, the newest month first.
func (s *Service) List(ctx context.Context) ([]Manifest, error) {
	return s.manifests(ctx, "ORDER BY range_from DESC, id DESC")
}

// manifests are those that a clause selects.
func (s *Service) manifests(ctx context.Context, clause string, args ...any) ([]Manifest, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, created_at, partition_name, range_from, range_to, row_count, byte_size, checksum, place, verified_at, dropped_at
		FROM analytics_archives `+clause, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the archives: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (m Manifest, err error) {
		var verified, dropped *time.Time
		err = row.Scan(&m.ID, &m.CreatedAt, &m.Partition, &m.From, &m.To, &m.Rows, &m.Bytes, &m.Checksum, &m.Place, &verified, &dropped)
		if verified != nil {
			m.VerifiedAt = verified.UTC()
		}
		if dropped != nil {
			m.DroppedAt = dropped.UTC()
		}
		m.CreatedAt, m.From, m.To = m.CreatedAt.UTC(), m.From.UTC(), m.To.UTC()
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the archives: %w", err)
	}
	return found, nil
}

func (s *Service) manifest(ctx context.Context, id int64) (Manifest, error) {
	found, err := s.manifests(ctx, "WHERE id = $1", id)
	if err == nil && len(found) == 0 {
		err = fault.Missing("archive")
	}
	if err != nil {
		return Manifest{}, err
	}
	return found[0], nil
}

// begin notes that a file is about to be written, so that whoever comes after a
// crash knows of it. Each file has a name of its own: none replaces another.
func (s *Service) begin(ctx context.Context, part postgres.Partition) (Manifest, error) {
	m := Manifest{
		CreatedAt: s.clock.Now(), Partition: part.Name, From: part.From, To: part.To, Checksum: unwritten,
		Place: fmt.Sprintf("analytics/%s-%s.parquet", part.Name, strings.ToLower(rand.Text()[:10])),
	}
	err := s.pool.QueryRow(ctx, `INSERT INTO analytics_archives (created_at, partition_name, range_from, range_to, row_count, byte_size, checksum, place)
		VALUES ($1, $2, $3, $4, 0, 0, $5, $6) RETURNING id`, m.CreatedAt, m.Partition, m.From, m.To, m.Checksum, m.Place).Scan(&m.ID)
	if err != nil {
		return Manifest{}, fmt.Errorf("beginning an archive: %w", err)
	}
	return m, nil
}

// errTaken means that another process has thrown the archive away meanwhile.
var errTaken = errors.New("archive: another process has taken over this partition")

// finish notes what was written.
func (s *Service) finish(ctx context.Context, m Manifest) error {
	return s.change(ctx, `UPDATE analytics_archives SET row_count = $2, byte_size = $3, checksum = $4
		WHERE id = $1 AND checksum = repeat('0', 64) AND dropped_at IS NULL`, m.ID, m.Rows, m.Bytes, m.Checksum)
}

// verified notes that the file was read back.
func (s *Service) verified(ctx context.Context, m *Manifest) error {
	m.VerifiedAt = s.clock.Now()
	return s.change(ctx, "UPDATE analytics_archives SET verified_at = $2 WHERE id = $1 AND checksum = $3 AND dropped_at IS NULL",
		m.ID, m.VerifiedAt, m.Checksum)
}

func (s *Service) change(ctx context.Context, sql string, args ...any) error {
	done, err := s.pool.Exec(ctx, sql, args...)
	if err == nil && done.RowsAffected() == 0 {
		err = errTaken
	}
	return err
}

// discard takes away an archive whose partition was not dropped. The manifest
// gives its claim up before the file goes: whoever drops a partition holds the
// manifest's row, and finds the claim or does not drop. An archive whose
// partition was dropped stays.
func (s *Service) discard(ctx context.Context, m Manifest) error {
	err := s.change(ctx, "UPDATE analytics_archives SET checksum = repeat('0', 64), verified_at = NULL WHERE id = $1 AND dropped_at IS NULL", m.ID)
	if errors.Is(err, errTaken) {
		return nil // Its partition is gone, or it is itself.
	}
	if err != nil {
		return fmt.Errorf("giving up an archive: %w", err)
	}
	if err := s.files.Delete(ctx, m.Place); err != nil {
		return fmt.Errorf("deleting %s: %w", m.Place, err)
	}
	_, err = s.pool.Exec(ctx, "DELETE FROM analytics_archives WHERE id = $1 AND dropped_at IS NULL AND checksum = repeat('0', 64)", m.ID)
	return err
}
