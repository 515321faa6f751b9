package pet

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/ent/db/petrun"
	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/taste"
)

// ForgetInput is a liking to forget.
type ForgetInput struct {
	Pet  int
	Kind string
	// Value is empty for the price.
	Value string
}

// Forget lets a pet forget a liking. Signs of before do not bring it back.
func (s *Service) Forget(ctx context.Context, in ForgetInput) (*db.UserPet, error) {
	return s.change(ctx, in.Pet, nil, func(ctx context.Context, tx postgres.Tx, pet *db.UserPet, now time.Time) error {
		if pet.Preferences == nil || !taste.Forget(pet.Preferences, in.Kind, in.Value, now) {
			return gone("input.value", "liking")
		}
		return nil
	})
}

// ClearInput says how much a pet is to forget.
type ClearInput struct {
	Pet                        int
	Conversations, Preferences bool
}

// Clear lets a pet forget what was talked about. Open proposals end, and answers
// being thought of are stopped; nothing of a deleted conversation comes back.
func (s *Service) Clear(ctx context.Context, in ClearInput) (*db.UserPet, error) {
	var deleted []uuid.UUID
	pet, err := s.change(ctx, in.Pet, endProposals, func(ctx context.Context, tx postgres.Tx, pet *db.UserPet, now time.Time) (err error) {
		pet.MemoryContext = &shape.PetMemory{ClearedAt: now}
		if in.Preferences {
			// Views and orders of before are not read again.
			pet.Preferences = &shape.PetPreferences{ReadUntil: now}
		}
		// In order, as those who think note their runs.
		if _, err := tx.ExecContext(ctx, "SELECT 1 FROM pet_runs WHERE pet_id = $1 AND finished_at IS NULL ORDER BY id FOR NO KEY UPDATE", pet.ID); err != nil {
			return fmt.Errorf("locking runs: %w", err)
		}
		_, err = tx.Ent().PetRun.Update().Where(petrun.PetID(pet.ID), petrun.FinishedAtIsNil(), petrun.CancelAskedAtIsNil()).SetCancelAskedAt(now).Save(ctx)
		if err != nil || !in.Conversations {
			return err
		}
		deleted, err = deleteConversations(ctx, tx, pet.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, conversation := range deleted {
		if err := s.Events.Forget(ctx, conversation); err != nil {
			s.Log.WarnContext(ctx, "the log of a deleted conversation stays until it runs out", "cause", err)
			break
		}
	}
	return pet, nil
}

// deleteConversations deletes what was said with a pet. Runs stay: they count
// against the limits, and have no words.
func deleteConversations(ctx context.Context, tx postgres.Tx, pet int) ([]uuid.UUID, error) {
	rows, err := tx.QueryContext(ctx, `WITH gone AS (DELETE FROM pet_conversations WHERE pet_id = $1 RETURNING session_id)
		SELECT DISTINCT session_id FROM gone`, pet)
	if err != nil {
		return nil, fmt.Errorf("deleting conversations: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells of what went wrong.
	var deleted []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("deleting conversations: %w", err)
		}
		deleted = append(deleted, id)
	}
	return deleted, rows.Err()
}

// change changes what a pet of who is signed in knows. What comes before the pet
// in the order of locks is done first.
func (s *Service) change(ctx context.Context, id int, first func(context.Context, postgres.Tx, int, time.Time) error,
	work func(context.Context, postgres.Tx, *db.UserPet, time.Time) error,
) (pet *db.UserPet, err error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := hold(ctx, tx, user); err != nil {
			return err
		}
		if _, err := s.mine(ctx, tx, user, id, "input.petId"); err != nil {
			return err
		}
		now := s.Clock.Now()
		if first != nil {
			if err := first(ctx, tx, id, now); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "SELECT 1 FROM user_pets WHERE id = $1 FOR NO KEY UPDATE", id); err != nil {
			return fmt.Errorf("locking a pet: %w", err)
		}
		// A statement of its own: what it knows is that of after the wait.
		if pet, err = s.mine(ctx, tx, user, id, "input.petId"); err != nil {
			return err
		}
		if err := work(ctx, tx, pet, now); err != nil {
			return err
		}
		pet, err = tx.Ent().UserPet.UpdateOneID(id).SetPreferences(pet.Preferences).SetMemoryContext(pet.MemoryContext).SetUpdatedAt(now).Save(ctx)
		return err
	})
	return pet, err
}

// endProposals ends the open proposals of a pet.
func endProposals(ctx context.Context, tx postgres.Tx, pet int, now time.Time) error {
	_, err := tx.Ent().PetAction.Update().Where(petaction.PetID(pet), petaction.StateEQ(petaction.StateProposed)).
		SetState(petaction.StateExpired).SetResolvedAt(now).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return fmt.Errorf("ending proposals: %w", err)
	}
	return nil
}
