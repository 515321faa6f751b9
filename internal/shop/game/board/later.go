package board

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Outbox leaves jobs in the transaction that causes them.
type Outbox interface {
	// BuildBoard leaves the job that calls Build.
	BuildBoard(ctx context.Context, tx postgres.Tx, game, period string) error
}

// BuildLater has the present board of a game and a period built anew, for staff.
func (s *Service) BuildLater(ctx context.Context, game Game, period Period) error {
	switch v := viewer.From(ctx); {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return fault.New(fault.Forbidden, "only staff may do this")
	}
	return postgres.InTx(ctx, s.cfg.Pool, func(ctx context.Context, tx postgres.Tx) error {
		return s.cfg.Outbox.BuildBoard(ctx, tx, string(game), string(period))
	})
}

// farBack is how many days ago a board may be asked for.
const farBack = 400

// On is the board of the Lagos day of a moment, today's where none is named. A day
// that is too long ago, or to come, is a fault of the field "on".
func (s *Service) On(game Game, period Period, day *time.Time) (Board, error) {
	now := s.cfg.Clock.Now()
	if day == nil {
		return At(game, period, now), nil
	}
	// Day by day: a date is midnight in London, an hour after Lagos has begun it.
	if today, asked := clock.Day(now), clock.Day(*day); asked.After(today) || asked.Before(today.AddDate(0, 0, -farBack)) {
		return Board{}, fault.Invalid("on", "must be a day of the last %d, and not of the future", farBack)
	}
	return At(game, period, *day), nil
}

// Build builds the present board of a game and a period anew. Names that are
// none, as of a job of another version, are nothing to build.
func (s *Service) Build(ctx context.Context, game, period string) error {
	if !slices.Contains(Periods, Period(period)) || !slices.Contains(games, Game(game)) {
		return nil
	}
	return s.Rebuild(ctx, At(Game(game), Period(period), s.cfg.Clock.Now()))
}

// Standing is where a person stands; nil when nowhere, and when Redis cannot say
// it now: for callers to whom it is no more than a kindness, and who shall not
// wait for PostgreSQL to sort a board.
func (s *Service) Standing(ctx context.Context, b Board, user uuid.UUID) *Place {
	if s.cfg.Redis == nil || !b.kept(s.cfg.Clock.Now()) {
		return nil
	}
	places, ready, err := s.fastPlaces(ctx, b, []uuid.UUID{user})
	if err != nil {
		return nil // The breaker has told the log.
	}
	if !ready {
		s.want(b)
		return nil
	}
	if place, stands := places[user]; stands {
		return &place
	}
	return nil
}
