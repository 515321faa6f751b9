package loyalty

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
)

// Account is what a person has.
type Account struct {
	User uuid.UUID
	// Balance is how many points can be spent.
	Balance int
	// Owed is how many were taken back when they had been spent already.
	Owed     int
	XP       int
	Standing Standing
	Streak   Streak
	// Version grows with every change of the points.
	Version int64
}

const accountOf = `SELECT reward_points, points_owed, total_xp, points_version, streak_days, streak_day
	FROM users WHERE id = $1 AND deleted_at IS NULL`

// AccountOf is what a person has; nil for nobody.
func (s *Service) AccountOf(ctx context.Context, user uuid.UUID) (*Account, error) {
	account, days, day := &Account{User: user}, 0, (*time.Time)(nil)
	err := s.Pool.Pgx().QueryRow(ctx, accountOf, user).Scan(&account.Balance, &account.Owed, &account.XP, &account.Version, &days, &day)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading points: %w", err)
	}
	account.Standing = StandingAt(account.XP)
	account.Streak = streakAt(days, day, s.Clock.Now())
	return account, nil
}

// FollowPoints shows the viewer's points as they are and then each time that
// they have changed.
func (s *Service) FollowPoints(ctx context.Context) (<-chan *Account, error) {
	user, err := person(ctx)
	if err != nil {
		return nil, err
	}
	if s.Hub == nil {
		return nil, fault.Unavailable(errors.New("no hub carries the news of points"))
	}
	return pubsub.Follow(ctx, s.Hub, channel(user), func(ctx context.Context) (*Account, int64, error) {
		account, err := s.AccountOf(ctx, user)
		if err != nil || account == nil {
			return nil, 0, err
		}
		return account, account.Version, nil
	})
}
