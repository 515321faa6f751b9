package loyalty

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db/pointsentry"
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

// Spend pays a part of an order with points, in the order's transaction. It
// comes last there: until the end nobody else gets at the person's points.
// InsufficientPoints says how many there are.
func (s *Service) Spend(ctx context.Context, tx postgres.Tx, user uuid.UUID, points, order int) error {
	if points < Least {
		return fault.Invalid("points", "must be at least %d", Least)
	}
	c, err := s.begin(ctx, tx, user)
	if err != nil {
		return err
	}
	p := c.of(user)
	if p == nil {
		p = &purse{}
	}
	if p.balance < points {
		return tooFew("points", p.balance)
	}
	made, err := c.post(ctx, p, entry{points: -points, source: pointsentry.SourceTypeCheckout, of: strconv.Itoa(order), text: "Spent on an order"})
	if err == nil && !made {
		err = fmt.Errorf("order %d has taken points already", order)
	}
	return err
}

func tooFew(field string, left int) error {
	return fault.Refuse(fault.InsufficientPoints, field, "there are only %d points", left).With(fault.PointsDetail{Balance: left})
}

// ReturnSpent gives the points back that an order was paid with, once. It does
// nothing for an order that took none. What the person owes is paid first.
func (s *Service) ReturnSpent(ctx context.Context, tx postgres.Tx, order int) error {
	spent, err := s.lines(ctx, tx, `SELECT user_id, -points, source_type, 1 FROM user_points_history
		WHERE source_type = 'checkout' AND source_id = $1 AND points < 0`, strconv.Itoa(order))
	if err != nil || len(spent) == 0 {
		return err
	}
	c, err := s.begin(ctx, tx, owners(spent)...)
	if err != nil {
		return err
	}
	for _, line := range spent {
		p := c.of(line.user)
		if p == nil {
			continue
		}
		back := entry{points: line.points, source: pointsentry.SourceTypeCheckoutReturn, of: strconv.Itoa(order), text: "Back from a cancelled order"}
		if _, err := c.post(ctx, p, back); err != nil {
			return err
		}
	}
	return nil
}
