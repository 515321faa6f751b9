package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/postgres"
)

// lockWait is how long a lock is waited for behind which nobody queues.
const lockWait = 5 * time.Second

// kept is a sound file of a partition from before: of a run that died, or of a
// partition that was restored. What is not sound is thrown away. Nothing is
// found when the manifest's number is zero.
func (s *Service) kept(ctx context.Context, part postgres.Partition) (Manifest, *sum, error) {
	all, err := s.manifests(ctx, "WHERE partition_name = $1 AND range_from = $2 AND range_to = $3 ORDER BY id DESC", part.Name, part.From, part.To)
	if err != nil || len(all) == 0 {
		return Manifest{}, nil, err
	}
	for _, old := range all[1:] {
		if err := s.discard(ctx, old); err != nil {
			return Manifest{}, nil, err
		}
	}
	m := all[0]
	if m.State() == Writing {
		return Manifest{}, nil, s.discard(ctx, m)
	}
	total, err := s.check(ctx, m)
	if errors.Is(err, ErrCorrupt) {
		s.log.WarnContext(ctx, "the file of an archive is not sound: it is made anew", "partition", part.Name, "error", err)
		return Manifest{}, nil, s.discard(ctx, m)
	}
	if err == nil && m.State() == Written {
		err = s.verified(ctx, &m)
	}
	return m, total, err
}

// drop drops a partition when it holds exactly the rows of a file that was just
// read back, and notes it: both or nothing. errChanged when it does not.
//
// While the rows are compared they can be read, but who would write to this old
// month waits. PostgreSQL gives no way of detaching it first without a lock on
// all of the table, as there is a DEFAULT partition; and in one transaction
// there is no half of it that a crash could leave.
func (s *Service) drop(ctx context.Context, part postgres.Partition, m Manifest, want *sum) (Manifest, error) {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return Manifest{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := postgres.TakeTime(ctx, tx, lockWait); err != nil {
		return Manifest{}, err
	}
	if err := claim(ctx, tx, m); err != nil {
		return Manifest{}, err
	}
	if _, err := tx.Exec(ctx, "LOCK TABLE ONLY "+pgx.Identifier{part.Name}.Sanitize()+" IN SHARE MODE"); err != nil {
		return Manifest{}, fmt.Errorf("keeping writers from %s: %w", part.Name, err)
	}
	if err := knownColumns(ctx, tx, part.Name); err != nil {
		return Manifest{}, err
	}
	if err := s.ready(ctx, tx, part.Name); err != nil {
		return Manifest{}, err
	}
	there, err := scan(ctx, tx, part.Name, "", func(record) error { return nil })
	if err != nil {
		return Manifest{}, fmt.Errorf("comparing %s: %w", part.Name, err)
	}
	if !there.equal(want) {
		return Manifest{}, errChanged
	}
	err = tx.QueryRow(ctx, "UPDATE analytics_archives SET dropped_at = greatest($2, verified_at) WHERE id = $1 RETURNING dropped_at",
		m.ID, s.clock.Now()).Scan(&m.DroppedAt)
	if err != nil {
		return Manifest{}, fmt.Errorf("noting that %s is dropped: %w", part.Name, err)
	}
	m.DroppedAt = m.DroppedAt.UTC()
	if err := postgres.DropPartition(ctx, tx, part.Name); err != nil {
		return Manifest{}, fmt.Errorf("dropping %s: %w", part.Name, err)
	}
	if err := tx.Commit(ctx); err != nil {
		return Manifest{}, fmt.Errorf("dropping %s: %w", part.Name, errors.Join(postgres.ErrUnknown, err))
	}
	return m, nil
}

// claim holds an archive until the transaction ends, so that nobody throws its
// file away meanwhile.
func claim(ctx context.Context, tx pgx.Tx, m Manifest) error {
	var mine bool
	err := tx.QueryRow(ctx, "SELECT checksum = $2 AND verified_at IS NOT NULL FROM analytics_archives WHERE id = $1 FOR UPDATE", m.ID, m.Checksum).Scan(&mine)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !mine {
		return errTaken
	}
	return err
}

// asker runs a query: the pool or a transaction.
type asker interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// ready refuses a partition of which the rollups have not read all.
func (s *Service) ready(ctx context.Context, from asker, partition string) error {
	var counted, highest int64
	err := from.QueryRow(ctx, "SELECT coalesce((SELECT position FROM analytics_watermarks WHERE name = 'events'), 0), coalesce((SELECT max(id) FROM ONLY "+
		pgx.Identifier{partition}.Sanitize()+"), 0)").Scan(&counted, &highest)
	if err == nil && counted < highest {
		err = fmt.Errorf("%w: they have come to %d of %d", ErrNotCounted, counted, highest)
	}
	return err
}

// knownColumns refuses a table whose columns are not those that a file keeps.
func knownColumns(ctx context.Context, from asker, table string) error {
	var live []string
	err := from.QueryRow(ctx, `SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`, pgx.Identifier{table}.Sanitize()).Scan(&live)
	if err != nil {
		return err
	}
	known := make([]string, len(columns))
	for i, c := range columns {
		known[i] = c.name
	}
	slices.Sort(live)
	slices.Sort(known)
	if !slices.Equal(live, known) {
		return fmt.Errorf("%w: %s has %v", ErrUnknownColumn, table, live)
	}
	return nil
}
