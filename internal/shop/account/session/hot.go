package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/viewer"
)

// record is what a request needs to know of its session: the hot copy.
type record struct {
	User     uuid.UUID       `json:"u,omitzero"`
	Role     viewer.Role     `json:"r,omitempty"`
	Platform viewer.Platform `json:"p"`
	// Hash is the hash of the cookie's token; apps are known by signature.
	Hash       []byte    `json:"h"`
	SignedInAt time.Time `json:"s,omitzero"`
	RotatedAt  time.Time `json:"x,omitzero"`
	ExpiresAt  time.Time `json:"e"`
}

// lease is the value that stands for a hot copy while it is being made.
const lease = "lease:"

// read gives what is there and makes a copy, but no lease, live longer: the
// lease of somebody who never came back must end by itself.
var read = redis.NewScript(`
local hot = redis.call('GET', KEYS[1])
if hot and string.sub(hot, 1, string.len(ARGV[1])) ~= ARGV[1] then
	redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return hot`)

// fill puts a copy in the place of its lease, unless the lease was taken away.
var fill = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
	redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
	return 1
end
return 0`)

func (s *Store) key(id uuid.UUID) string { return s.Prefix + "session:{" + id.String() + "}" }

// find is the session's record, from Redis or else from PostgreSQL; nil when
// there is none or it has ended.
func (s *Store) find(ctx context.Context, id uuid.UUID) (*record, error) {
	if s.resting() {
		return s.durable(ctx, id)
	}
	hot, err := read.Run(ctx, s.Redis, []string{s.key(id)}, lease, HotLife.Milliseconds()).Text()
	switch {
	case errors.Is(err, redis.Nil):
		return s.warm(ctx, id)
	case err != nil:
		s.rest(ctx, err)
		return s.durable(ctx, id)
	case strings.HasPrefix(hot, lease): // Somebody else is filling it.
		return s.durable(ctx, id)
	}
	found := new(record)
	if json.Unmarshal([]byte(hot), found) == nil && s.current(found) {
		return found, nil
	}
	// Kept, it would shut the session out for as long as somebody uses it.
	if err := s.forget(ctx, id); err != nil {
		s.rest(ctx, err)
		return s.durable(ctx, id)
	}
	return s.warm(ctx, id)
}

// warm reads the durable row and leaves a hot copy.
func (s *Store) warm(ctx context.Context, id uuid.UUID) (*record, error) {
	mine := lease + uuid.NewString()
	held, err := s.Redis.SetNX(ctx, s.key(id), mine, leaseLife).Result()
	if err != nil {
		s.rest(ctx, err)
	}
	found, err := s.durable(ctx, id)
	if err != nil || found == nil || !held {
		return found, err
	}
	if err := s.put(ctx, id, mine, found); err != nil {
		s.rest(ctx, err)
	}
	return found, nil
}

func (s *Store) put(ctx context.Context, id uuid.UUID, mine string, found *record) error {
	copied, err := json.Marshal(found)
	if err != nil {
		return err
	}
	return fill.Run(ctx, s.Redis, []string{s.key(id)}, mine, copied, HotLife.Milliseconds()).Err()
}

// durable reads the row.
func (s *Store) durable(ctx context.Context, id uuid.UUID) (*record, error) {
	found := new(record)
	var user *uuid.UUID
	var role *viewer.Role
	var signedIn, rotated *time.Time
	err := s.Pool.Pgx().QueryRow(ctx, `SELECT s.user_id, u.role, s.platform, s.token_hash, s.signed_in_at, s.rotated_at, s.expires_at
		FROM user_sessions AS s LEFT JOIN users AS u ON u.id = s.user_id
		WHERE s.id = $1 AND s.revoked_at IS NULL AND u.deleted_at IS NULL`, id).
		Scan(&user, &role, &found.Platform, &found.Hash, &signedIn, &rotated, &found.ExpiresAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding a session: %w", err)
	}
	if user != nil && role != nil {
		found.User, found.Role = *user, *role
	}
	if signedIn != nil {
		found.SignedInAt = *signedIn
	}
	if rotated != nil {
		found.RotatedAt = *rotated
	}
	if !found.ExpiresAt.After(s.Clock.Now()) {
		return nil, nil
	}
	return found, nil
}

// current tells whether a copy may be believed. It lives no longer than 24
// hours after the last use, which is what a web page has. The expiry that an
// app's copy carries is that of the time when it was made: once it has passed,
// only the row knows whether a refresh token has moved it since.
func (s *Store) current(found *record) bool {
	return found.Platform == viewer.Web || found.ExpiresAt.After(s.Clock.Now())
}

// forget takes the hot copies away, and the leases of those being made.
func (s *Store) forget(ctx context.Context, ids ...uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := s.Redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, id := range ids {
			pipe.Del(ctx, s.key(id))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("taking away hot sessions: %w", err)
	}
	return nil
}

func (s *Store) resting() bool { return s.Clock.Now().UnixNano() < s.restUntil.Load() }

// rest leaves Redis alone for a moment, so that not every request waits for a
// server that does not answer. A request that was cancelled says nothing about
// Redis.
func (s *Store) rest(ctx context.Context, cause error) {
	if ctx.Err() != nil {
		return
	}
	until := s.Clock.Now().Add(redisRest).UnixNano()
	if before := s.restUntil.Swap(until); before < s.Clock.Now().UnixNano() {
		s.Log.WarnContext(ctx, "sessions are read from PostgreSQL, for Redis fails", "cause", cause)
	}
}
