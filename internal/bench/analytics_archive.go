package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/archive"
)

// archived is how a month was put away.
type archived struct {
	partition string
	rows      int64
	// bytes are the file's, of the table's with its indexes.
	bytes, of int64
	took      time.Duration
}

func (a *archived) share() float64 { return float64(a.bytes) / float64(max(a.of, 1)) }

// leastShare is which part of the events the month has at least that is archived: the
// oldest may be a few days.
const leastShare = 0.1

// archive puts the oldest month away, from the reading of its rows until its partition
// is dropped.
func (h *history) archive(ctx context.Context) (err error) {
	root, err := os.MkdirTemp("", "zuka-bench-archive-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	folder, err := blob.NewDirectory(blob.DirectoryConfig{Root: root, PublicURL: "http://localhost/files/", Secret: []byte(benchSecret)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	month, err := h.oldest(ctx)
	if err != nil {
		return err
	}
	service, begun := archive.New(h.pool.Pgx(), folder, clock.System{}, h.opts.Log, archive.Settings{}), time.Now()
	made, err := service.Archive(ctx, month.Name)
	if err != nil {
		return err
	}
	h.seen.archived = archived{partition: month.Name, rows: made.Rows, bytes: made.Bytes, of: month.Bytes, took: time.Since(begun)}
	return nil
}

// oldest is the oldest month with many events.
func (h *history) oldest(ctx context.Context) (postgres.Partition, error) {
	all, err := postgres.Partitions(ctx, h.pool.Pgx())
	if err != nil {
		return postgres.Partition{}, err
	}
	for _, one := range all {
		if !one.Default() && float64(one.Rows) >= leastShare*float64(h.seen.events) {
			return one, nil
		}
	}
	return postgres.Partition{}, fmt.Errorf("no month has %.0f%% of the events", 100*leastShare)
}
