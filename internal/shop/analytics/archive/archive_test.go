package archive

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// later is when January is due and February is not.
var later = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

const january = "analytics_events_2026_01"

// shop is a database with a month of events, and a folder of files.
type shop struct {
	t     testing.TB
	pool  *postgres.Pool
	root  string
	files *watched
	*Service
}

func newShop(t testing.TB, rows int) *shop {
	t.Helper()
	s := &shop{t: t, pool: testenv.Pool(t), root: t.TempDir()}
	folder, err := blob.NewDirectory(blob.DirectoryConfig{Root: s.root, PublicURL: "http://shop.test/", Secret: []byte("0123456789abcdef")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, folder.Close()) })
	s.files = &watched{Store: folder}
	s.Service = New(s.pool.Pgx(), s.files, clock.Fixed(later), slog.New(slog.DiscardHandler), Settings{})
	s.exec(`INSERT INTO users (id, name, referral_code) SELECT ('00000000-0000-4000-8000-00000000000' || i)::uuid, 'Ada', 'R' || i FROM generate_series(1, 3) AS i`)
	s.exec(`WITH c AS (INSERT INTO categories (name, slug) VALUES ('Gowns', 'gowns') RETURNING id)
		INSERT INTO products (id, name, slug, sku, category_id, price_ngn) SELECT i, 'Gown', 'gown-' || i, 'G-' || i, c.id, 100 FROM c, generate_series(1, 3) AS i`)
	s.exec("INSERT INTO analytics_watermarks (name, position) VALUES ('events', 1000000)")
	s.fill(rows)
	return s
}

// fill makes January with rows of every form.
func (s *shop) fill(rows int) {
	s.t.Helper()
	_, err := postgres.EnsurePartitions(s.t.Context(), s.pool.Pgx(), later.AddDate(0, -2, 0), later)
	require.NoError(s.t, err)
	s.exec(`INSERT INTO analytics_events (id, event_id, user_id, session_id, event_type, event_name, product_id, search_query, metadata, created_at, updated_at, entry)
		SELECT i, gen_random_uuid(), CASE WHEN i % 3 = 0 THEN ('00000000-0000-4000-8000-00000000000' || i % 2 + 1)::uuid END, gen_random_uuid(), 'product_view', 'seen ' || i % 7,
			CASE WHEN i % 2 = 0 THEN i % 3 + 1 END, CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN 'àṣọ òkè ' || i END,
			CASE WHEN i % 5 = 0 THEN jsonb_build_object('value_ngn', i, 'list', repeat('long ', i)) END,
			'2026-01-01 00:00Z'::timestamptz + (i * 7919 % 44000) * interval '1 minute', '2026-01-31 23:59:59.999999Z', CASE WHEN i % 2 = 1 THEN i::bigint << 20 END
		FROM generate_series(1, $1::int) AS i`, rows)
}

func (s *shop) exec(sql string, args ...any) {
	s.t.Helper()
	_, err := s.pool.Pgx().Exec(s.t.Context(), sql, args...)
	require.NoError(s.t, err)
}

// rows are a table's rows as PostgreSQL writes them: nothing of this package
// takes part in it.
func (s *shop) rows(table string) []string {
	s.t.Helper()
	rows, err := s.pool.Pgx().Query(s.t.Context(), "SELECT t::text FROM "+table+" AS t ORDER BY id")
	require.NoError(s.t, err)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	return found
}

func (s *shop) there(table string) (there bool) {
	s.t.Helper()
	require.NoError(s.t, s.pool.Pgx().QueryRow(s.t.Context(), "SELECT to_regclass($1) IS NOT NULL", table).Scan(&there))
	return there
}

// stored are the names of the files in the store.
func (s *shop) stored() (names []string) {
	s.t.Helper()
	require.NoError(s.t, filepath.WalkDir(s.root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, path)
		}
		return err
	}))
	return names
}

// list is List.
func (s *shop) list() []Manifest {
	s.t.Helper()
	all, err := s.List(s.t.Context())
	require.NoError(s.t, err)
	return all
}

// restored is what an archive holds, as a table.
func (s *shop) restored(id int64) []string {
	s.t.Helper()
	done, err := s.Restore(s.t.Context(), id, true)
	require.NoError(s.t, err)
	defer s.exec("DROP TABLE " + done.Table)
	return s.rows(done.Table)
}

// watched is a store that a test follows, and breaks. A nil function lets
// everything pass.
type watched struct {
	blob.Store
	moment func(what string)
	put    func(content io.Reader) (io.Reader, error)
	open   func() error
}

func (w *watched) at(what string) {
	if w.moment != nil {
		w.moment(what)
	}
}

func (w *watched) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) (err error) {
	w.at("before put")
	if w.put != nil {
		if content, err = w.put(content); err != nil {
			return err
		}
	}
	err = w.Store.Put(ctx, key, content, size, contentType)
	w.at("after put")
	return err
}

func (w *watched) Open(ctx context.Context, key string) (io.ReadCloser, blob.Info, error) {
	w.at("before open")
	if w.open != nil {
		if err := w.open(); err != nil {
			return nil, blob.Info{}, err
		}
	}
	return w.Store.Open(ctx, key)
}

func (w *watched) Delete(ctx context.Context, key string) error {
	w.at("before delete")
	defer w.at("after delete")
	return w.Store.Delete(ctx, key)
}

func TestAMonthGoesToAFile(t *testing.T) {
	t.Parallel()
	s := newShop(t, 300)
	before := s.rows(january)
	archived, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, archived)
	require.False(t, s.there(january))
	require.True(t, s.there("analytics_events_2026_02"), "it is not due")
	all := s.list()
	require.Len(t, all, 1)
	m := all[0]
	require.Equal(t, Dropped, m.State())
	require.EqualValues(t, 300, m.Rows)
	require.Equal(t, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), m.To)
	file, err := os.Stat(filepath.Join(s.root, m.Place))
	require.NoError(t, err)
	require.Equal(t, m.Bytes, file.Size())
	require.Equal(t, before, s.restored(m.ID))
	archived, err = s.Run(t.Context())
	require.NoError(t, err)
	require.Zero(t, archived)
}

func TestAnEmptyMonthGoesToo(t *testing.T) {
	t.Parallel()
	s := newShop(t, 0)
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	require.Zero(t, m.Rows)
	require.False(t, s.there(january))
	require.Empty(t, s.restored(m.ID))
}

func TestWhatIsDue(t *testing.T) {
	t.Parallel()
	s := newShop(t, 0)
	for _, one := range []struct {
		now  time.Time
		want []string
	}{
		{time.Date(2026, 3, 2, 23, 59, 59, 0, time.UTC), nil},
		{time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), []string{january}},
		{time.Date(2026, 3, 30, 23, 0, 0, 0, time.UTC), []string{january}},
		{time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), []string{january, "analytics_events_2026_02"}},
	} {
		due, err := s.Due(t.Context(), one.now)
		require.NoError(t, err)
		var names []string
		for _, part := range due {
			names = append(names, part.Name)
		}
		require.Equal(t, one.want, names, one.now)
	}
}

func TestWhatIsNotCountedStays(t *testing.T) {
	t.Parallel()
	s := newShop(t, 20)
	s.exec("UPDATE analytics_watermarks SET position = 19")
	archived, err := s.Run(t.Context())
	require.ErrorIs(t, err, ErrNotCounted)
	require.Zero(t, archived)
	require.Len(t, s.rows(january), 20)
	require.Empty(t, s.stored())
	s.exec("UPDATE analytics_watermarks SET position = 20")
	_, err = s.Archive(t.Context(), january)
	require.NoError(t, err)
}

func TestAColumnThatIsNotKnownKeepsTheTable(t *testing.T) {
	t.Parallel()
	s := newShop(t, 5)
	s.exec("ALTER TABLE analytics_events ADD COLUMN mood text")
	_, err := s.Archive(t.Context(), january)
	require.ErrorIs(t, err, ErrUnknownColumn)
	require.Len(t, s.rows(january), 5)
}

func TestATimeThatNoFileHoldsKeepsTheTable(t *testing.T) {
	t.Parallel()
	s := newShop(t, 5)
	s.exec("UPDATE " + january + " SET updated_at = '294276-12-31 23:59:59Z' WHERE id = 3")
	_, err := s.Archive(t.Context(), january)
	require.ErrorIs(t, err, ErrTooFar)
	require.Len(t, s.rows(january), 5)
}

func TestOnlyPartitionsAreArchived(t *testing.T) {
	t.Parallel()
	s := newShop(t, 5)
	for _, name := range []string{"analytics_events_default", "users", "analytics_events_1999_01", "analytics_events"} {
		_, err := s.Archive(t.Context(), name)
		require.True(t, fault.Is(err, fault.NotFound), name)
	}
}

func TestTwoAtOnceArchiveOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t, 100)
	before := s.rows(january)
	var second error
	s.files.moment = func(what string) { // While the first writes.
		if what == "before put" {
			_, second = s.Archive(t.Context(), january)
		}
	}
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	require.ErrorIs(t, second, ErrBusy)
	s.files.moment = nil
	require.Len(t, s.list(), 1)
	require.Len(t, s.stored(), 1)
	require.Equal(t, before, s.restored(m.ID))
}

func ExampleManifest_State() {
	fmt.Println(Manifest{Checksum: unwritten}.State(), Manifest{}.State(), Manifest{VerifiedAt: later}.State(), Manifest{VerifiedAt: later, DroppedAt: later}.State())
	// Output: writing written verified dropped
}
