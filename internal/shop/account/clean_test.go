package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// cleanedAt is the moment of cleaning.
var cleanedAt = time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)

const (
	anHour = time.Hour
	aDay   = 24 * time.Hour
)

func ago(span time.Duration) time.Time { return cleanedAt.Add(-span) }

// shelf is a database, files and the service that cleans them.
type shelf struct {
	*testing.T
	pool    *postgres.Pool
	service *Service
	files   blob.Store
	user    uuid.UUID
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	files, err := blob.NewDirectory(blob.DirectoryConfig{Root: t.TempDir(), PublicURL: "https://zuka.example/files/", Secret: []byte(strings.Repeat("s", 32))})
	require.NoError(t, err)
	t.Cleanup(func() { _ = files.Close() })
	s := &shelf{T: t, pool: testenv.Pool(t), files: files, user: uuid.New()}
	s.service = New(Config{Pool: s.pool, Files: files, Clock: clock.Fixed(cleanedAt)})
	s.exec(`INSERT INTO users (id, referral_code) VALUES ($1, 'R')`, s.user)
	return s
}

func (s *shelf) exec(sql string, args ...any) {
	s.Helper()
	_, err := s.pool.Pgx().Exec(s.Context(), sql, args...)
	require.NoError(s, err)
}

func (s *shelf) count(table string, id uuid.UUID) (found int) {
	s.Helper()
	require.NoError(s, s.pool.Pgx().QueryRow(s.Context(), "SELECT count(*) FROM "+table+" WHERE id = $1", id).Scan(&found))
	return found
}

func (s *shelf) challenge(expires time.Time) uuid.UUID {
	id := uuid.New()
	s.exec(`INSERT INTO account_challenges (id, purpose, phone, expires_at) VALUES ($1, 'phone_login', '+2348031234567', $2)`, id, expires)
	return id
}

// session is a person's, or a guest's when the user is nil.
func (s *shelf) session(user *uuid.UUID, expires time.Time, revoked *time.Time) uuid.UUID {
	id := uuid.New()
	s.exec(`INSERT INTO user_sessions (id, token_hash, expires_at, revoked_at, user_id) VALUES ($1, sha256(uuid_send($1)), $2, $3, $4)`,
		id, expires, revoked, user)
	return id
}

func (s *shelf) token(session uuid.UUID, expires time.Time) uuid.UUID {
	id := uuid.New()
	s.exec(`INSERT INTO refresh_tokens (id, token_hash, expires_at, session_id) VALUES ($1, sha256(uuid_send($1)), $2, $3)`, id, expires, session)
	return id
}

// export is an export with a file unless its key is empty.
func (s *shelf) export(created time.Time, finished, expires *time.Time, key string) uuid.UUID {
	s.Helper()
	id := uuid.New()
	if key != "" {
		require.NoError(s, s.files.Put(s.Context(), key, strings.NewReader("{}"), 2, "application/json"))
	}
	s.exec(`INSERT INTO data_exports (id, created_at, finished_at, expires_at, blob_key, user_id) VALUES ($1, $2, $3, $4, nullif($5, ''), $6)`,
		id, created, finished, expires, key, s.user)
	return id
}

func (s *shelf) hasFile(key string) bool {
	s.Helper()
	file, _, err := s.files.Open(s.Context(), key)
	if errors.Is(err, blob.ErrNotFound) {
		return false
	}
	require.NoError(s, err)
	require.NoError(s, file.Close())
	return true
}

func TestCleanTakesWhatIsOldAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	at := func(span time.Duration) *time.Time { moment := ago(span); return &moment }
	running := s.session(&s.user, ago(-anHour), nil)
	tests := []struct {
		name, table string
		id          uuid.UUID
		kept        bool
	}{
		{"a challenge that runs", "account_challenges", s.challenge(ago(-time.Second)), true},
		{"one that ran out two days ago", "account_challenges", s.challenge(ago(2 * aDay)), true},
		{"and a moment longer", "account_challenges", s.challenge(ago(2*aDay + time.Second)), false},

		{"a refresh token that runs", "refresh_tokens", s.token(running, ago(-aDay)), true},
		{"one that ran out a day ago", "refresh_tokens", s.token(running, ago(aDay)), true},
		{"and a moment longer", "refresh_tokens", s.token(running, ago(aDay+time.Second)), false},
		{"one whose session goes", "refresh_tokens", s.token(s.session(&s.user, ago(31*aDay), nil), ago(-aDay)), false},

		{"a session that runs", "user_sessions", running, true},
		{"one that ran out 30 days ago", "user_sessions", s.session(&s.user, ago(30*aDay), nil), true},
		{"and a moment longer", "user_sessions", s.session(&s.user, ago(30*aDay+time.Second), nil), false},
		{"one that was ended 30 days ago", "user_sessions", s.session(&s.user, ago(-aDay), at(30*aDay)), true},
		{"and a moment longer ", "user_sessions", s.session(&s.user, ago(-aDay), at(30*aDay+time.Second)), false},
		{"a guest's that was ended but has not run out", "user_sessions", s.session(nil, ago(aDay), at(60*aDay)), true},
		{"a guest's that ran out long ago", "user_sessions", s.session(nil, ago(31*aDay), nil), false},

		{"an export that is waited for", "data_exports", s.export(ago(2*aDay), nil, nil, ""), true},
		{"one that was given up", "data_exports", s.export(ago(2*aDay+time.Second), nil, nil, ""), false},
		{"one with a file", "data_exports", s.export(ago(60*aDay), at(60*aDay), at(-time.Second), "export/good"), true},
		{"one whose file runs out now", "data_exports", s.export(ago(7*aDay), at(7*aDay), at(0), "export/now"), true},
		{"one whose file ran out long ago", "data_exports", s.export(ago(60*aDay), at(60*aDay), at(31*aDay), "export/old"), false},
		{"one without a file", "data_exports", s.export(ago(29*aDay), at(29*aDay), at(22*aDay), ""), true},
	}
	cutOff := s.export(ago(3*aDay), nil, nil, "")
	orphan := exportKey(s.user, cutOff)
	require.NoError(t, s.files.Put(t.Context(), orphan, strings.NewReader("{}"), 2, exportType))
	for _, test := range tests {
		require.Equal(t, 1, s.count(test.table, test.id), test.name)
	}
	for range 2 { // A second time there is nothing more to take.
		require.NoError(t, s.service.Clean(t.Context()))
	}
	require.True(t, s.hasFile("export/good"))
	require.False(t, s.hasFile("export/now"))
	require.False(t, s.hasFile("export/old"))
	require.False(t, s.hasFile(orphan), "a file that was written but never noted")
	require.Zero(t, s.count("data_exports", cutOff))
	for _, test := range tests {
		require.Equal(t, test.kept, s.count(test.table, test.id) == 1, test.name)
	}
}

func TestACartGoesOnlyWithASessionThatHasLongRunOut(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, name, slug, sku, category_id, price_ngn) SELECT 1, 'Agbada', 'agbada', 'A-1', id, 100 FROM c`)
	revoked := ago(60 * aDay)
	kept, gone := s.session(nil, ago(29*aDay), &revoked), s.session(nil, ago(31*aDay), nil)
	for _, owner := range []uuid.UUID{kept, gone} {
		s.exec(`INSERT INTO carts (session_id, product_id) VALUES ($1, 1)`, owner)
	}
	require.NoError(t, s.service.Clean(t.Context()))
	var owner uuid.UUID
	require.NoError(t, s.pool.Pgx().QueryRow(t.Context(), "SELECT session_id FROM carts").Scan(&owner))
	require.Equal(t, kept, owner)
}

// Two cleaners at once take more rows than a portion has, without waiting for a
// row that somebody holds.
func TestCleanTakesPortionsBesideOthers(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.exec(`INSERT INTO account_challenges (id, purpose, phone, expires_at)
		SELECT gen_random_uuid(), 'phone_login', '+2348031234567', $1 FROM generate_series(1, $2)`, ago(3*aDay), 2*cleanPortion+1)
	held := s.challenge(ago(3 * aDay))
	tx, err := s.pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "SELECT FROM account_challenges WHERE id = $1 FOR UPDATE", held)
	require.NoError(t, err)
	group, ctx := errgroup.WithContext(t.Context())
	for range 2 {
		group.Go(func() error { return s.service.Clean(ctx) })
	}
	require.NoError(t, group.Wait())
	require.NoError(t, tx.Rollback(t.Context()))
	// A portion that was short, because the other cleaner held rows, ends a
	// cleaner early; what is left is the next hour's.
	require.NoError(t, s.service.Clean(t.Context()))
	var left int
	require.NoError(t, s.pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM account_challenges").Scan(&left))
	require.Zero(t, left)
}

// failing is a store of files that fails to delete as told.
type failing struct {
	blob.Store
	fails   func(key string) bool
	deletes atomic.Int32
}

var errStore = errors.New("the store of files is away")

func (f *failing) Delete(ctx context.Context, key string) error {
	f.deletes.Add(1)
	if f.fails(key) {
		return errStore
	}
	return f.Store.Delete(ctx, key)
}

func TestAFileThatStaysKeepsItsRow(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	old := ago(60 * aDay)
	bad, good := s.export(old, &old, &old, "export/bad"), s.export(old, &old, &old, "export/good")
	store := &failing{Store: s.files, fails: func(key string) bool { return key == "export/bad" }}
	s.service.Files = store
	spent := s.challenge(old)
	require.ErrorIs(t, s.service.Clean(t.Context()), errStore)
	require.Equal(t, 1, s.count("data_exports", bad))
	require.Zero(t, s.count("data_exports", good), "one file is not in the way of another")
	require.Zero(t, s.count("account_challenges", spent), "nor of the rest")

	store.fails = func(string) bool { return false }
	require.NoError(t, s.files.Delete(t.Context(), "export/bad")) // As when the run before was cut off.
	require.NoError(t, s.service.Clean(t.Context()))
	require.Zero(t, s.count("data_exports", bad))
}

func TestAStoreThatIsAwayIsNotAskedForEveryFile(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	store := &failing{Store: s.files, fails: func(string) bool { return true }}
	s.service.Files = store
	old := ago(aDay)
	for i := range filePortion + 1 {
		key := fmt.Sprintf("export/%d", i)
		s.exec(`INSERT INTO data_exports (id, finished_at, expires_at, blob_key, user_id) VALUES ($1, $2, $2, $3, $4)`, uuid.New(), old, key, s.user)
	}
	require.ErrorIs(t, s.service.Clean(t.Context()), errStore)
	require.EqualValues(t, filePortion, store.deletes.Load())
	store.fails = func(string) bool { return false }
	require.NoError(t, s.service.Clean(t.Context()))
	require.EqualValues(t, 2*filePortion+1, store.deletes.Load())
}

func TestCleanStopsWhenItIsCutOff(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.service.Clean(ctx), context.Canceled)
}
