package account

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// RequestDeletion is the first step of leaving: a code goes to the account's
// phone, or to its address when it has no phone. Nothing is deleted yet.
func (s *Service) RequestDeletion(ctx context.Context) (*Challenge, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	owner, err := s.person(ctx, v.User)
	if err != nil {
		return nil, err
	}
	if err := s.settled(ctx, v.User); err != nil {
		return nil, err
	}
	a := asked{purpose: accountchallenge.PurposeDeletion, user: &v.User, life: codeLife}
	switch {
	case owner.EmailVerified && owner.Email != nil:
		a.email = *owner.Email
		// Counted by account, so that nobody else who has mail sent to this
		// address can keep its owner from leaving.
		err = s.mailableBy(ctx, by(mailOf, v.User.String()))
	case owner.PhoneVerified && owner.Phone != nil:
		a.phone, err = s.textable(ctx, "", *owner.Phone)
	default:
		// Only Google or Apple knows this person: a sign-in of a moment ago is
		// the proof, and the code is shown to nobody.
		return nil, fault.Refuse(fault.NotOffered, "", "there is no address or number to send a code to; please add one first")
	}
	if err != nil {
		return nil, err
	}
	return s.ask(ctx, a)
}

// Delete is the second step: the account is gone at once, every session ends,
// and a job removes what the shop knows of the person. Orders stay, without the
// person.
func (s *Service) Delete(ctx context.Context, challenge uuid.UUID, code string) error {
	v, err := me(ctx)
	if err != nil {
		return err
	}
	if err := s.limit(ctx, by(answerFrom, v.Client.Network())); err != nil {
		return err
	}
	if err := s.settled(ctx, v.User); err != nil {
		return err
	}
	answered, err := s.byCode(ctx, challenge, code, &v.User, accountchallenge.PurposeDeletion)
	if err != nil {
		return err
	}
	var ended []uuid.UUID
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if err := s.use(ctx, tx, answered, errCode); err != nil {
			return err
		}
		gone, err := tx.Ent().User.Update().Where(user.ID(v.User), user.DeletedAtIsNil()).SetDeletedAt(s.Clock.Now()).Save(ctx)
		if err != nil {
			return err
		}
		if gone == 0 {
			return errCode
		}
		if ended, err = s.Sessions.EndAll(ctx, tx, v.User, uuid.Nil); err != nil {
			return err
		}
		return s.Outbox.Erase(ctx, tx, v.User)
	})
	if err != nil {
		return err
	}
	s.over(ctx, ended...)
	viewer.Become(ctx, viewer.Viewer{}, "", 0)
	return nil
}

// settled refuses to delete who still waits for an order: without the person it
// could not be brought, nor its money be given back.
func (s *Service) settled(ctx context.Context, user uuid.UUID) error {
	if s.Orders == nil {
		return nil
	}
	waiting, err := s.Orders.OnTheWay(ctx, user)
	if err == nil && waiting {
		err = fault.Refuse(fault.StateConflict, "", "an order of yours is still on its way: take it or cancel it first")
	}
	return err
}
