package session

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/internal/platform/viewer"
)

// touch is a use that the durable row has yet to learn of.
type touch struct {
	at               time.Time
	address, browser string
}

const (
	// mostSeen bounds what is remembered of who was noted when.
	mostSeen = 100_000
	// flushTime bounds the writing of uses.
	flushTime = 10 * time.Second
	// longestAgent cuts what a client says of itself.
	longestAgent = 400
)

// note remembers that a session was used, at most once a minute.
func (s *Store) note(id uuid.UUID, client viewer.Client) {
	now := s.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.seen[id]) < touchEvery {
		return
	}
	if len(s.seen) >= mostSeen {
		clear(s.seen)
	}
	s.seen[id] = now
	s.touched[id] = touch{
		at: now, address: client.Address, browser: short(client.UserAgent, longestAgent),
	}
}

// flush writes what was noted: one statement for all. What cannot be written
// is noted again by the next uses.
func (s *Store) flush() {
	s.mu.Lock()
	touched := s.touched
	s.touched = make(map[uuid.UUID]touch)
	s.mu.Unlock()
	if len(touched) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), flushTime)
	defer cancel()
	if err := s.write(ctx, touched); err != nil {
		s.Log.Warn("the last uses of sessions were not noted", "sessions", len(touched), "cause", err)
	}
}

func (s *Store) write(ctx context.Context, touched map[uuid.UUID]touch) error {
	ids, at := make([]uuid.UUID, 0, len(touched)), make([]time.Time, 0, len(touched))
	addresses, browsers := make([]string, 0, len(touched)), make([]string, 0, len(touched))
	for id, t := range touched {
		ids, at = append(ids, id), append(at, t.at)
		addresses, browsers = append(addresses, t.address), append(browsers, t.browser)
	}
	// Locked in one order, for two servers may note the same sessions. An app's
	// expiry moves with its refresh token only; whether a page is a guest's is
	// what the row says, for the copy that was used may be older.
	_, err := s.Pool.Pgx().Exec(ctx, `
		WITH used AS MATERIALIZED (
			SELECT s.id, t.at, t.address, t.browser
			FROM user_sessions AS s
			JOIN unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS t (id, at, address, browser) USING (id)
			WHERE s.revoked_at IS NULL AND s.last_activity_at < t.at
			ORDER BY s.id FOR NO KEY UPDATE OF s)
		UPDATE user_sessions AS s SET last_activity_at = used.at,
			expires_at = CASE WHEN s.platform <> 'web' THEN s.expires_at
				ELSE greatest(s.expires_at, used.at + make_interval(secs => CASE WHEN s.user_id IS NULL THEN $5::float8 ELSE $6::float8 END)) END,
			ip_address = nullif(used.address, ''), user_agent = nullif(used.browser, '')
		FROM used WHERE s.id = used.id`, ids, at, addresses, browsers, GuestLife.Seconds(), PersonLife.Seconds())
	return err
}

// short is at most so many bytes of a text, cut at a whole letter.
func short(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
