package privacy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/testenv"
)

// document is an export as a reader sees it.
type document struct {
	About    string
	MadeAt   time.Time `json:"made_at"`
	Sections map[string]struct {
		About   string
		LeftOut map[string]string `json:"left_out"`
		Rows    []map[string]any
	}
}

func (s *shop) export(h *human) (document, string) {
	s.Helper()
	var text bytes.Buffer
	require.NoError(s, Export(s.Context(), s.pool, h.id, plantedAt, &text))
	var read document
	decoder := json.NewDecoder(bytes.NewReader(text.Bytes()))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	require.NoError(s, decoder.Decode(&read))
	_, err := decoder.Token()
	require.ErrorIs(s, err, io.EOF, "there is one document")
	return read, text.String()
}

func TestAnExportHasEverythingOfAPersonAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	read, text := s.export(s.person)
	require.True(t, plantedAt.Equal(read.MadeAt))
	require.Len(t, read.Sections, len(tables))
	for _, entry := range tables {
		section := read.Sections[entry.section]
		require.NotEmpty(t, section.Rows, "nothing of %s", entry.name)
		require.Equal(t, entry.about, section.About)
		for name := range entry.left {
			require.Contains(t, section.LeftOut, name)
			for _, row := range section.Rows {
				require.NotContains(t, row, name)
			}
		}
	}
	for _, other := range []*human{s.stranger, s.neighbor} {
		require.NotContains(t, strings.ToLower(text), strings.ToLower(other.mark))
		require.NotContains(t, text, other.prefix)
		require.NotContains(t, text, other.phone)
	}
	for _, secret := range []string{"argon2id", "secret-of", `\\x`} {
		require.NotContains(t, text, secret)
	}
	for _, own := range s.person.canaries() {
		require.Contains(t, text, own)
	}
}

func TestAnExportShowsEachRow(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	read, _ := s.export(s.person)
	for section, rows := range map[string]int{
		"account": 1, "sign_in_challenges": 3, "repeat_protection": 2, "cart": 2, "payment_messages": 2,
		"points": 2, "invitations": 3, "rewards": 2, "game_rounds": 1, "events": 5, "visits": 1, "helpful_votes": 1,
	} {
		require.Len(t, read.Sections[section].Rows, rows, section)
	}
	invited := map[any]int{}
	for _, row := range read.Sections["invitations"].Rows {
		invited[row["you_invited"]]++
		if row["you_invited"] == false {
			require.Nil(t, row["referral_code"], "it is somebody else's")
			require.NotNil(t, row["order_id"])
		} else {
			require.Nil(t, row["order_id"], "it is the friend's")
		}
	}
	require.Equal(t, map[any]int{true: 2, false: 1}, invited)
	codes := map[any]any{}
	for _, row := range read.Sections["rewards"].Rows {
		codes[row["given_to_you"]] = row["code"]
	}
	require.Equal(t, map[any]any{false: s.person.mark, true: nil}, codes, "the code of a gift is the giver's")
	order := read.Sections["orders"].Rows[0]
	require.Equal(t, json.Number("31000"), order["total_ngn"])
	require.Equal(t, s.person.street, order["shipping_address"].(map[string]any)["street_address"])
}

var moment = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$`)

func TestTimesAreRFC3339AndRowsOldestFirst(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	read, _ := s.export(s.person)
	times := 0
	for name, section := range read.Sections {
		for _, row := range section.Rows {
			for column, value := range row {
				if text, ok := value.(string); ok && strings.HasSuffix(column, "_at") {
					require.Regexp(t, moment, text, "%s.%s", name, column)
					_, err := time.Parse(time.RFC3339Nano, text)
					require.NoError(t, err)
					times++
				}
			}
		}
	}
	require.Greater(t, times, 30)
	last := ""
	for _, row := range read.Sections["events"].Rows {
		require.Greater(t, row["created_at"], last)
		last = row["created_at"].(string)
	}
}

// watcher calls a function at the first write.
type watcher struct {
	bytes.Buffer
	first  func()
	writes int
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.writes++; w.writes == 1 {
		w.first()
	}
	return w.Buffer.Write(p)
}

func TestAnExportIsOfOneMomentAndStreamed(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	s.exec(`INSERT INTO analytics_events (event_id, created_at, user_id, session_id, event_type, event_name, page_path)
		SELECT gen_random_uuid(), $2::timestamptz + n * interval '1 second', $1, $1, 'page_view', 'page', repeat('/long', 100) FROM generate_series(1, 5000) AS n`, s.person.id, plantedAt)
	out := &watcher{}
	out.first = func() {
		s.exec(`INSERT INTO notifications (user_id, type, title, message) VALUES ($1, 'account', 'written meanwhile', '')`, s.person.id)
	}
	require.NoError(t, Export(t.Context(), s.pool, s.person.id, plantedAt, out))
	require.NotContains(t, out.String(), "written meanwhile")
	require.Greater(t, out.writes, 500)
	var read document
	require.NoError(t, json.Unmarshal(out.Bytes(), &read))
	require.Len(t, read.Sections["events"].Rows, 5005)
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAnExportThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	s := newShop(t, testenv.Pool(t))
	require.ErrorIs(t, Export(t.Context(), s.pool, s.person.id, plantedAt, full{}), errFull)
	require.ErrorContains(t, Export(t.Context(), s.pool, uuid.New(), plantedAt, io.Discard), "no such person")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, Export(ctx, s.pool, s.person.id, plantedAt, io.Discard), context.Canceled)
	require.Equal(t, "0", ask[string](s, `SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`))
}
