package archive

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/privacy"
)

const (
	ada  = "00000000-0000-4000-8000-000000000001"
	bola = "00000000-0000-4000-8000-000000000002"

	// visit is one in which Ada signed in, and other one in which nobody did.
	visit = "00000000-0000-4000-8000-00000000000a"
	other = "00000000-0000-4000-8000-00000000000b"
)

// leave deletes somebody's account, and erases them as the shop does.
func (s *shop) leave(person string) {
	s.t.Helper()
	s.exec("UPDATE users SET deleted_at = now() WHERE id = $1", person)
	require.NoError(s.t, privacy.Erase(s.t.Context(), s.pool, uuid.MustParse(person)))
}

// full is an event of which every column says something. A column that is added
// later is in it.
func full(id int, user any, session, metadata string) []any {
	row := make([]any, len(columns))
	for i, c := range columns {
		switch c.kind {
		case number:
			row[i] = fmt.Sprint(id)
		case moment:
			row[i] = fmt.Sprintf("2026-01-10 10:00:%02dZ", id%60)
		case unique:
			row[i] = uuid.NewString()
		case text:
			row[i] = fmt.Sprintf("the %s of %d", c.name, id)
		case object:
			row[i] = metadata
		}
	}
	for name, value := range map[string]any{
		"user_id": user, "session_id": session, "event_type": "search", "platform": "ios", "device_type": "mobile", "product_id": "1",
	} {
		row[place(name)] = value
	}
	return row
}

func place(name string) int {
	for i, c := range columns {
		if c.name == name {
			return i
		}
	}
	panic(name)
}

// everyDetail is a detail that has every key there is, and one of later.
func everyDetail() string {
	note := map[string]any{"later": "a word"}
	for of := range reflect.TypeFor[shape.EventDetail]().Fields() {
		key, _, _ := strings.Cut(of.Tag.Get("json"), ",")
		note[key] = "the " + key
	}
	text, _ := json.Marshal(note) // Words only.
	return string(text)
}

// ofAVisit are the rows of a visit in which Ada signed in and Bola after her, and
// one of a visit in which nobody did.
func ofAVisit() [][]any {
	bare := full(805, ada, visit, "")
	bare[place("metadata")], bare[place("product_id")] = nil, nil
	return [][]any{
		full(801, ada, visit, everyDetail()), full(802, nil, visit, everyDetail()), full(803, bola, visit, everyDetail()), full(804, nil, other, everyDetail()),
		bare, full(806, ada, uuid.NewString(), `{"device_id": "Ada's"}`), full(807, nil, visit, "{}"),
	}
}

// TestARestoredRowIsAsErasureLeavesIt keeps the lists of both together.
func TestARestoredRowIsAsErasureLeavesIt(t *testing.T) {
	t.Parallel()
	s := newShop(t, 0)
	rows := ofAVisit()
	s.insert(t, rows)
	before := s.rows(january)
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	s.leave(ada)
	for _, standalone := range []bool{true, false} {
		done, err := s.Restore(t.Context(), m.ID, standalone)
		require.NoError(t, err)
		require.EqualValues(t, 5, done.Forgotten)
		restored := s.rows(done.Table)

		s.exec("DELETE FROM analytics_events")
		s.insert(t, rows)
		require.Equal(t, before, s.rows("analytics_events"))
		require.NoError(t, privacy.Erase(t.Context(), s.pool, uuid.MustParse(ada)))
		require.Equal(t, s.rows("analytics_events"), restored, "standalone: %t", standalone)
		require.NotEqual(t, before[0], restored[0])
		require.NotEqual(t, before[1], restored[1])
		require.Equal(t, before[2:4], restored[2:4], "they are of others")
		s.exec("DELETE FROM analytics_events")
	}
}

func TestWhoWasErasedStaysErased(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]func(s *shop){
		"as the shop does": func(s *shop) { s.leave(ada) },
		// No program does this; it is a backup of before, or a hand.
		"the row is missing": func(s *shop) { s.exec("DELETE FROM users WHERE id = $1", ada) },
		"not yet":            func(s *shop) { s.exec("UPDATE users SET deleted_at = now() WHERE id = $1", ada) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, 60)
			s.insert(t, ofAVisit())
			const others = " WHERE (user_id IS DISTINCT FROM '" + ada + "' AND session_id <> '" + visit + "' OR user_id = '" + bola + "') AND product_id IS DISTINCT FROM 2"
			s.exec("CREATE TABLE others AS SELECT * FROM analytics_events" + others)
			m, err := s.Archive(t.Context(), january)
			require.NoError(t, err)
			gone(s)
			s.exec("DELETE FROM products WHERE id = 2")
			done, err := s.Restore(t.Context(), m.ID, false)
			require.NoError(t, err)
			require.EqualValues(t, 67, done.Added)
			require.Positive(t, done.Forgotten)

			var left, forgotten int64
			require.NoError(t, s.pool.Pgx().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE user_id = $1 OR product_id = 2),
				count(*) FILTER (WHERE id IN (801, 802, 805, 806, 807) AND num_nonnulls(user_id, ip_address, user_agent, search_query, page_path, referrer_url, city) = 0
					AND NOT coalesce(metadata, '{}') ?| '{device_id,language,labels,order_id,coupon,corrected_query,later}') FROM analytics_events`, ada).Scan(&left, &forgotten))
			require.Zero(t, left)
			require.EqualValues(t, 5, forgotten)
			require.NotEmpty(t, s.rows("others"))
			require.Subset(t, s.rows("analytics_events"), s.rows("others"), "nobody else has lost anything")
		})
	}
}

// Erasure goes through the events before the restored rows can be seen there.
func TestWhoIsErasedDuringARestoreStaysErased(t *testing.T) {
	t.Parallel()
	s := newShop(t, 0)
	s.insert(t, ofAVisit())
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	var once sync.Once
	ctx := postgres.WithWatcher(t.Context(), func(m postgres.Moment) {
		if strings.Contains(m.SQL, "FROM restoring ON CONFLICT") { // Who is gone was looked for before.
			once.Do(func() { s.leave(ada) })
		}
	})
	done, err := s.Restore(ctx, m.ID, false)
	require.NoError(t, err)
	require.EqualValues(t, 7, done.Added)
	require.EqualValues(t, 5, done.Forgotten)
	var left int64
	require.NoError(t, s.pool.Pgx().QueryRow(t.Context(), "SELECT count(*) FROM analytics_events WHERE user_id = $1 OR id < 803 AND search_query IS NOT NULL", ada).Scan(&left))
	require.Zero(t, left)
}
