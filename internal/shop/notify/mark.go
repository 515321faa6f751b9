package notify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
)

// letterOwner is who the marks of letters belong to in idempotency_keys. They
// are not claimed by the idempotency package: a claim of its holds until the
// end of the transaction, and this one holds while a mail is under way.
const letterOwner = "letter"

// errUnderWay says that another run is sending the letter at this moment. It
// passes.
var errUnderWay = errors.New("another run is sending this letter")

// sourceOf names a version of an order, as the source of its notice and the
// mark of its letter.
func sourceOf(order int, version int64) string {
	return "order:" + strconv.Itoa(order) + ":" + strconv.FormatInt(version, 10)
}

const take = `INSERT INTO idempotency_keys (owner, key, request_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
	ON CONFLICT (owner, key) DO UPDATE SET created_at = excluded.created_at, expires_at = excluded.expires_at
	WHERE idempotency_keys.result IS NULL AND idempotency_keys.expires_at <= excluded.created_at`

// takeMark makes the letter this run's to send. It is false when the letter was
// sent, or refused for good.
func (s *Service) takeMark(ctx context.Context, source string) (ours bool, err error) {
	now, hash := s.Clock.Now(), sha256.Sum256([]byte(source))
	taken, err := s.Pool.Pgx().Exec(ctx, take, letterOwner, source, hash[:], now, now.Add(markLease))
	if err != nil {
		return false, fmt.Errorf("marking a letter: %w", err)
	}
	if taken.RowsAffected() == 1 {
		return true, nil
	}
	var settled bool
	err = s.Pool.Pgx().QueryRow(ctx, "SELECT result IS NOT NULL FROM idempotency_keys WHERE owner = $1 AND key = $2", letterOwner, source).Scan(&settled)
	switch {
	case err != nil: // Given back in between, or the database is away: both pass.
		return false, fmt.Errorf("reading the mark of a letter: %w", err)
	case !settled:
		return false, errUnderWay
	}
	return false, nil
}

// keepMark notes that the letter needs no further run.
func (s *Service) keepMark(ctx context.Context, source string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), afterSending)
	defer cancel()
	_, err := s.Pool.Pgx().Exec(ctx, `UPDATE idempotency_keys SET result = '{"kind": "letter", "id": "settled"}', expires_at = $3 WHERE owner = $1 AND key = $2`,
		letterOwner, source, s.Clock.Now().Add(markLife))
	if err != nil {
		return fmt.Errorf("noting that a letter was sent: %w", err)
	}
	return nil
}

// dropMark lets the next run send the letter. What it cannot do, time does.
func (s *Service) dropMark(ctx context.Context, source string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), afterSending)
	defer cancel()
	_, err := s.Pool.Pgx().Exec(ctx, "DELETE FROM idempotency_keys WHERE owner = $1 AND key = $2 AND result IS NULL", letterOwner, source)
	if err != nil {
		s.Log.WarnContext(ctx, "a letter is tried again only when its mark runs out", "letter", source, "cause", err)
	}
}
