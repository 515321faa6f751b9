package account

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/predicate"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// hashIs is true of the row whose password is still the one that was read.
func hashIs(hash *string) predicate.User {
	if hash == nil {
		return user.PasswordHashIsNil()
	}
	return user.PasswordHash(*hash)
}

// RequestEmailChange sends a code to the address that the person wants to
// have. Who cannot read it there cannot have it.
func (s *Service) RequestEmailChange(ctx context.Context, email string) (*Challenge, error) {
	v, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	var faults fault.Faults
	email = keepEmail(&faults, "email", email)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := s.mailable(ctx, email); err != nil {
		return nil, err
	}
	return s.ask(ctx, asked{purpose: accountchallenge.PurposeEmailChange, user: &v.User, email: email, life: codeLife})
}

// ConfirmEmailChange gives the account the address that the code was sent to.
func (s *Service) ConfirmEmailChange(ctx context.Context, challenge uuid.UUID, code string) (*db.User, error) {
	return s.confirm(ctx, challenge, code, accountchallenge.PurposeEmailChange, "the address", func(update *db.UserUpdate, to string) {
		update.SetEmail(to).SetEmailVerified(true)
	})
}

// RequestPhoneChange sends a code to the phone that the person wants to have.
func (s *Service) RequestPhoneChange(ctx context.Context, number string) (*Challenge, error) {
	v, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	to, err := s.textable(ctx, "phone", number)
	if err != nil {
		return nil, err
	}
	return s.ask(ctx, asked{purpose: accountchallenge.PurposePhoneChange, user: &v.User, phone: to, life: codeLife})
}

// ConfirmPhoneChange gives the account the phone that the code was sent to.
func (s *Service) ConfirmPhoneChange(ctx context.Context, challenge uuid.UUID, code string) (*db.User, error) {
	return s.confirm(ctx, challenge, code, accountchallenge.PurposePhoneChange, "the number", func(update *db.UserUpdate, to string) {
		update.SetPhone(to).SetPhoneVerified(true)
	})
}

func (s *Service) confirm(
	ctx context.Context, challenge uuid.UUID, code string, purpose accountchallenge.Purpose, what string, change func(*db.UserUpdate, string),
) (*db.User, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.limit(ctx, by(answerFrom, v.Client.Network())); err != nil {
		return nil, err
	}
	answered, err := s.byCode(ctx, challenge, code, &v.User, purpose)
	if err != nil {
		return nil, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := s.use(ctx, tx, answered, errCode); err != nil {
			return err
		}
		update := tx.Ent().User.Update().Where(user.ID(v.User), user.DeletedAtIsNil())
		change(update, answered.to)
		// Whoever answered has shown that the address is theirs; that another
		// account has it is told to nobody else.
		return taken(update.Exec(ctx), "", what)
	})
	if err != nil {
		return nil, err
	}
	return s.person(ctx, v.User)
}
