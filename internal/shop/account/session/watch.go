package session

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/pubsub"
)

// endings is the channel on which servers tell each other which session ended.
const endings = "session.ended"

// watch is somebody who wants to know when a session ends.
type watch struct {
	ended chan struct{}
}

// Watch gives a channel that is closed when the session has ended: at once when
// some server ends it, within 5 seconds if the news was lost. Stop must be
// called when nobody waits any more.
func (s *Store) Watch(id uuid.UUID) (ended <-chan struct{}, stop func()) {
	w := &watch{ended: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watched[id] == nil {
		s.watched[id] = make(map[*watch]struct{})
	}
	s.watched[id][w] = struct{}{}
	return w.ended, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watched[id], w)
		if len(s.watched[id]) == 0 {
			delete(s.watched, id)
		}
	}
}

// close tells everybody who watches these sessions.
func (s *Store) close(ids ...uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		for w := range s.watched[id] {
			close(w.ended)
		}
		delete(s.watched, id)
	}
}

func (s *Store) listen() (stop func()) {
	return s.Hub.Listen(endings, pubsub.Listener{OnMessage: func(payload []byte) {
		if id, err := uuid.FromBytes(payload); err == nil {
			s.close(id)
		}
	}})
}

// tell lets the other servers know, and whoever watches here. It is best
// effort: those who do not hear it look for themselves.
func (s *Store) tell(ctx context.Context, ids ...uuid.UUID) {
	s.close(ids...)
	for _, id := range ids {
		if err := s.Hub.Publish(ctx, endings, id[:]); err != nil {
			return
		}
	}
}

// lookTogether is how many watched sessions are looked for at once.
const lookTogether = 500

// look finds watched sessions that have ended.
func (s *Store) look() {
	s.mu.Lock()
	ids := make([]uuid.UUID, 0, len(s.watched))
	for id := range s.watched {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), lookEvery)
	defer cancel()
	for begin := 0; begin < len(ids); begin += lookTogether {
		some := ids[begin:min(begin+lookTogether, len(ids))]
		ended, err := s.ended(ctx, s.cold(ctx, some))
		if err != nil {
			s.Log.Warn("open streams were not looked after", "cause", err)
			return
		}
		s.close(ended...)
	}
}

// cold leaves out those that have a hot copy, which is taken away at the end. A
// lease is none: whoever still asks with the token of an ended session gets one.
// Reading it for a stream does not make it live longer: a stream is no use of
// the session by a person.
func (s *Store) cold(ctx context.Context, ids []uuid.UUID) []uuid.UUID {
	if s.resting() {
		return ids
	}
	answers := make([]*redis.StringCmd, len(ids))
	if _, err := s.Redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, id := range ids {
			answers[i] = pipe.GetRange(ctx, s.key(id), 0, int64(len(lease)-1))
		}
		return nil
	}); err != nil {
		s.rest(ctx, err)
		return ids
	}
	var cold []uuid.UUID
	for i, id := range ids {
		if begin := answers[i].Val(); begin == "" || begin == lease {
			cold = append(cold, id)
		}
	}
	return cold
}

// ended are those that PostgreSQL no longer holds as running.
func (s *Store) ended(ctx context.Context, ids []uuid.UUID) ([]uuid.UUID, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	running := make(map[uuid.UUID]bool, len(ids))
	rows, err := s.Pool.Pgx().Query(ctx, `SELECT s.id FROM user_sessions AS s LEFT JOIN users AS u ON u.id = s.user_id
		WHERE s.id = ANY ($1) AND s.revoked_at IS NULL AND s.expires_at > $2 AND u.deleted_at IS NULL`, ids, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		running[id] = true
	}
	var over []uuid.UUID
	for _, id := range ids {
		if !running[id] {
			over = append(over, id)
		}
	}
	return over, rows.Err()
}

// LookEvery is how often open streams are looked after; a test of what depends
// on it waits no longer than this.
const LookEvery time.Duration = lookEvery
