package loyalty

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/postgres"
)

const (
	// batch is how many rewards a transaction of the sweep takes.
	batch = 200
	// remindBefore is how long before its end people are told of an unused reward.
	remindBefore = 3 * 24 * time.Hour
)

// expire notes the end of a few rewards. What another sweep, or somebody who uses
// a reward, holds at this moment is left for the next time.
const expire = `UPDATE user_rewards SET expired_at = $1, updated_at = $1 WHERE id IN (
	SELECT id FROM user_rewards WHERE used = false AND expired_at IS NULL AND expires_at <= $1
	ORDER BY expires_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)`

// ExpireRewards notes which unused rewards have come to their end, and answers
// how many; and it reminds people, once each, of those that end within 3 days. It
// may run twice and at once.
func (s *Service) ExpireRewards(ctx context.Context) (expired int, err error) {
	now := s.Clock.Now()
	for {
		ended, err := s.Pool.Pgx().Exec(ctx, expire, now, batch)
		if err != nil {
			return expired, fmt.Errorf("ending rewards: %w", err)
		}
		expired += int(ended.RowsAffected())
		if ended.RowsAffected() < batch {
			break
		}
	}
	return expired, s.remind(ctx, now)
}

// ending finds those whose owner was not reminded, in the order of their ids. A
// reward that lives no longer than the notice is early is not worth one.
const ending = `SELECT r.id, r.user_id, r.code, r.expires_at FROM user_rewards AS r
	JOIN users AS u ON u.id = r.user_id AND u.deleted_at IS NULL
	WHERE r.used = false AND r.expired_at IS NULL AND r.expires_at > $1 AND r.expires_at <= $2
	AND r.expires_at - r.created_at > $2::timestamptz - $1::timestamptz
	AND r.id > $3 AND NOT EXISTS (SELECT FROM notifications AS n WHERE n.user_id = r.user_id AND n.source = 'reward-ends:' || r.id)
	ORDER BY r.id LIMIT $4`

func (s *Service) remind(ctx context.Context, now time.Time) error {
	if s.Notices == nil {
		return nil
	}
	for last := 0; ; {
		told := 0
		err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
			found, err := endingSoon(ctx, tx, now, last)
			if err != nil {
				return err
			}
			for _, one := range found {
				last, told = one.id, told+1
				if err := s.tell(ctx, tx, one.notice()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("reminding of rewards: %w", err)
		}
		if told < batch {
			return nil
		}
	}
}

// soon is a reward that ends soon.
type soon struct {
	id   int
	user uuid.UUID
	code string
	ends time.Time
}

func endingSoon(ctx context.Context, tx postgres.Tx, now time.Time, after int) (found []soon, err error) {
	rows, err := tx.QueryContext(ctx, ending, now, now.Add(remindBefore), after, batch)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var one soon
		if err := rows.Scan(&one.id, &one.user, &one.code, &one.ends); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		found = append(found, one)
	}
	return found, errors.Join(rows.Err(), rows.Close())
}

func (r soon) notice() Notice {
	return Notice{
		User: r.user, Kind: KindReward, Title: "Your reward ends soon", ActionURL: "/rewards", Source: fmt.Sprintf("reward-ends:%d", r.id),
		Message: fmt.Sprintf("The code %s works until %s.", r.code, date(r.ends)),
	}
}
