// Package idempotency lets a request that is sent again be answered again
// without being done again. A key belongs to its owner; with the same input it
// gives the stored answer, with another input it is refused.
package idempotency

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

const (
	// Life is how long an answer is kept: longer than any client tries again.
	Life = 7 * 24 * time.Hour
	// shortest and longest are the lengths that a client's key may have.
	shortest, longest = 8, 200
)

// Key is a request that must be done once.
type Key struct {
	owner, key string
	hash       [sha256.Size]byte
}

// NewKey names a request: whose it is, the client's own key, and everything
// that decides what the request does, as JSON. A key that is too short or long,
// or has other than printable ASCII characters, is a fault of the field
// idempotencyKey.
func NewKey(owner, key string, request any) (Key, error) {
	if len(key) < shortest || len(key) > longest {
		return Key{}, fault.Invalid("idempotencyKey", "must have %d to %d characters", shortest, longest)
	}
	for _, c := range []byte(key) {
		if c <= ' ' || c > '~' {
			return Key{}, fault.Invalid("idempotencyKey", "must be of printable ASCII characters without spaces")
		}
	}
	raw, err := json.Marshal(request)
	if err != nil {
		return Key{}, fmt.Errorf("hashing a request: %w", err)
	}
	return Key{owner: owner, key: key, hash: sha256.Sum256(raw)}, nil
}

// Answer is what a request was answered: the thing that it made, and what else
// there was to say.
type Answer struct {
	// Kind and ID name the thing: its type and its key.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Body is in the form that the operation's own package reads.
	Body json.RawMessage `json:"body,omitempty"`
}

const claim = `INSERT INTO idempotency_keys (owner, key, request_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
	ON CONFLICT (owner, key) DO UPDATE SET request_hash = excluded.request_hash, result = NULL, created_at = excluded.created_at, expires_at = excluded.expires_at
	WHERE idempotency_keys.expires_at <= excluded.created_at`

// Claim is the first statement of the transaction that does the request. Nil
// means that the request is new and must be done; an answer means that it was
// done. While another transaction does the same request, this one waits for it.
func Claim(ctx context.Context, tx postgres.Tx, key Key, now time.Time) (*Answer, error) {
	made, err := tx.ExecContext(ctx, claim, key.owner, key.key, key.hash[:], now, now.Add(Life))
	if err != nil {
		return nil, fmt.Errorf("claiming a key: %w", err)
	}
	if n, err := made.RowsAffected(); err != nil || n == 1 {
		return nil, err
	}
	return key.read(tx.QueryRowContext(ctx, find, key.owner, key.key))
}

const find = "SELECT request_hash, result FROM idempotency_keys WHERE owner = $1 AND key = $2"

type row interface{ Scan(into ...any) error }

func (k Key) read(found row) (*Answer, error) {
	var hash, result []byte
	if err := found.Scan(&hash, &result); err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	if string(hash) != string(k.hash[:]) {
		return nil, fault.Refuse(fault.IdempotencyKeyReused, "idempotencyKey", "was used for another request: make a new one for each")
	}
	if result == nil {
		return nil, fmt.Errorf("a key of %q was claimed and nothing kept", k.owner)
	}
	var answer Answer
	if err := json.Unmarshal(result, &answer); err != nil {
		return nil, fmt.Errorf("reading a stored answer: %w", err)
	}
	return &answer, nil
}

// Keep stores what the request is answered, in the transaction that claimed
// the key.
func Keep(ctx context.Context, tx postgres.Tx, key Key, answer Answer) error {
	raw, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("writing an answer: %w", err)
	}
	kept, err := tx.ExecContext(ctx, "UPDATE idempotency_keys SET result = $3 WHERE owner = $1 AND key = $2", key.owner, key.key, string(raw))
	if err != nil {
		return fmt.Errorf("keeping an answer: %w", err)
	}
	if n, err := kept.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("a key of %q was not claimed", key.owner), err)
	}
	return nil
}

// Find is the answer to a request of which it is not known whether it was
// done, as after a commit that failed; nil when it was not.
func Find(ctx context.Context, pool *postgres.Pool, key Key) (*Answer, error) {
	answer, err := key.read(pool.Pgx().QueryRow(ctx, find, key.owner, key.key))
	if errors.Is(err, pgx.ErrNoRows) || errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return answer, err
}

// Clean forgets answers whose time is over, and says how many there were.
func Clean(ctx context.Context, pool *postgres.Pool, now time.Time) (int, error) {
	gone, err := pool.Pgx().Exec(ctx, "DELETE FROM idempotency_keys WHERE expires_at <= $1", now)
	return int(gone.RowsAffected()), err
}
