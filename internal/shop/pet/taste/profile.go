package taste

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/behaviorprofile"
	"zuka/internal/platform/postgres"
)

// Profile is what a person tends to look at and buy; nil while there is none.
func (s *Service) Profile(ctx context.Context, user uuid.UUID) (*db.BehaviorProfile, error) {
	found, err := s.Pool.Ent().BehaviorProfile.Query().Where(behaviorprofile.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a profile: %w", err)
	}
	return found, nil
}

// outdatedSQL finds people who did something after their profile was made, the
// oldest profile first: $1 is up to when, $2 from when on is looked, $3 how many.
const outdatedSQL = `WITH deed (user_id, at) AS (
	SELECT user_id, max(updated_at) FROM analytics_events
	WHERE user_id IS NOT NULL AND created_at > $2::timestamptz AND created_at <= $1::timestamptz + interval '1 day' AND updated_at <= $1 GROUP BY 1
	UNION ALL
	SELECT o.user_id, e.created_at FROM (SELECT order_id, created_at FROM order_events ORDER BY id DESC LIMIT $4) AS e
	JOIN orders AS o ON o.id = e.order_id WHERE e.created_at > $2
	UNION ALL
	SELECT user_id, greatest(created_at, paid_at, CASE WHEN status IN ('cancelled', 'refunded') THEN updated_at END) FROM orders
	WHERE created_at > $2 AND created_at <= $1 AND user_id IS NOT NULL
), person AS (SELECT user_id, max(at) AS at FROM deed WHERE at <= $1 AND user_id IS NOT NULL GROUP BY user_id)
SELECT person.user_id::text FROM person JOIN users AS u ON u.id = person.user_id AND u.deleted_at IS NULL
LEFT JOIN user_behavior_profiles AS f ON f.user_id = person.user_id
WHERE f.user_id IS NULL OR f.updated_at < person.at
ORDER BY f.updated_at NULLS FIRST, person.user_id LIMIT $3`

// RefreshProfiles works out anew the profiles of at most limit people who did
// something since theirs was made, and answers how many. With 0 there is
// nothing left.
func (s *Service) RefreshProfiles(ctx context.Context, limit int) (int, error) {
	until := s.settled()
	written := int64(0)
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		people, err := outdated(ctx, tx, until, until.Add(-s.Window), limit)
		if err != nil || len(people) == 0 {
			return err
		}
		done, err := tx.ExecContext(ctx, profileSQL, people, until, until.Add(-memory), halfLife.Seconds())
		if err != nil {
			return fmt.Errorf("working out profiles: %w", err)
		}
		written, err = done.RowsAffected()
		return err
	})
	if err != nil {
		return 0, err
	}
	return int(written), nil
}

func outdated(ctx context.Context, tx postgres.Tx, until, from any, limit int) (people []string, err error) {
	rows, err := tx.QueryContext(ctx, outdatedSQL, until, from, limit, recentSteps)
	if err != nil {
		return nil, fmt.Errorf("looking for profiles to refresh: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong.
	for rows.Next() {
		var person string
		if err := rows.Scan(&person); err != nil {
			return nil, fmt.Errorf("reading who has a profile: %w", err)
		}
		people = append(people, person)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("looking for profiles to refresh: %w", err)
	}
	return people, nil
}
