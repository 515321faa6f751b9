package archive

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
)

// drawn is a random event as texts that PostgreSQL reads; nil for NULL.
func drawn(t *rapid.T, id int) []any {
	word := rapid.OneOf(rapid.Just(""), rapid.StringN(0, 40, 200), rapid.SampledFrom([]string{"àṣọ òkè", "👗🏾", "\\N", "NULL", "\u202e", "ẹ̀wà\n\t\""}))
	clean := rapid.Map(word, func(s string) string { return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "") })
	maybe := func(name string, g *rapid.Generator[string]) any {
		if rapid.IntRange(0, 2).Draw(t, name+" is null") == 0 {
			return nil
		}
		return g.Draw(t, name)
	}
	one := func(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }
	note := rapid.Custom(func(t *rapid.T) string {
		text, _ := json.Marshal(map[string]any{"list": strings.Repeat(clean.Draw(t, "list"), rapid.IntRange(0, 400).Draw(t, "times")), "value_ngn": rapid.Int64().Draw(t, "value"), clean.Draw(t, "key"): nil})
		return strings.ReplaceAll(string(text), `\u0000`, "")
	})
	time := one("infinity", "-infinity", "4713-01-01 00:00:00Z BC", "1969-12-31 23:59:59.999999Z", "2026-01-05 10:00:00.123456Z", "294246-12-31 23:59:59.999999Z")
	id64 := rapid.Map(rapid.Int64(), func(n int64) string { return fmt.Sprint(n) })
	unique := rapid.Custom(func(t *rapid.T) string {
		return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid")).String()
	})
	minute := rapid.IntRange(0, 31*24*60-1).Draw(t, "minute")
	return []any{id, unique.Draw(t, "event"), maybe("user", one("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002")), unique.Draw(t, "session"),
		one("search", "purchase", "custom").Draw(t, "type"), clean.Draw(t, "name"), one("web", "ios").Draw(t, "platform"), maybe("page", clean), maybe("screen", clean),
		maybe("product", one("1", "2", "3")), maybe("category", clean), maybe("query", clean), maybe("metadata", note), maybe("ip", clean), maybe("agent", clean),
		maybe("device", one("mobile", "tablet")), maybe("os", clean), maybe("browser", clean), clean.Draw(t, "country"), maybe("state", clean), maybe("city", clean),
		maybe("referrer", clean), maybe("source", clean), maybe("medium", clean), maybe("campaign", clean),
		fmt.Sprintf("2026-01-%02d %02d:%02d:59.99999%dZ", minute/1440+1, minute/60%24, minute%60, id%10), time.Draw(t, "updated"), maybe("entry", id64)}
}

func (s *shop) insert(t require.TestingT, rows [][]any) {
	batch := &pgx.Batch{}
	for _, row := range rows {
		// Texts, which PostgreSQL reads as the columns' types.
		const sql = "INSERT INTO analytics_events SELECT * FROM json_populate_record(NULL::analytics_events, $1)"
		fields := map[string]any{}
		for i, c := range columns {
			fields[c.name] = row[i]
			if c.kind == object && row[i] != nil {
				fields[c.name] = json.RawMessage(row[i].(string))
			}
		}
		text, err := json.Marshal(fields)
		require.NoError(t, err)
		batch.Queue(sql, string(text))
	}
	require.NoError(t, s.pool.Pgx().SendBatch(s.t.Context(), batch).Close())
}

// TestRowsInAreRowsOut draws events, archives them, and brings them back.
func TestRowsInAreRowsOut(t *testing.T) {
	t.Parallel()
	s := newShop(t, 0)
	rapid.Check(t, func(r *rapid.T) {
		s.exec("DELETE FROM analytics_events")
		s.exec("DELETE FROM analytics_archives")
		var rows [][]any
		for id := range rapid.IntRange(0, 12).Draw(r, "rows") {
			rows = append(rows, drawn(r, id+1))
		}
		s.insert(r, rows)
		before := s.rows(january)
		require.Len(r, before, len(rows))
		m, err := s.Archive(t.Context(), january)
		require.NoError(r, err)
		require.False(r, s.there(january))
		require.Equal(r, before, s.restored(m.ID), "standalone")
		done, err := s.Restore(t.Context(), m.ID, false)
		require.NoError(r, err)
		require.Equal(r, Restored{Table: january, Rows: m.Rows, Added: m.Rows}, done)
		require.Equal(r, before, s.rows(january), "attached")
	})
}

func TestRestoringTwiceIsHarmless(t *testing.T) {
	t.Parallel()
	s := newShop(t, 60)
	before := s.rows(january)
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	for _, added := range []int64{60, 0} {
		for _, standalone := range []bool{false, true} {
			done, err := s.Restore(t.Context(), m.ID, standalone)
			require.NoError(t, err)
			require.Equal(t, added, done.Added)
			require.Equal(t, before, s.rows(done.Table))
		}
	}
	require.Equal(t, before, s.rows("analytics_events"))
}

func TestWhatWasRestoredStays(t *testing.T) {
	t.Parallel()
	s := newShop(t, 60)
	before := s.rows(january)
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	_, err = s.Restore(t.Context(), m.ID, false)
	require.NoError(t, err)
	archived, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Zero(t, archived)
	require.Equal(t, before, s.rows(january))
	again, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	require.Equal(t, m.Place, again.Place, "the rows are those of the file that is there")
	require.Len(t, s.stored(), 1)
	require.False(t, s.there(january))
}

func TestARestoredMonthThatHasChangedGetsAFileMore(t *testing.T) {
	t.Parallel()
	s := newShop(t, 60)
	before := s.rows(january)
	first, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	// It lies in DEFAULT now, and comes to the partition by restoring.
	s.exec("INSERT INTO analytics_events (id, event_id, session_id, event_type, event_name, created_at) VALUES (900, gen_random_uuid(), gen_random_uuid(), 'share', 'late', '2026-01-20 00:00Z')")
	_, err = s.Restore(t.Context(), first.ID, false)
	require.NoError(t, err)
	all := s.rows(january)
	require.Len(t, all, 61)
	second, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	require.NotEqual(t, first.Place, second.Place)
	require.Equal(t, before, s.restored(first.ID))
	require.Equal(t, all, s.restored(second.ID))
}

func TestADamagedFileIsNamed(t *testing.T) {
	t.Parallel()
	s := newShop(t, 300)
	m, err := s.Archive(t.Context(), january)
	require.NoError(t, err)
	path := filepath.Join(s.root, m.Place)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	turned := append([]byte(nil), whole...)
	turned[len(turned)/3] ^= 4
	for name, content := range map[string][]byte{"short": whole[:len(whole)-1], "a bit": turned, "empty": {}, "longer": append(append([]byte(nil), whole...), 0), "gone": nil} {
		if content == nil {
			require.NoError(t, os.Remove(path))
		} else {
			require.NoError(t, os.WriteFile(path, content, 0o600))
		}
		verdicts, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Len(t, verdicts, 1)
		require.ErrorIs(t, verdicts[0].Fault, ErrCorrupt, name)
		require.ErrorContains(t, verdicts[0].Fault, m.Place)
		_, err = s.Restore(t.Context(), m.ID, false)
		require.ErrorIs(t, err, ErrCorrupt, name)
		require.False(t, s.there(january), name)
	}
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	verdicts, err := s.Verify(t.Context(), m.ID)
	require.NoError(t, err)
	require.NoError(t, verdicts[0].Fault)
	_, err = s.Verify(t.Context(), m.ID+1)
	require.True(t, fault.Is(err, fault.NotFound))
}

func TestASumIsOfTheRowsInAnyOrder(t *testing.T) {
	t.Parallel()
	one, other := &sum{}, &sum{}
	rows := []record{{[]byte("a"), nil}, {nil, []byte("a")}, {[]byte(""), []byte("a")}, {[]byte("a"), []byte("")}}
	for i := range rows {
		one.add(rows[i])
		other.add(rows[len(rows)-1-i])
	}
	require.True(t, one.equal(other), "their order does not count")
	for i := range rows {
		for j := range rows {
			a, b := &sum{}, &sum{}
			a.add(rows[i])
			b.add(rows[j])
			require.Equal(t, i == j, a.equal(b), "%d %d", i, j)
		}
	}
	twice := &sum{}
	twice.add(rows[0])
	twice.add(rows[0])
	require.NotEqual(t, one.hex(), twice.hex())
}

func TestTheColumnsOfAFile(t *testing.T) {
	t.Parallel()
	require.Equal(t, `message analytics_events {
	required int64 id (INT(64,true));
	required fixed_len_byte_array(16) event_id (UUID);
	optional fixed_len_byte_array(16) user_id (UUID);
	required fixed_len_byte_array(16) session_id (UUID);
	required binary event_type (STRING);
	required binary event_name (STRING);
	required binary platform (STRING);
	optional binary page_path (STRING);
	optional binary screen_name (STRING);
	optional int64 product_id (INT(64,true));
	optional binary category (STRING);
	optional binary search_query (STRING);
	optional binary metadata (JSON);
	optional binary ip_address (STRING);
	optional binary user_agent (STRING);
	optional binary device_type (STRING);
	optional binary os (STRING);
	optional binary browser (STRING);
	required binary country (STRING);
	optional binary state (STRING);
	optional binary city (STRING);
	optional binary referrer_url (STRING);
	optional binary utm_source (STRING);
	optional binary utm_medium (STRING);
	optional binary utm_campaign (STRING);
	required int64 created_at (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
	required int64 updated_at (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
	optional int64 entry (INT(64,true));
}`, schema.String())
}
