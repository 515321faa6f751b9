package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/parquet-go/parquet-go"

	"zuka/internal/platform/blob"
)

// check reads an archive's file back from the store and compares it with the
// manifest and with what it says of itself. ErrCorrupt names the file.
func (s *Service) check(ctx context.Context, m Manifest) (total *sum, err error) {
	err = s.open(ctx, m, func(file *parquet.File) error {
		total, err = compare(file, m, func([]column, record) error { return ctx.Err() })
		return err
	})
	return total, err
}

// open lends the file of an archive, when it is the one that was written. It is
// copied to the disk first: reading Parquet begins at the end.
func (s *Service) open(ctx context.Context, m Manifest, use func(*parquet.File) error) (err error) {
	content, _, err := s.files.Open(ctx, m.Place)
	if errors.Is(err, blob.ErrNotFound) {
		return fmt.Errorf("%w: %s: it is gone", ErrCorrupt, m.Place)
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // It was only read.
	spool, err := os.CreateTemp("", "zuka-archive-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(spool, hash), &patient{ctx, content})
	if err != nil {
		return fmt.Errorf("reading %s: %w", m.Place, err)
	}
	if size != m.Bytes {
		return fmt.Errorf("%w: %s: it has %d of %d bytes", ErrCorrupt, m.Place, size, m.Bytes)
	}
	if hex.EncodeToString(hash.Sum(nil)) != m.Checksum {
		return fmt.Errorf("%w: %s: its SHA-256 is another", ErrCorrupt, m.Place)
	}
	file, err := parquet.OpenFile(spool, size, parquet.SkipBloomFilters(true))
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrCorrupt, m.Place, err)
	}
	return use(file)
}

// patient reads until nobody waits any more.
type patient struct {
	ctx  context.Context
	from io.Reader
}

// Read reads.
func (p *patient) Read(into []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.from.Read(into)
}

// compare goes through the rows of a file and finds out whether they are all
// there. What each is given is its only until it returns.
func compare(file *parquet.File, m Manifest, each func([]column, record) error) (*sum, error) {
	known, err := inFile(file)
	if err != nil {
		return nil, err
	}
	total := &sum{}
	for _, group := range file.RowGroups() {
		if err := decode(group, known, func(row record) error {
			total.add(row)
			return each(known, row)
		}); err != nil {
			return nil, fmt.Errorf("reading %s: %w", m.Place, err)
		}
	}
	for key, want := range total.told() {
		if told, _ := file.Lookup(key); told != want {
			return nil, fmt.Errorf("%w: %s: %s is %s, and %s was written", ErrCorrupt, m.Place, key, want, told)
		}
	}
	if total.rows != m.Rows {
		return nil, fmt.Errorf("%w: %s: it has %d of %d rows", ErrCorrupt, m.Place, total.rows, m.Rows)
	}
	return total, nil
}

// decode goes through the rows of one group.
func decode(group parquet.RowGroup, known []column, each func(record) error) (err error) {
	from := group.Rows()
	defer func() { err = errors.Join(err, from.Close()) }()
	rows := make([]parquet.Row, rowsAtOnce)
	row := make(record, len(known))
	var room []byte
	for {
		n, err := from.ReadRows(rows)
		for _, values := range rows[:n] {
			if len(values) != len(known) {
				return fmt.Errorf("%w: a row has %d of %d columns", ErrCorrupt, len(values), len(known))
			}
			room = room[:0]
			for i, value := range values {
				row[i] = nil
				if !value.IsNull() {
					begin := len(room)
					room = known[i].appendField(room, value)
					row[i] = room[begin:len(room):len(room)]
				}
			}
			if err := each(row); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
