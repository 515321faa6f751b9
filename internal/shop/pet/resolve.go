package pet

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/pet/tool"
)

// ResolveInput says what to do with a proposal.
type ResolveInput struct {
	Action int
	Accept bool
}

// Resolved is what became of a proposal.
type Resolved struct {
	Action   *db.PetAction
	Pet      *db.UserPet
	Warnings []cart.Warning
}

// Resolve accepts or declines what a pet of who is signed in has proposed. Doing
// the same again answers the same. A proposal that the shop refuses now, as when
// the stock has gone, stays open until it runs out.
func (s *Service) Resolve(ctx context.Context, in ResolveInput) (*Resolved, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	row, err := s.Action(ctx, user, in.Action)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, gone("input.actionId", "action")
	}
	done := &Resolved{}
	changed := false
	if row.State == petaction.StateProposed {
		if changed, err = s.settle(ctx, row, in.Accept, done); err != nil {
			return nil, err
		}
	}
	if done.Action, err = s.Action(ctx, user, in.Action); err != nil || done.Action == nil {
		return done, err
	}
	if !changed {
		if err := standing(done.Action, in.Accept, s.Clock.Now()); err != nil {
			return done, err
		}
	}
	done.Pet, err = s.Pet(ctx, user, row.PetID)
	if changed && in.Accept {
		s.Carts.Changed(ctx, cart.Owner{User: user})
	}
	return done, err
}

// standing says why a proposal that is no more open is not what is wanted of it.
func standing(row *db.PetAction, accept bool, now time.Time) error {
	switch state := StateOf(row, now); {
	case state == petaction.StateAccepted && accept, state == petaction.StateDeclined && !accept:
		return nil
	case state == petaction.StateExpired:
		return fault.Refuse(fault.StateConflict, "input.actionId", "the proposal has run out: ask the pet again")
	case row.ExpiresAt == nil:
		return fault.Refuse(fault.StateConflict, "input.actionId", "it was not proposed, there is nothing to accept or decline")
	default:
		return fault.Refuse(fault.StateConflict, "input.actionId", "the proposal is %s already", state)
	}
}

// StateOf is how an action stands: a proposal whose time is over has expired,
// whether or not that was written down.
func StateOf(row *db.PetAction, now time.Time) petaction.State {
	if row.State == petaction.StateProposed && row.ExpiresAt != nil && !row.ExpiresAt.After(now) {
		return petaction.StateExpired
	}
	return row.State
}

// settle carries an open proposal out, or turns it down. It is false when it was
// not open any more.
func (s *Service) settle(ctx context.Context, row *db.PetAction, accept bool, done *Resolved) (changed bool, err error) {
	coupon := row.ActionType == petaction.ActionTypeCouponApply
	code := ""
	if accept && coupon {
		// Before the transaction, which must not wait for a second connection.
		applied, err := s.Checkout.CheckCoupon(ctx, row.ActionData.CouponCode)
		if err != nil {
			return false, fault.Within("input", err)
		}
		code = applied.Code
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if changed, err = s.close(ctx, tx, row.ID, accept); err != nil || !changed || !accept {
			return err
		}
		if coupon {
			err = s.Carts.SetCouponTx(ctx, tx, code)
		} else {
			done.Warnings, err = s.Carts.AddTx(ctx, tx, "line", tool.Line(row.ActionData.ProductID, row.ActionData.Size, row.ActionData.Color, row.ActionData.Quantity))
		}
		if err != nil {
			return err
		}
		return reward(ctx, tx, row.PetID, s.Clock.Now())
	})
	return changed && err == nil, fault.Within("input", err)
}

// close ends an open proposal, once.
func (s *Service) close(ctx context.Context, tx postgres.Tx, id int, accept bool) (bool, error) {
	state := petaction.StateDeclined
	if accept {
		state = petaction.StateAccepted
	}
	now := s.Clock.Now()
	closed, err := tx.Ent().PetAction.Update().Where(petaction.ID(id), petaction.StateEQ(petaction.StateProposed), petaction.ExpiresAtGT(now)).
		SetState(state).SetSuccess(accept).SetResolvedAt(now).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return false, fmt.Errorf("closing a proposal: %w", err)
	}
	return closed > 0, nil
}

// reward gives a pet the XP of an accepted proposal.
func reward(ctx context.Context, tx postgres.Tx, id int, now time.Time) error {
	pet, err := tx.Ent().UserPet.UpdateOneID(id).AddXp(ForProposal).SetUpdatedAt(now).Save(ctx)
	if err == nil && pet.Level != LevelAt(pet.Xp) {
		// The row is locked by the first of the two.
		err = tx.Ent().UserPet.UpdateOneID(id).SetLevel(LevelAt(pet.Xp)).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("rewarding a pet: %w", err)
	}
	return nil
}

// Action is one of a person's; nil when there is none, or it is another's.
func (s *Service) Action(ctx context.Context, user uuid.UUID, id int) (*db.PetAction, error) {
	return orNil(s.Pool.Ent().PetAction.Query().Where(petaction.ID(id), petaction.UserID(user)).Only(ctx))
}
