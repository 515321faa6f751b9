package pet

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petrun"
)

// Cancel asks an answer of who is signed in to stop. The process that thinks
// hears of it with its next beat; one that ended stays as it is.
func (s *Service) Cancel(ctx context.Context, id uuid.UUID) (*db.PetRun, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	_, err = s.Pool.Pgx().Exec(ctx, `UPDATE pet_runs SET cancel_asked_at = coalesce(cancel_asked_at, $3)
		WHERE id = $1 AND user_id = $2 AND finished_at IS NULL`, id, user, s.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("asking a run to stop: %w", err)
	}
	run, err := s.Run(ctx, user, id)
	if err == nil && run == nil {
		err = gone("id", "run")
	}
	if err == nil && run.State == petrun.StateWaiting {
		s.kick(id) // Nobody is at it: whoever begins sees that it is to stop.
	}
	return run, err
}

// Run is a run of a person; nil when there is none, or it is another's.
func (s *Service) Run(ctx context.Context, user, id uuid.UUID) (*db.PetRun, error) {
	return orNil(s.Pool.Ent().PetRun.Query().Where(petrun.ID(id), petrun.UserID(user)).Only(ctx))
}
