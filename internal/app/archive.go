package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics/archive"
)

// OpenArchive opens what the command line archives with: the database and the
// files as the settings say. A retention of zero is the usual one. The closing
// function gives both back.
func OpenArchive(ctx context.Context, config Config, retention time.Duration) (_ *archive.Service, closing func(), err error) {
	pool, err := OpenPool(ctx, config, "zuka archive")
	if err != nil {
		return nil, nil, err
	}
	secret := make([]byte, SecretBytes) // It signs links, of which none is made here.
	_, _ = rand.Read(secret)            // It never fails.
	files, err := blob.Open(config.FilesURL, blob.Options{PublicURL: "http://localhost/", Secret: secret, Clock: clock.System{}})
	if err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("opening FILES_URL: %w", err)
	}
	return archive.New(pool.Pgx(), files, clock.System{}, config.Logger(), archive.Settings{Retention: retention}), func() {
		if folder, ok := files.(*blob.Directory); ok {
			_ = folder.Close() // It was only a handle of the folder.
		}
		pool.Close()
	}, nil
}
