package archive

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/parquet-go/parquet-go"

	"zuka/internal/platform/postgres"
)

// Restored is what Restore came to.
type Restored struct {
	// Table is where the rows are.
	Table string
	// Rows are those of the file, and Added those that were not there yet.
	Rows, Added int64
	// Forgotten are rows that lost a person who is not in the shop any more, with
	// what tells of them, or such a product.
	Forgotten int64
}

// Restore brings the rows of an archive back. Attached, they are events again,
// in the partition of their month, which Run then leaves alone. Standalone, they
// go to a table restored_analytics_events_YYYY_MM beside the events, which keeps
// products that are gone. Either way a person who was erased meanwhile stays
// erased; who is erased later stays in the table beside the events. Restoring
// again adds what is missing, and no row twice. ErrCorrupt when the file is not
// what was written, ErrBusy while somebody works on the partition.
func (s *Service) Restore(ctx context.Context, id int64, standalone bool) (done Restored, err error) {
	m, err := s.manifest(ctx, id)
	if err != nil {
		return Restored{}, err
	}
	err = s.guarded(ctx, m.Partition, func() error {
		return s.open(ctx, m, func(file *parquet.File) error {
			for range mostTries {
				if done, err = s.restore(ctx, m, file, standalone); !errors.Is(err, errLeft) {
					break
				}
			}
			return err
		})
	})
	if err != nil {
		return Restored{}, fmt.Errorf("restoring archive %d: %w", id, err)
	}
	return done, nil
}

func (s *Service) restore(ctx context.Context, m Manifest, file *parquet.File, standalone bool) (Restored, error) {
	done := Restored{Table: m.Partition, Rows: m.Rows}
	if standalone {
		done.Table = "restored_" + m.Partition
	} else if err := s.month(ctx, m); err != nil {
		return Restored{}, err
	}
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return Restored{}, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := postgres.TakeTime(ctx, tx, lockWait); err != nil {
		return Restored{}, err
	}
	if err := load(ctx, tx, m, file); err != nil {
		return Restored{}, err
	}
	if done.Forgotten, done.Added, err = settle(ctx, tx, done.Table, standalone); err != nil {
		return Restored{}, err
	}
	note := fmt.Sprintf("COMMENT ON TABLE %s IS '%s%d'", pgx.Identifier{done.Table}.Sanitize(), restoredNote, m.ID)
	if _, err := tx.Exec(ctx, note); err != nil {
		return Restored{}, err
	}
	// The rollups have passed these rows, and need not wait for them.
	if !standalone {
		if err := remember(ctx, tx); err != nil {
			return Restored{}, err
		}
	}
	return done, tx.Commit(ctx)
}

// month makes sure that the partition is there.
func (s *Service) month(ctx context.Context, m Manifest) error {
	if _, err := postgres.EnsurePartitions(ctx, s.pool, m.From, m.To.Add(-time.Microsecond)); err != nil {
		return err
	}
	part, err := s.find(ctx, m.Partition)
	if err == nil && (!part.From.Equal(m.From) || !part.To.Equal(m.To)) {
		err = fmt.Errorf("the partition %s is of %s to %s now", part.Name, part.From, part.To)
	}
	return err
}

// load copies a file to the temporary table restoring.
func load(ctx context.Context, tx pgx.Tx, m Manifest, file *parquet.File) error {
	known, err := inFile(file)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "CREATE TEMPORARY TABLE restoring (LIKE analytics_events INCLUDING DEFAULTS) ON COMMIT DROP"); err != nil {
		return err
	}
	names := make([]string, len(known))
	for i, c := range known {
		names[i] = c.name
	}
	rows, writing := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := stream(file, m, writing)
		_ = writing.CloseWithError(err) // It never fails.
		ended <- err
	}()
	_, err = tx.Conn().PgConn().CopyFrom(ctx, rows, "COPY restoring ("+strings.Join(names, ", ")+") FROM STDIN (FORMAT binary)")
	_ = rows.CloseWithError(errors.New("the database takes no more rows"))
	if failed := <-ended; err == nil || errors.Is(failed, ErrCorrupt) {
		err = failed
	}
	return err
}

// stream writes the rows of a file as COPY wants them in binary.
func stream(file *parquet.File, m Manifest, to io.Writer) error {
	out := bufio.NewWriterSize(to, 64<<10)
	if _, err := out.WriteString("PGCOPY\n\xff\r\n\x00" + strings.Repeat("\x00", 8)); err != nil {
		return err
	}
	var room []byte
	_, err := compare(file, m, func(known []column, row record) error {
		room = binary.BigEndian.AppendUint16(room[:0], uint16(len(row)))
		for i, field := range row {
			switch {
			case field == nil:
				room = binary.BigEndian.AppendUint32(room, 1<<32-1)
				continue
			case known[i].kind == object: // The version of jsonb's form stands before it.
				room = append(binary.BigEndian.AppendUint32(room, uint32(len(field)+1)), 1)
			default:
				room = binary.BigEndian.AppendUint32(room, uint32(len(field)))
			}
			room = append(room, field...)
		}
		_, err := out.Write(room)
		return err
	})
	if err != nil {
		return err
	}
	if err := binary.Write(out, binary.BigEndian, int16(-1)); err != nil {
		return err
	}
	return out.Flush()
}

// settle takes the rows from the temporary table to theirs.
func settle(ctx context.Context, tx pgx.Tx, table string, standalone bool) (forgotten, added int64, err error) {
	quoted := pgx.Identifier{table}.Sanitize()
	if standalone {
		create := "CREATE TABLE IF NOT EXISTS " + quoted + " (LIKE analytics_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id, created_at))"
		if _, err := tx.Exec(ctx, create); err != nil {
			return 0, 0, err
		}
	}
	if forgotten, err = forget(ctx, tx, standalone); err != nil {
		return 0, 0, err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	list := strings.Join(names, ", ")
	inserted, err := tx.Exec(ctx, "INSERT INTO "+quoted+" ("+list+") SELECT "+list+" FROM restoring ON CONFLICT DO NOTHING")
	if err != nil {
		return 0, 0, err
	}
	return forgotten, inserted.RowsAffected(), nil
}
