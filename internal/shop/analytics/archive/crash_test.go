package archive

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/blob"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// TestTwoWithoutTheGuardLoseNothing is what happens when the guard's connection is lost.
func TestTwoWithoutTheGuardLoseNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t, 100)
	before := s.rows(january)
	part, err := s.find(t.Context(), january)
	require.NoError(t, err)
	first, total, err := s.write(t.Context(), part)
	require.NoError(t, err)
	require.NoError(t, s.discard(t.Context(), first), "the second finds the first's file and throws it away")
	_, err = s.drop(t.Context(), part, first, total)
	require.ErrorIs(t, err, errTaken)
	require.Equal(t, before, s.rows(january))
	done, err := s.archive(t.Context(), part)
	require.NoError(t, err)
	require.NoError(t, s.discard(t.Context(), done), "what is the only place of the rows cannot be thrown away")
	require.Equal(t, before, s.restored(done.ID))
}

func TestWhatComesLateIsInTheFile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"an event":                 "INSERT INTO analytics_events (id, event_id, session_id, event_type, event_name, created_at) VALUES (777, gen_random_uuid(), gen_random_uuid(), 'share', 'late', '2026-01-31 23:59:59.999999Z')",
		"a person who was erased":  "DELETE FROM users",
		"one gone, another come":   "WITH gone AS (DELETE FROM analytics_events WHERE id = 9 RETURNING *) INSERT INTO analytics_events (event_id, session_id, event_type, event_name, created_at) SELECT event_id, session_id, event_type, 'other', created_at FROM gone",
		"a word that was repaired": "UPDATE analytics_events SET event_name = 'mended' WHERE id = 5",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, 50)
			var once sync.Once
			s.files.moment = func(what string) {
				if what == "before open" { // The file is written, and not compared yet.
					once.Do(func() { s.exec(change) })
				}
			}
			var last []string
			s.Service.clock = seen(func() time.Time { // The last call is on the way to the drop.
				if s.there(january) {
					last = s.rows(january)
				}
				return later
			})
			m, err := s.Archive(t.Context(), january)
			require.NoError(t, err)
			require.False(t, s.there(january))
			require.Equal(t, last, s.restored(m.ID))
			require.Len(t, s.list(), 1, "the first file is gone")
			require.Len(t, s.stored(), 1)
		})
	}
}

// seen is a clock that a test watches.
type seen func() time.Time

func (s seen) Now() time.Time { return s() }

// TestNothingIsLostWhereverItDies ends the work at each statement and at each
// call of the store, before and after it.
func TestNothingIsLostWhereverItDies(t *testing.T) {
	t.Parallel()
	s := newShop(t, 40)
	before := s.rows(january)
	for moment := 1; ; moment++ {
		killed := s.killAt(moment)
		s.requireWhole(before, moment)
		if _, err := s.Archive(t.Context(), january); err != nil {
			require.True(t, fault.Is(err, fault.NotFound), "moment %d: %v", moment, err)
		}
		require.False(t, s.there(january))
		s.requireWhole(before, moment)
		require.Len(t, s.list(), 1, moment)
		require.Len(t, s.stored(), 1, "moment %d: no file is left over", moment)
		if !killed {
			require.Greater(t, moment, 50, "there were moments to die at")
			return
		}
		// As it was before.
		_, err := s.Restore(t.Context(), s.list()[0].ID, false)
		require.NoError(t, err)
		s.exec("DELETE FROM analytics_archives")
		require.NoError(t, os.Remove(s.stored()[0]))
	}
}

// killAt archives and ends it at the moment of a number; false when it came to
// the end before.
func (s *shop) killAt(moment int) (killed bool) {
	ctx, kill := context.WithCancel(s.t.Context())
	defer kill()
	var mu sync.Mutex
	count := 0
	tick := func() {
		mu.Lock()
		defer mu.Unlock()
		if count++; count == moment {
			killed = true
			kill()
		}
	}
	s.files.moment = func(string) { tick() }
	defer func() { s.files.moment = nil }()
	_, err := s.Archive(postgres.WithWatcher(ctx, func(postgres.Moment) { tick() }), january)
	if !killed {
		require.NoError(s.t, err)
	}
	return killed
}

// requireWhole looks for every row: in the partition, or in a file that is the
// one of a partition that was dropped.
func (s *shop) requireWhole(want []string, moment int) {
	s.t.Helper()
	if s.there(january) {
		require.Equal(s.t, want, s.rows(january), "moment %d", moment)
		for _, m := range s.list() {
			require.NotEqual(s.t, Dropped, m.State())
		}
		return
	}
	all := s.list()
	require.Len(s.t, all, 1)
	require.Equal(s.t, Dropped, all[0].State())
	require.Equal(s.t, want, s.restored(all[0].ID), "moment %d", moment)
}

func TestABrokenStoreKeepsThePartition(t *testing.T) {
	t.Parallel()
	down := errors.New("the store is down")
	for name, broken := range map[string]struct {
		hurt func(w *watched)
		want error
	}{
		"down when written": {func(w *watched) { w.put = func(io.Reader) (io.Reader, error) { return nil, down } }, down},
		"down in the middle": {func(w *watched) {
			w.put = func(c io.Reader) (io.Reader, error) {
				return io.MultiReader(io.LimitReader(c, 900), failing{down}), nil
			}
		}, down},
		"cut short":              {func(w *watched) { w.put = cut }, ErrCorrupt},
		"one bit turned":         {func(w *watched) { w.put = turned }, ErrCorrupt},
		"down when read back":    {func(w *watched) { w.open = func() error { return down } }, down},
		"gone when read back":    {func(w *watched) { w.open = func() error { return blob.ErrNotFound } }, ErrCorrupt},
		"stops before it is all": {func(w *watched) { w.put = func(c io.Reader) (io.Reader, error) { return io.LimitReader(c, 900), nil } }, io.ErrClosedPipe},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, 300)
			before := s.rows(january)
			broken.hurt(s.files)
			_, err := s.Archive(t.Context(), january)
			require.ErrorIs(t, err, broken.want)
			require.Equal(t, before, s.rows(january))
			s.files.put, s.files.open = nil, nil
			m, err := s.Archive(t.Context(), january)
			require.NoError(t, err)
			require.Equal(t, before, s.restored(m.ID))
			require.Len(t, s.list(), 1)
			require.Len(t, s.stored(), 1)
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// cut stores all but the last byte.
func cut(content io.Reader) (io.Reader, error) {
	all, err := io.ReadAll(content)
	return strings.NewReader(string(all[:len(all)-1])), err
}

// turned stores one bit in the middle wrongly.
func turned(content io.Reader) (io.Reader, error) {
	all, err := io.ReadAll(content)
	all[len(all)/2] ^= 1
	return strings.NewReader(string(all)), err
}

func TestADamageAfterVerifyingKeepsThePartition(t *testing.T) {
	t.Parallel()
	s := newShop(t, 100)
	before := s.rows(january)
	part, err := s.find(t.Context(), january)
	require.NoError(t, err)
	m, _, err := s.write(t.Context(), part)
	require.NoError(t, err)
	require.Equal(t, Verified, s.list()[0].State(), "killed here")
	require.NoError(t, os.Truncate(filepath.Join(s.root, m.Place), 100))
	done, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	require.NotEqual(t, m.Place, done.Place, "the file is made anew")
	require.Equal(t, before, s.restored(done.ID))
	require.Len(t, s.stored(), 1)
}

func TestAReaderIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := newShop(t, 30)
	before := s.rows(january)
	reader, err := s.pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	_, err = reader.Exec(t.Context(), "SELECT count(*) FROM analytics_events")
	require.NoError(t, err)
	var once sync.Once
	ctx := postgres.WithWatcher(t.Context(), func(m postgres.Moment) {
		if strings.HasPrefix(m.SQL, "rollback to savepoint") { // It has given way once.
			once.Do(func() { require.NoError(t, reader.Rollback(t.Context())) })
		}
	})
	m, err := s.Archive(ctx, january)
	require.NoError(t, err)
	require.Equal(t, before, s.restored(m.ID))
	require.Error(t, reader.Commit(t.Context()), "the reader was given way to")
}
