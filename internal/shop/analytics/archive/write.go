package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"zuka/internal/platform/postgres"
)

const (
	contentType = "application/vnd.apache.parquet"
	// rowsAGroup is how many rows a reader has to unpack at least to see one,
	// and how many are in memory while a file is written.
	rowsAGroup = 100_000
	// largestDictionary ends a column's dictionary in a group where values
	// hardly come again.
	largestDictionary = 2 << 20
	rowsAtOnce        = 256
)

// write makes a partition's file, and reads it back from the store.
func (s *Service) write(ctx context.Context, part postgres.Partition) (Manifest, *sum, error) {
	if err := s.ready(ctx, s.pool, part.Name); err != nil {
		return Manifest{}, nil, err
	}
	m, err := s.begin(ctx, part)
	if err != nil {
		return Manifest{}, nil, err
	}
	put, err := s.put(ctx, part, &m)
	if err != nil {
		return Manifest{}, nil, fmt.Errorf("writing %s: %w", m.Place, err)
	}
	if err := s.finish(ctx, m); err != nil {
		return Manifest{}, nil, err
	}
	read, err := s.check(ctx, m)
	if err == nil && !read.equal(put) {
		err = fmt.Errorf("%w: %s: its rows are not those of the partition", ErrCorrupt, m.Place)
	}
	if err == nil {
		err = s.verified(ctx, &m)
	}
	return m, read, err
}

// put streams the rows from the database through the encoder to the store.
func (s *Service) put(ctx context.Context, part postgres.Partition, m *Manifest) (*sum, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	file, encoder := io.Pipe()
	hash, size := sha256.New(), &counter{}
	var total *sum
	ended := make(chan error, 1)
	go func() {
		var err error
		total, err = s.encode(ctx, part, io.MultiWriter(encoder, hash, size))
		_ = encoder.CloseWithError(err) // It never fails.
		ended <- err
	}()
	err := s.files.Put(ctx, m.Place, file, -1, contentType)
	_ = file.CloseWithError(err) // The encoder may still be writing to a store that gave up.
	stop()
	if failed := <-ended; failed != nil && !errors.Is(err, failed) && (err == nil || !errors.Is(failed, err)) {
		err = errors.Join(err, failed)
	}
	if err != nil {
		return nil, err
	}
	m.Rows, m.Bytes, m.Checksum = total.rows, size.bytes, hex.EncodeToString(hash.Sum(nil))
	return total, nil
}

// counter counts bytes.
type counter struct{ bytes int64 }

// Write counts them.
func (c *counter) Write(some []byte) (int, error) {
	c.bytes += int64(len(some))
	return len(some), nil
}

// encode writes the rows as they are at one moment, in their order.
func (s *Service) encode(ctx context.Context, part postgres.Partition, to io.Writer) (*sum, error) {
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := postgres.TakeTime(ctx, tx, lockWait); err != nil {
		return nil, err
	}
	if err := knownColumns(ctx, tx, part.Name); err != nil {
		return nil, err
	}
	file := parquet.NewGenericWriter[any](to, schema, parquet.Compression(&zstd.Codec{Level: zstd.SpeedBetterCompression}),
		parquet.MaxRowsPerRowGroup(rowsAGroup), parquet.DictionaryMaxBytes(largestDictionary), parquet.CreatedBy("zuka", "1", ""),
		parquet.SortingWriterConfig(parquet.SortingColumns(parquet.Ascending("created_at"), parquet.Ascending("id"))))
	batch := newBatch(file)
	total, err := scan(ctx, tx, part.Name, " ORDER BY created_at, id", batch.add)
	if err != nil {
		return nil, err
	}
	if err := batch.flush(); err != nil {
		return nil, err
	}
	for key, value := range total.told() {
		file.SetKeyValueMetadata(key, value)
	}
	return total, file.Close()
}

// scan goes through a table's rows and sums them up. What each is given is its
// only until it returns.
func scan(ctx context.Context, tx pgx.Tx, table, order string, each func(record) error) (*sum, error) {
	// Always in binary, however the connection is wont to ask.
	rows, err := tx.Query(ctx, "SELECT "+selected()+" FROM ONLY "+pgx.Identifier{table}.Sanitize()+order,
		pgx.QueryExecModeDescribeExec, pgx.QueryResultFormats{pgx.BinaryFormatCode})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	total := &sum{}
	for rows.Next() {
		row := record(rows.RawValues())
		total.add(row)
		if err := each(row); err != nil {
			return nil, err
		}
	}
	return total, rows.Err()
}

// batch gathers rows for the encoder.
type batch struct {
	file *parquet.GenericWriter[any]
	rows []parquet.Row
	room []byte // The fields' bytes, which are the connection's only for a moment.
}

func newBatch(file *parquet.GenericWriter[any]) *batch {
	return &batch{file: file, rows: make([]parquet.Row, 0, rowsAtOnce)}
}

func (b *batch) add(fields record) error {
	at := len(b.rows)
	b.rows = b.rows[:at+1]
	row := b.rows[at][:0]
	for i, c := range columns {
		field := fields[i]
		if field != nil {
			begin := len(b.room)
			b.room = append(b.room, field...)
			field = b.room[begin:len(b.room):len(b.room)]
		}
		value, err := c.value(field)
		if err != nil {
			return fmt.Errorf("%s of event %v: %w", c.name, row[0], err)
		}
		level := 0
		if c.null && field != nil {
			level = 1
		}
		row = append(row, value.Level(0, level, i))
	}
	b.rows[at] = row
	if len(b.rows) == cap(b.rows) {
		return b.flush()
	}
	return nil
}

func (b *batch) flush() error {
	_, err := b.file.WriteRows(b.rows)
	b.rows, b.room = b.rows[:0], b.room[:0]
	return err
}
