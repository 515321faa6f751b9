package loyalty

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

const balance = "SELECT reward_points FROM users WHERE id = $1"

// Balance is how many points a person can spend; none for nobody.
func (s *Service) Balance(ctx context.Context, user uuid.UUID) (points int, err error) {
	err = s.Pool.Pgx().QueryRow(ctx, balance, user).Scan(&points)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return points, err
}

// spend takes points only where there are enough: the row decides, under its
// lock, not what was read before.
const spend = `WITH paid AS (
		UPDATE users SET reward_points = reward_points - $2, updated_at = $4
		WHERE id = $1 AND reward_points >= $2 RETURNING id)
	INSERT INTO user_points_history (user_id, points, source_type, source_id, description, created_at, updated_at)
	SELECT id, -$2::integer, 'checkout', $3, 'Spent on an order', $4, $4 FROM paid`

// Spend pays a part of an order with points, in the order's transaction. It
// comes last there: until the end nobody else gets at the person's points.
func (s *Service) Spend(ctx context.Context, tx postgres.Tx, user uuid.UUID, points, order int) error {
	if points < Least {
		return fault.Invalid("points", "must be at least %d", Least)
	}
	spent, err := tx.ExecContext(ctx, spend, user, points, strconv.Itoa(order), s.Clock.Now())
	if err != nil {
		return fmt.Errorf("spending points: %w", err)
	}
	if n, err := spent.RowsAffected(); err != nil || n == 1 {
		return err
	}
	left, err := s.left(ctx, tx, user)
	if err != nil {
		return err
	}
	return fault.Refuse(fault.InsufficientPoints, "points", "there are only %d points", left).With(fault.PointsDetail{Balance: left})
}

func (s *Service) left(ctx context.Context, tx postgres.Tx, user uuid.UUID) (points int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(sum(reward_points), 0) FROM users WHERE id = $1", user).Scan(&points)
	if err != nil {
		return 0, fmt.Errorf("reading points: %w", err)
	}
	return points, nil
}

// returnSpent gives back what an order took. The ledger's unique source makes
// that happen once, also for two who try at the same moment.
const returnSpent = `WITH given AS (
		INSERT INTO user_points_history (user_id, points, source_type, source_id, description, created_at, updated_at)
		SELECT user_id, -points, 'checkout_return', source_id, 'Back from a cancelled order', $2, $2
		FROM user_points_history WHERE source_type = 'checkout' AND source_id = $1
		ON CONFLICT (source_type, source_id, user_id) DO NOTHING RETURNING user_id, points)
	UPDATE users AS u SET reward_points = u.reward_points + given.points, updated_at = $2
	FROM given WHERE u.id = given.user_id`

// ReturnSpent gives the points back that an order was paid with, once. It does
// nothing for an order that took none.
func (s *Service) ReturnSpent(ctx context.Context, tx postgres.Tx, order int) error {
	if _, err := tx.ExecContext(ctx, returnSpent, strconv.Itoa(order), s.Clock.Now()); err != nil {
		return fmt.Errorf("giving points back: %w", err)
	}
	return nil
}
