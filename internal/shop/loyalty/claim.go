package loyalty

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/pointsentry"
	"zuka/ent/db/userreward"
	"zuka/internal/platform/postgres"
)

// claim takes a gift for one person: of many who try, the row lets one.
const claim = `UPDATE user_rewards SET used = true, used_at = $3, claimed_by = $2, updated_at = $3
	WHERE code = $1 AND type = 'points' AND NOT used AND user_id <> $2 AND value_amount_ngn > 0 AND (expires_at IS NULL OR expires_at > $3)
	RETURNING id, value_amount_ngn`

// Claim takes the points of a gift that somebody else bought, by its code, once.
// RewardRefused, of the field "code", says why there is nothing to take.
func (s *Service) Claim(ctx context.Context, code string) (*CheckedIn, error) {
	who, err := person(ctx)
	if err != nil {
		return nil, err
	}
	code, readable := readCode(code)
	if !readable {
		return nil, refuse("there is no such gift")
	}
	points := 0
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		id := 0
		err := tx.QueryRowContext(ctx, claim, strings.ToUpper(code), who, s.Clock.Now()).Scan(&id, &points)
		if errors.Is(err, sql.ErrNoRows) {
			return s.unclaimed(ctx, tx, strings.ToUpper(code), who)
		}
		if err != nil {
			return fmt.Errorf("taking a gift: %w", err)
		}
		return s.take(ctx, tx, who, id, points)
	})
	if err != nil {
		return nil, err
	}
	return s.checkedIn(ctx, who, points)
}

func (s *Service) take(ctx context.Context, tx postgres.Tx, who uuid.UUID, id, points int) error {
	c, err := s.begin(ctx, tx, who)
	if err != nil {
		return err
	}
	p := c.of(who)
	if p == nil {
		return unknown()
	}
	given, err := c.give(ctx, p, Award{User: who, Points: points, Source: pointsentry.SourceTypeReward, Of: strconv.Itoa(id), Text: "A gift"})
	if err == nil && given != points {
		err = fmt.Errorf("the points of gift %d were given before", id)
	}
	return err
}

// unclaimed says why a code gave nothing. Of another's codes that are no gifts
// it says the same as of none.
func (s *Service) unclaimed(ctx context.Context, tx postgres.Tx, code string, who uuid.UUID) error {
	found, err := tx.Ent().UserReward.Query().Where(userreward.Code(code), userreward.TypeEQ(userreward.TypePoints)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return refuse("there is no such gift")
	case err != nil:
		return fmt.Errorf("reading a gift: %w", err)
	case found.UserID == who:
		return refuse("this gift is for a friend: you cannot take it yourself")
	case found.Used:
		return refuse("this gift has been taken")
	}
	return refuse("this gift has run out")
}
