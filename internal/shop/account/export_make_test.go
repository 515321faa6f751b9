package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account"
	"zuka/internal/testenv"
)

// madeAt is the moment of the service's clock.
var madeAt = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

// archive is a database with one person, and a store of files that does
// something else when it is told to.
type archive struct {
	*testing.T
	blob.Store
	put     func(key string, next func() error) error
	pool    *postgres.Pool
	service *account.Service
	user    uuid.UUID
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	files, err := blob.NewDirectory(blob.DirectoryConfig{Root: t.TempDir(), PublicURL: "https://zuka.example/files/", Secret: []byte(strings.Repeat("s", 32))})
	require.NoError(t, err)
	t.Cleanup(func() { _ = files.Close() })
	a := &archive{T: t, Store: files, pool: testenv.Pool(t), user: uuid.New()}
	a.service = account.New(account.Config{Pool: a.pool, Files: a, Clock: clock.Fixed(madeAt)})
	a.exec(`INSERT INTO users (id, email, name, referral_code) VALUES ($1, 'ada@example.ng', 'Ada', 'R')`, a.user)
	return a
}

// Put is the store's, unless the test has another.
func (a *archive) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	next := func() error { return a.Store.Put(ctx, key, content, size, contentType) }
	if a.put != nil {
		return a.put(key, next)
	}
	return next()
}

func (a *archive) exec(sql string, args ...any) {
	a.Helper()
	_, err := a.pool.Pgx().Exec(a.Context(), sql, args...)
	require.NoError(a, err)
}

// wanted is an export that waits to be made, and where its file will be.
func (a *archive) wanted() (id uuid.UUID, key string) {
	a.Helper()
	id = uuid.New()
	a.exec(`INSERT INTO data_exports (id, user_id) VALUES ($1, $2)`, id, a.user)
	return id, "exports/" + a.user.String() + "/" + id.String() + ".json"
}

func (a *archive) leave() {
	a.Helper()
	a.exec(`UPDATE users SET deleted_at = $2 WHERE id = $1`, a.user, madeAt)
}

// file is a file's content; empty when it is not there.
func (a *archive) file(key string) string {
	a.Helper()
	file, _, err := a.Open(a.Context(), key)
	if errors.Is(err, blob.ErrNotFound) {
		return ""
	}
	require.NoError(a, err)
	defer file.Close()
	text, err := io.ReadAll(file)
	require.NoError(a, err)
	return string(text)
}

func TestAnExportIsMadeOnce(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	id, key := a.wanted()
	puts := 0
	a.put = func(at string, next func() error) error {
		puts++
		require.Equal(t, key, at)
		return next()
	}
	require.NoError(t, a.service.MakeExport(t.Context(), id))
	require.NoError(t, a.service.MakeExport(t.Context(), id))
	require.Equal(t, 1, puts)
	text := a.file(key)
	require.True(t, json.Valid([]byte(text)))
	require.Contains(t, text, "ada@example.ng")

	export := a.pool.Ent().DataExport.GetX(t.Context(), id)
	require.Equal(t, key, *export.BlobKey)
	require.Equal(t, len(text), *export.SizeBytes)
	require.True(t, madeAt.Equal(*export.FinishedAt))
	require.True(t, madeAt.AddDate(0, 0, 7).Equal(*export.ExpiresAt))
}

func TestAnExportIsMadeAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	id, key := a.wanted()
	away := errors.New("the store is away")
	a.put = func(string, func() error) error { return away }
	require.ErrorIs(t, a.service.MakeExport(t.Context(), id), away)
	require.Nil(t, a.pool.Ent().DataExport.GetX(t.Context(), id).FinishedAt)
	// Cut off between the file and the note that it is there.
	ctx, cancel := context.WithCancel(t.Context())
	a.put = func(_ string, next func() error) error {
		defer cancel()
		return next()
	}
	require.ErrorIs(t, a.service.MakeExport(ctx, id), context.Canceled)
	require.Nil(t, a.pool.Ent().DataExport.GetX(t.Context(), id).BlobKey)
	a.put = nil
	require.NoError(t, a.service.MakeExport(t.Context(), id))
	require.NotEmpty(t, a.file(key))
	require.NotNil(t, a.pool.Ent().DataExport.GetX(t.Context(), id).FinishedAt)
}

func TestNoExportIsMadeOfWhoLeft(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	id, key := a.wanted()
	require.NoError(t, a.service.MakeExport(t.Context(), uuid.New()), "an export that is not there")
	a.leave()
	require.NoError(t, a.service.MakeExport(t.Context(), id))
	require.Empty(t, a.file(key))
	require.Nil(t, a.pool.Ent().DataExport.GetX(t.Context(), id).FinishedAt)
}

func TestWhoLeavesWhileTheirExportIsMadeLeavesNoFile(t *testing.T) {
	t.Parallel()
	for name, erase := range map[string]bool{"left": false, "erased": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArchive(t)
			id, key := a.wanted()
			a.put = func(_ string, next func() error) error {
				a.leave()
				if erase {
					require.NoError(t, a.service.Erase(t.Context(), a.user))
				}
				return next()
			}
			require.NoError(t, a.service.MakeExport(t.Context(), id))
			require.Empty(t, a.file(key))
		})
	}
}
