package board

import (
	"context"
	"slices"

	"github.com/google/uuid"

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

// Build builds the present board of a game and a period anew. Names that are
// none, as of a job of another version, are nothing to build.
func (s *Service) Build(ctx context.Context, game, period string) error {
	if !slices.Contains(Periods, Period(period)) || !slices.Contains(games, Game(game)) {
		return nil
	}
	return s.Rebuild(ctx, At(Game(game), Period(period), s.cfg.Clock.Now()))
}

// Standing is where a person stands; nil when nowhere, and when that cannot be
// read now, for callers to whom it is no more than a kindness.
func (s *Service) Standing(ctx context.Context, b Board, user uuid.UUID) *Place {
	places, err := s.Places(ctx, b, []uuid.UUID{user})
	if err != nil {
		s.cfg.Log.WarnContext(ctx, "a place could not be read", "cause", err)
		return nil
	}
	if place, stands := places[user]; stands {
		return &place
	}
	return nil
}
