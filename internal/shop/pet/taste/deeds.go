package taste

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
)

const (
	// recentSteps is how many of the last steps of orders are looked at: the
	// table has no index by time, but its keys grow with it.
	recentSteps = 20_000
	// recentPets is how many of the newest pets are looked at, whose people may
	// have done nothing of late but much before.
	recentPets = 1_000
)

// learnersSQL locks pets whose people did something after what was read, the
// longest unread first: $1 is up to when, $2 from when on is looked, $3 how many.
// A pet that another locks is being taught.
const learnersSQL = `WITH deed (user_id, at) AS (
	SELECT user_id, updated_at FROM analytics_events
	WHERE event_type = 'product_view' AND user_id IS NOT NULL
		AND created_at > $2::timestamptz AND created_at <= $1::timestamptz + interval '1 day' AND updated_at <= $1
	UNION ALL
	SELECT o.user_id, e.created_at FROM (SELECT order_id, created_at FROM order_events ORDER BY id DESC LIMIT $4) AS e
	JOIN orders AS o ON o.id = e.order_id WHERE o.user_id IS NOT NULL AND e.created_at > $2 AND e.created_at <= $1
	UNION ALL
	SELECT user_id, greatest(paid_at, CASE WHEN status IN ('cancelled', 'refunded') THEN updated_at ELSE created_at END) FROM orders
	WHERE created_at > $2 AND created_at <= $1 AND user_id IS NOT NULL AND status <> 'pending'
	UNION ALL
	SELECT user_id, coalesce(resolved_at, updated_at) FROM pet_actions
	WHERE created_at > $2::timestamptz - interval '7 days' AND created_at <= $1 AND action_type = 'add_to_cart' AND state = 'declined'
	UNION ALL
	SELECT user_id, created_at FROM (SELECT user_id, created_at, preferences FROM user_pets ORDER BY id DESC LIMIT $5) AS young
	WHERE preferences ->> 'read_until' IS NULL
), person AS (SELECT user_id, max(at) AS at FROM deed WHERE at <= $1 GROUP BY user_id)
SELECT p.id, p.user_id, coalesce(p.preferences, '{}')::text FROM person JOIN user_pets AS p ON p.user_id = person.user_id
WHERE coalesce((p.preferences ->> 'read_until')::timestamptz, '-infinity') < person.at
ORDER BY (p.preferences ->> 'read_until')::timestamptz NULLS FIRST, p.id LIMIT $3
FOR UPDATE OF p SKIP LOCKED`

const taughtSQL = `UPDATE user_pets AS p SET preferences = n.preferences::jsonb, updated_at = $3
	FROM unnest($1::bigint[], $2::text[]) AS n (id, preferences) WHERE p.id = n.id`

// learner is a pet that is taught.
type learner struct {
	id    int
	user  uuid.UUID
	knows shape.PetPreferences
}

// LearnFromDeeds teaches at most limit pets what their people have viewed,
// bought, given back and turned down since they last learned, and answers how
// many it taught. With 0 there is nothing left that others do not teach just
// now.
func (s *Service) LearnFromDeeds(ctx context.Context, limit int) (pets int, err error) {
	until := s.settled()
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		learners, err := s.learners(ctx, tx, until.Add(-s.Window), until, limit)
		if err != nil || len(learners) == 0 {
			return err
		}
		people := make([]wanted, len(learners))
		for i, l := range learners {
			people[i] = wanted{l.user, l.knows.ReadUntil}
		}
		deeds, err := gather(ctx, tx, people, until)
		if err != nil {
			return err
		}
		ids, texts := make([]int, len(learners)), make([]string, len(learners))
		for i, l := range learners {
			for _, deed := range deeds[i] {
				deed.Teach(&l.knows)
			}
			l.knows.ReadUntil = until
			text, err := json.Marshal(l.knows)
			if err != nil {
				return fmt.Errorf("writing what pet %d knows: %w", l.id, err)
			}
			ids[i], texts[i] = l.id, string(text)
		}
		pets = len(learners)
		if _, err := tx.ExecContext(ctx, taughtSQL, ids, texts, s.Clock.Now()); err != nil {
			return fmt.Errorf("writing what pets know: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return pets, nil
}

func (s *Service) learners(ctx context.Context, tx postgres.Tx, from, until any, limit int) ([]learner, error) {
	rows, err := tx.QueryContext(ctx, learnersSQL, until, from, limit, recentSteps, recentPets)
	if err != nil {
		return nil, fmt.Errorf("looking for pets to teach: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err says what went wrong.
	var found []learner
	for rows.Next() {
		var l learner
		var text string
		if err := rows.Scan(&l.id, &l.user, &text); err != nil {
			return nil, fmt.Errorf("reading a pet: %w", err)
		}
		if err := json.Unmarshal([]byte(text), &l.knows); err != nil {
			return nil, fmt.Errorf("reading what pet %d knows: %w", l.id, err)
		}
		found = append(found, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("looking for pets to teach: %w", err)
	}
	return found, nil
}
